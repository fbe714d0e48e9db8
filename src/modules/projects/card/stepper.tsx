import { Stepper, type Step } from "#base/ui/index.ts";
import type { ProjectCard } from "./reads.ts";
import type { Stage } from "../project.ts";
import { sayDay, sayShortDay, type Reader } from "../view.ts";

/** The life of a project in six or seven steps; every application is a step of its own. */
export function LifeStepper({ reader, card }: { reader: Reader; card: ProjectCard }) {
  return <Stepper label={reader.t.card.life} steps={stepsOf(reader, card)} />;
}

export function stepsOf(reader: Reader, card: ProjectCard): Step[] {
  const { t } = reader;
  const { project, stages } = card;
  const reached = (stage: Stage) => stages.find((one) => one.stage === stage)?.reached_on;
  const note = (stage: Stage) => {
    const day = reached(stage);
    return day === undefined ? {} : { note: sayDay(reader, day) };
  };
  const past = (stage: Stage): Step["state"] => (reached(stage) === undefined ? "next" : "done");
  const own: Step[] =
    project.kind === "year-plan"
      ? []
      : [
          { state: past("idea"), icon: "message", title: t.card.stepper.idea, ...note("idea") },
          {
            state: past("concept"),
            icon: "edit",
            title: t.card.stepper.concept,
            ...note("concept"),
          },
          ...applicationSteps(reader, card),
        ];
  const steps: Step[] = [
    ...own,
    {
      state: past("implementation"),
      icon: "wrench",
      title: t.card.stepper.work,
      ...(project.ends_on === null
        ? note("implementation")
        : { note: t.list.until(sayShortDay(reader, project.ends_on)) }),
    },
    { state: past("reported"), icon: "eye", title: t.card.stepper.report, ...note("reported") },
    // The end stands there once it is near: seven steps leave no room for their words.
    ...(reached("reported") === undefined && own.length > 0
      ? []
      : [
          {
            state: past("closed"),
            icon: "check" as const,
            title: t.card.stepper.closed,
            ...note("closed"),
          },
        ]),
  ];
  if (project.stage === "withdrawn") {
    const kept = steps.filter((step) => step.state !== "next");
    return [
      ...kept,
      { state: "back", icon: "lock", title: t.card.stepper.withdrawn, ...note("withdrawn") },
    ];
  }
  return markNow(steps, project.stage);
}

function applicationSteps(reader: Reader, { applications, project }: ProjectCard): Step[] {
  const { t } = reader;
  const sent = applications.filter(({ stage }) => stage !== "withdrawn");
  if (sent.length === 0) {
    const own = project.stage === "idea" || project.stage === "concept";
    return own ? [{ state: "next", icon: "doc", title: t.card.stepper.application(1, 1) }] : [];
  }
  return sent.map((application, index): Step => ({
    state:
      application.stage === "not-supported"
        ? "back"
        : application.stage === "supported"
          ? "done"
          : "next",
    icon: application.stage === "not-supported" ? "back" : "doc",
    title: t.card.stepper.application(index + 1, sent.length),
    note: t.card.stepper.applicationStages[application.stage],
  }));
}

/** An idea and a concept are where the project stands until the next step begins. */
function markNow(steps: Step[], stage: Stage): Step[] {
  if (stage === "closed") return steps;
  const next = steps.findIndex((step) => step.state === "next");
  const standing: readonly Stage[] = ["idea", "concept", "implementation", "reported"];
  const at = standing.includes(stage) ? (next === -1 ? steps.length : next) - 1 : next;
  return steps.map((step, index) => (index === at ? { ...step, state: "now" } : step));
}
