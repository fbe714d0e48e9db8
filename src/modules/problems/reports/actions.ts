import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { publishPictures } from "#base/files/pictures.ts";
import { record } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { maskPersonal } from "#modules/triage/index.ts";
import { loadAllowed } from "../load.ts";
import { chronicFrom } from "../problem.ts";
import { scoreOf } from "../score.ts";
import {
  countVoices,
  deleteVoice,
  findEarlierFix,
  findVoice,
  insertPictures,
  insertVoice,
  saveProblem,
  type Problem,
} from "../store.ts";

export const voiceInput = z.object({
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
export function addVoice(
  ctx: Ctx,
  key: string,
  given: z.input<typeof voiceInput>,
): Promise<Problem> {
  const voice = voiceInput.parse(given);
  return transact(ctx, async (tx) => {
    const problem = await loadAllowed(tx, key, "handle");
    if (problem.stage === "merged") throw conflict("problems.merge-into-merged");
    const added = await insertVoice(tx, {
      id: voice.id,
      problem_id: problem.id,
      author_key: voice.authorKey,
      channel: voice.channel,
      excerpt: shorten(maskPersonal(voice.text)),
      at: voice.at,
    });
    if (added === undefined) return problem;
    await showBefore(tx, problem, voice);
    const first = problem.message_count === 0;
    record(tx, { subject: problem.id, type: "problem.voice-added", data: { voice: voice.id } });
    return recount(tx, problem, first ? await earlierFix(tx, problem) : {});
  });
}

async function showBefore(
  ctx: Ctx,
  problem: Problem,
  { pictures, at }: z.output<typeof voiceInput>,
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
export function removeVoice(ctx: Ctx, id: string): Promise<Problem | undefined> {
  return transact(ctx, async (tx) => {
    const voice = await findVoice(tx, id);
    if (voice === undefined) return undefined;
    const problem = await loadAllowed(tx, voice.problem_id, "handle");
    await deleteVoice(tx, id);
    record(tx, { subject: problem.id, type: "problem.voice-removed", data: { voice: id } });
    return recount(tx, problem, {});
  });
}

async function recount(ctx: Ctx, problem: Problem, set: Partial<Returned>): Promise<Problem> {
  const counts = await countVoices(ctx, problem.id);
  const next = { ...problem, ...counts, ...set };
  return saveProblem(ctx, problem, { ...counts, ...set, score: scoreOf(next, ctx.now()).score });
}

type Returned = { returns_after: string; chronic_since: Date };

/** Was the same trouble at the same place verified as fixed within the last months? Then it came back. */
async function earlierFix(ctx: Ctx, problem: Problem): Promise<Partial<Returned>> {
  if (problem.lat === null || problem.lon === null) return {};
  const { topic, lat, lon } = problem;
  const earlier = await findEarlierFix(ctx, {
    topic,
    lat,
    lon,
    since: chronicFrom(problem.opened_at, ctx.region.settings),
    before: problem.opened_at,
    except: problem.id,
  });
  if (earlier === undefined) return {};
  return { returns_after: earlier.id, chronic_since: problem.opened_at };
}

/** Cut at a word, never in its middle. */
function shorten(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= excerptLength) return flat;
  const cut = flat.slice(0, excerptLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), excerptLength / 2))}…`;
}
