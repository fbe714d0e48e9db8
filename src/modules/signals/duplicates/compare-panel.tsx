import {
  Button,
  ComparisonView,
  type ComparisonViewProps,
  Form,
  formatDate,
  formatNumber,
  formatPercent,
  LocatorMap,
  Rows,
  Status,
} from "#base/ui/index.ts";
import { problemStatus, topicName, type ProblemViewContext } from "#modules/problems/index.ts";
import type { MessageView, NearbyProblem } from "../desk/load.ts";
import {
  pinFrame,
  placePins,
  messagePoint,
  shorten,
  textSigns,
  type RankedDuplicate,
} from "../desk/view.ts";

type RankedProblem = RankedDuplicate<NearbyProblem>;
type CompareRow = ComparisonViewProps["rows"][number];

/** The likeliest duplicate side by side with the message, the others under it. */
export function DuplicatesPanel({
  view,
  viewContext,
}: {
  view: MessageView;
  viewContext: ProblemViewContext;
}) {
  const { t, lang, duplicates, href } = view;
  const [best, ...others] = duplicates;
  if (best === undefined) return <p class="small muted">{t.duplicates.none}</p>;
  const { problem } = best;
  return (
    <section class="stack" aria-labelledby="duplicates-title">
      <div class="section-head">
        <h2 id="duplicates-title" class="h3">
          {problem.stage === "verified" ? t.duplicates.verified : t.duplicates.title}
        </h2>
        <span class="small num">
          {t.duplicates.score(formatPercent(best.similarity.score, { lang }))}
        </span>
      </div>
      <ComparisonView
        left={t.duplicates.left}
        right={
          <>
            {t.duplicates.right} <a href={href(`/problems/${problem.number}`)}>{problem.number}</a>
          </>
        }
        rows={[subjectRow(view, best), placeRow(view, best), timeRow(view, best, viewContext)]}
      />
      <TextSigns view={view} found={best} />
      <div class="desk-foot">
        <PinSketch view={view} found={best} />
        <div class="stack" data-gap="m">
          <p>
            {problem.closed_at === null
              ? t.duplicates.joinNote(problem.message_count)
              : t.duplicates.reopenNote}
          </p>
          <JoinButton view={view} found={best} first />
        </div>
      </div>
      {others.length > 0 && (
        <OtherDuplicates view={view} others={others} viewContext={viewContext} />
      )}
    </section>
  );
}

function subjectRow(
  { t, lang, card, values }: MessageView,
  { problem, similarity }: RankedProblem,
): CompareRow {
  const { topic } = similarity.parts;
  const verdict = {
    same: { kind: "same", text: t.duplicates.sameTopic },
    group: { kind: "same", text: t.duplicates.sameGroup },
    other: { kind: "differs", text: t.duplicates.otherTopic },
    unknown: undefined,
  } as const;
  const comparison = verdict[topic];
  return {
    name: t.duplicates.what,
    left: values.title || shorten(card.text, 100),
    right: `${problem.title}. ${topicName(lang, problem.topic)}`,
    ...(comparison !== undefined && { verdict: comparison }),
  };
}

const nearbyThreshold = 150;

function placeRow(view: MessageView, { problem, similarity }: RankedProblem): CompareRow {
  const { t, values, names } = view;
  const { distance } = similarity.parts;
  return {
    name: t.duplicates.where,
    left: values.address || names.territory(values.municipalityId),
    right: problem.address || names.territory(problem.municipality_id),
    verdict: {
      kind: distance !== undefined && distance <= nearbyThreshold ? "same" : "differs",
      text: formatDistance(view, distance),
    },
  };
}

function formatDistance({ t, lang }: MessageView, metres: number | undefined): string {
  if (metres === undefined) return t.duplicates.noDistance;
  if (metres < 5) return t.duplicates.samePlace;
  if (metres >= 1000)
    return t.duplicates.kilometres(formatNumber(metres / 1000, { lang, digits: 1 }));
  return t.duplicates.metres(Math.round(metres));
}

function timeRow(
  view: MessageView,
  { problem }: RankedProblem,
  viewContext: ProblemViewContext,
): CompareRow {
  const { t, card } = view;
  const status = problemStatus(viewContext, problem);
  return {
    name: t.duplicates.when,
    left: formatDate(card.written_at, view),
    right: (
      <>
        {t.duplicates.since(formatDate(problem.opened_at, view))},{" "}
        <Status kind={status.kind}>{status.text}</Status>
      </>
    ),
    verdict: timeVerdict(view, problem),
  };
}

function timeVerdict(
  { t, card }: MessageView,
  problem: NearbyProblem,
): NonNullable<CompareRow["verdict"]> {
  const at = card.written_at.getTime();
  const days = (a: number, b: number) => Math.max(1, Math.round((a - b) / 86_400_000));
  const opened = problem.opened_at.getTime();
  const closed = problem.closed_at?.getTime();
  if (closed !== undefined && at > closed)
    return { kind: "differs", text: t.duplicates.after(days(at, closed)) };
  if (at < opened) return { kind: "same", text: t.duplicates.before(days(opened, at)) };
  return { kind: "same", text: t.duplicates.during };
}

function TextSigns({ view: { t }, found }: { view: MessageView; found: RankedProblem }) {
  const signs = textSigns(found.similarity.parts).map((sign) => t.duplicates.signs[sign]);
  return signs.length === 0 ? null : <p class="small">{signs.join(". ")}.</p>;
}

function PinSketch({ view, found }: { view: MessageView; found: RankedProblem }) {
  const { t, card } = view;
  const { lat, lon } = found.problem;
  const own = messagePoint(card);
  if (own === undefined || lat === null || lon === null) return null;
  const { a, b, r } = placePins(own, { lat, lon });
  const { width, height } = pinFrame;
  const [first = "", second = ""] = t.duplicates.letters;
  return (
    <figure class="chart card" data-flush="">
      <LocatorMap
        label={t.duplicates.map(formatDistance(view, found.similarity.parts.distance))}
        viewBox={`0 0 ${width} ${height}`}
        areas={[{ path: `M0 0H${width}V${height}H0z` }]}
        ring={{ x: width / 2, y: height / 2 + 12, r }}
        pins={[
          { letter: first, ...a },
          { letter: second, ...b, other: true },
        ]}
      />
    </figure>
  );
}

function JoinButton({
  view,
  found,
  first,
}: {
  view: MessageView;
  found: RankedProblem;
  first?: boolean;
}) {
  const { t, card, at, duplicates } = view;
  const { problem } = found;
  const best = duplicates[0] ?? found;
  const label = problem.closed_at === null ? t.duplicates.join : t.duplicates.reopen;
  return (
    <Form
      action={at(`/desk/${card.number}/join`)}
      variant="actions"
      label={label(problem.number)}
      hidden={{
        offered: best.problem.id,
        likeness: best.similarity.score.toFixed(3),
        problem: problem.number,
      }}
    >
      <Button
        {...(first === true
          ? { shortcut: "d", ...(problem.closed_at !== null && { icon: "back" }) }
          : { size: "s" })}
      >
        {first === true ? label(problem.number) : t.duplicates.joinShort}
      </Button>
    </Form>
  );
}

function OtherDuplicates({
  view,
  others,
  viewContext,
}: {
  view: MessageView;
  others: readonly RankedProblem[];
  viewContext: ProblemViewContext;
}) {
  const { t, lang, href } = view;
  return (
    <section class="stack" aria-labelledby="others-title">
      <h3 id="others-title">{t.duplicates.others}</h3>
      <Rows
        level={4}
        rows={others.map((found) => ({
          title: `${found.problem.number}. ${found.problem.title}`,
          href: href(`/problems/${found.problem.number}`),
          meta: [
            t.duplicates.score(formatPercent(found.similarity.score, { lang })),
            formatDistance(view, found.similarity.parts.distance),
            problemStatus(viewContext, found.problem).text,
            ...textSigns(found.similarity.parts).map((sign) => t.duplicates.signs[sign]),
          ],
          side: <JoinButton view={view} found={found} />,
        }))}
      />
    </section>
  );
}
