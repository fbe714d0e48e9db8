import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { isUuid } from "#base/db/ids.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { cached } from "#base/cache.ts";
import { openModel, type TrainedModel } from "../learn/model.ts";
import {
  listActivationCandidates,
  deleteOldFiles,
  insertModelVersion,
  deactivateVersion,
  selectModelVersions,
  lockModelVersion,
  loadModelFile,
  activateVersion,
  type NewModelVersion,
} from "./store.ts";
import { modelPolicy } from "../policy.ts";
import type { ModelKind, ModelVersion } from "./version.ts";

/** The models that a region's own decisions taught and that are in use; absent: the rules speak alone. */
export type RegionModels = { [K in ModelKind]?: TrainedModel };

/**
 * Keeps what a training made: taken into use at once, or refused (`worse`) with its figures and without
 * its file. Answers the version's id.
 */
export async function saveModel(ctx: Ctx, made: Omit<NewModelVersion, "id">): Promise<string> {
  authorize({ policy: modelPolicy, actor: ctx.actor, action: "manage" });
  const id = ctx.newId();
  const refused = made.guard.reason === "worse";
  await transact(ctx, async (tx) => {
    await insertModelVersion(tx, { ...made, id, file: refused ? null : made.file });
    startChain(tx, id);
    const { texts, before, after, reason } = made.guard;
    const data = { kind: made.kind, taught: made.texts, texts, before, after, reason };
    if (refused) return recordFact(tx, { subject: id, type: "triage.model-refused", data });
    await deactivateVersion(tx, made.kind);
    await activateVersion(tx, id);
    await deleteOldFiles(tx, made.kind);
    recordFact(tx, { subject: id, type: "triage.model-activated", data });
  });
  activeModels.invalidate(ctx);
  return id;
}

/** Takes a version into use whose file is still kept: one step back to what was better. */
export async function activateModel(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await transact(ctx, async (tx) => {
    const version = orNotFound(isUuid(id) ? await lockModelVersion(tx, id) : undefined);
    authorize({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    if (version.inUse) throw conflict("triage.in-use");
    if (!version.kept) throw conflict("triage.file-gone");
    await deactivateVersion(tx, version.kind);
    await activateVersion(tx, id);
    recordFact(tx, { subject: id, type: "triage.model-activated", data: { kind: version.kind } });
  });
  activeModels.invalidate(ctx);
}

/** Back to the catalogue's phrases and the rules alone. */
export async function deactivateModel(ctx: Ctx, { kind }: { kind: ModelKind }): Promise<void> {
  await transact(ctx, async (tx) => {
    authorize({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    const id = await deactivateVersion(tx, kind);
    if (id === undefined) throw conflict("triage.none-in-use");
    recordFact(tx, { subject: id, type: "triage.model-deactivated", data: { kind } });
  });
  activeModels.invalidate(ctx);
}

/** Every version of the region, newest first. */
export async function listModelVersions(ctx: Ctx): Promise<ModelVersion[]> {
  authorize({ policy: modelPolicy, actor: ctx.actor, action: "see" });
  return selectModelVersions(ctx);
}

/** Models opened by this process, by version: minutes later the same file is not read again. */
const openedModels = new WeakMap<object, Map<string, TrainedModel | "damaged">>();

/**
 * The models in use, opened; remembered for five minutes. A file that cannot be read stops nobody:
 * the version before it speaks, or the rules alone.
 */
export const activeModels = cached(300, async (ctx): Promise<RegionModels> => {
  const before = openedModels.get(ctx.app) ?? new Map<string, TrainedModel | "damaged">();
  const models: RegionModels = {};
  const kept: string[] = [];
  for (const { id, kind } of await listActivationCandidates(ctx)) {
    if (models[kind] !== undefined) continue;
    const key = `${ctx.region.id} ${id}`;
    const model = before.get(key) ?? (await openVersion(ctx, { id, kind }));
    before.set(key, model);
    kept.push(key);
    if (model !== "damaged") models[kind] = model;
  }
  for (const key of before.keys())
    if (key.startsWith(`${ctx.region.id} `) && !kept.includes(key)) before.delete(key);
  openedModels.set(ctx.app, before);
  return models;
});

async function openVersion(
  ctx: Ctx,
  { id, kind }: { id: string; kind: ModelKind },
): Promise<TrainedModel | "damaged"> {
  try {
    return openModel((await loadModelFile(ctx, id)) ?? new Uint8Array());
  } catch (error) {
    ctx.log.warn({ err: error, model: id, kind, region: ctx.region.id }, "model not readable");
    return "damaged";
  }
}
