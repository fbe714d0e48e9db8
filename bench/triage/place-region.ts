/**
 * A region's municipalities and settlements for `triage-place.ts`, out of the three lists of them, and
 * the messages of two regions: Kursk with the executor's municipality, Perm with labels by row.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { matchKey } from "#modules/territories/index.ts";
import type { GazetteerSource } from "#modules/triage/index.ts";

type Table = readonly Readonly<Record<string, string>>[];
type TerritoryRow = GazetteerSource["territories"] extends Iterable<infer Row> ? Row : never;

const isTable = (value: unknown): value is Table => Array.isArray(value);

/** Reads a CSV file with a head row, gzipped or not. */
export function readTable(file: URL): Table {
  const bytes = readFileSync(file);
  const text = (file.pathname.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const rows: unknown = parse(text, {
    columns: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  return isTable(rows) ? rows : [];
}

const isTown = (name: string): boolean =>
  /(?:^|\s)(?:город|г\.?|городской округ)(?:\s|$)/i.test(name);
/** «Льгов» the town and «Льговский район» are two municipalities. */
const municipalityKey = (name: string): string =>
  `${isTown(name) ? "town" : "district"} ${matchKey(name)}`;

/**
 * Returns the region's places by name; an id is the name with its sort, so that labels can refer to
 * it.
 */
export function regionTerritories(data: URL, region: string): TerritoryRow[] {
  const rows = new Map<string, TerritoryRow>([
    [region, { id: region, name: region, kind: "region" }],
  ]);
  const add = (row: TerritoryRow): void => {
    if (!rows.has(row.id)) rows.set(row.id, row);
  };
  const municipality = (name: string): string => {
    const id = municipalityKey(name);
    add({ id, name, kind: "municipality", parentId: region });
    return id;
  };
  const settlement = (name: string, parentId: string): void => {
    const twin = [...rows.values()].some(
      (row) => matchKey(row.name) === matchKey(name) && isTown(row.name),
    );
    // «г Пермь» is the centre of two municipalities, and a municipality in a third list.
    if (!isTown(name) || !twin)
      add({
        id: `settlement ${matchKey(name)} of ${parentId}`,
        name,
        kind: "settlement",
        parentId,
      });
  };
  for (const row of readTable(
    new URL("municipalities_oktmo/t_dict_municipal_districts.csv", data),
  )) {
    if (row["region_name"] !== region || row["year_to"] !== "9999") continue;
    const id = municipality(row["municipal_district_name"] ?? "");
    const centre = row["municipal_district_center"] ?? "";
    if (centre !== "") settlement(centre, id);
  }
  for (const row of readTable(new URL("reformagkh/atd_20161224.csv.gz", data))) {
    if (row["LVL1_NAME"] !== region || row["LVL2_NAME"] === "") continue;
    const name = row["LVL2_NAME"] ?? "";
    if (isTown(name) && settlementNamed(rows, name)) continue;
    const id = findKnown(rows, name) ?? municipality(name);
    if ((row["LVL3_NAME"] ?? "") !== "") settlement(row["LVL3_NAME"] ?? "", id);
  }
  return [...rows.values()];
}

const settlementNamed = (rows: ReadonlyMap<string, TerritoryRow>, name: string): boolean =>
  [...rows.values()].some(
    (row) => row.kind === "settlement" && matchKey(row.name) === matchKey(name),
  );

/** Since 2016 some «район» became «округ»: one of that name is the same place. */
function findKnown(rows: ReadonlyMap<string, TerritoryRow>, name: string): string | undefined {
  const exact = municipalityKey(name);
  if (rows.has(exact)) return exact;
  const key = matchKey(name);
  return ["town", "district"].map((sort) => `${sort} ${key}`).find((id) => rows.has(id));
}

export type RegionMessage = { text: string; municipality: string | undefined };

/**
 * Reads each Kursk message with the municipality whose administration it was sent to; undefined for
 * others.
 */
export function readKursk(data: URL, territories: readonly TerritoryRow[]): RegionMessage[] {
  const municipalities = territories.filter(({ kind }) => kind === "municipality");
  return readTable(new URL("kursk_appeals/kursk_appeals.csv", data)).map((row) => {
    const executor = row["executor"] ?? "";
    return {
      text: row["text_html"] ?? "",
      municipality: executorPlace(executor, municipalities, territories),
    };
  });
}

/** «Администрация Льговского района», «Администрация города Льгов», «Администрация г. Обояни». */
function executorPlace(
  executor: string,
  municipalities: readonly TerritoryRow[],
  territories: readonly TerritoryRow[],
): string | undefined {
  const found = /^Администрация\s+(города|г\.)?\s*(\S+?)(?:\s+(района))?$/u.exec(executor);
  if (!found) return executor.endsWith("города Курска") ? "town курск" : undefined;
  const [, town, called = "", district] = found;
  const key = called.toLowerCase();
  if (district !== undefined) {
    const start = key.replace(/ого$/, "");
    return municipalities.find(
      ({ id }) => id.startsWith("district") && matchKey(id.slice(9)).startsWith(start),
    )?.id;
  }
  if (town === undefined) return undefined;
  const start = key.replace(/[аи]$/, "");
  const own = municipalities.find(({ id }) => id.startsWith(`town ${start}`));
  const inside = territories.find(
    ({ id, kind }) => kind === "settlement" && id.startsWith(`settlement ${start}`),
  );
  return own?.id ?? inside?.parentId ?? undefined;
}
