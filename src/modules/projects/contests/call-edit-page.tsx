import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  PageHeader,
  Stack,
  FormErrorSummary,
  fieldProps,
} from "#base/ui/index.ts";
import type { ContestViewContext } from "../applications/view.ts";
import type { ProfileEntry } from "./directory.ts";
import type { ContestCall } from "./store.ts";

export function CallEditPage({
  viewContext: view,
  form,
  call,
  book,
}: {
  viewContext: ContestViewContext;
  form: FormState;
  call: ContestCall | undefined;
  book: readonly ProfileEntry[];
}) {
  const { contests: t, edit } = view.t;
  return (
    <Stack gap="l">
      <PageHeader title={t.callTitle} />
      <FormErrorSummary form={form} />
      <Form
        action={view.href(call === undefined ? "/contests" : `/contests/${call.id}/edit`)}
        hidden={call === undefined ? {} : { version: String(call.version) }}
        variant="card"
      >
        <Field {...fieldProps(form, "title", call?.title)} label={t.name} required width="full" />
        <Field
          {...fieldProps(form, "profile", call?.profile)}
          kind="select"
          label={t.profile}
          options={book.map(({ profile }) => ({ value: profile.code, label: profile.title }))}
          empty={edit.choose}
          required
        />
        <Field
          {...fieldProps(form, "opensOn", call?.opens_on)}
          kind="date"
          label={t.opensOn}
          required
        />
        <Field
          {...fieldProps(form, "closesOn", call?.closes_on)}
          kind="date"
          label={t.closesOn}
          required
        />
        <Field
          {...fieldProps(form, "link", call?.link)}
          kind="url"
          label={t.link}
          optional
          width="full"
        />
        <Field
          {...fieldProps(form, "note", call?.note)}
          kind="textarea"
          rows={3}
          label={t.note}
          optional
        />
        <Actions>
          <Button kind="primary">{t.keep}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
