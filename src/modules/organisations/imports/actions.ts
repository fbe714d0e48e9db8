import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalid, Refusal, invalidField } from "#base/refusal.ts";
import { organisationPolicy } from "../policy.ts";
import { importFields, duplicateDecisions, mergeModes, type DuplicateDecision } from "./fields.ts";
import { openImportFile } from "./parse/file.ts";
import {
  insertImport,
  transitionImport,
  findImport,
  saveDecisions,
  type OrganisationImport,
} from "./store.ts";
import { undoImport } from "./undo.ts";
import { checkImportFile, applyImportFile } from "./run.ts";

export const maxImportBytes = 32 * 1024 * 1024;

const importFilePath = (ctx: Ctx, id: string) =>
  join(ctx.app.filesDir, ctx.region.id, "organisation-imports", id);
const authorizeImport = (ctx: Ctx) =>
  authorize({ policy: organisationPolicy, actor: ctx.actor, action: "change" });

/** Stores the file and queues its check; returns the id of the import. */
export async function uploadImport(ctx: Ctx, file: File): Promise<string> {
  authorizeImport(ctx);
  if (file.size === 0) throw invalidField("file", "organisations.no-file");
  const id = ctx.newId();
  await mkdir(dirname(importFilePath(ctx, id)), { recursive: true });
  await writeFile(importFilePath(ctx, id), Buffer.from(await file.arrayBuffer()));
  const { headerless } = await openImportFile(importFilePath(ctx, id), {
    mapping: null,
    headerless: undefined,
  }).catch(async (error: unknown) => {
    await rm(importFilePath(ctx, id), { force: true });
    if (!(error instanceof Refusal)) throw error;
    throw invalidField("file", error.reason, error.values);
  });
  await transact(ctx, async (tx) => {
    await insertImport(tx, {
      id,
      file_name: file.name.slice(0, 200),
      options: { mergeMode: "fill", duplicateDecision: "skip", headerless },
      created_by: tx.actor.kind === "person" ? tx.actor.id : null,
    });
    enqueue(tx, importJob, { id, stage: "check" });
  });
  return id;
}

export const recheckInput = z.object({
  mapping: z.array(z.enum(importFields).nullable()),
  mergeMode: z.enum(mergeModes),
  duplicateDecision: z.enum(duplicateDecisions),
  headerless: z.boolean(),
});

/** Queues another check of the file with other columns or options. */
export async function recheckImport(
  ctx: Ctx,
  id: string,
  rawInput: z.input<typeof recheckInput>,
): Promise<void> {
  authorizeImport(ctx);
  const { mapping, ...options } = recheckInput.parse(rawInput);
  const named = mapping.filter((field) => field !== null);
  if (!named.includes("name")) throw invalid("organisations.no-name-chosen");
  if (new Set(named).size !== named.length) throw invalid("organisations.column-twice");
  await transitionAndEnqueue(ctx, id, {
    from: ["checked", "refused"],
    state: "checking",
    stage: "check",
    patch: { mapping, options, rows_read: 0, reason: null },
  });
}

/** Queues the application of a checked import; refuses a second time. */
export async function applyImport(
  ctx: Ctx,
  id: string,
  decisions: ReadonlyMap<number, DuplicateDecision> = new Map(),
): Promise<void> {
  authorizeImport(ctx);
  await transact(ctx, async (tx) => {
    await saveDecisions(tx, id, decisions);
    await transitionAndEnqueue(tx, id, {
      from: ["checked"],
      state: "importing",
      stage: "take",
      patch: { rows_read: 0 },
    });
  });
}

/** Queues the undo of an applied import. */
export async function startImportUndo(ctx: Ctx, id: string): Promise<void> {
  authorizeImport(ctx);
  await transitionAndEnqueue(ctx, id, {
    from: ["imported"],
    state: "undoing",
    stage: "undo",
    patch: { rows_read: 0 },
  });
}

type ImportJobStage = "check" | "take" | "undo";
type ImportPatch = Omit<Parameters<typeof transitionImport>[2], "from" | "state">;

async function transitionAndEnqueue(
  ctx: Ctx,
  id: string,
  {
    from,
    state,
    stage,
    patch,
  }: {
    from: OrganisationImport["state"][];
    state: OrganisationImport["state"];
    stage: ImportJobStage;
    patch: ImportPatch;
  },
): Promise<void> {
  await transact(ctx, async (tx) => {
    orNotFound(await findImport(tx, id));
    if (!(await transitionImport(tx, id, { from, state, ...patch })))
      throw conflict("organisations.import-busy");
    enqueue(tx, importJob, { id, stage });
  });
}

type ImportJobInput = { id: string; stage: ImportJobStage };

const stateOfStage = { check: "checking", take: "importing", undo: "undoing" } as const;

/** Checks, applies or undoes an import; a file that cannot be read ends as refused. */
export const importJob: Job<ImportJobInput> = {
  name: "organisations.import",
  input: z.object({ id: z.uuid(), stage: z.enum(["check", "take", "undo"]) }),
  async run(ctx, { id, stage }) {
    const work = await findImport(ctx, id);
    const from = [stateOfStage[stage]];
    if (work?.state !== stateOfStage[stage]) return;
    const onRows = async (rows_read: number) =>
      void (await transitionImport(ctx, id, { from, rows_read }));
    const path = importFilePath(ctx, id);
    try {
      if (stage === "check") {
        const report = await checkImportFile(ctx, { path, work, onRows });
        await transitionImport(ctx, id, { from, state: "checked", report });
      } else if (stage === "take") {
        await applyImportFile(ctx, { path, work, onRows });
        await transitionImport(ctx, id, { from, state: "imported" });
        await rm(path, { force: true });
      } else if (work.report !== null) {
        const undone = await undoImport(ctx, { work, onRows });
        await transitionImport(ctx, id, {
          from,
          state: "undone",
          report: { ...work.report, undoCounts: undone },
        });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await transitionImport(ctx, id, { from, state: "refused", reason: error.reason });
    }
  },
};
