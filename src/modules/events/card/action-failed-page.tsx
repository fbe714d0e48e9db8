import type { FormState } from "#base/http/form.ts";
import { ButtonLink, Flash, PageHeader, Stack } from "#base/ui/index.ts";
import type { EventsViewContext } from "../view.ts";

/** Page of a refused action of the card: the reason, and a link back to the event. */
export function ActionFailedPage({
  state,
  href,
  viewContext: view,
}: {
  state: FormState;
  href: string;
  viewContext: EventsViewContext;
}) {
  return (
    <Stack gap="l">
      <PageHeader title={view.t.list.title} />
      <Flash kind="danger">{state.refusal ?? Object.values(state.errors).join(" ")}</Flash>
      <div>
        <ButtonLink href={href}>{view.t.form.back}</ButtonLink>
      </div>
    </Stack>
  );
}
