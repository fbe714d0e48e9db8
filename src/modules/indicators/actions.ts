import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { optionalText, seenVersion } from "#base/http/fields.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { linkResultToIndicator, type Project } from "#modules/projects/index.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { loadAuthorizedProject, findIndicator } from "./load.ts";
import {
  countCells,
  isShare,
  parseMeasure,
  measureInput,
  isSameMeasure,
  type MeasureQuery,
} from "./measure.ts";
import {
  roundAmount,
  indicatorScopes,
  computeShare,
  type TargetStep,
  type IndicatorTerms,
} from "./indicator.ts";
import { requireDatesWithinProject, requireValidSteps } from "./requirements.ts";
import {
  insertIndicator,
  listPeriods,
  listIndicators,
  saveIndicator,
  type Indicator,
} from "./store.ts";

const requiredText = (most: number) =>
  z.string("base.field-missing").trim().min(1, "base.field-missing").max(most);
const dayField = z.iso.date("indicators.day-wrong");

/** Terms that can be previewed on current facts before saving. */
export const measureQueryInput = measureInput.extend({
  scope: z.enum(indicatorScopes).default("total"),
  places: z.array(z.uuid()).max(500).default([]),
  startsOn: dayField,
  dueOn: dayField,
});
export type MeasureQueryInput = z.input<typeof measureQueryInput>;

export const indicatorInput = measureQueryInput.extend({
  title: requiredText(200),
  unit: requiredText(60),
  target: z.coerce.number("indicators.target-wrong").max(1_000_000_000, "indicators.target-wrong"),
  /** One a line: day, then the amount by that day. Empty means an even pace. */
  steps: z.string().max(2000).default(""),
  controlPoint: z.coerce.boolean().default(false),
  /** Id of the charter's result that it counts; «none» unlinks it, absent leaves it unchanged. */
  result: z.union([z.literal("none"), z.uuid()], "indicators.part-wrong").optional(),
  /** Save a share although there is nothing to divide by yet. */
  anyway: z.coerce.boolean().default(false),
  position: z.coerce.number().int().min(0).max(1000).optional(),
  reason: optionalText(500),
  version: seenVersion,
});
export type IndicatorInput = z.input<typeof indicatorInput>;

/** Builds the query of an indicator that is not saved yet; throws errors at its fields. */
export async function parseMeasureQuery(
  ctx: Ctx,
  project: Project,
  given: MeasureQueryInput,
): Promise<MeasureQuery> {
  const input = measureQueryInput.parse(given);
  requireDatesWithinProject(project, input);
  await requirePlaces(ctx, input);
  const measure = await parseMeasure(ctx, project, input);
  return {
    ...measure,
    scope: input.scope,
    places: input.places,
    starts_on: input.startsOn,
    due_on: input.dueOn,
  };
}

async function requirePlaces(
  ctx: Ctx,
  { scope, places }: { scope: string; places: readonly string[] },
) {
  const refuse = (reason: string) => invalidField("places", reason);
  if (scope === "per-place" && places.length === 0) throw refuse("indicators.no-places");
  for (const id of places) {
    if ((await findTerritory(ctx, id))?.kind !== "municipality")
      throw refuse("indicators.unknown-place");
  }
}

/**
 * Creates an indicator; throws an error at the field when its measure is invalid, its target is
 * zero or another indicator counts the same.
 */
export async function createIndicator(
  ctx: Ctx,
  key: string,
  given: IndicatorInput,
): Promise<Indicator> {
  const input = indicatorInput.parse(given);
  return transact(ctx, async (tx) => {
    const project = await loadAuthorizedProject(tx, key, { action: "set" });
    const others = await listIndicators(tx, project.id);
    const row = await toIndicatorRow(tx, { project, others, input });
    const id = tx.newId();
    const position = input.position ?? Math.max(0, ...others.map((one) => one.position)) + 1;
    const indicator = await insertIndicator(tx, {
      ...row,
      id,
      project_id: project.id,
      position,
      created_at: tx.now(),
    });
    await linkResult(tx, indicator, input.result);
    startChain(tx, id);
    recordFact(tx, {
      subject: id,
      type: "indicator.created",
      data: { project: project.id, source: row.source, target: row.target },
    });
    return indicator;
  });
}

/**
 * Updates an indicator and saves the previous version; requires a reason when it overlaps a locked
 * period.
 */
export async function updateIndicator(
  ctx: Ctx,
  id: string,
  given: IndicatorInput,
): Promise<Indicator> {
  const input = indicatorInput.parse(given);
  return transact(ctx, async (tx) => {
    const { indicator, project } = await findIndicator(tx, id, { action: "set" });
    if (input.version !== undefined && input.version !== indicator.version)
      throw conflict("indicators.changed-meanwhile");
    const others = (await listIndicators(tx, project.id)).filter((one) => one.id !== indicator.id);
    const row = await toIndicatorRow(tx, { project, others, input });
    await requireReason(tx, indicator, input.reason);
    const position = input.position ?? indicator.position;
    const saved = await saveIndicator(tx, indicator, {
      set: { ...row, position },
      reason: maskPersonalData(input.reason),
    });
    await linkResult(tx, indicator, input.result);
    recordFact(tx, {
      subject: id,
      type: "indicator.changed",
      data: { version: saved.version, target: row.target, before: indicator.target },
    });
    return saved;
  });
}

/** Withdraws an indicator with a reason; its history remains. */
export async function withdrawIndicator(
  ctx: Ctx,
  id: string,
  { reason, version }: { reason: string; version?: number | undefined },
): Promise<Project> {
  return transact(ctx, async (tx) => {
    const { indicator, project } = await findIndicator(tx, id, { action: "set" });
    if (version !== undefined && version !== indicator.version)
      throw conflict("indicators.changed-meanwhile");
    if (reason.trim() === "") throw invalidReason("indicators.withdraw-reason");
    await saveIndicator(tx, indicator, {
      set: { withdrawn_at: tx.now() },
      reason: maskPersonalData(reason),
    });
    await linkResult(tx, indicator, "none");
    recordFact(tx, { subject: id, type: "indicator.withdrawn" });
    return project;
  });
}

/** Links the charter's result to the indicator. */
async function linkResult(
  tx: Ctx & { unit: UnitOfWork },
  indicator: Indicator,
  result: string | undefined,
): Promise<void> {
  if (result === undefined) return;
  await linkResultToIndicator(tx, indicator.project_id, {
    indicator: indicator.id,
    result: result === "none" ? null : result,
  });
}

const invalidReason = (reason: string) => invalidField("reason", reason);

async function requireReason(tx: Ctx, indicator: Indicator, reason: string): Promise<void> {
  if (reason !== "") return;
  const periods = await listPeriods(tx, indicator.project_id);
  if (periods.some((one) => one.from_day <= indicator.due_on && indicator.starts_on <= one.to_day))
    throw invalidReason("indicators.locked-reason");
}

async function toIndicatorRow(
  tx: Ctx & { unit: UnitOfWork },
  from: { project: Project; others: readonly Indicator[]; input: z.output<typeof indicatorInput> },
) {
  const { project, others, input } = from;
  const question = await parseMeasureQuery(tx, project, input);
  const steps = parseSteps(input.steps);
  const terms: IndicatorTerms = {
    ...question,
    scope: input.scope,
    target: roundAmount(input.target),
    steps,
    isShare: isShare(question.source),
  };
  requireTarget(terms);
  requireValidSteps(terms);
  requireUniqueMeasure(question, others);
  if (terms.isShare && !input.anyway) await requireCountable(tx, question);
  return {
    title: maskPersonalData(input.title),
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

function requireTarget({ target, isShare: share }: IndicatorTerms): void {
  const refuse = (reason: string) => invalidField("target", reason);
  if (!(target > 0)) throw refuse("indicators.target-zero");
  if (share && target > 100) throw refuse("indicators.target-over-hundred");
}

function requireUniqueMeasure(question: MeasureQuery, others: readonly Indicator[]): void {
  const duplicate = others.find(
    (one) =>
      question.source !== "indicators.entered" &&
      one.scope === question.scope &&
      isSameMeasure(one, question) &&
      one.starts_on <= question.due_on &&
      question.starts_on <= one.due_on &&
      (one.places.length === 0 ||
        question.places.length === 0 ||
        one.places.some((id) => question.places.includes(id))),
  );
  if (duplicate === undefined) return;
  const reason = "indicators.counted-twice";
  throw invalidField("source", reason, { title: duplicate.title });
}

/** Throws an error at the field when a share has nothing to divide by, unless that is confirmed. */
async function requireCountable(tx: Ctx, question: MeasureQuery): Promise<void> {
  if (computeShare(await countCells(tx, question)) !== undefined) return;
  throw invalidField("source", "indicators.divides-by-nothing");
}

/** Parses steps «2026-05-31 10», one a line. */
function parseSteps(text: string): TargetStep[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  return lines.map((line) => {
    const [, on = "", amount = ""] =
      /^(\d{4}-\d{2}-\d{2})[\s,;:—–-]+(\d+(?:[.,]\d+)?)$/.exec(line) ?? [];
    if (!z.iso.date().safeParse(on).success)
      throw invalidField("steps", "indicators.steps-unread", { line: line.slice(0, 60) });
    return { day: on, value: roundAmount(Number(amount.replace(",", "."))) };
  });
}
