import { Table } from "#base/ui/index.ts";
import type { Figures } from "#modules/problems/index.ts";
import { confirmedShare, onTimeShare, refutedShare } from "../shares.ts";
import type { Look } from "../view.ts";
import { Or } from "./parts.tsx";

/** Bodies by how much they owe: what they answered, what was confirmed, what was refuted. */
export function BodiesTable(props: {
  look: Look;
  bodies: ReadonlyMap<string, Figures>;
  most: number;
  municipality?: string;
}) {
  const { look, bodies, most, municipality } = props;
  const { t, names, say } = look;
  const rows = [...bodies]
    .map(([id, figures]) => ({ id, figures }))
    .toSorted(
      (a, b) =>
        b.figures.answers.owed - a.figures.answers.owed || b.figures.opened - a.figures.opened,
    )
    .slice(0, most);
  const where = municipality === undefined ? "" : `&municipality=${municipality}`;
  return (
    <Table
      caption={t.desk.bodies}
      captionHidden
      cards
      columns={[
        {
          head: t.desk.bodyName,
          cell: ({ id }) => (
            <a href={names.href(`/problems?body=${id}${where}`)}>{names.body(id)}</a>
          ),
        },
        { head: t.desk.opened, number: true, cell: ({ figures }) => say.number(figures.opened) },
        {
          head: t.desk.onTime,
          number: true,
          cell: ({ figures }) => <Or look={look} value={onTimeShare(figures)} />,
        },
        {
          head: t.desk.owed,
          number: true,
          cell: ({ figures }) => say.number(figures.answers.owed),
        },
        {
          head: t.desk.answerDays,
          number: true,
          cell: ({ figures }) => say.tenth(figures.answer.median),
        },
        {
          head: t.desk.confirmed,
          number: true,
          cell: ({ figures }) => <Or look={look} value={confirmedShare(figures)} />,
        },
        {
          head: t.desk.refuted,
          number: true,
          cell: ({ figures }) => <Or look={look} value={refutedShare(figures)} />,
        },
      ]}
      rows={rows}
    />
  );
}
