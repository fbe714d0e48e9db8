import { Actions, Button, Field, Form, PlainRows, Section, fieldProps } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectAuthor } from "./store.ts";
import type { ProjectViewContext } from "../view.ts";

/** The project's authors, and a form to add one. */
export function AuthorsSection({
  viewContext: view,
  authors,
  names,
  base,
  form,
}: {
  viewContext: ProjectViewContext;
  authors: readonly ProjectAuthor[];
  names: ReadonlyMap<string, string>;
  base: string;
  form: FormState;
}) {
  const { t } = view;
  return (
    <Section title={t.edit.authors} id="authors">
      <PlainRows>
        {authors.map(({ person_id: id, role }) => (
          <div class="between">
            <span>{names.get(id) ?? t.history.someone}</span>
            {role === "co-author" && (
              <Form action={`${base}/${id}/remove`} variant="actions">
                <Button kind="quiet" size="s">
                  {t.edit.removeAuthor}
                </Button>
              </Form>
            )}
          </div>
        ))}
      </PlainRows>
      <Form action={base} label={t.edit.addAuthor}>
        <Field
          kind="email"
          label={t.edit.authorEmail}
          hint={t.edit.authorHint}
          {...fieldProps(form, "email")}
        />
        <Actions>
          <Button>{t.edit.addAuthor}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
