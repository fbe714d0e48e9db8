import { z, type ZodType } from "zod";
import type { PageOf } from "../db/paging.ts";
import type { ExportCell } from "../tables/csv-writer.ts";
import { csvResponse, xlsxResponse } from "./exports.ts";
import type { RequestContext, Route } from "./route.ts";

/** Columns of an exported list by their names: the JSON schema of each, and its value in a row. */
export type ExportColumns<Row, View> = Readonly<
  Record<string, { schema: ZodType; value: (row: Row, view: View) => ExportCell }>
>;

/** A row as its columns give it. */
export type ExportRecord<Columns extends ExportColumns<never, never>> = {
  [Name in keyof Columns]: ReturnType<Columns[Name]["value"]>;
};

type ListExport<Row, View, Query, Columns> = {
  /** Name of the files without their ending, and of the list in the JSON. */
  name: string;
  /** Address of the page whose rows these are: «/problems» gives «/problems.json». */
  path: string;
  permission: string;
  /** The summary of the JSON in the API description. */
  summary: string;
  query: ZodType<Query>;
  columns: Columns;
  /** Loads what the columns need beside the row: names, words, addresses. */
  loadView(c: RequestContext): Promise<View>;
  /** One page of the JSON. */
  loadPage(c: RequestContext, query: Query): Promise<PageOf<Row>>;
  /** All rows of the files, in batches. */
  streamRows(c: RequestContext, query: Query): AsyncIterable<readonly Row[]>;
};

/**
 * Makes the JSON, CSV and XLSX routes of a list, and the API description of the JSON, from one list
 * of columns. JSON is paged, `next` is the address of the next page; the files hold every row.
 * `toRecord` and `schema` serve the formats that have a shape of their own (GeoJSON, one card).
 */
export function defineExport<Row, View, Query, const Columns extends ExportColumns<Row, View>>(
  list: ListExport<Row, View, Query, Columns>,
) {
  const { name, path, permission, columns } = list;
  const keys = Object.keys(columns);
  const schema = z.object(
    Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, column.schema])),
  );
  const cellsOf = (row: Row, view: View): ExportCell[] =>
    Object.values(columns).map((column) => column.value(row, view));
  const toRecord = (row: Row, view: View) =>
    Object.fromEntries(
      Object.entries(columns).map(([key, column]) => [key, column.value(row, view)]),
    ) as ExportRecord<Columns>;

  async function respondJson(c: RequestContext): Promise<Response> {
    const query = c.query(list.query);
    const [page, view] = await Promise.all([list.loadPage(c, query), list.loadView(c)]);
    const next = new URL(c.url);
    if (page.after !== undefined) next.searchParams.set("after", page.after);
    return c.json({
      [name]: page.rows.map((row) => toRecord(row, view)),
      ...(page.after !== undefined && { next: `${next.pathname}${next.search}` }),
    });
  }

  async function respondFile(
    c: RequestContext,
    write: typeof csvResponse | typeof xlsxResponse,
  ): Promise<Response> {
    const query = c.query(list.query);
    const view = await list.loadView(c);
    const batches = async function* (): AsyncGenerator<ExportCell[][]> {
      for await (const rows of list.streamRows(c, query))
        yield rows.map((row) => cellsOf(row, view));
    };
    return write(name, keys, batches(), { zone: c.ctx.region.timeZone });
  }

  const routes: readonly Route[] = [
    {
      method: "get",
      path: `${path}.json`,
      permission,
      api: {
        summary: list.summary,
        query: list.query,
        response: z.object({ [name]: z.array(schema), next: z.string().optional() }),
      },
      handle: respondJson,
    },
    { method: "get", path: `${path}.csv`, permission, handle: (c) => respondFile(c, csvResponse) },
    {
      method: "get",
      path: `${path}.xlsx`,
      permission,
      handle: (c) => respondFile(c, xlsxResponse),
    },
  ];
  return { schema, toRecord, routes };
}
