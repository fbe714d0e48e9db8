import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { tieResult, type Project } from "#modules/projects/index.ts";
import { maskPersonal } from "#modules/triage/index.ts";
import { projectFor, promiseFor } from "./load.ts";
import {
  cellsFor,
  isShare,
  measureFrom,
  measureInput,
  sameMeasure,
  type Question,
} from "./measure.ts";
import {
  demandDays,
  demandSteps,
  round,
  scopes,
  shareOf,
  type Step,
  type Terms,
} from "./indicator.ts";
import { insertPromise, periodsOf, promisesOf, savePromise, type Promised } from "./store.ts";

const text = (most: number) =>
  z.string("base.field-missing").trim().min(1, "base.field-missing").max(most);
const day = z.iso.date("promises.day-wrong");

/** What can be tried on present facts before anything is saved. */
export const questionInput = measureInput.extend({
  scope: z.enum(scopes).default("total"),
  places: z.array(z.uuid()).max(500).default([]),
  startsOn: day,
  dueOn: day,
});
export type QuestionInput = z.input<typeof questionInput>;

export const promiseInput = questionInput.extend({
  title: text(200),
  unit: text(60),
  target: z.coerce.number("promises.target-wrong").max(1_000_000_000, "promises.target-wrong"),
  /** One a line: day, then how much by it. Empty means an even pace. */
  steps: z.string().max(2000).default(""),
  controlPoint: z.coerce.boolean().default(false),
  /** The result of the passport that it counts; «none» unties it, absent leaves it as it is. */
  result: z.union([z.literal("none"), z.uuid()], "promises.part-wrong").optional(),
  /** Save a share though there is nothing to divide by yet. */
  anyway: z.coerce.boolean().default(false),
  position: z.coerce.number().int().min(0).max(1000).optional(),
  reason: z.string().trim().max(500).default(""),
  version: z.coerce.number().int().optional(),
});
export type PromiseInput = z.input<typeof promiseInput>;

/** The question behind a promise that is not saved yet; what is wrong with it is told at its field. */
export async function questionFrom(
  ctx: Ctx,
  project: Project,
  given: QuestionInput,
): Promise<Question> {
  const input = questionInput.parse(given);
  demandDays(project, input);
  await demandPlaces(ctx, input);
  const measure = await measureFrom(ctx, project, input);
  return {
    ...measure,
    scope: input.scope,
    places: input.places,
    starts_on: input.startsOn,
    due_on: input.dueOn,
  };
}

async function demandPlaces(
  ctx: Ctx,
  { scope, places }: { scope: string; places: readonly string[] },
) {
  const refuse = (reason: string) => invalid(reason, { fields: { places: reason } });
  if (scope === "per-place" && places.length === 0) throw refuse("promises.no-places");
  for (const id of places) {
    if ((await findTerritory(ctx, id))?.kind !== "municipality")
      throw refuse("promises.unknown-place");
  }
}

/** A promise is made: its question can be answered, its number is more than nothing, and no other counts the same. */
export async function setPromise(ctx: Ctx, key: string, given: PromiseInput): Promise<Promised> {
  const input = promiseInput.parse(given);
  return transact(ctx, async (tx) => {
    const project = await projectFor(tx, key, { action: "set" });
    const others = await promisesOf(tx, project.id);
    const row = await rowFrom(tx, { project, others, input });
    const id = tx.newId();
    const position = input.position ?? Math.max(0, ...others.map((one) => one.position)) + 1;
    const promise = await insertPromise(tx, {
      ...row,
      id,
      project_id: project.id,
      position,
      created_at: tx.now(),
    });
    await tie(tx, promise, input.result);
    bornNow(tx, id);
    record(tx, {
      subject: id,
      type: "promise.set",
      data: { project: project.id, source: row.source, target: row.target },
    });
    return promise;
  });
}

/** Changes what was promised. What it said before is kept; under a locked period with a reason only. */
export async function changePromise(ctx: Ctx, id: string, given: PromiseInput): Promise<Promised> {
  const input = promiseInput.parse(given);
  return transact(ctx, async (tx) => {
    const { promise, project } = await promiseFor(tx, id, { action: "set" });
    if (input.version !== undefined && input.version !== promise.version)
      throw conflict("promises.changed-meanwhile");
    const others = (await promisesOf(tx, project.id)).filter((one) => one.id !== promise.id);
    const row = await rowFrom(tx, { project, others, input });
    await demandReason(tx, promise, input.reason);
    const position = input.position ?? promise.position;
    const saved = await savePromise(tx, promise, {
      set: { ...row, position },
      reason: maskPersonal(input.reason),
    });
    await tie(tx, promise, input.result);
    record(tx, {
      subject: id,
      type: "promise.changed",
      data: { version: saved.version, target: row.target, before: promise.target },
    });
    return saved;
  });
}

/** Takes a promise back, always with a reason; its history stays. */
export async function withdrawPromise(
  ctx: Ctx,
  id: string,
  { reason, version }: { reason: string; version?: number | undefined },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const { promise, project } = await promiseFor(tx, id, { action: "set" });
    if (version !== undefined && version !== promise.version)
      throw conflict("promises.changed-meanwhile");
    if (reason.trim() === "") throw refuseReason("promises.withdraw-reason");
    await savePromise(tx, promise, {
      set: { withdrawn_at: tx.now() },
      reason: maskPersonal(reason),
    });
    await tie(tx, promise, "none");
    record(tx, { subject: id, type: "promise.withdrawn" });
    return project;
  });
}

/** Which result of the passport the promise counts. */
async function tie(
  tx: Ctx & { unit: Unit },
  promise: Promised,
  result: string | undefined,
): Promise<void> {
  if (result === undefined) return;
  await tieResult(tx, promise.project_id, {
    promise: promise.id,
    result: result === "none" ? null : result,
  });
}

const refuseReason = (reason: string) => invalid(reason, { fields: { reason } });

async function demandReason(tx: Ctx, promise: Promised, reason: string): Promise<void> {
  if (reason !== "") return;
  const periods = await periodsOf(tx, promise.project_id);
  if (periods.some((one) => one.from_day <= promise.due_on && promise.starts_on <= one.to_day))
    throw refuseReason("promises.locked-reason");
}

async function rowFrom(
  tx: Ctx & { unit: Unit },
  from: { project: Project; others: readonly Promised[]; input: z.output<typeof promiseInput> },
) {
  const { project, others, input } = from;
  const question = await questionFrom(tx, project, input);
  const steps = readSteps(input.steps);
  const terms: Terms = {
    ...question,
    scope: input.scope,
    target: round(input.target),
    steps,
    share: isShare(question.source),
  };
  demandTarget(terms);
  demandSteps(terms);
  demandNotTwice(question, others);
  if (terms.share && !input.anyway) await demandSomething(tx, question);
  return {
    title: maskPersonal(input.title),
    unit: input.unit,
    target: terms.target,
    source: question.source,
    parts: JSON.stringify(question.parts),
    scope: input.scope,
    places: input.places,
    starts_on: input.startsOn,
    due_on: input.dueOn,
    steps: steps === null ? null : JSON.stringify(steps),
    control_point: input.controlPoint,
  };
}

function demandTarget({ target, share }: Terms): void {
  const refuse = (reason: string) => invalid(reason, { fields: { target: reason } });
  if (!(target > 0)) throw refuse("promises.target-zero");
  if (share && target > 100) throw refuse("promises.target-over-hundred");
}

function demandNotTwice(question: Question, others: readonly Promised[]): void {
  const twin = others.find(
    (one) =>
      question.source !== "promises.entered" &&
      one.scope === question.scope &&
      sameMeasure(one, question) &&
      one.starts_on <= question.due_on &&
      question.starts_on <= one.due_on &&
      (one.places.length === 0 ||
        question.places.length === 0 ||
        one.places.some((id) => question.places.includes(id))),
  );
  if (twin === undefined) return;
  const reason = "promises.counted-twice";
  throw invalid(reason, { fields: { source: reason }, values: { title: twin.title } });
}

/** A share of nothing is no number: told before it is saved, and saved only when that is meant. */
async function demandSomething(tx: Ctx, question: Question): Promise<void> {
  if (shareOf(await cellsFor(tx, question)) !== undefined) return;
  throw invalid("promises.divides-by-nothing", {
    fields: { source: "promises.divides-by-nothing" },
  });
}

/** «2026-05-31 10», one a line. */
function readSteps(text: string): Step[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  return lines.map((line) => {
    const [, on = "", amount = ""] =
      /^(\d{4}-\d{2}-\d{2})[\s,;:—–-]+(\d+(?:[.,]\d+)?)$/.exec(line) ?? [];
    if (!z.iso.date().safeParse(on).success)
      throw invalid("promises.steps-unread", {
        fields: { steps: "promises.steps-unread" },
        values: { line: line.slice(0, 60) },
      });
    return { day: on, value: round(Number(amount.replace(",", "."))) };
  });
}
