import { actionRoute } from "#base/http/action-route.ts";
import { problemSettings } from "#modules/problems/index.ts";
import { signalSettings } from "#modules/signals/index.ts";
import { z } from "zod";
import { transact, type Ctx, type Region } from "#base/context.ts";
import { filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { recordFact } from "#base/journal.ts";
import { RegionPage } from "./page.tsx";
import { administrationSubject, type AdministrationDeps } from "../deps.ts";
import { authorizeAdministrator } from "../policy.ts";
import { requestRecompute } from "../rules/actions.ts";
import { administrationPage, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";

/** Returns the routes of a region's settings: its page and the change of it. */
export function regionRoutes(deps: AdministrationDeps): Route[] {
  return [
    {
      method: "get",
      path: "/admin/regions",
      permission,
      handle(c) {
        authorizeAdministrator(c.ctx);
        return regionPage(c, deps, { form: regionForm(c.ctx.region) });
      },
    },
    actionRoute({
      path: "/admin/regions",
      permission,
      schema: regionInput,
      load: (c) => authorizeAdministrator(c.ctx),
      async act(c, input) {
        await updateRegion(c.ctx, deps, input);
        return { path: "/admin/regions", flash: administrationView(c).t.regions.saved };
      },
      onInvalid: (c, form, status) => regionPage(c, deps, { form, status }),
    }),
  ];
}

function regionForm(region: Region): FormState {
  const { name, timeZone, settings } = region;
  const signals = signalSettings.given(region);
  return filledForm({
    nameRu: name.ru,
    nameEn: name.en,
    timeZone,
    telephone: settings.telephone,
    leaseMinutes: signals.leaseMinutes?.toString(),
    chronicMonths: problemSettings.given(region).chronicMonths?.toString(),
    joinDuplicates: signals.joinDuplicates === true ? "yes" : undefined,
  });
}

async function regionPage(
  c: RequestContext,
  parts: AdministrationDeps,
  { form, status = 200 }: { form: FormState; status?: number },
): Promise<Response> {
  const view = administrationView(c);
  const regions = await parts.regions();
  return administrationPage(c, {
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

const name = z
  .string("administration.name-missing")
  .trim()
  .min(2, "administration.name-missing")
  .max(120);

export const regionInput = z.object({
  nameRu: name,
  nameEn: name,
  timeZone: z
    .string("administration.zone-wrong")
    .trim()
    .refine(isZone, "administration.zone-wrong"),
  telephone: z.string().trim().max(120).optional(),
  leaseMinutes: z.coerce
    .number("administration.lease-wrong")
    .int("administration.lease-wrong")
    .min(1, "administration.lease-wrong")
    .max(240, "administration.lease-wrong")
    .optional(),
  chronicMonths: z.coerce
    .number("administration.chronic-wrong")
    .int("administration.chronic-wrong")
    .min(1, "administration.chronic-wrong")
    .max(60, "administration.chronic-wrong")
    .optional(),
  joinDuplicates: z.literal("yes").optional(),
});

/** Renames and re-sets the region; another time zone moves every deadline, so they are computed anew. */
export async function updateRegion(
  ctx: Ctx,
  deps: Pick<AdministrationDeps, "saveRegion">,
  input: z.output<typeof regionInput>,
): Promise<void> {
  authorizeAdministrator(ctx);
  const settings = { ...ctx.region.settings };
  // What was left empty is no longer set.
  delete settings.telephone;
  delete settings.leaseMinutes;
  delete settings.chronicMonths;
  delete settings.joinDuplicates;
  const { telephone, leaseMinutes, chronicMonths, joinDuplicates } = input;
  await deps.saveRegion({
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
    recordFact(tx, { subject: administrationSubject, type: "region.changed", data: { zoneMoved } });
    if (zoneMoved) requestRecompute(tx);
  });
}
