import { Clock, Rows, Status, type RowItem, formatDate } from "#base/ui/index.ts";
import type { ProblemListItem } from "./reads.ts";
import { problemDeadline, problemStatus, topicName, type ProblemViewContext } from "../view.ts";

/** What a line needs besides the problem itself. */
export type ProblemRowNames = {
  href: (path: string) => string;
  territory: (id: string) => string;
  body: (id: string) => string;
};

/** Status and clock at the right of a row, with a mark for chronic problems. */
export function StatusColumn({
  viewContext: view,
  line,
}: {
  viewContext: ProblemViewContext;
  line: ProblemListItem;
}) {
  const status = problemStatus(view, line);
  const clock = problemDeadline(view, line);
  return (
    <>
      <Status kind={status.kind}>{status.text}</Status>
      {line.chronic_since !== null && <Status kind="chronic">{view.t.list.chronic}</Status>}
      {clock !== undefined && (
        <Clock state={clock.state} share={clock.share}>
          {clock.text}
        </Clock>
      )}
    </>
  );
}

/** Builds the row of a problem; `figure` shows its priority score. */
export function toProblemRow(
  view: ProblemViewContext,
  line: ProblemListItem,
  names: ProblemRowNames,
  figure: boolean,
): RowItem {
  const { t, lang } = view;
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
      formatDate(line.opened_at, view),
    ],
    side: <StatusColumn viewContext={view} line={line} />,
  };
}

/** Problems as entries parted by hairlines. */
export function ProblemRows(props: {
  viewContext: ProblemViewContext;
  lines: readonly ProblemListItem[];
  names: ProblemRowNames;
  /** Show how much each burns. */
  figure?: boolean;
  ordered?: boolean;
  level?: 2 | 3;
}) {
  const { viewContext: view, lines, names, figure = false } = props;
  return (
    <Rows
      rows={lines.map((line) => toProblemRow(view, line, names, figure))}
      {...(props.ordered === true && { ordered: true })}
      {...(props.level !== undefined && { level: props.level })}
    />
  );
}
