import {
  Clock,
  Evidence,
  Eyebrow,
  Facts,
  Meta,
  Pane,
  PlainRows,
  Role,
  Section,
  Stack,
  Status,
  Tag,
  Window,
  WithAside,
  type Fact,
  type Shot,
} from "#base/ui/index.ts";
import type { Choice } from "#base/ports/entity-lookup.ts";
import type { BurningScore } from "#modules/triage/index.ts";
import { voicesShown, type ProblemCard } from "../list/reads.ts";
import { clockOf, sayDate, sayDay, sayMoment, statusOf, topicName, type Reader } from "../view.ts";
import { DeskForms, type DeskView } from "./action-forms.tsx";
import { LifeStepper } from "./stepper.tsx";
import { LifeTimeline } from "./timeline.tsx";
import type { LineNames } from "../list/rows.tsx";

export type CardView = {
  reader: Reader;
  card: ProblemCard;
  names: LineNames & { territoryHref: (id: string) => string };
  /** Projects that grew from it. */
  grown: readonly Choice[];
  /** Where the reader may begin one. */
  begin?: string;
  score: BurningScore & { say: (code: string, value: number) => string };
  /** What this person may do here; absent for those who may do nothing. */
  desk?: DeskView;
};

export function CardPage(view: CardView) {
  return (
    <Stack gap="xl">
      <Top {...view} />
      {view.desk !== undefined && <DeskForms {...view.desk} />}
      <WithAside
        label={view.reader.t.card.voices}
        main={
          <>
            <Seen {...view} />
            <Section title={view.reader.t.card.timeline}>
              <LifeTimeline reader={view.reader} card={view.card} names={view.names} />
            </Section>
          </>
        }
        aside={<Beside {...view} />}
      />
    </Stack>
  );
}

function Top({ reader, card, names, desk }: CardView) {
  const { problem } = card;
  const { t, lang } = reader;
  const status = statusOf(reader, problem);
  const place = new Set([
    names.territory(problem.municipality_id),
    problem.settlement_id === null ? "" : names.territory(problem.settlement_id),
    problem.address,
  ]);
  return (
    <Window>
      <Pane label={problem.title} foot={<LifeStepper reader={reader} card={card} />}>
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
      <Now reader={reader} card={card} names={names} {...(desk !== undefined && { desk })} />
      <Pane label={t.card.body}>
        <Facts facts={whoFacts(reader, card, names)} />
      </Pane>
    </Window>
  );
}

/** The lit pane: what happens now, until when, and the one thing the reader may do. */
function Now({ reader, card, names, desk }: Pick<CardView, "reader" | "card" | "names" | "desk">) {
  const { problem } = card;
  const { t } = reader;
  const clock = clockOf(reader, problem);
  const merged = problem.merged_into === null ? undefined : card.linked.get(problem.merged_into);
  return (
    <Pane title={t.card.now} small lit gap="s">
      {clock !== undefined && (
        <Clock state={clock.state} share={clock.share} size="l">
          {clock.text}
        </Clock>
      )}
      <p>{nowSentence(reader, card, names)}</p>
      {merged !== undefined && (
        <p>
          <a href={names.href(`/problems/${merged}`)}>{t.card.mergedInto(merged)}</a>
        </p>
      )}
      {problem.reject_reason !== null && <p>{t.rejectReasons[problem.reject_reason]}</p>}
      {desk?.next}
    </Pane>
  );
}

function nowSentence(reader: Reader, { problem }: ProblemCard, names: LineNames): string {
  const { t } = reader;
  const body = problem.body_id === null ? "" : names.body(problem.body_id);
  const day = problem.planned_for === null ? "" : sayDate(reader, problem.planned_for);
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

function whoFacts(
  reader: Reader,
  { problem, verifications }: ProblemCard,
  names: LineNames,
): Fact[] {
  const { t } = reader;
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
function Seen({ reader, card, names }: CardView) {
  const { t } = reader;
  const captions = { before: t.card.before, claim: t.card.claimed, after: t.card.after };
  const shots = card.pictures.map((picture): Shot => ({
    caption: captions[picture.moment](sayDay(reader, picture.taken_at)),
    alt: picture.alt,
    src: names.href(`/pictures/${picture.file_id}/large.webp`),
  }));
  const check = card.verifications.at(-1);
  if (shots.length === 0 && check === undefined) return null;
  return (
    <Section title={t.card.evidence}>
      {shots.length > 0 && (
        <Evidence
          shots={
            shots.length > 2 ? [shots[0], shots.at(-1)].filter((shot) => shot !== undefined) : shots
          }
        >
          {check !== undefined && (
            <>
              <p>{check.text}</p>
              <p class="cluster">
                <Role
                  kind="checker"
                  name={check.checker === "author" ? t.card.author : check.checker_name}
                  note={sayMoment(reader, check.at)}
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

function Grown({ reader, names, grown, begin }: CardView) {
  const { t } = reader;
  if (grown.length === 0 && begin === undefined) return null;
  return (
    <Section title={t.card.grown} small>
      <ul role="list" class="stack" data-gap="s">
        {grown.map(({ name, href }) => (
          <li>
            <a href={names.href(href)}>{name}</a>
          </li>
        ))}
        {begin !== undefined && (
          <li>
            <a href={begin}>{t.card.begin}</a>
          </li>
        )}
      </ul>
    </Section>
  );
}

function Beside(view: CardView) {
  const { reader, card, names, score } = view;
  const { t } = reader;
  const { problem, voices } = card;
  const more = problem.message_count - voices.length;
  return (
    <>
      {voices.length > 0 && (
        <Section title={t.card.voices} small>
          <PlainRows>
            {voices.slice(0, voicesShown).map((voice) => (
              <>
                <p>«{voice.excerpt}»</p>
                <Meta
                  items={[sayDay(reader, voice.at), t.channels[voice.channel] ?? voice.channel]}
                />
              </>
            ))}
          </PlainRows>
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
            <a href={names.href(`/problems/${card.linked.get(problem.returns_after) ?? ""}`)}>
              {t.card.returns(card.linked.get(problem.returns_after) ?? "")}
            </a>
          </p>
        )}
      </Section>
      <Grown {...view} />
      {problem.is_open && (
        <Section title={`${t.card.score}: ${score.score}`} small id="score">
          <Facts
            side
            facts={score.summands.map((one) => ({
              name: score.say(one.code, one.value),
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
