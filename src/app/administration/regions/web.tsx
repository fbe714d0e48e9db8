import { z } from "zod";
import { transact, type Ctx, type Region } from "#base/context.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { record } from "#base/journal.ts";
import { RegionPage } from "./page.tsx";
import { houseSubject, type HouseParts } from "../deps.ts";
import { demandAdministrator } from "../policy.ts";
import { askRecompute } from "../rules/actions.ts";
import { adminPage, viewOf } from "../view.tsx";

const asks = "house.house.administer";

export function regionRoutes(parts: HouseParts): Route[] {
  return [
    {
      method: "get",
      path: "/admin/regions",
      asks,
      handle(x) {
        demandAdministrator(x.ctx);
        return regionPage(x, parts, { form: formOf(x.ctx.region) });
      },
    },
    { method: "post", path: "/admin/regions", asks, handle: (x) => postRegion(x, parts) },
  ];
}

function formOf({ name, timeZone, settings }: Region): FormState {
  return filledForm({
    nameRu: name.ru,
    nameEn: name.en,
    timeZone,
    telephone: settings.telephone,
    leaseMinutes: settings.leaseMinutes?.toString(),
    chronicMonths: settings.chronicMonths?.toString(),
    joinDuplicates: settings.joinDuplicates === true ? "yes" : undefined,
  });
}

async function regionPage(
  x: Exchange,
  parts: HouseParts,
  { form, status = 200 }: { form: FormState; status?: number },
): Promise<Response> {
  const view = viewOf(x);
  const regions = await parts.regions();
  return adminPage(x, {
    title: view.t.regions.title,
    status,
    body: <RegionPage view={view} form={form} regions={regions} zones={zones} />,
  });
}

const zones = Intl.supportedValuesOf("timeZone");

function isZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const name = z.string("house.name-missing").trim().min(2, "house.name-missing").max(120);

export const regionInput = z.object({
  nameRu: name,
  nameEn: name,
  timeZone: z.string("house.zone-wrong").trim().refine(isZone, "house.zone-wrong"),
  telephone: z.string().trim().max(120).optional(),
  leaseMinutes: z.coerce
    .number("house.lease-wrong")
    .int("house.lease-wrong")
    .min(1, "house.lease-wrong")
    .max(240, "house.lease-wrong")
    .optional(),
  chronicMonths: z.coerce
    .number("house.chronic-wrong")
    .int("house.chronic-wrong")
    .min(1, "house.chronic-wrong")
    .max(60, "house.chronic-wrong")
    .optional(),
  joinDuplicates: z.literal("yes").optional(),
});

/** Renames and re-sets the region; another time zone moves every deadline, so they are computed anew. */
export async function changeRegion(
  ctx: Ctx,
  parts: Pick<HouseParts, "keepRegion">,
  input: z.output<typeof regionInput>,
): Promise<void> {
  demandAdministrator(ctx);
  const settings = { ...ctx.region.settings };
  // What was left empty is no longer set.
  delete settings.telephone;
  delete settings.leaseMinutes;
  delete settings.chronicMonths;
  delete settings.joinDuplicates;
  const { telephone, leaseMinutes, chronicMonths, joinDuplicates } = input;
  await parts.keepRegion({
    ...ctx.region,
    name: { ru: input.nameRu, en: input.nameEn },
    timeZone: input.timeZone,
    settings: {
      ...settings,
      ...(telephone !== undefined && { telephone }),
      ...(leaseMinutes !== undefined && { leaseMinutes }),
      ...(chronicMonths !== undefined && { chronicMonths }),
      ...(joinDuplicates !== undefined && { joinDuplicates: true }),
    },
  });
  const zoneMoved = input.timeZone !== ctx.region.timeZone;
  await transact(ctx, async (tx) => {
    record(tx, { subject: houseSubject, type: "region.changed", data: { zoneMoved } });
    if (zoneMoved) askRecompute(tx);
  });
}

function postRegion(x: Exchange, parts: HouseParts): Promise<Response> {
  demandAdministrator(x.ctx);
  return submit(x, {
    schema: regionInput,
    async act(input) {
      await changeRegion(x.ctx, parts, input);
      return x.go("/admin/regions", viewOf(x).t.regions.saved);
    },
    again: (form, status) => regionPage(x, parts, { form, status }),
  });
}
