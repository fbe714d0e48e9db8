import { Charter } from "./charter-section.tsx";
import { Sidebar } from "./sidebar.tsx";
import { ParagraphText } from "./paragraph-text.tsx";
import { labelOf } from "#base/messages.ts";
import {
  Actions,
  ButtonLink,
  Clock,
  Eyebrow,
  DescriptionList,
  Pane,
  PlainRows,
  Section,
  Stack,
  Status,
  Table,
  Tabs,
  Tag,
  FramedPanes,
  WithSidebar,
  formatNumber,
  type DescriptionItem,
} from "#base/ui/index.ts";
import type { ComponentChildren } from "preact";
import type { ProjectCard } from "./reads.ts";
import type { ProjectEntityNames } from "../entity-names.ts";
import { budgetTotals, projectLifecycle } from "../project.ts";
import {
  daysBetween,
  formatDay,
  formatRoubleAmount,
  projectStatus,
  type ProjectViewContext,
} from "../view.ts";
import { BudgetTable } from "./budget-table.tsx";
import { PlanTable } from "../schedule/plan-table.tsx";
import { ProjectStepper } from "./stepper.tsx";

export type ProjectCardProps = {
  viewContext: ProjectViewContext;
  card: ProjectCard;
  names: ProjectEntityNames;
  /** Masks free text for this viewer: guests see no personal phone numbers. */
  redact: (text: string) => string;
  mayEdit: boolean;
  mayCompleteOccurrences: boolean;
  /** May open its applications: remarks and changes are theirs to read, public or not. */
  canReadApplications: boolean;
  /** Forms of the transitions that stage and policy allow. */
  transitionForms?: ComponentChildren;
  /** The section with its indicators, rendered by another module. */
  indicators?: ComponentChildren;
  /** The logic check, for those who write the project. */
  logic?: ComponentChildren;
};

export function ProjectCardPage(view: ProjectCardProps) {
  const { viewContext, card } = view;
  return (
    <Stack gap="xl">
      <Header {...view} />
      <ProjectTabs {...view} here="passport" />
      {view.indicators}
      <WithSidebar
        label={viewContext.t.card.team}
        main={
          <>
            <Charter {...view} />
            <Plan {...view} />
            <Section title={viewContext.t.card.budget} id="budget">
              <BudgetTable viewContext={viewContext} card={card} />
            </Section>
            <Results {...view} />
            {view.logic}
          </>
        }
        aside={<Sidebar {...view} />}
      />
    </Stack>
  );
}

/** Links between the pages of one project. */
export function ProjectTabs({
  viewContext: view,
  card,
  names,
  mayEdit,
  here,
}: Pick<ProjectCardProps, "viewContext" | "card" | "names" | "mayEdit"> & {
  here: "passport" | "history";
}) {
  const { t } = view;
  const base = names.href(`/projects/${card.project.number}`);
  return (
    <Tabs
      label={t.card.tabs.label}
      tabs={[
        { href: base, label: t.card.tabs.passport, current: here === "passport" },
        { href: `${base}/indicators`, label: t.card.tabs.promises },
        ...(mayEdit
          ? [
              { href: `${base}/applications`, label: t.card.tabs.applications },
              {
                href: `${base}/history`,
                label: t.card.tabs.history,
                current: here === "history",
              },
            ]
          : []),
      ]}
    />
  );
}

function Header({
  viewContext: view,
  card,
  names,
  redact,
  mayEdit,
  transitionForms,
}: ProjectCardProps) {
  const { project } = card;
  const { t } = view;
  const status = projectStatus(view, project);
  return (
    <FramedPanes>
      <Pane label={project.title} foot={<ProjectStepper viewContext={view} card={card} />}>
        <Eyebrow>
          <Status kind={status.kind}>{status.text}</Status>
          <span class="num">{project.number}</span>
          {project.direction !== null && (
            <Tag href={names.href(`/projects?direction=${project.direction}`)}>
              {t.directions[project.direction]}
            </Tag>
          )}
        </Eyebrow>
        <h1>{redact(project.title)}</h1>
        {project.summary !== "" && <ParagraphText class="lead" text={redact(project.summary)} />}
        {!project.public && <p class="muted">{t.card.notPublic}</p>}
      </Pane>
      <Pane title={t.card.now} small lit gap="s">
        <DueClock viewContext={view} card={card} />
        <p>{t.card.nowSays[project.stage]}</p>
        {mayEdit && project.is_open && (
          <Actions>
            <ButtonLink href={names.href(`/projects/${project.number}/edit`)} icon="edit">
              {t.card.edit}
            </ButtonLink>
            <ButtonLink
              kind="quiet"
              href={names.href(`/consultations/ask?project=${project.id}`)}
              icon="message"
            >
              {t.card.advice}
            </ButtonLink>
          </Actions>
        )}
        {transitionForms}
      </Pane>
      <Pane label={t.card.who}>
        <DescriptionList items={headerItems(view, card, names)} />
      </Pane>
    </FramedPanes>
  );
}

function DueClock({ viewContext: view, card }: Pick<ProjectCardProps, "viewContext" | "card">) {
  const { t, today } = view;
  const { timer, due_on: due, stage } = card.project;
  if (timer === null || due === null) return null;
  const shape = projectLifecycle.stages[stage];
  const left = daysBetween(today, due);
  return (
    <>
      <Clock
        state={left < 0 ? "late" : left <= 14 ? "soon" : "calm"}
        share={Math.min(0.95, Math.max(0.05, 1 - left / 90))}
        size="l"
      >
        {t.card.due(labelOf(t.timers, timer) ?? timer, formatDay(view, due))}
      </Clock>
      {shape.final !== true && <p class="small muted">{t.owners[shape.owner]}</p>}
    </>
  );
}

function headerItems(
  view: ProjectViewContext,
  card: ProjectCard,
  names: ProjectEntityNames,
): DescriptionItem[] {
  const { t } = view;
  const { organisation, problems, costs, project } = card;
  const totals = budgetTotals(costs);
  const money = (kopecks: number) => formatRoubleAmount(view, kopecks);
  return [
    ...(organisation === undefined
      ? []
      : [
          {
            name: t.card.who,
            value: (
              <a href={names.href(`/organisations/${organisation.id}`)}>
                {organisation.short_name}
              </a>
            ),
          },
        ]),
    ...(problems.length === 0
      ? []
      : [
          {
            name: t.card.grewFrom,
            value: (
              <ul role="list" class="stack" data-gap="s">
                {problems.map(({ number, title }) => (
                  <li>
                    <a href={names.href(`/problems/${number}`)}>{title}</a>
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    ...(project.awarded === null && totals.total === 0
      ? []
      : [
          {
            name: t.card.money,
            value:
              totals.grant > 0
                ? t.card.moneyOf(money(totals.total), money(project.awarded ?? totals.grant))
                : t.card.moneyTotal(money(totals.total || (project.awarded ?? 0))),
          },
        ]),
  ];
}

function Plan({ viewContext: view, card, names, mayCompleteOccurrences }: ProjectCardProps) {
  const { t } = view;
  const base = `/projects/${card.project.number}`;
  return (
    <Section
      title={t.card.plan}
      id="plan"
      link={{ href: names.href(`${base}.ics`), label: ".ics" }}
    >
      <PlanTable
        viewContext={view}
        card={card}
        href={names.href}
        {...(mayCompleteOccurrences && {
          tickHref: (id: string) => names.href(`${base}/occasions/${id}`),
        })}
      />
    </Section>
  );
}

function Results({ viewContext: view, card, names, redact }: ProjectCardProps) {
  const { t, lang } = view;
  const { results, project, risks } = card;
  return (
    <>
      {results.length > 0 && (
        <Section title={t.card.results} id="results">
          <Table
            caption={t.card.results}
            captionHidden
            cards
            columns={[
              { head: t.card.result, cell: ({ what }) => what },
              {
                head: t.card.target,
                cell: ({ target, unit }) => `${formatNumber(target, { lang })} ${unit}`,
              },
              {
                head: t.card.measured,
                cell: ({ measured, indicator_id: promise }) =>
                  promise === null ? (
                    measured
                  ) : (
                    <a href={names.href(`/indicators/${promise}`)}>
                      {measured || t.card.tabs.promises}
                    </a>
                  ),
              },
            ]}
            rows={results}
          />
        </Section>
      )}
      {project.qualitative_results !== "" && (
        <Section title={t.card.qualitative}>
          <ParagraphText text={redact(project.qualitative_results)} />
        </Section>
      )}
      {project.further_life !== "" && (
        <Section title={t.card.further}>
          <ParagraphText text={redact(project.further_life)} />
        </Section>
      )}
      {risks.length > 0 && (
        <Section title={t.card.risks} small>
          <PlainRows>
            {risks.map(({ title, likelihood, answer }) => (
              <>
                <p>
                  {title}, <span class="muted">{t.likelihoods[likelihood as "low"]}</span>
                </p>
                <p class="small">{answer}</p>
              </>
            ))}
          </PlainRows>
        </Section>
      )}
    </>
  );
}
