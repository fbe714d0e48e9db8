import type { ComponentChildren } from "preact";
import { Icon } from "../icons.tsx";

export type Column<Row> = {
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** Right-aligned figures. */
  number?: boolean;
  /** The cell that names its row; by default the first column. */
  rowHead?: boolean;
  /** Foot cell. */
  foot?: ComponentChildren;
  /** Address that sorts by this column, and the direction in force. */
  sort?: { href: string; direction?: "ascending" | "descending" };
};

export type TableProps<Row> = {
  caption: string;
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Shows rows as cards on a narrow screen. */
  cards?: boolean;
  dense?: boolean;
  /** May scroll sideways, in a named region. */
  scroll?: boolean;
};

// Cards change CSS display, which drops table semantics: the roles are then written out.
function tableRoles(cards: boolean | undefined) {
  return (role: "table" | "rowgroup" | "row" | "columnheader" | "rowheader" | "cell") =>
    cards ? role : undefined;
}

type TableRoles = ReturnType<typeof tableRoles>;

function HeadCell<Row>({ column, role }: { column: Column<Row>; role: TableRoles }) {
  const { head, number, sort } = column;
  const icon = sort?.direction === "ascending" ? "up" : "dn";
  return (
    <th
      scope="col"
      role={role("columnheader")}
      data-n={number ? "" : undefined}
      aria-sort={sort?.direction}
    >
      {sort ? (
        <a class="sort" href={sort.href}>
          {head}
          {sort.direction && <Icon name={icon} />}
        </a>
      ) : (
        head
      )}
    </th>
  );
}

function Cell<Row>({
  column,
  role,
  heads,
  children,
}: {
  column: Column<Row>;
  role: TableRoles;
  heads: boolean;
  children: ComponentChildren;
}) {
  const n = column.number ? "" : undefined;
  if (heads) {
    return (
      <th scope="row" role={role("rowheader")} data-n={n}>
        {children}
      </th>
    );
  }
  return (
    <td role={role("cell")} data-label={role("cell") && column.head} data-n={n}>
      {children}
    </td>
  );
}

/** Rows to compare; a dense table of two or three columns stays a table when narrow. */
export function Table<Row>({
  caption,
  captionHidden,
  columns,
  rows,
  cards,
  dense,
  scroll,
}: TableProps<Row>) {
  const role = tableRoles(cards);
  const headIndex = Math.max(
    0,
    columns.findIndex((column) => column.rowHead),
  );
  const line = (cell: (column: Column<Row>) => ComponentChildren) => (
    <tr role={role("row")}>
      {columns.map((column, index) => (
        <Cell column={column} role={role} heads={index === headIndex}>
          {cell(column)}
        </Cell>
      ))}
    </tr>
  );
  const region = scroll
    ? ({ role: "region", tabindex: 0, "aria-label": caption, "data-scroll": "" } as const)
    : {};
  return (
    <div class="table-box" {...region}>
      <table
        class="table"
        data-cards={cards ? "" : undefined}
        data-dense={dense ? "" : undefined}
        role={role("table")}
      >
        <caption class={captionHidden ? "visually-hidden" : undefined}>{caption}</caption>
        <thead role={role("rowgroup")}>
          <tr role={role("row")}>
            {columns.map((column) => (
              <HeadCell column={column} role={role} />
            ))}
          </tr>
        </thead>
        <tbody role={role("rowgroup")}>
          {rows.map((row) => line((column) => column.cell(row)))}
        </tbody>
        {columns.some((column) => column.foot !== undefined) && (
          <tfoot role={role("rowgroup")}>{line((column) => column.foot)}</tfoot>
        )}
      </table>
    </div>
  );
}
