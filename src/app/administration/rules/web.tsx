import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { RUSSIAN_YEARS } from "#base/time/calendar-russia.ru.ts";
import { toZoned } from "#base/time/calendar.ts";
import type { RulePack } from "#base/time/deadlines.ts";
import { listRulePacks, type StoredRulePack } from "#base/time/rules.ts";
import { CalendarPage } from "./calendar-page.tsx";
import { RuleEditPage } from "./edit-page.tsx";
import { RulesPage } from "./page.tsx";
import { authorizeAdministrator } from "../policy.ts";
import { parsePack, formatPack } from "./rule-json.ts";
import { previewRules } from "./preview.ts";
import { updateRules, findLastRun } from "./actions.ts";
import { administrationPage, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";

export const ruleRoutes: Route[] = [
  { method: "get", path: "/admin/rules", permission, handle: showRules },
  { method: "get", path: "/admin/calendar", permission, handle: showCalendar },
  { method: "get", path: "/admin/rules/new", permission, handle: (c) => showEdit(c, undefined) },
  { method: "post", path: "/admin/rules/new", permission, handle: (c) => postEdit(c, undefined) },
  {
    method: "get",
    path: "/admin/rules/:code",
    permission,
    handle: async (c) => showEdit(c, await findRulePack(c)),
  },
  {
    method: "post",
    path: "/admin/rules/:code",
    permission,
    handle: async (c) => postEdit(c, await findRulePack(c)),
  },
];

async function findRulePack(c: RequestContext): Promise<StoredRulePack> {
  authorizeAdministrator(c.ctx);
  return orNotFound((await listRulePacks(c.ctx)).find(({ code }) => code === c.param("code")));
}

async function showRules(c: RequestContext): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const [packs, run] = await Promise.all([
    listRulePacks(c.ctx),
    findLastRun(c.ctx, { asked: "deadlines.recompute-requested", done: "deadlines.recomputed" }),
  ]);
  return administrationPage(c, {
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

function rulePackForm(pack: StoredRulePack | undefined): FormState {
  if (pack === undefined) return filledForm({ pack: formatPack(template("region-rules")) });
  return filledForm({
    title: pack.title,
    pack: formatPack(pack.pack),
    seen: pack.updatedAt.toISOString(),
  });
}

function showEdit(c: RequestContext, stored: StoredRulePack | undefined): Response {
  authorizeAdministrator(c.ctx);
  return editPage(c, stored, { form: rulePackForm(stored) });
}

function editPage(
  c: RequestContext,
  stored: StoredRulePack | undefined,
  { form, status = 200, preview }: EditOptions,
): Response {
  const view = administrationView(c);
  const title = stored?.title ?? view.t.rules.newTitle;
  const path = stored === undefined ? "new" : stored.code;
  return administrationPage(c, {
    title,
    status,
    breadcrumbs: [{ label: view.t.rules.title, href: c.href("/admin/rules") }],
    body: (
      <RuleEditPage
        view={view}
        title={title}
        action={c.href(`/admin/rules/${path}`)}
        form={form}
        preview={preview}
      />
    ),
  });
}

const editInput = z.object({
  title: z.string("administration.title-missing").trim().max(200),
  pack: z.string().max(200_000),
  seen: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
  do: z.enum(["preview", "save"]).default("save"),
});

function postEdit(c: RequestContext, stored: StoredRulePack | undefined): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const { t } = administrationView(c);
  return submit(c, {
    schema: editInput,
    async onValid({ title, pack: text, seen, do: what }) {
      const pack = requireRulePack(text, stored, t.rules.troubles);
      if (what === "preview") {
        const form = filledForm({ title, pack: text, seen: seen?.toISOString() });
        return editPage(c, stored, { form, preview: await previewRules(c.ctx, pack) });
      }
      await requireFreeCode(c, pack, stored);
      await updateRules(c.ctx, { title, pack, expectedUpdatedAt: seen });
      return c.redirect("/admin/rules", t.rules.saved);
    },
    onInvalid: (form, status) => editPage(c, stored, { form, status }),
  });
}

type RuleIssueMessages = Parameters<typeof parsePack>[1];

/** Returns the pack of the text; throws a refusal of the field that names every error. */
function requireRulePack(
  text: string,
  stored: StoredRulePack | undefined,
  t: RuleIssueMessages,
): RulePack {
  const read = parsePack(text, t);
  if ("troubles" in read) throw invalidPack(read.troubles.join("; "));
  if (stored !== undefined && read.pack.code !== stored.code)
    throw invalidPack(t.otherCode(stored.code));
  return read.pack;
}

const invalidPack = (trouble: string) =>
  invalidField("pack", "administration.json-wrong", { trouble });

async function requireFreeCode(
  c: RequestContext,
  pack: RulePack,
  stored: StoredRulePack | undefined,
): Promise<void> {
  if (stored !== undefined) return;
  const taken = (await listRulePacks(c.ctx)).some(({ code }) => code === pack.code);
  if (!taken) return;
  const trouble = administrationView(c).t.rules.troubles.takenCode(pack.code);
  throw conflict("administration.json-wrong", {
    values: { trouble },
    fields: { pack: "administration.json-wrong" },
  });
}

const calendarQuery = z.object({ year: z.coerce.number().int().min(1990).max(2100).optional() });

function showCalendar(c: RequestContext): Response {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const { year = Number(toZoned(view.now, view.zone).date.slice(0, 4)) } = c.query(calendarQuery);
  return administrationPage(c, {
    title: view.t.calendar.title,
    breadcrumbs: [{ label: view.t.rules.title, href: c.href("/admin/rules") }],
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
