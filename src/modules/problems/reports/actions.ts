import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { maskPersonalData } from "#modules/triage/index.ts";
import { loadAuthorized } from "../load.ts";
import { publishProblemPictures } from "../pictures/pictures.ts";
import { chronicCutoff } from "../problem.ts";
import { problemSettings } from "../settings.ts";
import { problemPriorityScore } from "../score.ts";
import { countReports, deleteReport, findReport, insertReport } from "./store.ts";
import { findEarlierFix, updateProblem, type Problem } from "../store.ts";

export const reportInput = z.object({
  /** The message's id. */
  id: z.uuid(),
  /** The same for all messages of one author; does not show who that is. */
  authorKey: z.string().min(1).max(200),
  channel: z.string().min(1).max(40),
  text: z.string(),
  at: z.date(),
  /** Saved pictures that came with the message; whoever adds the report has looked at them. */
  pictures: z.array(z.uuid()).max(5).default([]),
});

const excerptLength = 400;

/** Adds one more message to a problem: it is counted, shown without personal data, and its author gets the letters. */
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
    await publishProblemPictures(tx, report.pictures, {
      problem_id: problem.id,
      moment: "before",
      taken_at: report.at,
      alt: problem.title,
    });
    const first = problem.message_count === 0;
    recordFact(tx, {
      subject: problem.id,
      type: "problem.report-added",
      data: { voice: report.id },
    });
    return updateReportCounts(tx, problem, first ? await findRecurrence(tx, problem) : {});
  });
}

/** Removes a message from its problem: the undo of a wrong join; undefined when no problem has it. */
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

/** Finds a verified fix of the same topic at the same place within the region's months: then the problem came back. */
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

/** Shortens a text to the length of an excerpt, at a space where there is one. */
function truncateAtWord(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= excerptLength) return flat;
  const cut = flat.slice(0, excerptLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), excerptLength / 2))}…`;
}
