import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { demand } from "#base/policy.ts";
import { conflict, found, invalid, Refusal } from "#base/refusal.ts";
import { organisationPolicy } from "../policy.ts";
import { importFields, likelyChoices, takes, type LikelyChoice } from "./fields.ts";
import { openFile } from "./parse/file.ts";
import { insertImport, moveImport, readImport, saveDecisions, type Import } from "./store.ts";
import { undoImport } from "./undo.ts";
import { checkFile, takeFile } from "./run.ts";

export const mostImportBytes = 32 * 1024 * 1024;

const pathOf = (ctx: Ctx, id: string) =>
  join(ctx.house.filesDir, ctx.region.id, "organisation-imports", id);
const mayImport = (ctx: Ctx) =>
  demand({ policy: organisationPolicy, actor: ctx.actor, action: "change" });

/** Keeps the file and has it looked through: what an import of it would do. Answers its id. */
export async function sendOrganisations(ctx: Ctx, file: File): Promise<string> {
  mayImport(ctx);
  if (file.size === 0)
    throw invalid("organisations.no-file", { fields: { file: "organisations.no-file" } });
  const id = ctx.newId();
  await mkdir(dirname(pathOf(ctx, id)), { recursive: true });
  await writeFile(pathOf(ctx, id), Buffer.from(await file.arrayBuffer()));
  const { headerless } = await openFile(pathOf(ctx, id), {
    mapping: null,
    headerless: undefined,
  }).catch(async (error: unknown) => {
    await rm(pathOf(ctx, id), { force: true });
    if (!(error instanceof Refusal)) throw error;
    throw invalid(error.reason, { values: error.values, fields: { file: error.reason } });
  });
  await transact(ctx, async (tx) => {
    await insertImport(tx, {
      id,
      file_name: file.name.slice(0, 200),
      options: { take: "fill", likely: "skip", headerless },
      created_by: tx.actor.kind === "person" ? tx.actor.id : null,
    });
    enqueue(tx, importJob, { id, stage: "check" });
  });
  return id;
}

export const recheckInput = z.object({
  mapping: z.array(z.enum(importFields).nullable()),
  take: z.enum(takes),
  likely: z.enum(likelyChoices),
  headerless: z.boolean(),
});

/** Other columns or another way of taking: the file is looked through once more. */
export async function recheckOrganisations(
  ctx: Ctx,
  id: string,
  given: z.input<typeof recheckInput>,
): Promise<void> {
  mayImport(ctx);
  const { mapping, ...options } = recheckInput.parse(given);
  const named = mapping.filter((field) => field !== null);
  if (!named.includes("name")) throw invalid("organisations.no-name-chosen");
  if (new Set(named).size !== named.length) throw invalid("organisations.column-twice");
  await moveOn(ctx, id, {
    from: ["checked", "refused"],
    state: "checking",
    stage: "check",
    patch: { mapping, options, rows_read: 0, reason: null },
  });
}

/** Takes a file that was looked through; once only. */
export async function takeOrganisations(
  ctx: Ctx,
  id: string,
  decisions: ReadonlyMap<number, LikelyChoice> = new Map(),
): Promise<void> {
  mayImport(ctx);
  await transact(ctx, async (tx) => {
    await saveDecisions(tx, id, decisions);
    await moveOn(tx, id, {
      from: ["checked"],
      state: "importing",
      stage: "take",
      patch: { rows_read: 0 },
    });
  });
}

/** Takes an import back. */
export async function undoOrganisations(ctx: Ctx, id: string): Promise<void> {
  mayImport(ctx);
  await moveOn(ctx, id, {
    from: ["imported"],
    state: "undoing",
    stage: "undo",
    patch: { rows_read: 0 },
  });
}

type Stage = "check" | "take" | "undo";
type Move = Omit<Parameters<typeof moveImport>[2], "from" | "state">;

async function moveOn(
  ctx: Ctx,
  id: string,
  {
    from,
    state,
    stage,
    patch,
  }: { from: Import["state"][]; state: Import["state"]; stage: Stage; patch: Move },
): Promise<void> {
  await transact(ctx, async (tx) => {
    found(await readImport(tx, id));
    if (!(await moveImport(tx, id, { from, state, ...patch })))
      throw conflict("organisations.import-busy");
    enqueue(tx, importJob, { id, stage });
  });
}

type ImportWork = { id: string; stage: Stage };

const stateOf = { check: "checking", take: "importing", undo: "undoing" } as const;

/** Looks a sent file through, takes it or takes it back; a file that cannot be read ends as refused. */
export const importJob: Job<ImportWork> = {
  name: "organisations.import",
  input: z.object({ id: z.uuid(), stage: z.enum(["check", "take", "undo"]) }),
  async run(ctx, { id, stage }) {
    const work = await readImport(ctx, id);
    const from = [stateOf[stage]];
    if (work?.state !== stateOf[stage]) return;
    const onRows = async (rows_read: number) =>
      void (await moveImport(ctx, id, { from, rows_read }));
    const path = pathOf(ctx, id);
    try {
      if (stage === "check") {
        const report = await checkFile(ctx, { path, work, onRows });
        await moveImport(ctx, id, { from, state: "checked", report });
      } else if (stage === "take") {
        await takeFile(ctx, { path, work, onRows });
        await moveImport(ctx, id, { from, state: "imported" });
        await rm(path, { force: true });
      } else if (work.report !== null) {
        const undone = await undoImport(ctx, { work, onRows });
        await moveImport(ctx, id, { from, state: "undone", report: { ...work.report, undone } });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await moveImport(ctx, id, { from, state: "refused", reason: error.reason });
    }
  },
};
