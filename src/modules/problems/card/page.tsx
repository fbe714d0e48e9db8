import {
  Clock,
  Evidence,
  Eyebrow,
  DescriptionList,
  Meta,
  Pane,
  Avatar,
  Section,
  Stack,
  Status,
  Tag,
  FramedPanes,
  WithSidebar,
  type DescriptionItem,
  type Photo,
  formatDate,
  formatDateTime,
} from "#base/ui/index.ts";
import type { EntityRef } from "#base/ports/entity-lookup.ts";
import type { PriorityScore } from "#modules/triage/index.ts";
import { maxReportsShown, type ProblemCard } from "./reads.ts";
import {
  problemDeadline,
  formatPlainDate,
  problemStatus,
  topicName,
  type ProblemViewContext,
} from "../view.ts";
import { ActionForms, type ProblemActionFormsProps } from "./action-forms.tsx";
import { ReportRows } from "../reports/rows.tsx";
import { LifecycleStepper } from "./stepper.tsx";
import { LifecycleTimeline } from "./timeline.tsx";
import type { ProblemRowNames } from "../list/rows.tsx";

export type ProblemCardProps = {
  viewContext: ProblemViewContext;
  card: ProblemCard;
  names: ProblemRowNames & { territoryHref: (id: string) => string };
  /** Projects that grew from it. */
  linkedProjects: readonly EntityRef[];
  /** Where the reader may begin one. */
  newProjectUrl?: string;
  score: PriorityScore & { formatItem: (code: string, value: number) => string };
  /** What this person may do here; absent for those who may do nothing. */
  actionForms?: ProblemActionFormsProps;
};

export function ProblemCardPage(view: ProblemCardProps) {
  return (
    <Stack gap="xl">
      <Header {...view} />
      {view.actionForms !== undefined && <ActionForms {...view.actionForms} />}
      <WithSidebar
        label={view.viewContext.t.card.voices}
        main={
          <>
            <EvidenceSection {...view} />
            <Section title={view.viewContext.t.card.timeline}>
              <LifecycleTimeline
                viewContext={view.viewContext}
                card={view.card}
                names={view.names}
              />
            </Section>
          </>
        }
        aside={<Sidebar {...view} />}
      />
    </Stack>
  );
}

function Header({ viewContext: view, card, names, actionForms }: ProblemCardProps) {
  const { problem } = card;
  const { t, lang } = view;
  const status = problemStatus(view, problem);
  const place = new Set([
    names.territory(problem.municipality_id),
    problem.settlement_id === null ? "" : names.territory(problem.settlement_id),
    problem.address,
  ]);
  return (
    <FramedPanes>
      <Pane label={problem.title} foot={<LifecycleStepper viewContext={view} card={card} />}>
        <Eyebrow>
          <Status kind={status.kind}>{status.text}</Status>
          {problem.urgency === "danger" && (
            <Status kind="overdue" icon="warn">
              {t.urgencies.danger}
            </Status>
          )}
          {problem.overdue_since !== null && <Status kind="overdue">{t.list.overdue}</Status>}
          {problem.escalation > 0 && (
            <Status kind="escalated">{t.escalation[problem.escalation]}</Status>
          )}
          {problem.chronic_since !== null && <Status kind="chronic">{t.list.chronic}</Status>}
          <span class="num">{problem.number}</span>
          <Tag href={names.href(`/problems?topic=${problem.topic}`)}>
            {topicName(lang, problem.topic)}
          </Tag>
        </Eyebrow>
        <h1>{problem.title}</h1>
        <Meta
          items={[
            { icon: "pin", text: [...place].filter(Boolean).join(", ") },
            problem.message_count > 0
              ? {
                  icon: "people",
                  text: t.card.authors(problem.message_count, problem.author_count),
                }
              : undefined,
          ]}
        />
        <p class="lead">{problem.summary}</p>
        {!problem.public && <p class="muted">{t.card.notPublic}</p>}
      </Pane>
      <CurrentStatus
        viewContext={view}
        card={card}
        names={names}
        {...(actionForms !== undefined && { actionForms })}
      />
      <Pane label={t.card.body}>
        <DescriptionList items={responsibilityItems(view, card, names)} />
      </Pane>
    </FramedPanes>
  );
}

/** The highlighted pane: what happens now, until when, and the one thing the reader may do. */
function CurrentStatus({
  viewContext: view,
  card,
  names,
  actionForms,
}: Pick<ProblemCardProps, "viewContext" | "card" | "names" | "actionForms">) {
  const { problem } = card;
  const { t } = view;
  const clock = problemDeadline(view, problem);
  const merged =
    problem.merged_into === null ? undefined : card.numbersById.get(problem.merged_into);
  return (
    <Pane title={t.card.now} small lit gap="s">
      {clock !== undefined && (
        <Clock state={clock.state} share={clock.share} size="l">
          {clock.text}
        </Clock>
      )}
      <p>{currentStatusText(view, card, names)}</p>
      {merged !== undefined && (
        <p>
          <a href={names.href(`/problems/${merged}`)}>{t.card.mergedInto(merged)}</a>
        </p>
      )}
      {problem.reject_reason !== null && <p>{t.rejectReasons[problem.reject_reason]}</p>}
      {actionForms?.next}
    </Pane>
  );
}

function currentStatusText(
  view: ProblemViewContext,
  { problem }: ProblemCard,
  names: ProblemRowNames,
): string {
  const { t } = view;
  const body = problem.body_id === null ? "" : names.body(problem.body_id);
  const day = problem.planned_for === null ? "" : formatPlainDate(view, problem.planned_for);
  switch (problem.stage) {
    case "routed":
      return t.now.routed(body);
    case "acknowledged":
      return t.now.acknowledged(body);
    case "answered-interim":
      return t.now["answered-interim"](day);
    case "planned":
      return t.now.planned(day);
    default:
      return t.now[problem.stage];
  }
}

function responsibilityItems(
  view: ProblemViewContext,
  { problem, verifications }: ProblemCard,
  names: ProblemRowNames,
): DescriptionItem[] {
  const { t } = view;
  const check = verifications.at(-1);
  return [
    ...(problem.body_id === null
      ? []
      : [
          {
            name: t.card.body,
            value: (
              <a href={names.href(`/organisations/${problem.body_id}`)}>
                {names.body(problem.body_id)}
              </a>
            ),
          },
        ]),
    ...(problem.route_reason === null ? [] : [{ name: t.card.why, value: problem.route_reason }]),
    ...(check === undefined
      ? []
      : [
          {
            name: t.card.checkedBy,
            value:
              check.checker === "author" ? t.card.author : t.card.independent(check.checker_name),
          },
        ]),
    ...(problem.escalation > 0
      ? [{ name: t.card.escalation, value: t.escalation[problem.escalation] ?? "" }]
      : []),
  ];
}

/** Before and after: what was seen with somebody's own eyes, or nothing at all. */
function EvidenceSection({ viewContext: view, card, names }: ProblemCardProps) {
  const { t } = view;
  const captions = { before: t.card.before, claim: t.card.claimed, after: t.card.after };
  const shots = card.pictures.map((picture): Photo => ({
    caption: captions[picture.moment](formatDate(picture.taken_at, view)),
    alt: picture.alt,
    src: names.href(`/pictures/${picture.file_id}/large.webp`),
  }));
  const check = card.verifications.at(-1);
  if (shots.length === 0 && check === undefined) return null;
  return (
    <Section title={t.card.evidence}>
      {shots.length > 0 && (
        <Evidence
          photos={
            shots.length > 2 ? [shots[0], shots.at(-1)].filter((shot) => shot !== undefined) : shots
          }
        >
          {check !== undefined && (
            <>
              <p>{check.text}</p>
              <p class="cluster">
                <Avatar
                  kind="checker"
                  name={check.checker === "author" ? t.card.author : check.checker_name}
                  note={formatDateTime(check.at, view)}
                />
              </p>
            </>
          )}
        </Evidence>
      )}
      {shots.length === 0 && check !== undefined && <p>{check.text}</p>}
    </Section>
  );
}

function LinkedProjectsSection({
  viewContext: view,
  names,
  linkedProjects,
  newProjectUrl,
}: ProblemCardProps) {
  const { t } = view;
  if (linkedProjects.length === 0 && newProjectUrl === undefined) return null;
  return (
    <Section title={t.card.grown} small>
      <ul role="list" class="stack" data-gap="s">
        {linkedProjects.map(({ name, href }) => (
          <li>
            <a href={names.href(href)}>{name}</a>
          </li>
        ))}
        {newProjectUrl !== undefined && (
          <li>
            <a href={newProjectUrl}>{t.card.begin}</a>
          </li>
        )}
      </ul>
    </Section>
  );
}

function Sidebar(view: ProblemCardProps) {
  const { viewContext, card, names, score } = view;
  const { t } = viewContext;
  const { problem, reports } = card;
  const more = problem.message_count - reports.length;
  return (
    <>
      {reports.length > 0 && (
        <Section title={t.card.voices} small>
          <ReportRows
            t={t}
            reports={reports.slice(0, maxReportsShown)}
            formatTime={(at) => formatDate(at, viewContext)}
          />
          {more > 0 && (
            <p class="small">
              <a href={names.href(`/problems/${problem.number}/voices`)}>{t.card.more(more)}</a>
            </p>
          )}
        </Section>
      )}
      <Section title={t.card.territory} small>
        <p>
          <a href={names.territoryHref(problem.municipality_id)}>
            {t.card.territoryLink(names.territory(problem.municipality_id))}
          </a>
        </p>
        {problem.returns_after !== null && (
          <p class="small">
            <a href={names.href(`/problems/${card.numbersById.get(problem.returns_after) ?? ""}`)}>
              {t.card.returns(card.numbersById.get(problem.returns_after) ?? "")}
            </a>
          </p>
        )}
      </Section>
      <LinkedProjectsSection {...view} />
      {problem.is_open && (
        <Section title={`${t.card.score}: ${score.score}`} small id="score">
          <DescriptionList
            side
            items={score.breakdown.map((one) => ({
              name: score.formatItem(one.code, one.value),
              value: `${one.points} / ${one.max}`,
            }))}
          />
        </Section>
      )}
      <Section title={t.card.save} small>
        <ul role="list" class="stack" data-gap="s">
          <li>
            <a href={names.href(`/problems/${problem.number}.atom`)}>{t.card.follow}</a>
          </li>
          <li>
            <a href={names.href(`/problems/${problem.number}.json`)}>{t.card.facts}</a>
          </li>
        </ul>
      </Section>
    </>
  );
}
