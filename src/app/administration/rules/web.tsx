import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { RUSSIAN_YEARS } from "#base/time/calendar-russia.ru.ts";
import { toZoned } from "#base/time/calendar.ts";
import type { RulePack } from "#base/time/deadlines.ts";
import { listRulePacks, type KeptRulePack } from "#base/time/rules.ts";
import { CalendarPage } from "./calendar-page.tsx";
import { RuleEditPage } from "./edit-page.tsx";
import { RulesPage } from "./page.tsx";
import { demandAdministrator } from "../policy.ts";
import { readPack, writePack } from "./rule-json.ts";
import { previewRules } from "./preview.ts";
import { changeRules, lastRun } from "./actions.ts";
import { adminPage, viewOf } from "../view.tsx";

const asks = "house.house.administer";

export const ruleRoutes: Route[] = [
  { method: "get", path: "/admin/rules", asks, handle: showRules },
  { method: "get", path: "/admin/calendar", asks, handle: showCalendar },
  { method: "get", path: "/admin/rules/new", asks, handle: (x) => showEdit(x, undefined) },
  { method: "post", path: "/admin/rules/new", asks, handle: (x) => postEdit(x, undefined) },
  {
    method: "get",
    path: "/admin/rules/:code",
    asks,
    handle: async (x) => showEdit(x, await packOf(x)),
  },
  {
    method: "post",
    path: "/admin/rules/:code",
    asks,
    handle: async (x) => postEdit(x, await packOf(x)),
  },
];

async function packOf(x: Exchange): Promise<KeptRulePack> {
  demandAdministrator(x.ctx);
  return found((await listRulePacks(x.ctx)).find(({ code }) => code === x.param("code")));
}

async function showRules(x: Exchange): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const [packs, run] = await Promise.all([
    listRulePacks(x.ctx),
    lastRun(x.ctx, { asked: "clocks.recompute-asked", done: "clocks.recomputed" }),
  ]);
  return adminPage(x, {
    title: view.t.rules.title,
    body: <RulesPage view={view} packs={packs} run={run} />,
  });
}

type EditOptions = {
  form: FormState;
  status?: number;
  preview?: Awaited<ReturnType<typeof previewRules>>;
};

const template = (code: string): RulePack => ({ code, rules: [] });

function formOf(pack: KeptRulePack | undefined): FormState {
  if (pack === undefined) return filledForm({ pack: writePack(template("region-rules")) });
  return filledForm({
    title: pack.title,
    pack: writePack(pack.pack),
    seen: pack.updatedAt.toISOString(),
  });
}

function showEdit(x: Exchange, kept: KeptRulePack | undefined): Response {
  demandAdministrator(x.ctx);
  return editPage(x, kept, { form: formOf(kept) });
}

function editPage(
  x: Exchange,
  kept: KeptRulePack | undefined,
  { form, status = 200, preview }: EditOptions,
): Response {
  const view = viewOf(x);
  const title = kept?.title ?? view.t.rules.newTitle;
  const path = kept === undefined ? "new" : kept.code;
  return adminPage(x, {
    title,
    status,
    crumbs: [{ label: view.t.rules.title, href: x.href("/admin/rules") }],
    body: (
      <RuleEditPage
        view={view}
        title={title}
        action={x.href(`/admin/rules/${path}`)}
        form={form}
        preview={preview}
      />
    ),
  });
}

const editInput = z.object({
  title: z.string("house.title-missing").trim().max(200),
  pack: z.string().max(200_000),
  seen: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
  do: z.enum(["preview", "save"]).default("save"),
});

function postEdit(x: Exchange, kept: KeptRulePack | undefined): Promise<Response> {
  demandAdministrator(x.ctx);
  const { t } = viewOf(x);
  return submit(x, {
    schema: editInput,
    async act({ title, pack: text, seen, do: what }) {
      const pack = demandPack(text, kept, t.rules.troubles);
      if (what === "preview") {
        const form = filledForm({ title, pack: text, seen: seen?.toISOString() });
        return editPage(x, kept, { form, preview: await previewRules(x.ctx, pack) });
      }
      await demandFreeCode(x, pack, kept);
      await changeRules(x.ctx, { title, pack, seen });
      return x.go("/admin/rules", t.rules.saved);
    },
    again: (form, status) => editPage(x, kept, { form, status }),
  });
}

type Troubles = Parameters<typeof readPack>[1];

/** The pack that the text says, or a refusal that stands at the field and names every trouble. */
function demandPack(text: string, kept: KeptRulePack | undefined, t: Troubles): RulePack {
  const read = readPack(text, t);
  if ("troubles" in read) throw packRefused(read.troubles.join("; "));
  if (kept !== undefined && read.pack.code !== kept.code) throw packRefused(t.otherCode(kept.code));
  return read.pack;
}

const packRefused = (trouble: string) =>
  invalid("house.json-wrong", { values: { trouble }, fields: { pack: "house.json-wrong" } });

async function demandFreeCode(
  x: Exchange,
  pack: RulePack,
  kept: KeptRulePack | undefined,
): Promise<void> {
  if (kept !== undefined) return;
  const taken = (await listRulePacks(x.ctx)).some(({ code }) => code === pack.code);
  if (!taken) return;
  const trouble = viewOf(x).t.rules.troubles.takenCode(pack.code);
  throw conflict("house.json-wrong", {
    values: { trouble },
    fields: { pack: "house.json-wrong" },
  });
}

const calendarQuery = z.object({ year: z.coerce.number().int().min(1990).max(2100).optional() });

function showCalendar(x: Exchange): Response {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const { year = Number(toZoned(view.now, view.zone).date.slice(0, 4)) } = x.query(calendarQuery);
  return adminPage(x, {
    title: view.t.calendar.title,
    crumbs: [{ label: view.t.rules.title, href: x.href("/admin/rules") }],
    body: (
      <CalendarPage
        view={view}
        year={year}
        years={RUSSIAN_YEARS.map((one) => one.year)}
        data={RUSSIAN_YEARS.find((one) => one.year === year)}
      />
    ),
  });
}
