import { sql, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import type { ModelReport } from "../learn/evaluation/model-report.ts";
import {
  modelVersionName,
  type GuardResult,
  type ModelKind,
  type ModelVersion,
} from "./version.ts";

/** Number of inactive versions of a kind whose files are retained. */
const MAX_OLD_FILES = 5;
const MAX_LISTED = 300;

const isActive = sql<SqlBool>`activated_at is not null and deactivated_at is null`;

export type NewModelVersion = {
  id: string;
  kind: ModelKind;
  madeAt: Date;
  texts: number;
  file: Uint8Array | null;
  card: ModelReport;
  guard: GuardResult;
};

/** Inserts a version with its file. */
export async function insertModelVersion(ctx: Ctx, made: NewModelVersion): Promise<void> {
  await insertInto(ctx, "triage_models", {
    id: made.id,
    kind: made.kind,
    made_at: made.madeAt,
    texts: made.texts,
    file: made.file === null ? null : Buffer.from(made.file),
    card: JSON.stringify(made.card),
    guard: JSON.stringify(made.guard),
  }).execute();
}

/** Deletes the files of versions older than the retained ones. */
export async function deleteOldFiles(ctx: Ctx, kind: ModelKind): Promise<void> {
  const old = from(ctx, "triage_models")
    .select("id")
    .where("kind", "=", kind)
    .orderBy("made_at", "desc")
    .orderBy("id", "desc")
    .offset(MAX_OLD_FILES + 1);
  await updateIn(ctx, "triage_models")
    .set({ file: null })
    .where("id", "in", old)
    .where("file", "is not", null)
    .where(sql<SqlBool>`not (${isActive})`)
    .execute();
}

/**
 * Returns the version without its file and locks all versions of its kind until the transaction
 * ends; undefined for an unknown id.
 */
export async function lockModelVersion(
  ctx: Ctx,
  id: string,
): Promise<{ id: string; kind: ModelKind; kept: boolean; inUse: boolean } | undefined> {
  const kind = from(ctx, "triage_models").select("kind").where("id", "=", id);
  const rows = await from(ctx, "triage_models")
    .select(["id", "kind", sql<boolean>`file is not null`.as("kept"), isActive.as("inUse")])
    .where("kind", "=", kind)
    .orderBy("id")
    .forUpdate()
    .execute();
  const row = rows.find((one) => one.id === id);
  return row && { id, kind: row.kind as ModelKind, kept: row.kept, inUse: Boolean(row.inUse) };
}

/** Deactivates the version of a kind in use and returns its id, if any. */
export async function deactivateVersion(ctx: Ctx, kind: ModelKind): Promise<string | undefined> {
  const row = await updateIn(ctx, "triage_models")
    .set({ deactivated_at: ctx.now() })
    .where("kind", "=", kind)
    .where(isActive)
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** Marks a version as in use. */
export async function activateVersion(ctx: Ctx, id: string): Promise<void> {
  await updateIn(ctx, "triage_models")
    .set({ activated_at: ctx.now(), deactivated_at: null })
    .where("id", "=", id)
    .execute();
}

/** Returns every version, newest first, without the files. */
export async function selectModelVersions(ctx: Ctx): Promise<ModelVersion[]> {
  const rows = await from(ctx, "triage_models")
    .select(["id", "kind", "made_at", "texts", "card", "guard", "activated_at", "deactivated_at"])
    .select(sql<boolean>`file is not null`.as("kept"))
    .orderBy("made_at", "desc")
    .orderBy("id", "desc")
    .limit(MAX_LISTED)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ModelKind,
    version: modelVersionName(row.made_at),
    madeAt: row.made_at,
    texts: row.texts,
    card: row.card as ModelReport,
    guard: row.guard as GuardResult,
    state: row.activated_at === null ? "refused" : row.deactivated_at === null ? "in-use" : "left",
    activatedAt: row.activated_at,
    deactivatedAt: row.deactivated_at,
    hasFile: row.kept,
  }));
}

/**
 * Returns, for each kind with a version in use, that version and then earlier ones, the latest
 * first, as far as their files are retained.
 */
export async function listActivationCandidates(
  ctx: Ctx,
): Promise<{ id: string; kind: ModelKind }[]> {
  const rows = await from(ctx, "triage_models as m")
    .select(["m.id", "m.kind"])
    .where("m.activated_at", "is not", null)
    .where("m.file", "is not", null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("triage_models as used")
          .select("used.id")
          .whereRef("used.region_id", "=", "m.region_id")
          .whereRef("used.kind", "=", "m.kind")
          .where("used.activated_at", "is not", null)
          .where("used.deactivated_at", "is", null),
      ),
    )
    .orderBy(sql`m.deactivated_at desc nulls first`)
    .orderBy("m.id", "desc")
    .execute();
  return rows.map(({ id, kind }) => ({ id, kind: kind as ModelKind }));
}

/** Returns the bytes of a version's file; undefined when it is not retained. */
export async function loadModelFile(ctx: Ctx, id: string): Promise<Uint8Array | undefined> {
  const row = await from(ctx, "triage_models")
    .select("file")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.file ?? undefined;
}
