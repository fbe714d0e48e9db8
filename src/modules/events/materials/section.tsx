import type { FormState } from "#base/http/form.ts";
import type { Event } from "../store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";
import type { EventMaterial } from "./store.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  fieldId,
  Form,
  Grid,
  PlainRows,
  Section,
  FormErrorSummary,
  fieldError,
} from "#base/ui/index.ts";
import { materialKinds } from "../event.ts";

/** Materials of an event: the list, and the form of another one. */
export function MaterialsSection({
  viewContext: { t },
  event,
  materials,
  form,
  href,
}: {
  viewContext: EventsViewContext;
  event: Event;
  materials: readonly EventMaterial[];
  form: FormState;
  href: (path: string) => string;
}) {
  const path = `/events/${event.number}/materials`;
  // The page also has the event's own title and kind, so these fields need ids of their own.
  const field = labelledFields(form);
  return (
    <Section title={t.edit.materialsTitle} gap="m" id="materials">
      {materials.length > 0 && (
        <PlainRows>
          {materials.map((material) => (
            <Form action={href(`${path}/${material.id}/remove`)} variant="actions">
              <span>
                {material.title} <span class="small muted">{t.materialKinds[material.kind]}</span>
              </span>
              <Button size="s" kind="quiet">
                {t.edit.materialRemove}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <FormErrorSummary form={form} controlName={(field) => `material-${field}`} />
      <Form action={href(path)} variant="card" label={t.edit.materialsTitle} files>
        <Field
          {...field("title", t.edit.materialTitle)}
          id={fieldId("material-title")}
          required
          width="full"
          maxlength={200}
        />
        <Grid>
          <Field
            {...field("kind", t.edit.materialKind)}
            kind="select"
            id={fieldId("material-kind")}
            options={materialKinds.map((kind) => ({ value: kind, label: t.materialKinds[kind] }))}
          />
          <Field
            {...field("url", t.edit.materialUrl)}
            kind="url"
            id={fieldId("material-url")}
            optional
          />
          <Field
            kind="file"
            name="file"
            id={fieldId("material-file")}
            label={t.edit.materialFile}
            hint={t.edit.materialFileHint}
            optional
            {...fieldError(form, "file")}
            accept={attachmentAccept}
          />
        </Grid>
        <Checkbox id="material-public" name="public" label={t.edit.materialPublic} checked />
        <Actions>
          <Button>{t.edit.materialAdd}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
