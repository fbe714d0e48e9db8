import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { forgetOrganisations } from "./book.ts";
import { innTrouble, ogrnTrouble, organisationKinds } from "./organisation.ts";
import { organisationPolicy } from "./policy.ts";
import {
  findByNumber,
  insertOrganisation,
  loadForChange,
  saveOrganisation,
  type Organisation,
} from "./store.ts";

const digits = (troubleOf: (text: string) => string | undefined) =>
  z
    .string()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .superRefine((text, check) => {
      const trouble = text === "" ? undefined : troubleOf(text);
      if (trouble !== undefined) check.addIssue({ code: "custom", message: trouble });
    })
    .transform((text) => (text === "" ? null : text))
    .nullish()
    .transform((text) => text ?? null);

const orNull = (text: string | undefined | null) =>
  text === undefined || text === "" ? null : text;

const site = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (text === "" || /^[a-z]+:/i.test(text) ? text : `https://${text}`))
  .refine((text) => text === "" || isWebAddress(text), "organisations.bad-site");

/** Only an address of the web becomes a link: `javascript:` and the like never do. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes(".");
}

const contactFields = {
  email: z
    .union([z.literal(""), z.email("organisations.bad-email")])
    .nullish()
    .transform(orNull),
  phone: z
    .string()
    .trim()
    .max(100)
    .refine((text) => text === "" || text.replace(/\D/g, "").length >= 3, "organisations.bad-phone")
    .nullish()
    .transform(orNull),
  site: site.nullish().transform(orNull),
  address: z.string().trim().max(300).nullish().transform(orNull),
};

export const registerInput = z.object({
  kind: z.enum(organisationKinds, "organisations.unknown-kind"),
  name: z.string("organisations.no-name").trim().min(1, "organisations.no-name").max(500),
  shortName: z
    .string("organisations.no-short-name")
    .trim()
    .min(1, "organisations.no-short-name")
    .max(160),
  inn: digits(innTrouble),
  ogrn: digits(ogrnTrouble),
  territoryId: z.uuid("organisations.unknown-territory").nullish().transform(orNull),
  ...contactFields,
});
export type RegisterInput = z.input<typeof registerInput>;

/** A new card of the registry; one with the same number is a conflict that names it. */
export async function registerOrganisation(ctx: Ctx, given: RegisterInput): Promise<Organisation> {
  const input = registerInput.parse(given);
  demand({ policy: organisationPolicy, actor: ctx.actor, action: "change" });
  return changeRegistry(ctx, async (tx) => {
    const id = tx.newId();
    await demandMunicipality(tx, input.territoryId);
    await demandFreeNumbers(tx, input, id);
    const saved = await insertOrganisation(tx, { id, ...rowOf(input), created_at: tx.now() });
    if (saved === undefined) throw conflict("organisations.number-taken");
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
    await demandMunicipality(tx, input.territoryId);
    await demandFreeNumbers(tx, input, id);
    return saveChanges(tx, organisation, rowOf(input));
  });
}

export const contactsInput = z.object({
  ...contactFields,
  version: z.coerce.number().int().optional(),
});
export type ContactsInput = z.input<typeof contactsInput>;

/** Address, telephone, site and e-mail, which the organisation's own people keep true. */
export async function changeContacts(
  ctx: Ctx,
  id: string,
  given: ContactsInput,
): Promise<Organisation> {
  const { version, ...contacts } = contactsInput.parse(given);
  return changeRegistry(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    demand({ policy: organisationPolicy, actor: tx.actor, action: "contact", row: organisation });
    demandVersion(organisation, version);
    return saveChanges(tx, organisation, contacts);
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

/** One transaction; what this process remembers of the registry is read anew after it. */
async function changeRegistry<T>(
  ctx: Ctx,
  work: (ctx: Ctx & { unit: Unit }) => Promise<T>,
): Promise<T> {
  const result = await transact(ctx, work);
  forgetOrganisations(ctx);
  return result;
}

type Columns = Omit<Organisation, "region_id" | "id" | "active" | "created_at" | "version">;

function rowOf(input: z.output<typeof registerInput>): Columns {
  const { shortName, territoryId, ...same } = input;
  return { ...same, short_name: shortName, territory_id: territoryId };
}

/** Saves and records which fields differ; nothing new is no change and no fact. */
async function saveChanges(
  ctx: Ctx & { unit: Unit },
  organisation: Organisation,
  wanted: Partial<Columns>,
): Promise<Organisation> {
  const differ = Object.entries(wanted).filter(
    ([field, value]) => organisation[field as keyof Columns] !== value,
  );
  if (differ.length === 0) return organisation;
  const saved = await saveOrganisation(ctx, organisation, Object.fromEntries(differ));
  record(ctx, {
    subject: organisation.id,
    type: "organisation.changed",
    data: { fields: differ.map(([field]) => field) },
  });
  return saved;
}

function demandVersion(organisation: Organisation, seen: number | undefined): void {
  if (seen !== undefined && seen !== organisation.version) {
    throw conflict("organisations.changed-meanwhile");
  }
}

/** A municipality of the region, or null for the whole of it. */
export async function demandMunicipality(ctx: Ctx, id: string | null): Promise<void> {
  if (id === null || (await findTerritory(ctx, id))?.kind === "municipality") return;
  throw invalid("organisations.unknown-territory", {
    fields: { territoryId: "organisations.unknown-territory" },
  });
}

async function demandFreeNumbers(
  ctx: Ctx,
  numbers: { inn: string | null; ogrn: string | null },
  except: string,
): Promise<void> {
  for (const column of ["inn", "ogrn"] as const) {
    const number = numbers[column];
    const other = number === null ? undefined : await findByNumber(ctx, column, number, except);
    if (other === undefined) continue;
    const reason = `organisations.${column}-taken`;
    throw conflict(reason, { values: { name: other.short_name }, fields: { [column]: reason } });
  }
}
