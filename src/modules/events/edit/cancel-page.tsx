import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  PageHeader,
  Stack,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { Event } from "../store.ts";
import { labelledFields, type EventsViewContext } from "../view.ts";

/** Form of a cancellation; everybody registered gets its reason. */
export function CancelPage({
  viewContext: view,
  event,
  people,
  state,
  action,
}: {
  viewContext: EventsViewContext;
  event: Event;
  people: number;
  state: FormState;
  action: string;
}) {
  const { t } = view;
  const { version } = state.values;
  const field = labelledFields(state);
  return (
    <Stack gap="l">
      <PageHeader title={t.edit.cancelTitle} lead={event.title} />
      <FormErrorSummary form={state} />
      <Form
        action={action}
        variant="card"
        label={t.edit.cancelTitle}
        {...(version !== undefined && { hidden: { version } })}
      >
        <Field
          {...field("reason", t.edit.cancelReason)}
          kind="textarea"
          rows={3}
          hint={t.edit.cancelHint(people)}
          required
        />
        <Actions>
          <Button kind="danger">{t.edit.cancelButton}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
