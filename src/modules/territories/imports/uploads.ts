import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Selectable } from "kysely";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, Refusal, invalidField } from "#base/refusal.ts";
import type { TerritoryImportReport } from "./report.ts";
import { importGazetteer } from "./actions.ts";
import { territoryPolicy } from "../policy.ts";

type Row = Selectable<Tables["territories_imports"]>;
export type GazetteerUploadState = "checking" | "checked" | "importing" | "imported" | "refused";
export type GazetteerUpload = Omit<Row, "state" | "report"> & {
  state: GazetteerUploadState;
  report: TerritoryImportReport | null;
};

export const maxUploadBytes = 64 * 1024 * 1024;

const uploadPath = (ctx: Ctx, id: string) => join(ctx.app.filesDir, ctx.region.id, "imports", id);
const authorizeEdit = (ctx: Ctx) =>
  authorize({ policy: territoryPolicy, actor: ctx.actor, action: "edit" });

/** Stores the file and queues a dry run of its import. Returns the upload's id. */
export async function uploadGazetteer(
  ctx: Ctx,
  given: { file: File; addNew: boolean },
): Promise<string> {
  authorizeEdit(ctx);
  const { file, addNew } = given;
  if (file.size === 0) throw invalidField("file", "territories.no-file");
  const id = ctx.newId();
  await mkdir(dirname(uploadPath(ctx, id)), { recursive: true });
  await writeFile(uploadPath(ctx, id), Buffer.from(await file.arrayBuffer()));
  await transact(ctx, async (tx) => {
    await insertInto(tx, "territories_imports", {
      id,
      file_name: file.name.slice(0, 200),
      state: "checking",
      add_new: addNew,
      rows_read: 0,
      created_at: tx.now(),
    }).execute();
    enqueue(tx, importJob, { id, stage: "check" });
  });
  return id;
}

/** Queues the import of a checked file; throws a conflict for any other state. */
export async function startGazetteerImport(ctx: Ctx, id: string): Promise<void> {
  authorizeEdit(ctx);
  await transact(ctx, async (tx) => {
    orNotFound(await findUpload(tx, id));
    if (!(await transitionUpload(tx, id, "checked", { state: "importing", rows_read: 0 }))) {
      throw conflict("territories.import-busy");
    }
    enqueue(tx, importJob, { id, stage: "take" });
  });
}

/** Returns an upload by id, if any. */
export async function findUpload(ctx: Ctx, id: string): Promise<GazetteerUpload | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await selectUploads(ctx).where("id", "=", id).executeTakeFirst();
  return row as GazetteerUpload | undefined;
}

/** Returns the newest twenty uploads. */
export async function listUploads(ctx: Ctx): Promise<GazetteerUpload[]> {
  return (await selectUploads(ctx)
    .orderBy("created_at", "desc")
    .limit(20)
    .execute()) as GazetteerUpload[];
}

const selectUploads = (ctx: Ctx) => from(ctx, "territories_imports").selectAll();

type UploadPatch = Partial<Pick<Row, "state" | "rows_read" | "reason" | "reason_detail">> & {
  report?: string;
};

/** Changes the upload's state if it is in `from`; returns false otherwise. */
async function transitionUpload(
  ctx: Ctx,
  id: string,
  from: GazetteerUploadState,
  patch: UploadPatch,
): Promise<boolean> {
  const row = await updateIn(ctx, "territories_imports")
    .set(patch)
    .where("id", "=", id)
    .where("state", "=", from)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

type ImportJobInput = { id: string; stage: "check" | "take" };

/** Checks or imports an uploaded file; an unreadable one ends as refused with a message. */
export const importJob: Job<ImportJobInput> = {
  name: "territories.import",
  input: z.object({ id: z.uuid(), stage: z.enum(["check", "take"]) }),
  async run(ctx, { id, stage }) {
    const from = stage === "check" ? "checking" : "importing";
    const upload = await findUpload(ctx, id);
    if (upload?.state !== from) return;
    // Progress is written outside the import's transaction, to be visible at once.
    const writes: Promise<unknown>[] = [];
    const onProgress = ({ done }: { done: number }) => {
      if (done % 5000 === 0) writes.push(transitionUpload(ctx, id, from, { rows_read: done }));
    };
    try {
      const options = { dryRun: stage === "check", addNew: upload.add_new, onProgress };
      const report = await importGazetteer(ctx, uploadPath(ctx, id), options);
      await Promise.all(writes);
      const state = stage === "check" ? "checked" : "imported";
      await transitionUpload(ctx, id, from, {
        state,
        rows_read: report.rows,
        report: JSON.stringify(report),
      });
      if (stage === "take") await rm(uploadPath(ctx, id), { force: true });
    } catch (error) {
      await Promise.allSettled(writes);
      if (!(error instanceof Refusal)) throw error;
      const reason_detail = String(error.values["detail"] ?? "");
      await transitionUpload(ctx, id, from, {
        state: "refused",
        reason: error.reason,
        reason_detail,
      });
      await rm(uploadPath(ctx, id), { force: true });
    }
  },
};
