import { actionRoute } from "#base/http/action-route.ts";
import { signalSettings } from "../settings.ts";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse } from "#base/http/exports.ts";
import { enqueue, findJobStatus } from "#base/jobs.ts";
import { authorize, may } from "#base/policy.ts";
import { deactivateModel, modelKinds, modelPolicy, activateModel } from "#modules/triage/index.ts";
import { TrainingPage } from "./page.tsx";
import { listConfusedPairs } from "./metrics.ts";
import { countDecisions } from "./store.ts";
import { loadTrainingData, statisticsStart, trainingMessages } from "./view.ts";
import { trainTriageJob } from "./actions.ts";

const seePermission = "triage.model.see";
const managePermission = "triage.model.manage";
const pagePath = "/admin/triage";

function authorizeSee({ ctx }: RequestContext): void {
  authorize({ policy: modelPolicy, actor: ctx.actor, action: "see" });
}

async function showTrainingPage(
  c: RequestContext,
  { refusal, status = 200 }: { refusal?: string | undefined; status?: number } = {},
): Promise<Response> {
  authorizeSee(c);
  const t = trainingMessages[c.lang];
  const { region, actor, now } = c.ctx;
  const acts = may(modelPolicy, actor, "manage");
  const view = {
    ...(await loadTrainingData(c)),
    t,
    lang: c.lang,
    zone: region.timeZone,
    now: now(),
    isAutoJoinOn: signalSettings.of(region).joinDuplicates,
    canManage: acts,
    href: c.href,
  };
  return c.page({
    title: t.title,
    status,
    section: "admin",
    // Only administrators have a page above this one.
    breadcrumbs: acts ? [{ label: t.admin, href: c.href("/admin") }] : [],
    exports: { json: c.href(`${pagePath}.json`), csv: c.href(`${pagePath}/confusion.csv`) },
    body: <TrainingPage view={view} refusal={refusal} />,
  });
}

/** Returns the same figures as JSON; a version's whole card among them. */
async function showTrainingJson(c: RequestContext): Promise<Response> {
  authorizeSee(c);
  return c.json(await loadTrainingData(c));
}

async function exportConfusion(c: RequestContext): Promise<Response> {
  authorizeSee(c);
  const { csv } = trainingMessages[c.lang];
  const { pairs } = await countDecisions(c.ctx, statisticsStart(c.ctx));
  const rows = listConfusedPairs(pairs).map((one) => [one.suggested, one.decided, one.texts]);
  const portions = async function* () {
    yield rows;
  };
  return csvResponse("confusion", [csv.suggested, csv.decided, csv.texts], portions(), {
    zone: c.ctx.region.timeZone,
  });
}

/** Asks for teaching, unless it waits or runs already; answers whether it was asked now. */
function requestTraining(ctx: Ctx): Promise<boolean> {
  return transact(ctx, async (tx) => {
    authorize({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    const lately = await findJobStatus(tx, trainTriageJob);
    if (lately?.state === "waiting" || lately?.state === "running") return false;
    enqueue(tx, trainTriageJob, {});
    return true;
  });
}

/** Builds the post of a button: the result is shown once, a refusal above the page. */
function buttonRoute<T>(
  name: string,
  schema: z.ZodType<T>,
  act: (c: RequestContext, input: T) => Promise<string>,
): Route {
  return actionRoute({
    path: `${pagePath}/${name}`,
    permission: managePermission,
    schema: schema,
    load: (c) => authorize({ policy: modelPolicy, actor: c.ctx.actor, action: "manage" }),
    act: async (c, input) => ({ path: pagePath, flash: await act(c, input) }),
    onInvalid: (c, form, status) =>
      showTrainingPage(c, { status, refusal: refusalOnly(form).refusal }),
  });
}

export const trainingRoutes: Route[] = [
  { method: "get", path: pagePath, permission: seePermission, handle: (c) => showTrainingPage(c) },
  {
    method: "get",
    path: `${pagePath}.json`,
    permission: seePermission,
    api: {
      summary: "How well the triage suggests: shares, calibration, confusion and model versions",
      response: z.looseObject({
        since: z.iso.datetime(),
        shares: z.array(z.looseObject({})),
        calibration: z.array(z.looseObject({})),
        versions: z.array(z.looseObject({})),
      }),
    },
    handle: showTrainingJson,
  },
  {
    method: "get",
    path: `${pagePath}/confusion.csv`,
    permission: seePermission,
    handle: exportConfusion,
  },
  buttonRoute("take", z.object({ version: z.uuid() }), async (c, { version }) => {
    await activateModel(c.ctx, { id: version });
    return trainingMessages[c.lang].flash.taken;
  }),
  buttonRoute("leave", z.object({ kind: z.enum(modelKinds) }), async (c, { kind }) => {
    await deactivateModel(c.ctx, { kind });
    return trainingMessages[c.lang].flash.left;
  }),
  buttonRoute("teach", z.object({}), async (c) => {
    const { flash } = trainingMessages[c.lang];
    return (await requestTraining(c.ctx)) ? flash.asked : flash.already;
  }),
];
