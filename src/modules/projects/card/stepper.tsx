import { Stepper, type StepperStep } from "#base/ui/index.ts";
import type { ProjectCard } from "./reads.ts";
import type { ProjectStage } from "../project.ts";
import { formatDay, formatShortDay, type ProjectViewContext } from "../view.ts";

/** The stages of a project in six or seven steps; every application is a step of its own. */
export function ProjectStepper({
  viewContext: view,
  card,
}: {
  viewContext: ProjectViewContext;
  card: ProjectCard;
}) {
  return <Stepper label={view.t.card.life} steps={projectSteps(view, card)} />;
}

/** Returns the steps of a project: its stages and applications with their dates. */
export function projectSteps(view: ProjectViewContext, card: ProjectCard): StepperStep[] {
  const { t } = view;
  const { project, stages } = card;
  const reached = (stage: ProjectStage) => stages.find((one) => one.stage === stage)?.reached_on;
  const note = (stage: ProjectStage) => {
    const day = reached(stage);
    return day === undefined ? {} : { note: formatDay(view, day) };
  };
  const past = (stage: ProjectStage): StepperStep["state"] =>
    reached(stage) === undefined ? "next" : "done";
  const own: StepperStep[] =
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
          ...applicationSteps(view, card),
        ];
  const steps: StepperStep[] = [
    ...own,
    {
      state: past("implementation"),
      icon: "wrench",
      title: t.card.stepper.work,
      ...(project.ends_on === null
        ? note("implementation")
        : { note: t.list.until(formatShortDay(view, project.ends_on)) }),
    },
    { state: past("reported"), icon: "eye", title: t.card.stepper.report, ...note("reported") },
    // The last step is shown only when it is near: seven titles do not fit.
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
    const visible = steps.filter((step) => step.state !== "next");
    return [
      ...visible,
      { state: "back", icon: "lock", title: t.card.stepper.withdrawn, ...note("withdrawn") },
    ];
  }
  return markCurrentStep(steps, project.stage);
}

function applicationSteps(
  view: ProjectViewContext,
  { applications, project }: ProjectCard,
): StepperStep[] {
  const { t } = view;
  const sent = applications.filter(({ stage }) => stage !== "withdrawn");
  if (sent.length === 0) {
    const own = project.stage === "idea" || project.stage === "concept";
    return own ? [{ state: "next", icon: "doc", title: t.card.stepper.application(1, 1) }] : [];
  }
  return sent.map((application, index): StepperStep => ({
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

/** Idea and concept are current until the next stage is reached. */
function markCurrentStep(steps: StepperStep[], stage: ProjectStage): StepperStep[] {
  if (stage === "closed") return steps;
  const next = steps.findIndex((step) => step.state === "next");
  const ongoingStages: readonly ProjectStage[] = ["idea", "concept", "implementation", "reported"];
  const at = ongoingStages.includes(stage) ? (next === -1 ? steps.length : next) - 1 : next;
  return steps.map((step, index) => (index === at ? { ...step, state: "now" } : step));
}
