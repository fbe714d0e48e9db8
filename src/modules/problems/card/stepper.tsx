import { Stepper, type StepperStep, formatDate, formatDateTime } from "#base/ui/index.ts";
import type { ProblemCard } from "./reads.ts";
import type { ProblemViewContext } from "../view.ts";

/** The life of a problem in five or six steps, from its facts. */
export function LifecycleStepper({
  viewContext: view,
  card,
}: {
  viewContext: ProblemViewContext;
  card: ProblemCard;
}) {
  return <Stepper label={view.t.card.life} steps={buildSteps(view, card)} />;
}

/** Builds the steps from the facts of a problem, the next one to come marked as current. */
export function buildSteps(
  view: ProblemViewContext,
  { problem, facts }: ProblemCard,
): StepperStep[] {
  const { t } = view;
  const last = (type: string) => facts.findLast((fact) => fact.type === type)?.at;
  const refuted = last("problem.refuted");
  const answered = problem.answered_at;
  const claimed = problem.claimed_at;
  const steps: StepperStep[] = [
    {
      state: "done",
      icon: "message",
      title: t.stepper.told,
      note: formatDateTime(problem.opened_at, view),
    },
    timedStep(view, { at: problem.routed_at, icon: "right", title: t.stepper.routed }),
    answeredStep(view, problem, answered),
  ];
  if (refuted !== undefined) {
    steps.push({
      state: "back",
      icon: "back",
      title: t.stepper.refuted,
      note: formatDate(refuted, view),
    });
  }
  if (claimed !== null) {
    const again = refuted !== undefined && claimed > refuted;
    if (refuted === undefined || again) {
      const title = again ? t.stepper.claimedAgain : t.stepper.claimed;
      steps.push({ state: "said", icon: "said", title, note: formatDate(claimed, view) });
    }
  }
  steps.push(finalStep(view, problem));
  return markCurrent(steps, problem.is_open);
}

function timedStep(
  view: ProblemViewContext,
  step: { at: Date | null; icon: StepperStep["icon"]; title: string },
): StepperStep {
  const { at, icon, title } = step;
  return at === null
    ? { state: "next", icon, title }
    : { state: "done", icon, title, note: formatDate(at, view) };
}

function answeredStep(
  view: ProblemViewContext,
  problem: ProblemCard["problem"],
  at: Date | null,
): StepperStep {
  const { t } = view;
  const base = timedStep(view, { at, icon: "doc", title: t.stepper.answered });
  if (at === null || problem.answer_due_at === null) return base;
  const mark = at <= problem.answer_due_at ? t.stepper.inTime : t.stepper.lateMark;
  return { ...base, note: `${formatDate(at, view)}, ${mark}` };
}

function finalStep(view: ProblemViewContext, problem: ProblemCard["problem"]): StepperStep {
  const { t } = view;
  if (problem.stage === "verified" && problem.verified_at !== null) {
    return {
      state: "done",
      icon: "check",
      title: t.stepper.verified,
      note: formatDate(problem.verified_at, view),
    };
  }
  if (!problem.is_open && problem.closed_at !== null) {
    return {
      state: "done",
      icon: "lock",
      title: t.stepper.closed,
      note: formatDate(problem.closed_at, view),
    };
  }
  return { state: "next", icon: "check", title: t.stepper.checkAhead };
}

/** Marks the first step that is still ahead as the current one. */
function markCurrent(steps: StepperStep[], open: boolean): StepperStep[] {
  if (!open) return steps;
  const at = steps.findIndex((step) => step.state === "next");
  return steps.map((step, index) => (index === at ? { ...step, state: "now" } : step));
}
