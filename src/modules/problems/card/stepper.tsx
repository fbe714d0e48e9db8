import { Stepper, type Step } from "#base/ui/index.ts";
import type { ProblemCard } from "../list/reads.ts";
import { sayDay, sayMoment, type Reader } from "../view.ts";

/** The life of a problem in five or six steps, told from its facts. */
export function LifeStepper({ reader, card }: { reader: Reader; card: ProblemCard }) {
  return <Stepper label={reader.t.card.life} steps={stepsOf(reader, card)} />;
}

export function stepsOf(reader: Reader, { problem, facts }: ProblemCard): Step[] {
  const { t } = reader;
  const last = (type: string) => facts.findLast((fact) => fact.type === type)?.at;
  const refuted = last("problem.refuted");
  const answered = problem.answered_at;
  const claimed = problem.claimed_at;
  const steps: Step[] = [
    {
      state: "done",
      icon: "message",
      title: t.stepper.told,
      note: sayMoment(reader, problem.opened_at),
    },
    stepAt(reader, { at: problem.routed_at, icon: "right", title: t.stepper.routed }),
    answeredStep(reader, problem, answered),
  ];
  if (refuted !== undefined) {
    steps.push({
      state: "back",
      icon: "back",
      title: t.stepper.refuted,
      note: sayDay(reader, refuted),
    });
  }
  if (claimed !== null) {
    const again = refuted !== undefined && claimed > refuted;
    if (refuted === undefined || again) {
      const title = again ? t.stepper.claimedAgain : t.stepper.claimed;
      steps.push({ state: "said", icon: "said", title, note: sayDay(reader, claimed) });
    }
  }
  steps.push(endStep(reader, problem));
  return markNow(steps, problem.is_open);
}

function stepAt(
  reader: Reader,
  step: { at: Date | null; icon: Step["icon"]; title: string },
): Step {
  const { at, icon, title } = step;
  return at === null
    ? { state: "next", icon, title }
    : { state: "done", icon, title, note: sayDay(reader, at) };
}

function answeredStep(reader: Reader, problem: ProblemCard["problem"], at: Date | null): Step {
  const { t } = reader;
  const base = stepAt(reader, { at, icon: "doc", title: t.stepper.answered });
  if (at === null || problem.answer_due_at === null) return base;
  const mark = at <= problem.answer_due_at ? t.stepper.inTime : t.stepper.lateMark;
  return { ...base, note: `${sayDay(reader, at)}, ${mark}` };
}

function endStep(reader: Reader, problem: ProblemCard["problem"]): Step {
  const { t } = reader;
  if (problem.stage === "verified" && problem.verified_at !== null) {
    return {
      state: "done",
      icon: "check",
      title: t.stepper.verified,
      note: sayDay(reader, problem.verified_at),
    };
  }
  if (!problem.is_open && problem.closed_at !== null) {
    return {
      state: "done",
      icon: "lock",
      title: t.stepper.closed,
      note: sayDay(reader, problem.closed_at),
    };
  }
  return { state: "next", icon: "check", title: t.stepper.checkAhead };
}

/** The first step that is still ahead is where the problem stands now. */
function markNow(steps: Step[], open: boolean): Step[] {
  if (!open) return steps;
  const at = steps.findIndex((step) => step.state === "next");
  return steps.map((step, index) => (index === at ? { ...step, state: "now" } : step));
}
