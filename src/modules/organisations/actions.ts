import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { forgetOrganisations } from "./directory.ts";
import {
  contactFields,
  registerInput,
  type CardFields,
  type RegisterInput,
} from "./card/fields.ts";
import { readDirections, readLinks, saveDirections, saveLinks } from "./directions-links.store.ts";
import { mayOver } from "./self-service/permissions.ts";
import { organisationPolicy } from "./policy.ts";
import {
  findByNumber,
  insertOrganisation,
  loadForChange,
  saveOrganisation,
  type Organisation,
} from "./store.ts";

/** A new card of the registry; one with the same number is a conflict that names it. */
export async function registerOrganisation(ctx: Ctx, given: RegisterInput): Promise<Organisation> {
  const input = registerInput.parse(given);
  demand({ policy: organisationPolicy, actor: ctx.actor, action: "change" });
  return changeRegistry(ctx, async (tx) => {
    const id = tx.newId();
    await demandPlaces(tx, input);
    await demandFreeNumbers(tx, input, id);
    const saved = await insertOrganisation(tx, { id, ...rowOf(input), created_at: tx.now() });
    if (saved === undefined) throw conflict("organisations.number-taken");
    await saveDirections(tx, id, input.directions);
    await saveLinks(tx, id, input.links);
    bornNow(tx, id);
    record(tx, {
      subject: id,
      type: "organisation.registered",
      data: { kind: saved.kind, territory: saved.territory_id },
    });
    return saved;
  });
}

export const changeInput = registerInput.extend({ version: z.coerce.number().int().optional() });
export type ChangeInput = z.input<typeof changeInput>;

/** Writes the card anew; with `version`, only over the card the person saw. */
export async function changeOrganisation(
  ctx: Ctx,
  id: string,
  given: ChangeInput,
): Promise<Organisation> {
  const { version, ...input } = changeInput.parse(given);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    demand({ policy: organisationPolicy, actor: tx.actor, action: "change", row: organisation });
    demandVersion(organisation, version);
    await demandPlaces(tx, input);
    await demandFreeNumbers(tx, input, id);
    const { directions, links } = input;
    return saveChanges(tx, organisation, { columns: rowOf(input), directions, links });
  });
}

export const contactsInput = z.object({
  ...contactFields,
  version: z.coerce.number().int().optional(),
});
export type ContactsInput = z.input<typeof contactsInput>;

/** Address, telephone, site, e-mail and pages elsewhere, which its own people keep true. */
export async function changeContacts(
  ctx: Ctx,
  id: string,
  given: ContactsInput,
): Promise<Organisation> {
  const { version, links, ...columns } = contactsInput.parse(given);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    await demandOver(tx, "contact", organisation);
    demandVersion(organisation, version);
    return saveChanges(tx, organisation, { columns, links });
  });
}

/** Closed: the card and its history stay, nothing new is sent there, its rules rest. */
export function closeOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return setActive(ctx, id, false);
}

/** Takes a closing back: its rules hold again. */
export function reopenOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return setActive(ctx, id, true);
}

function setActive(ctx: Ctx, id: string, active: boolean): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const before = await loadForChange(tx, id);
    demand({ policy: organisationPolicy, actor: tx.actor, action: "change", row: before });
    if (before.active === active) {
      throw conflict(active ? "organisations.already-open" : "organisations.already-closed");
    }
    const saved = await saveOrganisation(tx, before, { active });
    record(tx, { subject: id, type: active ? "organisation.reopened" : "organisation.closed" });
    return saved;
  });
}

/** A keeper, or its own people, say that it works: the yearly question is answered. */
export function confirmOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    await demandOver(tx, "keep", organisation);
    record(tx, { subject: id, type: "organisation.confirmed" });
    return saveOrganisation(tx, organisation, {
      confirmed_on: toZoned(tx.now(), tx.region.timeZone).date,
      unconfirmed_since: null,
    });
  });
}

/** One transaction; what this process remembers of the registry is read anew after it. */
export async function changeRegistry<T>(
  ctx: Ctx,
  work: (ctx: Ctx & { unit: Unit }) => Promise<T>,
): Promise<T> {
  return transact(ctx, async (tx) => {
    forgetOrganisations(tx);
    return work(tx);
  });
}

/** The columns that the fields of a card fill. */
export type CardColumns = ReturnType<typeof rowOf>;

/** A card's fields as its table's columns. */
export function rowOf(input: CardFields) {
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

type Wanted = {
  columns: Partial<CardColumns>;
  directions?: readonly string[];
  links?: readonly string[];
};

/** Saves and records which fields differ; nothing new is no change and no fact. */
export async function saveChanges(
  ctx: Ctx & { unit: Unit },
  organisation: Organisation,
  { columns, directions, links }: Wanted,
): Promise<Organisation> {
  const differ: [string, unknown][] = Object.entries(columns).filter(
    ([field, value]) => organisation[field as keyof CardColumns] !== value,
  );
  const fields = differ.map(([field]) => field);
  const { id } = organisation;
  if (directions !== undefined && !same(directions, await readDirections(ctx, id))) {
    await saveDirections(ctx, id, directions);
    fields.push("directions");
  }
  if (links !== undefined && !same(links, await readLinks(ctx, id))) {
    await saveLinks(ctx, id, links);
    fields.push("links");
  }
  if (fields.length === 0) return organisation;
  const saved = await saveOrganisation(ctx, organisation, Object.fromEntries(differ));
  record(ctx, { subject: id, type: "organisation.changed", data: { fields } });
  return saved;
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** The card the person saw is still the card that is there. */
export function demandVersion(organisation: Organisation, seen: number | undefined): void {
  if (seen !== undefined && seen !== organisation.version) {
    throw conflict("organisations.changed-meanwhile");
  }
}

/** Also the people of a card that was merged into this one act for it. */
export async function demandOver(
  ctx: Ctx,
  action: "contact" | "keep" | "propose",
  organisation: Organisation,
): Promise<void> {
  if (await mayOver(ctx, action, organisation)) return;
  demand({ policy: organisationPolicy, actor: ctx.actor, action, row: organisation });
}

async function demandPlaces(
  ctx: Ctx,
  { territoryId, settlementId }: Pick<CardFields, "territoryId" | "settlementId">,
): Promise<void> {
  await demandMunicipality(ctx, territoryId);
  if (settlementId === null) return;
  const settlement = await findTerritory(ctx, settlementId);
  if (settlement?.kind === "settlement" && settlement.parentId === territoryId) return;
  throw invalid("organisations.unknown-settlement", {
    fields: { settlementId: "organisations.unknown-settlement" },
  });
}

/** A municipality of the region, or null for the whole of it. */
export async function demandMunicipality(ctx: Ctx, id: string | null): Promise<void> {
  if (id === null || (await findTerritory(ctx, id))?.kind === "municipality") return;
  throw invalid("organisations.unknown-territory", {
    fields: { territoryId: "organisations.unknown-territory" },
  });
}

/** No other card that stands for itself bears these numbers. */
export async function demandFreeNumbers(
  ctx: Ctx,
  numbers: { inn?: string | null; ogrn?: string | null },
  except: string,
): Promise<void> {
  for (const column of ["inn", "ogrn"] as const) {
    const number = numbers[column] ?? null;
    const other = number === null ? undefined : await findByNumber(ctx, column, number, except);
    if (other === undefined) continue;
    const reason = `organisations.${column}-taken`;
    throw conflict(reason, { values: { name: other.short_name }, fields: { [column]: reason } });
  }
}
