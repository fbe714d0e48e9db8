import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { invalidateOrganisations } from "./directory.ts";
import {
  contactFields,
  registerInput,
  type CardFields,
  type RegisterInput,
} from "./card/fields.ts";
import {
  listActivityAreas,
  listLinks,
  replaceActivityAreas,
  replaceLinks,
} from "./directions-links-store.ts";
import { canActOnOrganisation } from "./self-service/permissions.ts";
import { organisationPolicy } from "./policy.ts";
import {
  findByRegistrationNumber,
  insertOrganisation,
  lockCurrentOrganisation,
  updateOrganisation,
  type Organisation,
} from "./store.ts";

/** Registers a card; refuses with a conflict that names the card which has the same number already. */
export async function registerOrganisation(
  ctx: Ctx,
  rawInput: RegisterInput,
): Promise<Organisation> {
  const input = registerInput.parse(rawInput);
  authorize({ policy: organisationPolicy, actor: ctx.actor, action: "change" });
  return changeRegistry(ctx, async (tx) => {
    const id = tx.newId();
    await requireTerritories(tx, input);
    await requireUnusedNumbers(tx, input, id);
    const saved = await insertOrganisation(tx, {
      id,
      ...toCardColumns(input),
      created_at: tx.now(),
    });
    if (saved === undefined) throw conflict("organisations.number-taken");
    await replaceActivityAreas(tx, id, input.directions);
    await replaceLinks(tx, id, input.links);
    startChain(tx, id);
    recordFact(tx, {
      subject: id,
      type: "organisation.registered",
      data: { kind: saved.kind, territory: saved.territory_id },
    });
    return saved;
  });
}

export const changeInput = registerInput.extend({ version: seenVersion });
export type ChangeInput = z.input<typeof changeInput>;

/** Replaces the fields of a card; with `version`, only when the card still has that version. */
export async function changeOrganisation(
  ctx: Ctx,
  id: string,
  rawInput: ChangeInput,
): Promise<Organisation> {
  const { version, ...input } = changeInput.parse(rawInput);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    authorize({ policy: organisationPolicy, actor: tx.actor, action: "change", row: organisation });
    requireVersion(organisation, version);
    await requireTerritories(tx, input);
    await requireUnusedNumbers(tx, input, id);
    const { directions, links } = input;
    return saveChanges(tx, organisation, { columns: toCardColumns(input), directions, links });
  });
}

export const contactDetailsInput = z.object({
  ...contactFields,
  version: seenVersion,
});
export type ContactDetailsInput = z.input<typeof contactDetailsInput>;

/**
 * Changes the contacts of an organisation, which its own people maintain: address, telephone, site,
 * e-mail, links.
 */
export async function changeContactDetails(
  ctx: Ctx,
  id: string,
  rawInput: ContactDetailsInput,
): Promise<Organisation> {
  const { version, links, ...columns } = contactDetailsInput.parse(rawInput);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    await authorizeOnOrganisation(tx, "contact", organisation);
    requireVersion(organisation, version);
    return saveChanges(tx, organisation, { columns, links });
  });
}

/**
 * Closes an organisation: its card stays readable, nothing new is sent there, its rules are
 * suspended.
 */
export function closeOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return setActive(ctx, id, false);
}

/** Reopens an organisation; its rules are in force again. */
export function reopenOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return setActive(ctx, id, true);
}

function setActive(ctx: Ctx, id: string, active: boolean): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const before = await lockCurrentOrganisation(tx, id);
    authorize({ policy: organisationPolicy, actor: tx.actor, action: "change", row: before });
    if (before.active === active) {
      throw conflict(active ? "organisations.already-open" : "organisations.already-closed");
    }
    const saved = await updateOrganisation(tx, before, { active });
    recordFact(tx, { subject: id, type: active ? "organisation.reopened" : "organisation.closed" });
    return saved;
  });
}

/** Confirms that an organisation is active, which answers the yearly question. */
export function confirmOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    await authorizeOnOrganisation(tx, "keep", organisation);
    recordFact(tx, { subject: id, type: "organisation.confirmed" });
    return updateOrganisation(tx, organisation, {
      confirmed_on: tx.today(),
      unconfirmed_since: null,
    });
  });
}

/** Runs one transaction and then drops what this process has cached of the registry. */
export async function changeRegistry<T>(
  ctx: Ctx,
  work: (ctx: Ctx & { unit: UnitOfWork }) => Promise<T>,
): Promise<T> {
  return transact(ctx, async (tx) => {
    invalidateOrganisations(tx);
    return work(tx);
  });
}

/** The columns that the fields of a card fill. */
export type CardColumns = ReturnType<typeof toCardColumns>;

/** Converts the fields of a card to columns of its table. */
export function toCardColumns(input: CardFields) {
  return {
    kind: input.kind,
    name: input.name,
    short_name: input.shortName,
    inn: input.inn,
    ogrn: input.ogrn,
    legal_form: input.legalForm,
    territory_id: input.territoryId,
    settlement_id: input.settlementId,
    lat: input.lat,
    lon: input.lon,
    email: input.email,
    phone: input.phone,
    site: input.site,
    address: input.address,
    description: input.description,
    opened_on: input.openedOn,
    opened_under: input.openedUnder,
    opened_link: input.openedLink,
  };
}

type CardChanges = {
  columns: Partial<CardColumns>;
  directions?: readonly string[];
  links?: readonly string[];
};

/** Saves the columns that differ and records their names; no difference writes nothing. */
export async function saveChanges(
  ctx: Ctx & { unit: UnitOfWork },
  organisation: Organisation,
  { columns, directions, links }: CardChanges,
): Promise<Organisation> {
  const changedColumns: [string, unknown][] = Object.entries(columns).filter(
    ([field, value]) => organisation[field as keyof CardColumns] !== value,
  );
  const fields = changedColumns.map(([field]) => field);
  const { id } = organisation;
  if (directions !== undefined && !isSameList(directions, await listActivityAreas(ctx, id))) {
    await replaceActivityAreas(ctx, id, directions);
    fields.push("directions");
  }
  if (links !== undefined && !isSameList(links, await listLinks(ctx, id))) {
    await replaceLinks(ctx, id, links);
    fields.push("links");
  }
  if (fields.length === 0) return organisation;
  const saved = await updateOrganisation(ctx, organisation, Object.fromEntries(changedColumns));
  recordFact(ctx, { subject: id, type: "organisation.changed", data: { fields } });
  return saved;
}

const isSameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** Refuses with a conflict when the card no longer has the version that the person saw. */
export function requireVersion(
  organisation: Organisation,
  expectedVersion: number | undefined,
): void {
  if (expectedVersion !== undefined && expectedVersion !== organisation.version) {
    throw conflict("organisations.changed-meanwhile");
  }
}

/** Authorizes an action on a card; people of cards merged into it act for it too. */
export async function authorizeOnOrganisation(
  ctx: Ctx,
  action: "contact" | "keep" | "propose",
  organisation: Organisation,
): Promise<void> {
  if (await canActOnOrganisation(ctx, action, organisation)) return;
  authorize({ policy: organisationPolicy, actor: ctx.actor, action, row: organisation });
}

async function requireTerritories(
  ctx: Ctx,
  { territoryId, settlementId }: Pick<CardFields, "territoryId" | "settlementId">,
): Promise<void> {
  await requireMunicipality(ctx, territoryId);
  if (settlementId === null) return;
  const settlement = await findTerritory(ctx, settlementId);
  if (settlement?.kind === "settlement" && settlement.parentId === territoryId) return;
  throw invalidField("settlementId", "organisations.unknown-settlement");
}

/** Refuses an id that is no municipality of the region; null is the whole region. */
export async function requireMunicipality(ctx: Ctx, id: string | null): Promise<void> {
  if (id === null || (await findTerritory(ctx, id))?.kind === "municipality") return;
  throw invalidField("territoryId", "organisations.unknown-territory");
}

/** Refuses with a conflict when another unmerged card has one of these numbers. */
export async function requireUnusedNumbers(
  ctx: Ctx,
  numbers: { inn?: string | null; ogrn?: string | null },
  except: string,
): Promise<void> {
  for (const column of ["inn", "ogrn"] as const) {
    const number = numbers[column] ?? null;
    const other =
      number === null ? undefined : await findByRegistrationNumber(ctx, column, number, except);
    if (other === undefined) continue;
    const reason = `organisations.${column}-taken`;
    throw conflict(reason, { values: { name: other.short_name }, fields: { [column]: reason } });
  }
}
