import type { Ctx } from "#base/context.ts";
import { directionsOf, linksOf } from "../directions-links.store.ts";
import { nameKey } from "../duplicates/name-key.ts";
import { rowOf, type CardColumns } from "../actions.ts";
import type { Draft } from "./parse/row.ts";
import type { ImportField, ImportOptions } from "./fields.ts";
import { readAlike, readKnown, type Known } from "./match-store.ts";
import type { Outcome } from "./store.ts";

/** What a row would write over a known card. */
export type Patch = {
  columns: Partial<CardColumns>;
  directions?: readonly string[];
  links?: readonly string[];
  active?: boolean;
};

export type Verdict = {
  draft: Draft;
  outcome: Outcome;
  card?: Known;
  patch?: Patch;
  reason?: string;
  detail?: string;
};

/** Numbers and names that earlier rows of the same file bore, with their lines. */
export type SeenRows = Map<string, number>;

/** Says of each draft whether it is new, known, changed, or likely the same as a known card. */
export async function matchDrafts(
  ctx: Ctx,
  drafts: readonly Draft[],
  { options, seen }: { options: ImportOptions; seen: SeenRows },
): Promise<Verdict[]> {
  const keys = drafts.map((draft) => nameKey(draft.fields.name));
  const known = await readKnown(ctx, {
    ids: drafts.flatMap(({ id }) => id ?? []),
    inns: drafts.flatMap(({ fields }) => fields.inn ?? []),
    ogrns: drafts.flatMap(({ fields }) => fields.ogrn ?? []),
    keys,
  });
  const sure = drafts.map((draft) => surely(draft, known));
  const open = drafts.flatMap((_, index) => (sure[index] === undefined ? [index] : []));
  const alike = await readAlike(
    ctx,
    open.map((index) => keys[index] ?? ""),
  );
  const likely = new Map(open.map((index, at) => [index, alike.get(at)]));
  const ids = sure.flatMap((one) => (typeof one === "object" ? [one.id] : []));
  const others = [...likely.values()].flatMap((card) => card?.id ?? []);
  const lists = {
    directions: await directionsOf(ctx, [...ids, ...others]),
    links: await linksOf(ctx, [...ids, ...others]),
  };
  return drafts.map((draft, index): Verdict => {
    const line = seenBefore(draft, seen);
    if (line !== undefined)
      return { draft, outcome: "wrong", reason: "organisations.row-twice", detail: String(line) };
    const match = sure[index];
    if (match === "disagree")
      return { draft, outcome: "wrong", reason: "organisations.row-numbers-disagree" };
    if (match !== undefined) {
      const patch = patchOf(draft, match, { options, lists });
      return { draft, outcome: isEmpty(patch) ? "same" : "changed", card: match, patch };
    }
    const card = likely.get(index);
    if (card === undefined || clash(draft, card)) return { draft, outcome: "new" };
    const patch = patchOf(draft, card, { options, lists });
    return { draft, outcome: "likely", card, patch, detail: card.short_name };
  });
}

/** By id, by number, by the very same name in the same place; «disagree» when two numbers name two cards. */
function surely(
  { id, fields }: Draft,
  known: readonly { marks: Known; card: Known }[],
): Known | "disagree" | undefined {
  const byId = known.find(({ marks }) => id !== undefined && marks.id === id)?.card;
  const byInn = known.find(({ marks }) => fields.inn !== null && marks.inn === fields.inn)?.card;
  const byOgrn = known.find(
    ({ marks }) => fields.ogrn !== null && marks.ogrn === fields.ogrn,
  )?.card;
  const [first, ...rest] = [byId, byInn, byOgrn].filter((card) => card !== undefined);
  if (first !== undefined) return rest.every((card) => card.id === first.id) ? first : "disagree";
  const name = fields.name.toLocaleLowerCase("ru");
  return known.find(
    ({ marks, card }) =>
      marks.name.toLocaleLowerCase("ru") === name &&
      marks.territory_id === fields.territoryId &&
      !clash({ fields }, card),
  )?.card;
}

/** Two different numbers are two different organisations, whatever their names. */
function clash({ fields }: Pick<Draft, "fields">, card: Known): boolean {
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  return differ(fields.inn, card.inn) || differ(fields.ogrn, card.ogrn);
}

function seenBefore({ line, id, fields }: Draft, seen: SeenRows): number | undefined {
  const marks = [
    id && `id ${id}`,
    fields.inn && `inn ${fields.inn}`,
    fields.ogrn && `ogrn ${fields.ogrn}`,
    ...(fields.inn === null && fields.ogrn === null && id === undefined
      ? [
          `name ${fields.name.toLocaleLowerCase("ru")} ${fields.territoryId ?? ""} ${fields.address ?? ""}`,
        ]
      : []),
  ].filter((mark) => typeof mark === "string");
  const before = marks.map((mark) => seen.get(mark)).find((found) => found !== undefined);
  if (before === undefined) for (const mark of marks) seen.set(mark, line);
  return before;
}

const columnField: Record<keyof CardColumns, ImportField> = {
  kind: "kind",
  name: "name",
  short_name: "shortName",
  inn: "inn",
  ogrn: "ogrn",
  legal_form: "legalForm",
  territory_id: "territory",
  settlement_id: "settlement",
  lat: "lat",
  lon: "lon",
  email: "email",
  phone: "phone",
  site: "site",
  address: "address",
  description: "description",
  opened_on: "openedOn",
  opened_under: "openedUnder",
  opened_link: "openedLink",
};

type Lists = { directions: Map<string, readonly string[]>; links: Map<string, readonly string[]> };

/** What the row says otherwise than the card; in `fill` only where the card says nothing. */
export function patchOf(
  draft: Draft,
  card: Known,
  { options, lists }: { options: ImportOptions; lists: Lists },
): Patch {
  const over = options.take === "overwrite";
  const row = rowOf(draft.fields);
  const columns = Object.entries(row).filter(([column, value]) => {
    const name = column as keyof CardColumns;
    const now = card[name];
    const silent = value === null || value === "" || !draft.said.has(columnField[name]);
    return !silent && now !== value && (over || now === null || now === "");
  });
  const { directions, links } = draft.fields;
  const differ = (now: readonly string[], wanted: readonly string[]) =>
    wanted.length > 0 && (over ? now.join("\n") !== wanted.join("\n") : now.length === 0);
  const closing = over && draft.active !== undefined && draft.active !== card.active;
  return {
    columns: Object.fromEntries(columns),
    ...(differ(lists.directions.get(card.id) ?? [], directions) && { directions }),
    ...(differ(lists.links.get(card.id) ?? [], links) && { links }),
    ...(closing && draft.active !== undefined && { active: draft.active }),
  };
}

const isEmpty = ({ columns, ...lists }: Patch) =>
  Object.keys(columns).length === 0 && Object.keys(lists).length === 0;
