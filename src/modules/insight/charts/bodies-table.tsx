import { Table, type Column } from "#base/ui/index.ts";
import type { Figures } from "#modules/problems/index.ts";
import { confirmedShare, onTimeShare, refutedShare } from "../shares.ts";
import type { Look } from "../view.ts";
import { Or } from "./parts.tsx";

type Row = { id: string; figures: Figures };

/** Bodies by how much they owe: what they answered, what was confirmed, what was refuted. */
export function BodiesTable(props: {
  look: Look;
  bodies: ReadonlyMap<string, Figures>;
  most: number;
  href: (body: string) => string;
}) {
  const { look, bodies, most, href } = props;
  const { t, names, say } = look;
  const rows: Row[] = [...bodies]
    .map(([id, figures]) => ({ id, figures }))
    .toSorted(
      (a, b) =>
        b.figures.answers.owed - a.figures.answers.owed || b.figures.opened - a.figures.opened,
    )
    .slice(0, most);
  const share = (head: string, of: (figures: Figures) => number | undefined): Column<Row> => ({
    head,
    number: true,
    cell: ({ figures }) => <Or look={look} value={of(figures)} />,
  });
  return (
    <Table
      caption={t.desk.bodies}
      captionHidden
      cards
      columns={[
        { head: t.desk.bodyName, cell: ({ id }) => <a href={href(id)}>{names.body(id)}</a> },
        { head: t.desk.opened, number: true, cell: ({ figures }) => say.number(figures.opened) },
        share(t.desk.onTime, onTimeShare),
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
        share(t.desk.confirmed, confirmedShare),
        share(t.desk.refuted, refutedShare),
      ]}
      rows={rows}
    />
  );
}
