import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse } from "#base/http/exports.ts";
import { enqueue, jobLately } from "#base/jobs.ts";
import { demand, may } from "#base/policy.ts";
import { leaveModels, modelKinds, modelPolicy, takeModel } from "#modules/triage/index.ts";
import { TeachingPage } from "./page.tsx";
import { confusedPairs } from "./metrics.ts";
import { countDecisions } from "./store.ts";
import { loadTeaching, sinceOf, teachingWords } from "./view.ts";
import { teachWork } from "./actions.ts";

const see = "triage.model.see";
const manage = "triage.model.manage";
const page = "/admin/triage";

function demandToSee({ ctx }: Exchange): void {
  demand({ policy: modelPolicy, actor: ctx.actor, action: "see" });
}

async function showTeaching(
  x: Exchange,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  demandToSee(x);
  const t = teachingWords[x.lang];
  const { region, actor, now } = x.ctx;
  const acts = may(modelPolicy, actor, "manage");
  const view = {
    ...(await loadTeaching(x)),
    t,
    lang: x.lang,
    zone: region.timeZone,
    now: now(),
    joins: region.settings.joinDuplicates === true,
    acts,
    href: x.href,
  };
  return x.page({
    title: t.title,
    status,
    section: "admin",
    // Only administrators have a page above this one.
    crumbs: acts ? [{ label: t.admin, href: x.href("/admin") }] : [],
    twins: { json: x.href(`${page}.json`), csv: x.href(`${page}/confusion.csv`) },
    body: <TeachingPage view={view} refusal={refusal} />,
  });
}

/** The same figures for a program; a version's whole card among them. */
async function showData(x: Exchange): Promise<Response> {
  demandToSee(x);
  return x.json(await loadTeaching(x));
}

async function showConfusion(x: Exchange): Promise<Response> {
  demandToSee(x);
  const { csv } = teachingWords[x.lang];
  const { pairs } = await countDecisions(x.ctx, sinceOf(x.ctx));
  const rows = confusedPairs(pairs).map((one) => [one.suggested, one.decided, one.texts]);
  const portions = async function* () {
    yield rows;
  };
  return csvResponse("confusion", [csv.suggested, csv.decided, csv.texts], portions());
}

/** Asks for teaching, unless it waits or runs already; answers whether it was asked now. */
function askToTeach(ctx: Ctx): Promise<boolean> {
  return transact(ctx, async (tx) => {
    demand({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    const lately = await jobLately(tx, teachWork);
    if (lately?.state === "waiting" || lately?.state === "running") return false;
    enqueue(tx, teachWork, {});
    return true;
  });
}

/** A button of the page: what it did is said once, what was refused stands over the page. */
function buttonRoute<T>(
  name: string,
  schema: z.ZodType<T>,
  act: (x: Exchange, input: T) => Promise<string>,
): Route {
  return {
    method: "post",
    path: `${page}/${name}`,
    asks: manage,
    handle(x) {
      demand({ policy: modelPolicy, actor: x.ctx.actor, action: "manage" });
      return submit(x, {
        schema,
        act: async (input) => x.go(page, await act(x, input)),
        again: (form, status) =>
          showTeaching(x, { status, refusal: form.refusal ?? Object.values(form.errors)[0] }),
      });
    },
  };
}

export const teachingRoutes: Route[] = [
  { method: "get", path: page, asks: see, handle: (x) => showTeaching(x) },
  { method: "get", path: `${page}.json`, asks: see, handle: showData },
  { method: "get", path: `${page}/confusion.csv`, asks: see, handle: showConfusion },
  buttonRoute("take", z.object({ version: z.uuid() }), async (x, { version }) => {
    await takeModel(x.ctx, { id: version });
    return teachingWords[x.lang].flash.taken;
  }),
  buttonRoute("leave", z.object({ kind: z.enum(modelKinds) }), async (x, { kind }) => {
    await leaveModels(x.ctx, { kind });
    return teachingWords[x.lang].flash.left;
  }),
  buttonRoute("teach", z.object({}), async (x) => {
    const { flash } = teachingWords[x.lang];
    return (await askToTeach(x.ctx)) ? flash.asked : flash.already;
  }),
];
