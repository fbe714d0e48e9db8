import { Actions, Button, Form } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { PressedMove } from "./actions.ts";
import type { Project } from "../store.ts";
import type { Reader } from "../view.ts";

export type CardMove = PressedMove | "show" | "hide";

/** The moves of a project, each a press; what ends it stands behind a summary. */
export function MoveForms({
  reader,
  project,
  moves,
  form,
  href,
}: {
  reader: Reader;
  project: Project;
  moves: readonly CardMove[];
  form: FormState;
  href: (path: string) => string;
}) {
  const { t } = reader;
  const press = (move: CardMove) => (
    <Form
      action={href(`/projects/${project.number}/${move}`)}
      hidden={{ version: String(project.version) }}
      look="actions"
    >
      <Button
        {...(move === "withdraw" && { kind: "danger" as const })}
        {...((move === "show" || move === "hide") && { kind: "quiet" as const })}
      >
        {t.card.moves[move]}
      </Button>
    </Form>
  );
  const plain = moves.filter((move) => move !== "withdraw");
  return (
    <>
      {form.refusal !== undefined && (
        <p class="flash" data-kind="warn" role="alert">
          {form.refusal}
        </p>
      )}
      {plain.length > 0 && <Actions>{plain.map(press)}</Actions>}
      {moves.includes("withdraw") && (
        <details>
          <summary>{t.card.moves.withdraw}</summary>
          {press("withdraw")}
        </details>
      )}
    </>
  );
}
