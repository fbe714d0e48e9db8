import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalid, invalidField } from "#base/refusal.ts";
import { parseBorder } from "../geometry/parse-border.ts";
import { updateWebBorders } from "../geometry/web-borders.ts";
import { labelPoint } from "../geometry/geometry.ts";
import { territoryPolicy } from "../policy.ts";
import {
  transactAndInvalidate,
  loadAuthorizedTerritory,
  nameSchema,
  pointFields,
} from "../load.ts";
import { uniqueSlug } from "./slug.ts";
import * as store from "../store.ts";
import { parseOktmo } from "../territory.ts";

const populationSchema = z
  .union([z.number(), z.string().transform((text) => Number(text.replace(/\s/g, "")))])
  .refine(
    (value) => Number.isInteger(value) && value >= 0 && value < 1e9,
    "territories.bad-population-here",
  );
const oktmoSchema = z
  .string()
  .trim()
  .refine((text) => parseOktmo(text) !== undefined, "territories.bad-oktmo-here")
  .transform((text) => parseOktmo(text) ?? text);

export const territoryInput = z.object({
  kind: z.enum(["municipality", "settlement"]),
  name: nameSchema,
  /** With the type word: «деревня Белая»; by default the name. */
  officialName: nameSchema.optional(),
  parentId: z.uuid("territories.no-municipality").optional(),
  oktmo: oktmoSchema.optional(),
  population: populationSchema.optional(),
  ...pointFields,
});
export type TerritoryInput = z.input<typeof territoryInput>;

/**
 * Creates a municipality, or a settlement of one. Throws a conflict when another place has the
 * code.
 */
export async function createTerritory(
  ctx: Ctx,
  given: TerritoryInput,
): Promise<store.TerritorySummary> {
  const input = territoryInput.parse(given);
  authorize({ policy: territoryPolicy, actor: ctx.actor, action: "edit" });
  return transactAndInvalidate(ctx, async (tx) => {
    const parent = await findParent(tx, input);
    await requireFreeOktmo(tx, { kind: input.kind, oktmo: input.oktmo });
    const taken = new Set((await store.listTerritories(tx)).map(({ slug }) => slug));
    const saved = await store.insertTerritory(tx, {
      id: tx.newId(),
      parent_id: parent?.id ?? null,
      kind: input.kind,
      slug: uniqueSlug(parent === undefined ? [input.name] : [input.name, parent.name], taken),
      name: input.name,
      official_name: input.officialName ?? input.name,
      oktmo: input.oktmo ?? null,
      population: input.population ?? null,
      lat: input.lat ?? null,
      lon: input.lon ?? null,
      created_at: tx.now(),
    });
    startChain(tx, saved.id);
    recordFact(tx, {
      subject: saved.id,
      type: "territory.created",
      data: { kind: saved.kind, parent: saved.parentId },
    });
    return saved;
  });
}

async function findParent(tx: Ctx, { kind, parentId }: z.output<typeof territoryInput>) {
  if (kind === "municipality") return undefined;
  const parent = parentId === undefined ? undefined : await store.findTerritoryById(tx, parentId);
  if (parent?.kind === "municipality") return parent;
  throw invalidField("parentId", "territories.no-municipality");
}

async function requireFreeOktmo(
  tx: Ctx,
  wanted: { kind: string; oktmo: string | null | undefined; except?: string },
): Promise<void> {
  if (wanted.oktmo === null || wanted.oktmo === undefined) return;
  const other = (await store.listTerritories(tx)).find(
    (one) => one.oktmo === wanted.oktmo && one.kind === wanted.kind && one.id !== wanted.except,
  );
  if (other === undefined) return;
  throw conflict("territories.oktmo-taken", {
    values: { name: other.officialName },
    fields: { oktmo: "territories.oktmo-taken" },
  });
}

export const renameInput = z.object({
  name: nameSchema,
  officialName: nameSchema,
  oktmo: oktmoSchema.optional(),
  population: populationSchema.optional(),
});
export type RenameInput = z.input<typeof renameInput>;

/** Updates names, code and population; the page's slug stays, so that links remain valid. */
export async function renameTerritory(
  ctx: Ctx,
  id: string,
  given: RenameInput,
): Promise<store.TerritorySummary> {
  const input = renameInput.parse(given);
  return transactAndInvalidate(ctx, async (tx) => {
    const before = await loadAuthorizedTerritory(tx, id, "edit");
    const oktmoNow = input.oktmo ?? null;
    await requireFreeOktmo(tx, { kind: before.kind, oktmo: oktmoNow, except: id });
    const after = { ...input, oktmo: oktmoNow, population: input.population ?? null };
    const fields = (["name", "officialName", "oktmo", "population"] as const).filter(
      (field) => before[field] !== after[field],
    );
    if (fields.length === 0) return before;
    const saved = await store.updateTerritory(tx, id, {
      name: after.name,
      official_name: after.officialName,
      oktmo: after.oktmo,
      population: after.population,
    });
    recordFact(tx, { subject: id, type: "territory.changed", data: { fields: [...fields] } });
    return saved;
  });
}

/**
 * Sets the border from a GeoJSON Polygon or MultiPolygon in WGS84 degrees and recomputes the
 * simplified borders. Throws an invalid refusal for a bad geometry.
 */
export async function setBorder(ctx: Ctx, id: string, geometry: unknown): Promise<void> {
  const read = parseBorder(geometry);
  if ("problem" in read) {
    throw invalid(`territories.${read.problem}`, { values: { detail: read.detail } });
  }
  await transactAndInvalidate(ctx, async (tx) => {
    const territory = await loadAuthorizedTerritory(tx, id, "edit");
    const centre = territory.lat === null ? labelPoint(read.border) : undefined;
    await store.updateTerritory(tx, id, { border: JSON.stringify(read.border), ...centre });
    await updateWebBorders(tx);
    recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["border"] } });
  });
}
