import type { ComponentChildren } from "preact";
import {
  Clock,
  Field,
  Filters,
  formatDate,
  formatTime,
  Queue,
  Status,
  type QueueItem,
} from "#base/ui/index.ts";
import { topicName } from "#modules/problems/index.ts";
import type { DeskFrame } from "../desk/load.ts";
import { deskStates, type QueueLine } from "./reads.ts";
import { deadlineClock, shorten } from "../desk/view.ts";
import { channels, urgencyLevels } from "../signal.ts";

/** The queue next to the message, the nearest deadline first. */
export function DeskQueue({ frame, current }: { frame: DeskFrame; current?: string }) {
  const { t, queue, counts, query, at } = frame;
  const filtered = [query.q, query.municipality, query.channel, query.urgency].some(Boolean);
  const items = queue.rows.map((line) => toQueueItem(frame, line, current));
  const more = (title: string, change: { before?: string; after?: string }): QueueItem => ({
    title,
    href: at("/desk", { before: undefined, after: undefined, ...change }),
    meta: [],
  });
  return (
    <Queue
      label={t.queue.label}
      title={query.state === "waiting" ? t.queue.waiting(counts.waiting) : t.queue[query.state]}
      note={<QueueNote frame={frame} />}
      items={[
        ...(queue.before === undefined ? [] : [more(t.queue.earlier, { before: queue.before })]),
        ...items,
        ...(queue.after === undefined ? [] : [more(t.queue.later, { after: queue.after })]),
      ]}
      empty={<p class="small">{filtered ? t.queue.nothingFound : t.queue.empty[query.state]}</p>}
    />
  );
}

function QueueNote({ frame: { t, counts, query, href } }: { frame: DeskFrame }): ComponentChildren {
  if (query.state !== "waiting") return <a href={href("/desk")}>{t.queue.back}</a>;
  const machine = counts.machine > 0 && (
    <>
      {t.queue.machineNote(counts.machine)},{" "}
      <a href={href("/desk?state=machine")}>{t.queue.machineLink}</a>.{" "}
    </>
  );
  const teach = counts.waiting > 0 && (
    <>
      {t.queue.teachBefore} <a href={href("/desk?state=teach")}>{t.queue.teachLink}</a>.
    </>
  );
  if (machine === false && teach === false) return undefined;
  return (
    <>
      {machine}
      {teach}
    </>
  );
}

function toQueueItem(frame: DeskFrame, line: QueueLine, current: string | undefined): QueueItem {
  const { t, names, at } = frame;
  const place =
    line.municipality_id === null ? t.queue.noPlace : names.territory(line.municipality_id);
  return {
    href: at(`/desk/${line.number}`),
    title: shorten(line.beginning.replace(/\s+/g, " ").trim(), 90) || line.number,
    meta: [t.channels[line.channel], formatWhen(frame, line.written_at)],
    place,
    badge: <QueueMark frame={frame} line={line} />,
    ...(line.number === current && { current: true }),
  };
}

/** Formats a moment: the hour of today, «yesterday», or the day. */
function formatWhen({ t, lang, zone, now }: DeskFrame, at: Date): string {
  const reader = { lang, zone, now };
  const day = formatDate(at, reader);
  if (day === formatDate(now, reader)) return formatTime(at, reader);
  return day === formatDate(new Date(now.getTime() - 86_400_000), reader) ? t.queue.yesterday : day;
}

function QueueMark({ frame: { t, now, me }, line }: { frame: DeskFrame; line: QueueLine }) {
  if (line.state !== "waiting") {
    const reasons: Record<string, string> = t.noise;
    return (
      <Status kind={line.state === "noise" ? "noise" : "closed"}>
        {(line.noise_reason && reasons[line.noise_reason]) ?? t.decided[line.state]}
      </Status>
    );
  }
  const held = line.leased_until !== null && line.leased_until > now;
  const clock = deadlineClock(line, now);
  return (
    <>
      {line.urgency === "danger" && <Status kind="escalated">{t.urgencies.danger}</Status>}
      {held && (
        <Status kind="working">
          {line.leased_by === me ? t.queue.inMyHands : t.queue.inHands}
        </Status>
      )}
      {clock && (
        <Clock state={clock.state} share={clock.share}>
          {clock.state === "late" ? t.clock.late(clock.minutes) : t.clock.short(clock.minutes)}
        </Clock>
      )}
    </>
  );
}

type SelectOption = { value: string; label: string };

/** Every filter is an address; folded away until somebody looks for something. */
export function DeskFilters({ frame }: { frame: DeskFrame }) {
  const { t, query, names, href } = frame;
  const chosen = activeFilters(frame);
  const places = names.municipalities.map(({ id, name }) => ({ value: id, label: name }));
  const select = (
    name: "municipality" | "channel" | "urgency" | "state",
    options: SelectOption[],
  ) => (
    <Field
      kind="select"
      name={name}
      id={`filter-${name}`}
      label={t.filters[name]}
      options={options}
      value={query[name] ?? ""}
      {...(name !== "state" && { empty: t.filters.all })}
    />
  );
  return (
    <details open={chosen.length > 0}>
      <summary>{t.filters.open}</summary>
      <Filters
        action={href("/desk")}
        label={t.filters.label}
        activeFilters={chosen}
        resetHref={href("/desk")}
      >
        <Field
          kind="search"
          name="q"
          id="filter-q"
          label={t.filters.q}
          hint={t.filters.qHint}
          value={query.q ?? ""}
        />
        {select("municipality", [...places, { value: "none", label: t.filters.none }])}
        {select(
          "channel",
          channels.map((value) => ({ value, label: t.channels[value] })),
        )}
        {select(
          "urgency",
          urgencyLevels.map((value) => ({ value, label: t.urgencies[value] })),
        )}
        {select(
          "state",
          deskStates.map((value) => ({ value, label: t.filters.states[value] })),
        )}
      </Filters>
    </details>
  );
}

/** Lists the filters in force, each with the address without it. */
function activeFilters({ t, lang, query, names, at }: DeskFrame) {
  const { municipality, channel, urgency, state, suggested, decided } = query;
  const parts = [
    ["q", query.q],
    [
      "municipality",
      municipality === "none" ? t.filters.none : names.territory(municipality ?? ""),
    ],
    ["channel", channel && t.channels[channel]],
    ["urgency", urgency && t.urgencies[urgency]],
    ["suggested", suggested && t.filters.suggested(topicName(lang, suggested))],
    ["decided", decided && t.filters.decided(topicName(lang, decided))],
    ["state", state === "waiting" ? undefined : t.filters.states[state]],
  ] as const;
  return parts.flatMap(([name, label]) =>
    label
      ? [{ label, href: at("/desk", { [name]: undefined, before: undefined, after: undefined }) }]
      : [],
  );
}
