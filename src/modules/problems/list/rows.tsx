import { Clock, Rows, Status, type RowItem } from "#base/ui/index.ts";
import type { ProblemLine } from "./reads.ts";
import { clockOf, sayDay, statusOf, topicName, type Reader } from "../view.ts";

/** What a line needs besides the problem itself. */
export type LineNames = {
  href: (path: string) => string;
  territory: (id: string) => string;
  body: (id: string) => string;
};

/** Status and clock at the right of a line; chronic and escalated are said beside the status. */
export function Side({ reader, line }: { reader: Reader; line: ProblemLine }) {
  const status = statusOf(reader, line);
  const clock = clockOf(reader, line);
  return (
    <>
      <Status kind={status.kind}>{status.text}</Status>
      {line.chronic_since !== null && <Status kind="chronic">{reader.t.list.chronic}</Status>}
      {clock !== undefined && (
        <Clock state={clock.state} share={clock.share}>
          {clock.text}
        </Clock>
      )}
    </>
  );
}

export function rowOf(
  reader: Reader,
  line: ProblemLine,
  names: LineNames,
  figure: boolean,
): RowItem {
  const { t, lang } = reader;
  return {
    title: line.title,
    href: names.href(`/problems/${line.number}`),
    ...(figure && {
      figure: {
        value: line.score,
        unit: t.list.points(line.score),
        href: names.href(`/problems/${line.number}#score`),
      },
    }),
    meta: [
      line.number,
      {
        icon: "pin",
        text: [names.territory(line.municipality_id), line.address].filter(Boolean).join(", "),
      },
      topicName(lang, line.topic),
      line.body_id === null ? undefined : names.body(line.body_id),
      line.message_count > 1
        ? { icon: "people", text: t.list.messages(line.message_count) }
        : undefined,
      sayDay(reader, line.opened_at),
    ],
    side: <Side reader={reader} line={line} />,
  };
}

/** Problems as entries parted by hairlines. */
export function ProblemRows(props: {
  reader: Reader;
  lines: readonly ProblemLine[];
  names: LineNames;
  /** Show how much each burns. */
  figure?: boolean;
  ordered?: boolean;
  level?: 2 | 3;
}) {
  const { reader, lines, names, figure = false } = props;
  return (
    <Rows
      rows={lines.map((line) => rowOf(reader, line, names, figure))}
      {...(props.ordered === true && { ordered: true })}
      {...(props.level !== undefined && { level: props.level })}
    />
  );
}
