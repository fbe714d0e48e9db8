import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { invalidField } from "#base/refusal.ts";
import {
  transactAndInvalidate,
  loadAuthorizedTerritory,
  nameSchema,
  pointFields,
} from "../load.ts";
import { foldName, splitStreetName } from "../address/place-names.ts";
import * as places from "./store.ts";

export const aliasInput = z.object({ territoryId: z.string(), name: nameSchema });
export type AliasInput = z.input<typeof aliasInput>;

/** Adds another name of the place: «Колпак». A known one changes nothing. */
export async function addAlias(ctx: Ctx, given: AliasInput): Promise<void> {
  const { territoryId: id, ...input } = aliasInput.parse(given);
  await transactAndInvalidate(ctx, async (tx) => {
    const territory = await loadAuthorizedTerritory(tx, id, "name");
    if (foldName(territory.name) === foldName(input.name)) {
      throw invalidField("name", "territories.alias-is-name");
    }
    if (await places.insertAlias(tx, id, input.name)) {
      recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["aliases"] } });
    }
  });
}

/** Removes a name; an unknown one changes nothing. */
export async function removeAlias(ctx: Ctx, given: AliasInput): Promise<void> {
  const { territoryId: id, name: alias } = aliasInput.parse(given);
  await transactAndInvalidate(ctx, async (tx) => {
    await loadAuthorizedTerritory(tx, id, "name");
    if (await places.deleteAlias(tx, id, alias)) {
      recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["aliases"] } });
    }
  });
}

export const landmarkInput = z.object({
  territoryId: z.string(),
  name: nameSchema,
  ...pointFields,
});
export type LandmarkInput = z.input<typeof landmarkInput>;

/** Adds a landmark (a school, a bridge, a market), or moves the one with this name. */
export async function addLandmark(ctx: Ctx, given: LandmarkInput): Promise<void> {
  const { territoryId: id, ...input } = landmarkInput.parse(given);
  if ((input.lat === undefined) !== (input.lon === undefined)) {
    throw invalidField("lat", "territories.bad-point");
  }
  await transactAndInvalidate(ctx, async (tx) => {
    await loadAuthorizedTerritory(tx, id, "name");
    await places.upsertLandmark(tx, {
      id: tx.newId(),
      territory_id: id,
      name: input.name,
      lat: input.lat ?? null,
      lon: input.lon ?? null,
    });
    recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["landmarks"] } });
  });
}

/** Removes a landmark by its id; an unknown one changes nothing. */
export async function removeLandmark(
  ctx: Ctx,
  { territoryId: id, landmarkId: landmark }: { territoryId: string; landmarkId: string },
): Promise<void> {
  await transactAndInvalidate(ctx, async (tx) => {
    await loadAuthorizedTerritory(tx, id, "name");
    if (await places.deleteLandmark(tx, id, landmark)) {
      recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["landmarks"] } });
    }
  });
}

export const streetAliasInput = z.object({
  territoryId: z.string(),
  /** As on the street sign: «Заводская», «ул. Заводская». */
  street: nameSchema,
  name: nameSchema,
});
export type StreetAliasInput = z.input<typeof streetAliasInput>;

/**
 * Adds another name of a street of this place. Throws an invalid refusal for an unknown or
 * ambiguous street.
 */
export async function addStreetAlias(ctx: Ctx, given: StreetAliasInput): Promise<void> {
  const { territoryId: id, ...input } = streetAliasInput.parse(given);
  await transactAndInvalidate(ctx, async (tx) => {
    await loadAuthorizedTerritory(tx, id, "name");
    const street = await findStreetByName(tx, id, input.street);
    if (await places.insertStreetAlias(tx, street, input.name)) {
      recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["streets"] } });
    }
  });
}

async function findStreetByName(tx: Ctx, territory: string, called: string): Promise<string> {
  const { key, type } = splitStreetName(called);
  const named = (await places.listStreets(tx, territory)).filter(
    (street) => street.match_key === key && (type === undefined || street.kind === type),
  );
  const [street, another] = named;
  if (street !== undefined && another === undefined) return street.id;
  const reason = street === undefined ? "territories.no-such-street" : "territories.two-streets";
  throw invalidField("street", reason);
}

/** Removes a street's other name; an unknown one changes nothing. */
export async function removeStreetAlias(
  ctx: Ctx,
  given: { territoryId: string; streetId: string; name: string },
): Promise<void> {
  const { territoryId: id, streetId, name: alias } = given;
  await transactAndInvalidate(ctx, async (tx) => {
    await loadAuthorizedTerritory(tx, id, "name");
    const known = (await places.listStreetAliases(tx, id)).some(
      (row) => row.street_id === streetId && row.name === alias,
    );
    if (known && (await places.deleteStreetAlias(tx, streetId, alias))) {
      recordFact(tx, { subject: id, type: "territory.changed", data: { fields: ["streets"] } });
    }
  });
}
