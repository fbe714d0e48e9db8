import { Icon, Status, Table } from "#base/ui/index.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { formatDay, formatAmount, type IndicatorViewContext } from "../view.ts";

const externalUrl = /^https?:\/\//;

/** The evidence of a row, each a link when it has an address. */
export function EvidenceCell({
  viewContext: view,
  row,
}: {
  viewContext: IndicatorViewContext;
  row: CountedRow;
}) {
  const { t } = view;
  if (row.evidence.length === 0) return <span class="muted">{t.noEvidence}</span>;
  return (
    <span class="cluster">
      {row.evidence.map(({ kind, count, href }) => {
        const text =
          count > 1 ? `${t.evidence[kind]}: ${formatAmount(view, count)}` : t.evidence[kind];
        if (href === undefined)
          return <span class="muted">{kind === "presence-list" ? t.listHeld(text) : text}</span>;
        return <a href={externalUrl.test(href) ? href : view.href(href)}>{text}</a>;
      })}
    </span>
  );
}

/** The title of a counted row, a link for those who may open it. */
export function RowTitle({
  viewContext: view,
  row,
}: {
  viewContext: IndicatorViewContext;
  row: Pick<CountedRow, "title" | "href">;
}) {
  if (row.href === undefined) return <>{row.title}</>;
  return <a href={view.href(row.href)}>{row.title}</a>;
}

/** Doubts about a row: a likely duplicate or an impossible value. */
export function DoubtList({
  viewContext: view,
  row,
}: {
  viewContext: IndicatorViewContext;
  row: CountedRow;
}) {
  if (row.doubts.length === 0) return null;
  return (
    <p class="small">
      <Icon name="warn" /> <b>{view.t.doubtful}:</b>{" "}
      {row.doubts.map((doubt) => view.t.doubts[doubt]).join(", ")}
    </p>
  );
}

/** Counted rows with their evidence, newest first. */
export function CountedRowsTable({
  viewContext: view,
  rows,
  caption,
}: {
  viewContext: IndicatorViewContext;
  rows: readonly CountedRow[];
  caption: string;
}) {
  const { t } = view;
  return (
    <Table
      caption={caption}
      captionHidden
      cards
      rows={rows}
      columns={[
        {
          head: t.board.what,
          cell: (row) => (
            <>
              <RowTitle viewContext={view} row={row} />
              <DoubtList viewContext={view} row={row} />
            </>
          ),
        },
        { head: t.board.day, cell: (row) => formatDay(view, row.day) },
        ...(rows.some(({ place }) => place !== null)
          ? [{ head: t.board.place, cell: (row: CountedRow) => view.place(row.place) }]
          : []),
        {
          head: t.board.adds,
          number: true,
          cell: (row) =>
            row.of === undefined
              ? `+${formatAmount(view, row.amount)}`
              : t.board.amountOf(formatAmount(view, row.amount), formatAmount(view, row.of)),
        },
        { head: t.board.evidence, cell: (row) => <EvidenceCell viewContext={view} row={row} /> },
        {
          head: t.board.state,
          cell: (row) => (
            <Status kind={row.confirmed ? "verified" : "claimed"}>
              {row.confirmed ? t.board.proven : t.board.said}
            </Status>
          ),
        },
      ]}
    />
  );
}
