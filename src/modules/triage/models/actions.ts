import { transact, type Ctx } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { isUuid } from "#base/db/ids.ts";
import { demand } from "#base/policy.ts";
import { conflict, found } from "#base/refusal.ts";
import { remember } from "#base/cache.ts";
import { openModel, type LearnedModel } from "../learn/model.ts";
import {
  candidatesForUse,
  dropOldFiles,
  insertVersion,
  leaveVersion,
  listVersions,
  loadVersion,
  readFile,
  takeVersion,
  type NewVersion,
} from "./store.ts";
import { modelPolicy } from "../policy.ts";
import type { ModelKind, ModelVersion } from "./version.ts";

/** The models that a region's own decisions taught and that are in use; absent: the rules speak alone. */
export type TriageModels = { [K in ModelKind]?: LearnedModel };

/**
 * Keeps what a training made: taken into use at once, or refused (`worse`) with its figures and without
 * its file. Answers the version's id.
 */
export async function keepModel(ctx: Ctx, made: Omit<NewVersion, "id">): Promise<string> {
  demand({ policy: modelPolicy, actor: ctx.actor, action: "manage" });
  const id = ctx.newId();
  const refused = made.guard.reason === "worse";
  await transact(ctx, async (tx) => {
    await insertVersion(tx, { ...made, id, file: refused ? null : made.file });
    bornNow(tx, id);
    const { texts, before, after, reason } = made.guard;
    const data = { kind: made.kind, taught: made.texts, texts, before, after, reason };
    if (refused) return record(tx, { subject: id, type: "triage.model-refused", data });
    await leaveVersion(tx, made.kind);
    await takeVersion(tx, id);
    await dropOldFiles(tx, made.kind);
    record(tx, { subject: id, type: "triage.model-taken", data });
  });
  modelsOf.forget(ctx);
  return id;
}

/** Takes a version into use whose file is still kept: one step back to what was better. */
export async function takeModel(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await transact(ctx, async (tx) => {
    const version = found(isUuid(id) ? await loadVersion(tx, id) : undefined);
    demand({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    if (version.inUse) throw conflict("triage.in-use");
    if (!version.kept) throw conflict("triage.file-gone");
    await leaveVersion(tx, version.kind);
    await takeVersion(tx, id);
    record(tx, { subject: id, type: "triage.model-taken", data: { kind: version.kind } });
  });
  modelsOf.forget(ctx);
}

/** Back to the catalogue's phrases and the rules alone. */
export async function leaveModels(ctx: Ctx, { kind }: { kind: ModelKind }): Promise<void> {
  await transact(ctx, async (tx) => {
    demand({ policy: modelPolicy, actor: tx.actor, action: "manage", read: "see" });
    const id = await leaveVersion(tx, kind);
    if (id === undefined) throw conflict("triage.none-in-use");
    record(tx, { subject: id, type: "triage.model-left", data: { kind } });
  });
  modelsOf.forget(ctx);
}

/** Every version of the region, newest first. */
export async function modelVersions(ctx: Ctx): Promise<ModelVersion[]> {
  demand({ policy: modelPolicy, actor: ctx.actor, action: "see" });
  return listVersions(ctx);
}

/** Models opened by this process, by version: minutes later the same file is not read again. */
const opened = new WeakMap<object, Map<string, LearnedModel | "damaged">>();

/**
 * The models in use, opened; remembered for five minutes. A file that cannot be read stops nobody:
 * the version before it speaks, or the rules alone.
 */
export const modelsOf = remember(300, async (ctx): Promise<TriageModels> => {
  const before = opened.get(ctx.house) ?? new Map<string, LearnedModel | "damaged">();
  const models: TriageModels = {};
  const kept: string[] = [];
  for (const { id, kind } of await candidatesForUse(ctx)) {
    if (models[kind] !== undefined) continue;
    const key = `${ctx.region.id} ${id}`;
    const model = before.get(key) ?? (await open(ctx, { id, kind }));
    before.set(key, model);
    kept.push(key);
    if (model !== "damaged") models[kind] = model;
  }
  for (const key of before.keys())
    if (key.startsWith(`${ctx.region.id} `) && !kept.includes(key)) before.delete(key);
  opened.set(ctx.house, before);
  return models;
});

async function open(
  ctx: Ctx,
  { id, kind }: { id: string; kind: ModelKind },
): Promise<LearnedModel | "damaged"> {
  try {
    return openModel((await readFile(ctx, id)) ?? new Uint8Array());
  } catch (error) {
    ctx.log.warn({ err: error, model: id, kind, region: ctx.region.id }, "model not readable");
    return "damaged";
  }
}
