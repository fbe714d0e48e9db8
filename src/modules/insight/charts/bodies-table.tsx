import { Table, type Column } from "#base/ui/index.ts";
import type { ProblemFigures } from "#modules/problems/index.ts";
import { confirmedShare, onTimeShare, refutedShare } from "../shares.ts";
import type { InsightViewContext } from "../view.ts";
import { ShareValue } from "./parts.tsx";

type BodyRow = { id: string; figures: ProblemFigures };

/** Bodies by how much they owe: what they answered, what was confirmed, what was refuted. */
export function BodiesTable(props: {
  viewContext: InsightViewContext;
  bodies: ReadonlyMap<string, ProblemFigures>;
  most: number;
  href: (body: string) => string;
}) {
  const { viewContext: view, bodies, most: max, href } = props;
  const { t, names, format } = view;
  const rows: BodyRow[] = [...bodies]
    .map(([id, figures]) => ({ id, figures }))
    .toSorted(
      (a, b) =>
        b.figures.answers.owed - a.figures.answers.owed || b.figures.opened - a.figures.opened,
    )
    .slice(0, max);
  const share = (
    head: string,
    of: (figures: ProblemFigures) => number | undefined,
  ): Column<BodyRow> => ({
    head,
    number: true,
    cell: ({ figures }) => <ShareValue viewContext={view} value={of(figures)} />,
  });
  return (
    <Table
      caption={t.desk.bodies}
      captionHidden
      cards
      columns={[
        { head: t.desk.bodyName, cell: ({ id }) => <a href={href(id)}>{names.body(id)}</a> },
        { head: t.desk.opened, number: true, cell: ({ figures }) => format.number(figures.opened) },
        share(t.desk.onTime, onTimeShare),
        {
          head: t.desk.owed,
          number: true,
          cell: ({ figures }) => format.number(figures.answers.owed),
        },
        {
          head: t.desk.answerDays,
          number: true,
          cell: ({ figures }) => format.decimal(figures.answer.median),
        },
        share(t.desk.confirmed, confirmedShare),
        share(t.desk.refuted, refutedShare),
      ]}
      rows={rows}
    />
  );
}
