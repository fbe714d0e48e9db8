import { z } from "zod";
import { toZoned } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { demandMunicipality, demandOver } from "../actions.ts";
import { line, needed } from "../card/fields.ts";
import { needs, prices } from "../catalogues/codes.ts";
import { loadForChange, loadStanding } from "../store.ts";
import { insertService, loadService, saveService, saveServicePlaces } from "./store.ts";

export const serviceInput = z.object({
  title: needed(200, "organisations.no-service-title"),
  need: z.enum(needs, "organisations.unknown-need"),
  forWhom: line(500).default(""),
  how: needed(500, "organisations.no-service-how"),
  price: z.enum(prices, "organisations.unknown-price"),
  /** Municipalities; none is the whole region. */
  territories: z
    .array(z.uuid("organisations.unknown-territory"))
    .default([])
    .transform((ids) => [...new Set(ids)]),
});
export type ServiceInput = z.input<typeof serviceInput>;

const today = (ctx: Ctx) => toZoned(ctx.now(), ctx.region.timeZone).date;

const columnsOf = (ctx: Ctx, input: z.output<typeof serviceInput>) => ({
  title: input.title,
  need: input.need,
  for_whom: input.forWhom,
  how: input.how,
  price: input.price,
  active: true,
  checked_on: today(ctx),
});

/** The organisation offers residents one more kind of help. */
export async function offerService(
  ctx: Ctx,
  organisationId: string,
  given: ServiceInput,
): Promise<string> {
  const input = serviceInput.parse(given);
  return transact(ctx, async (tx) => {
    const organisation = await loadForChange(tx, organisationId);
    await demandOver(tx, "keep", organisation);
    await demandMunicipalities(tx, input.territories);
    const id = tx.newId();
    await insertService(tx, { id, organisation_id: organisationId, ...columnsOf(tx, input) });
    await saveServicePlaces(tx, id, input.territories);
    record(tx, {
      subject: organisationId,
      type: "service.offered",
      data: { service: id, need: input.need },
    });
    return id;
  });
}

/** Writes the service anew; whoever writes it says that it is so today. */
export async function changeService(ctx: Ctx, id: string, given: ServiceInput): Promise<void> {
  const input = serviceInput.parse(given);
  await transact(ctx, async (tx) => {
    const service = await loadForOwner(tx, id);
    await demandMunicipalities(tx, input.territories);
    await saveService(tx, id, columnsOf(tx, input));
    await saveServicePlaces(tx, id, input.territories);
    record(tx, {
      subject: service.organisation_id,
      type: "service.changed",
      data: { service: id, need: input.need },
    });
  });
}

/** No longer offered, or offered again; the day of the check is today. */
export async function setServiceActive(ctx: Ctx, id: string, active: boolean): Promise<void> {
  await transact(ctx, async (tx) => {
    const service = await loadForOwner(tx, id);
    await saveService(tx, id, { active, checked_on: today(tx) });
    record(tx, {
      subject: service.organisation_id,
      type: active ? "service.resumed" : "service.stopped",
      data: { service: id },
    });
  });
}

/** The service, asked for by somebody who keeps the card that stands for its organisation. */
async function loadForOwner(ctx: Ctx, id: string) {
  const service = await loadService(ctx, id);
  await demandOver(ctx, "keep", await loadStanding(ctx, service.organisation_id));
  return service;
}

async function demandMunicipalities(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await demandMunicipality(ctx, id);
}
