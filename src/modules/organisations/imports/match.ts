import type { Ctx } from "#base/context.ts";
import {
  listActivityAreasByOrganisation,
  listLinksByOrganisation,
} from "../directions-links-store.ts";
import { nameKey } from "../duplicates/name-key.ts";
import { toCardColumns, type CardColumns } from "../actions.ts";
import type { ImportedCard } from "./parse/row.ts";
import type { ImportField, ImportOptions } from "./fields.ts";
import { findSimilarCards, findKnownCards, type KnownCard } from "./match-store.ts";
import type { RowOutcome } from "./store.ts";

/** What a row would write over a known card. */
export type CardPatch = {
  columns: Partial<CardColumns>;
  directions?: readonly string[];
  links?: readonly string[];
  active?: boolean;
};

export type MatchResult = {
  row: ImportedCard;
  outcome: RowOutcome;
  card?: KnownCard;
  patch?: CardPatch;
  reason?: string;
  detail?: string;
};

/** Numbers and names of earlier rows of the same file, with their lines. */
export type SeenKeys = Map<string, number>;

/** Classifies each draft as new, known, changed, or possibly the same as a known card. */
export async function matchRows(
  ctx: Ctx,
  rows: readonly ImportedCard[],
  { options, seen }: { options: ImportOptions; seen: SeenKeys },
): Promise<MatchResult[]> {
  const keys = rows.map((draft) => nameKey(draft.fields.name));
  const known = await findKnownCards(ctx, {
    ids: rows.flatMap(({ id }) => id ?? []),
    inns: rows.flatMap(({ fields }) => fields.inn ?? []),
    ogrns: rows.flatMap(({ fields }) => fields.ogrn ?? []),
    keys,
  });
  const exactMatches = rows.map((draft) => findExactMatch(draft, known));
  const unmatched = rows.flatMap((_, index) => (exactMatches[index] === undefined ? [index] : []));
  const similarCards = await findSimilarCards(
    ctx,
    unmatched.map((index) => keys[index] ?? ""),
  );
  const likely = new Map(unmatched.map((index, at) => [index, similarCards.get(at)]));
  const ids = exactMatches.flatMap((one) => (typeof one === "object" ? [one.id] : []));
  const others = [...likely.values()].flatMap((card) => card?.id ?? []);
  const lists = {
    directions: await listActivityAreasByOrganisation(ctx, [...ids, ...others]),
    links: await listLinksByOrganisation(ctx, [...ids, ...others]),
  };
  return rows.map((draft, index): MatchResult => {
    const line = findDuplicateLine(draft, seen);
    if (line !== undefined)
      return {
        row: draft,
        outcome: "wrong",
        reason: "organisations.row-twice",
        detail: String(line),
      };
    const match = exactMatches[index];
    if (match === "disagree")
      return { row: draft, outcome: "wrong", reason: "organisations.row-numbers-disagree" };
    if (match !== undefined) {
      const patch = computePatch(draft, match, { options, lists });
      return { row: draft, outcome: isEmptyPatch(patch) ? "same" : "changed", card: match, patch };
    }
    const card = likely.get(index);
    if (card === undefined || hasConflictingNumbers(draft, card))
      return { row: draft, outcome: "new" };
    const patch = computePatch(draft, card, { options, lists });
    return { row: draft, outcome: "likely", card, patch, detail: card.short_name };
  });
}

/**
 * Finds a card by id, by number, by the exact name in the same place; «disagree» when the two numbers
 * belong to two cards.
 */
function findExactMatch(
  { id, fields }: ImportedCard,
  known: readonly { marks: KnownCard; card: KnownCard }[],
): KnownCard | "disagree" | undefined {
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
      !hasConflictingNumbers({ fields }, card),
  )?.card;
}

/** Checks whether the numbers differ: then these are two organisations, whatever their names. */
function hasConflictingNumbers({ fields }: Pick<ImportedCard, "fields">, card: KnownCard): boolean {
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  return differ(fields.inn, card.inn) || differ(fields.ogrn, card.ogrn);
}

function findDuplicateLine({ line, id, fields }: ImportedCard, seen: SeenKeys): number | undefined {
  const keys = [
    id && `id ${id}`,
    fields.inn && `inn ${fields.inn}`,
    fields.ogrn && `ogrn ${fields.ogrn}`,
    ...(fields.inn === null && fields.ogrn === null && id === undefined
      ? [
          `name ${fields.name.toLocaleLowerCase("ru")} ${fields.territoryId ?? ""} ${fields.address ?? ""}`,
        ]
      : []),
  ].filter((mark) => typeof mark === "string");
  const before = keys.map((mark) => seen.get(mark)).find((found) => found !== undefined);
  if (before === undefined) for (const mark of keys) seen.set(mark, line);
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

/**
 * Computes the fields in which the row differs from the card; in mode `fill` only the card's empty
 * fields.
 */
export function computePatch(
  draft: ImportedCard,
  card: KnownCard,
  { options, lists }: { options: ImportOptions; lists: Lists },
): CardPatch {
  const overwrite = options.mergeMode === "overwrite";
  const row = toCardColumns(draft.fields);
  const columns = Object.entries(row).filter(([column, value]) => {
    const name = column as keyof CardColumns;
    const now = card[name];
    const isEmpty = value === null || value === "" || !draft.givenFields.has(columnField[name]);
    return !isEmpty && now !== value && (overwrite || now === null || now === "");
  });
  const { directions, links } = draft.fields;
  const differ = (now: readonly string[], wanted: readonly string[]) =>
    wanted.length > 0 && (overwrite ? now.join("\n") !== wanted.join("\n") : now.length === 0);
  const closing = overwrite && draft.active !== undefined && draft.active !== card.active;
  return {
    columns: Object.fromEntries(columns),
    ...(differ(lists.directions.get(card.id) ?? [], directions) && { directions }),
    ...(differ(lists.links.get(card.id) ?? [], links) && { links }),
    ...(closing && draft.active !== undefined && { active: draft.active }),
  };
}

const isEmptyPatch = ({ columns, ...lists }: CardPatch) =>
  Object.keys(columns).length === 0 && Object.keys(lists).length === 0;
