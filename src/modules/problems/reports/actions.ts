import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { publishPictures } from "#base/files/pictures.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { loadAuthorized } from "../load.ts";
import { chronicCutoff } from "../problem.ts";
import { problemSettings } from "../settings.ts";
import { problemPriorityScore } from "../score.ts";
import {
  countReports,
  deleteReport,
  findEarlierFix,
  findReport,
  insertPictures,
  insertReport,
  updateProblem,
  type Problem,
} from "../store.ts";

export const reportInput = z.object({
  /** The message's id. */
  id: z.uuid(),
  /** The same for all messages of one author; says nothing about who that is. */
  authorKey: z.string().min(1).max(200),
  channel: z.string().min(1).max(40),
  text: z.string(),
  at: z.date(),
  /** Kept pictures that came with the message; whoever adds the voice has looked at them. */
  pictures: z.array(z.uuid()).max(5).default([]),
});

const excerptLength = 400;

/** One more message says the same: it is counted, shown without personal data, and its author told. */
export function addReport(
  ctx: Ctx,
  key: string,
  given: z.input<typeof reportInput>,
): Promise<Problem> {
  const report = reportInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAuthorized(tx, key, "handle");
    if (problem.stage === "merged") throw conflict("problems.merge-into-merged");
    const added = await insertReport(tx, {
      id: report.id,
      problem_id: problem.id,
      author_key: report.authorKey,
      channel: report.channel,
      excerpt: truncateAtWord(maskPersonalData(report.text)),
      at: report.at,
    });
    if (added === undefined) return problem;
    await publishBeforePictures(tx, problem, report);
    const first = problem.message_count === 0;
    recordFact(tx, {
      subject: problem.id,
      type: "problem.report-added",
      data: { voice: report.id },
    });
    return updateReportCounts(tx, problem, first ? await findRecurrence(tx, problem) : {});
  });
}

async function publishBeforePictures(
  ctx: Ctx,
  problem: Problem,
  { pictures, at }: z.output<typeof reportInput>,
): Promise<void> {
  await publishPictures(ctx, pictures, problem.title);
  await insertPictures(
    ctx,
    pictures.map((file_id) => ({
      file_id,
      problem_id: problem.id,
      moment: "before",
      taken_at: at,
      alt: problem.title,
    })),
  );
}

/** Takes a message off the problem again: the undo of a wrong join. */
export function removeReport(ctx: Ctx, id: string): Promise<Problem | undefined> {
  return transact(ctx, async (tx) => {
    const report = await findReport(tx, id);
    if (report === undefined) return undefined;
    const problem = await loadAuthorized(tx, report.problem_id, "handle");
    await deleteReport(tx, id);
    recordFact(tx, { subject: problem.id, type: "problem.report-removed", data: { voice: id } });
    return updateReportCounts(tx, problem, {});
  });
}

async function updateReportCounts(
  ctx: Ctx,
  problem: Problem,
  set: Partial<RecurrencePatch>,
): Promise<Problem> {
  const counts = await countReports(ctx, problem.id);
  const next = { ...problem, ...counts, ...set };
  return updateProblem(ctx, problem, {
    ...counts,
    ...set,
    score: problemPriorityScore(next, ctx.now()).score,
  });
}

type RecurrencePatch = { returns_after: string; chronic_since: Date };

/** Was the same trouble at the same place verified as fixed within the last months? Then it came back. */
async function findRecurrence(ctx: Ctx, problem: Problem): Promise<Partial<RecurrencePatch>> {
  if (problem.lat === null || problem.lon === null) return {};
  const { topic, lat, lon } = problem;
  const earlier = await findEarlierFix(ctx, {
    topic,
    lat,
    lon,
    since: chronicCutoff(problem.opened_at, problemSettings.of(ctx.region)),
    before: problem.opened_at,
    except: problem.id,
  });
  if (earlier === undefined) return {};
  return { returns_after: earlier.id, chronic_since: problem.opened_at };
}

/** Cut at a word, never in its middle. */
function truncateAtWord(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= excerptLength) return flat;
  const cut = flat.slice(0, excerptLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), excerptLength / 2))}…`;
}
