import { Actions, Button, Form } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ManualTransition } from "./actions.ts";
import type { Project } from "../store.ts";
import type { ProjectViewContext } from "../view.ts";

export type ProjectCardAction = ManualTransition | "show" | "hide";

/** One-button forms of the transitions; those that end the project are inside <details>. */
export function TransitionForms({
  viewContext: view,
  project,
  moves,
  form,
  href,
}: {
  viewContext: ProjectViewContext;
  project: Project;
  moves: readonly ProjectCardAction[];
  form: FormState;
  href: (path: string) => string;
}) {
  const { t } = view;
  const actionForm = (move: ProjectCardAction) => (
    <Form
      action={href(`/projects/${project.number}/${move}`)}
      hidden={{ version: String(project.version) }}
      variant="actions"
    >
      <Button
        {...(move === "withdraw" && { kind: "danger" as const })}
        {...((move === "show" || move === "hide") && { kind: "quiet" as const })}
      >
        {t.card.moves[move]}
      </Button>
    </Form>
  );
  const ordinaryActions = moves.filter((move) => move !== "withdraw");
  return (
    <>
      {form.refusal !== undefined && (
        <p class="flash" data-kind="warn" role="alert">
          {form.refusal}
        </p>
      )}
      {ordinaryActions.length > 0 && <Actions>{ordinaryActions.map(actionForm)}</Actions>}
      {moves.includes("withdraw") && (
        <details>
          <summary>{t.card.moves.withdraw}</summary>
          {actionForm("withdraw")}
        </details>
      )}
    </>
  );
}
