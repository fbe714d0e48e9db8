import {
  Button,
  Compare,
  type CompareProps,
  Form,
  formatDate,
  formatNumber,
  formatPercent,
  LocatorMap,
  Rows,
  Status,
} from "#base/ui/index.ts";
import { statusOf, topicName, type Reader } from "#modules/problems/index.ts";
import type { MessageView, Near } from "../desk/load.ts";
import { pinFrame, placePins, pointOf, shorten, wordSigns, type Duplicate } from "../desk/view.ts";

type Found = Duplicate<Near>;
type Row = CompareProps["rows"][number];

/** The likeliest duplicate side by side with the message, the others under it. */
export function Duplicates({ view, reader }: { view: MessageView; reader: Reader }) {
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
          {t.duplicates.score(formatPercent(best.likeness.score, { lang }))}
        </span>
      </div>
      <Compare
        left={t.duplicates.left}
        right={
          <>
            {t.duplicates.right} <a href={href(`/problems/${problem.number}`)}>{problem.number}</a>
          </>
        }
        rows={[whatRow(view, best), whereRow(view, best), whenRow(view, best, reader)]}
      />
      <Signs view={view} found={best} />
      <div class="desk-foot">
        <Sketch view={view} found={best} />
        <div class="stack" data-gap="m">
          <p>
            {problem.closed_at === null
              ? t.duplicates.joinNote(problem.message_count)
              : t.duplicates.reopenNote}
          </p>
          <JoinButton view={view} found={best} first />
        </div>
      </div>
      {others.length > 0 && <Others view={view} others={others} reader={reader} />}
    </section>
  );
}

function whatRow({ t, lang, card, values }: MessageView, { problem, likeness }: Found): Row {
  const { topic } = likeness.parts;
  const verdict = {
    same: { kind: "same", text: t.duplicates.sameTopic },
    group: { kind: "same", text: t.duplicates.sameGroup },
    other: { kind: "differs", text: t.duplicates.otherTopic },
    unknown: undefined,
  } as const;
  const said = verdict[topic];
  return {
    name: t.duplicates.what,
    left: values.title || shorten(card.text, 100),
    right: `${problem.title}. ${topicName(lang, problem.topic)}`,
    ...(said !== undefined && { verdict: said }),
  };
}

const nearMetres = 150;

function whereRow(view: MessageView, { problem, likeness }: Found): Row {
  const { t, values, names } = view;
  const { distance } = likeness.parts;
  return {
    name: t.duplicates.where,
    left: values.address || names.territory(values.municipalityId),
    right: problem.address || names.territory(problem.municipality_id),
    verdict: {
      kind: distance !== undefined && distance <= nearMetres ? "same" : "differs",
      text: distanceWords(view, distance),
    },
  };
}

function distanceWords({ t, lang }: MessageView, metres: number | undefined): string {
  if (metres === undefined) return t.duplicates.noDistance;
  if (metres < 5) return t.duplicates.samePlace;
  if (metres >= 1000)
    return t.duplicates.kilometres(formatNumber(metres / 1000, { lang, digits: 1 }));
  return t.duplicates.metres(Math.round(metres));
}

function whenRow(view: MessageView, { problem }: Found, reader: Reader): Row {
  const { t, card } = view;
  const status = statusOf(reader, problem);
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

function timeVerdict({ t, card }: MessageView, problem: Near): NonNullable<Row["verdict"]> {
  const at = card.written_at.getTime();
  const days = (a: number, b: number) => Math.max(1, Math.round((a - b) / 86_400_000));
  const opened = problem.opened_at.getTime();
  const closed = problem.closed_at?.getTime();
  if (closed !== undefined && at > closed)
    return { kind: "differs", text: t.duplicates.after(days(at, closed)) };
  if (at < opened) return { kind: "same", text: t.duplicates.before(days(opened, at)) };
  return { kind: "same", text: t.duplicates.during };
}

function Signs({ view: { t }, found }: { view: MessageView; found: Found }) {
  const said = wordSigns(found.likeness.parts).map((sign) => t.duplicates.signs[sign]);
  return said.length === 0 ? null : <p class="small">{said.join(". ")}.</p>;
}

function Sketch({ view, found }: { view: MessageView; found: Found }) {
  const { t, card } = view;
  const { lat, lon } = found.problem;
  const own = pointOf(card);
  if (own === undefined || lat === null || lon === null) return null;
  const { a, b, r } = placePins(own, { lat, lon });
  const { width, height } = pinFrame;
  const [first = "", second = ""] = t.duplicates.letters;
  return (
    <figure class="chart card" data-flush="">
      <LocatorMap
        label={t.duplicates.map(distanceWords(view, found.likeness.parts.distance))}
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

function JoinButton({ view, found, first }: { view: MessageView; found: Found; first?: boolean }) {
  const { t, card, at, duplicates } = view;
  const { problem } = found;
  const best = duplicates[0] ?? found;
  const label = problem.closed_at === null ? t.duplicates.join : t.duplicates.reopen;
  return (
    <Form
      action={at(`/desk/${card.number}/join`)}
      look="actions"
      label={label(problem.number)}
      hidden={{
        offered: best.problem.id,
        likeness: best.likeness.score.toFixed(3),
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

function Others({
  view,
  others,
  reader,
}: {
  view: MessageView;
  others: readonly Found[];
  reader: Reader;
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
            t.duplicates.score(formatPercent(found.likeness.score, { lang })),
            distanceWords(view, found.likeness.parts.distance),
            statusOf(reader, found.problem).text,
            ...wordSigns(found.likeness.parts).map((sign) => t.duplicates.signs[sign]),
          ],
          side: <JoinButton view={view} found={found} />,
        }))}
      />
    </section>
  );
}
