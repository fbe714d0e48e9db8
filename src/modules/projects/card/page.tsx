import { labelOf } from "#base/messages.ts";
import {
  Actions,
  ButtonLink,
  Card,
  Clock,
  Eyebrow,
  DescriptionList,
  Pane,
  PlainRows,
  Avatar,
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
import { abbreviatedName } from "#modules/people/index.ts";
import type { ProjectCard } from "./reads.ts";
import type { ProjectEntityNames } from "../entity-names.ts";
import { projectFilePath } from "../files/store.ts";
import { budgetTotals, projectLifecycle } from "../project.ts";
import {
  daysBetween,
  formatDay,
  formatRoubleAmount,
  formatDaySpan,
  projectStatus,
  type ProjectViewContext,
} from "../view.ts";
import { BudgetTable } from "./budget-table.tsx";
import { CardApplications } from "./applications-section.tsx";
import { PlanTable } from "../schedule/plan-table.tsx";
import { ProjectStepper } from "./stepper.tsx";

export type ProjectCardProps = {
  viewContext: ProjectViewContext;
  card: ProjectCard;
  names: ProjectEntityNames;
  /** Free text as this reader may see it: guests read no telephones of people. */
  redact: (text: string) => string;
  mayEdit: boolean;
  mayCompleteOccurrences: boolean;
  /** May open its applications: remarks and changes are theirs to read, public or not. */
  canReadApplications: boolean;
  /** Forms of the moves that stage and policy allow. */
  transitionForms?: ComponentChildren;
  /** What became of its promises; handed in by the house. */
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

/** A text of several paragraphs. */
function ParagraphText({ text, class: className }: { text: string; class?: string }) {
  return (
    <>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== "")
        .map((line) => (
          <p class={className}>{line}</p>
        ))}
    </>
  );
}

function Charter({ viewContext: view, card, names, redact }: ProjectCardProps) {
  const { t } = view;
  const { project, organisation, programme } = card;
  const text = (name: string, value: string): DescriptionItem[] =>
    value === "" ? [] : [{ name, value: <ParagraphText text={redact(value)} /> }];
  const facts: DescriptionItem[] = [
    ...text(t.card.direction, project.direction === null ? "" : t.directions[project.direction]),
    ...contestItems(view, card),
    ...(organisation === undefined
      ? []
      : [
          {
            name: t.card.organisation,
            value: (
              <>
                {organisation.name}
                <br />
                <span class="muted num">
                  {t.card.numbers(organisation.inn ?? "", organisation.ogrn ?? "")}
                </span>
              </>
            ),
          },
        ]),
    ...(programme === undefined
      ? []
      : [
          {
            name: t.card.programme,
            value: <a href={names.href(`/projects/${programme.number}`)}>{programme.title}</a>,
          },
        ]),
    ...text(t.card.term, formatDaySpan(view, project.starts_on, project.ends_on)),
    ...(card.places.length === 0
      ? []
      : [{ name: t.card.geography, value: <Places card={card} names={names} /> }]),
    ...(card.groups.length === 0
      ? []
      : [
          {
            name: t.card.groups,
            value: (
              <ul role="list">
                {card.groups.map(({ title, people }) => (
                  <li>
                    {title}
                    {people !== null && <span class="muted">, {t.card.people(people)}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    ...text(t.card.goal, project.goal),
    ...(card.tasks.length === 0
      ? []
      : [
          {
            name: t.card.tasks,
            value: (
              <ol>
                {card.tasks.map(({ title }) => (
                  <li>{redact(title)}</li>
                ))}
              </ol>
            ),
          },
        ]),
    ...text(t.card.significance, project.significance),
    ...(project.contact_info === ""
      ? []
      : [{ name: t.card.contacts, value: <ParagraphText text={project.contact_info} /> }]),
    ...awardItems(view, card),
  ];
  if (facts.length === 0) return null;
  return (
    <Section title={t.card.passport}>
      <Card>
        <DescriptionList side items={facts} />
      </Card>
    </Section>
  );
}

function contestItems({ t }: ProjectViewContext, { applications }: ProjectCard): DescriptionItem[] {
  const last = applications.findLast(({ stage }) => stage !== "draft" && stage !== "withdrawn");
  if (last === undefined) return [];
  return [
    { name: t.card.contest, value: last.contest },
    ...(last.number === ""
      ? []
      : [{ name: t.card.applicationNumber, value: <span class="num">{last.number}</span> }]),
  ];
}

function awardItems(view: ProjectViewContext, { project }: ProjectCard): DescriptionItem[] {
  const { t } = view;
  if (project.awarded === null) return [];
  const day = project.awarded_on === null ? "" : `, ${formatDay(view, project.awarded_on)}`;
  return [
    {
      name: t.card.awarded,
      value: t.card.moneyTotal(formatRoubleAmount(view, project.awarded)) + day,
    },
    ...(project.funder_name === null ? [] : [{ name: t.card.funder, value: project.funder_name }]),
  ];
}

function Places({ card, names }: Pick<ProjectCardProps, "card" | "names">) {
  return (
    <>
      {card.places.map((id, index) => (
        <>
          {index > 0 && ", "}
          <a href={names.territoryHref(id)}>{names.territory(id)}</a>
        </>
      ))}
    </>
  );
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

function Sidebar(view: ProjectCardProps) {
  const { viewContext, card, names } = view;
  const { t } = viewContext;
  const base = names.href(`/projects/${card.project.number}`);
  return (
    <>
      <CardApplications {...view} />
      <Team {...view} />
      <Partners {...view} />
      {card.publications.length > 0 && (
        <Section title={t.card.publications} small id="publications">
          <PlainRows>
            {card.publications.map(({ title, url, media, published_on: day, file_id: file }) => (
              <>
                <a href={url}>{title}</a>
                <p class="small muted">
                  {[media, formatDay(viewContext, day)].filter(Boolean).join(", ")}
                </p>
                <FileLink viewContext={viewContext} card={card} names={names} id={file} />
              </>
            ))}
          </PlainRows>
        </Section>
      )}
      {card.programmeProjects.length > 0 && (
        <Section title={t.card.under} small>
          <PlainRows>
            {card.programmeProjects.map(({ number, title, stage }) => (
              <>
                <a href={names.href(`/projects/${number}`)}>{title}</a>
                <p class="small muted">{t.stages[stage]}</p>
              </>
            ))}
          </PlainRows>
        </Section>
      )}
      <Section title={t.card.data} small>
        <ul role="list" class="stack" data-gap="s">
          <li>
            <a href={`${base}.ics`}>{t.card.follow}</a>
          </li>
          <li>
            <a href={`${base}.json`}>{t.card.json}</a>
          </li>
        </ul>
      </Section>
    </>
  );
}

function Team({ viewContext: view, card }: ProjectCardProps) {
  const { t } = view;
  if (card.team.length === 0) return null;
  const leads = (id: string) => id === card.project.lead_id;
  return (
    <Section title={t.card.team} small>
      <ul class="plain" role="list">
        {card.team
          .toSorted((a, b) => Number(leads(b.contact_id)) - Number(leads(a.contact_id)))
          .map(({ contact_id: id, role }) => {
            const contact = card.contacts.get(id);
            const isLeadNamed = !leads(id) || role.toLowerCase().includes(t.card.lead);
            return contact === undefined ? null : (
              <li>
                <Avatar
                  name={abbreviatedName(contact)}
                  note={isLeadNamed ? role : `${t.card.lead}, ${role.toLowerCase()}`}
                />
              </li>
            );
          })}
      </ul>
    </Section>
  );
}

function Partners({ viewContext: view, card, names }: ProjectCardProps) {
  const { t } = view;
  if (card.partners.length === 0) return null;
  return (
    <Section title={t.card.partnersTitle} small>
      <PlainRows>
        {card.partners.map(({ organisation_id: id, name, contribution, letter_id: letter }) => (
          <>
            {id === null ? (
              name
            ) : (
              <a href={names.href(`/organisations/${id}`)}>{card.partnerNames.get(id) ?? name}</a>
            )}
            <p class="small">{contribution}</p>
            <FileLink viewContext={view} card={card} names={names} id={letter} />
          </>
        ))}
      </PlainRows>
    </Section>
  );
}

/** A file of a row, where the reader may take it. */
function FileLink({
  viewContext: view,
  card,
  names,
  id,
}: Pick<ProjectCardProps, "viewContext" | "card" | "names"> & { id: string | null }) {
  const file = card.files.get(id ?? "");
  if (file === undefined) return null;
  return (
    <p class="small">
      <a href={names.href(projectFilePath(card.project, file.id))} download>
        {view.t.card.file(file.name)}
      </a>
    </p>
  );
}
