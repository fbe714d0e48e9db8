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

/** The region's trained models in use; a missing kind is decided by the rules alone. */
export type RegionModels = { [K in ModelKind]?: TrainedModel };

/**
 * Saves a trained version: activates it, or rejects it (`worse`) with its figures and without its
 * file. Returns the version's id.
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

/**
 * Activates a version whose file is still stored. Throws not-found for an unknown id and forbidden
 * without the right.
 */
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

/** Deactivates the model of a kind: back to the catalogue's phrases and the rules. */
export async function deactivateModel(ctx: Ctx, { kind }: { kind: ModelKind }): Promise<void> {
  await transact(ctx, async (tx) => {
    authorize({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    const id = await deactivateVersion(tx, kind);
    if (id === undefined) throw conflict("triage.none-in-use");
    recordFact(tx, { subject: id, type: "triage.model-deactivated", data: { kind } });
  });
  activeModels.invalidate(ctx);
}

/** Returns every version of the region, newest first. */
export async function listModelVersions(ctx: Ctx): Promise<ModelVersion[]> {
  authorize({ policy: modelPolicy, actor: ctx.actor, action: "see" });
  return selectModelVersions(ctx);
}

/** Models opened by this process, by version, so that a file is read once. */
const openedModels = new WeakMap<object, Map<string, TrainedModel | "damaged">>();

/**
 * Returns the opened models in use; cached for five minutes. An unreadable file falls back to the
 * version before it, or to the rules alone.
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
