import type { FormState } from "#base/http/form.ts";
import { ButtonLink, Flash, Place, Stack } from "#base/ui/index.ts";
import type { Reader } from "../view.ts";

/** A button that could not do what it says: why, and the way back to the event. */
export function EventFaultPage({
  state,
  href,
  reader,
}: {
  state: FormState;
  href: string;
  reader: Reader;
}) {
  return (
    <Stack gap="l">
      <Place title={reader.t.list.title} />
      <Flash kind="danger">{state.refusal ?? Object.values(state.errors).join(" ")}</Flash>
      <div>
        <ButtonLink href={href}>{reader.t.form.back}</ButtonLink>
      </div>
    </Stack>
  );
}
