import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { requireMunicipality, authorizeOnOrganisation } from "../actions.ts";
import { optionalText, requiredText } from "../card/fields.ts";
import { needs, prices } from "../catalogues/codes.ts";
import { lockCurrentOrganisation, loadCurrentOrganisation } from "../store.ts";
import { insertService, lockService, updateService, replaceServiceTerritories } from "./store.ts";

export const serviceInput = z.object({
  title: requiredText(200, "organisations.no-service-title"),
  need: z.enum(needs, "organisations.unknown-need"),
  forWhom: optionalText(500).default(""),
  how: requiredText(500, "organisations.no-service-how"),
  price: z.enum(prices, "organisations.unknown-price"),
  /** Municipalities; none is the whole region. */
  territories: z
    .array(z.uuid("organisations.unknown-territory"))
    .default([])
    .transform((ids) => [...new Set(ids)]),
});
export type ServiceInput = z.input<typeof serviceInput>;

const toServiceColumns = (ctx: Ctx, input: z.output<typeof serviceInput>) => ({
  title: input.title,
  need: input.need,
  for_whom: input.forWhom,
  how: input.how,
  price: input.price,
  active: true,
  checked_on: ctx.today(),
});

/** Adds a service to residents. */
export async function addService(
  ctx: Ctx,
  organisationId: string,
  rawInput: ServiceInput,
): Promise<string> {
  const input = serviceInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, organisationId);
    await authorizeOnOrganisation(tx, "keep", organisation);
    await requireMunicipalities(tx, input.territories);
    const id = tx.newId();
    await insertService(tx, {
      id,
      organisation_id: organisationId,
      ...toServiceColumns(tx, input),
    });
    await replaceServiceTerritories(tx, id, input.territories);
    recordFact(tx, {
      subject: organisationId,
      type: "service.offered",
      data: { service: id, need: input.need },
    });
    return id;
  });
}

/** Replaces a service; its day of check becomes today. */
export async function changeService(ctx: Ctx, id: string, rawInput: ServiceInput): Promise<void> {
  const input = serviceInput.parse(rawInput);
  await transact(ctx, async (tx) => {
    const service = await loadManagedService(tx, id);
    await requireMunicipalities(tx, input.territories);
    await updateService(tx, id, toServiceColumns(tx, input));
    await replaceServiceTerritories(tx, id, input.territories);
    recordFact(tx, {
      subject: service.organisation_id,
      type: "service.changed",
      data: { service: id, need: input.need },
    });
  });
}

/** Sets whether a service is offered; its day of check becomes today. */
export async function setServiceActive(ctx: Ctx, id: string, active: boolean): Promise<void> {
  await transact(ctx, async (tx) => {
    const service = await loadManagedService(tx, id);
    await updateService(tx, id, { active, checked_on: tx.today() });
    recordFact(tx, {
      subject: service.organisation_id,
      type: active ? "service.resumed" : "service.stopped",
      data: { service: id },
    });
  });
}

/** Loads a service for somebody who may change the current card of its organisation. */
async function loadManagedService(ctx: Ctx, id: string) {
  const service = await lockService(ctx, id);
  await authorizeOnOrganisation(
    ctx,
    "keep",
    await loadCurrentOrganisation(ctx, service.organisation_id),
  );
  return service;
}

async function requireMunicipalities(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await requireMunicipality(ctx, id);
}
