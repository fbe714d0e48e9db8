import { savePicture, processPicture } from "#base/files/pictures.ts";
import { asSystem, type Ctx } from "#base/context.ts";
import { Refusal } from "#base/refusal.ts";
import type { Actor } from "#base/policy.ts";
import {
  acknowledgeProblem,
  answerProblem,
  escalateProblem,
  findProblem,
  mergeProblems,
  processMissedDeadlines,
  planProblem,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeProblem,
  unmergeProblem,
  verifyByAuthor,
  verifyProblem,
  withdrawProblem,
  type Problem,
} from "#modules/problems/index.ts";
import {
  replyToAuthor,
  dismissMessage,
  joinMessage,
  openFromMessage,
  receiveMessage,
  undoDecision,
  type Channel,
} from "#modules/signals/index.ts";
import {
  TIMELINE,
  drawPicture,
  MESSAGES,
  STORIES,
  type StepActor as Teller,
  type ResidentMessage,
  type DrawnPicture,
  type ScenarioStep,
  type IncidentStory,
} from "../region/index.ts";
import type { SeededIds } from "./region.ts";
import type { ReplayContext } from "./replay-context.ts";

/** What the replay remembers: numbers of messages, and the problem that each incident became. */
type ReplayState = {
  replay: ReplayContext;
  ids: SeededIds;
  stories: Map<string, IncidentStory>;
  messages: Map<string, ResidentMessage>;
  numbers: Map<string, string>;
  problems: Map<string, string>;
};

/** The newest repetitions still lie on the desk: whoever opens the demo joins them to their problems. */
const LEFT_UNJOINED_MS = 3 * 86_400_000;

/** Between two looks of the clock at the deadlines. */
const DEADLINE_CHECK_INTERVAL_MS = 6 * 3_600_000;

/** Lives the imaginary months step by step through the same actions as people, clock included. */
export async function seedIncidents(
  replay: ReplayContext,
  ids: SeededIds,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  const state: ReplayState = {
    replay,
    ids,
    stories: new Map(STORIES.map((story) => [story.key, story])),
    messages: new Map(MESSAGES.map((message) => [message.key, message])),
    numbers: new Map(),
    problems: new Map(),
  };
  let looked = 0;
  const end = new Date(TIMELINE.at(-1)?.step.at ?? 0).getTime();
  for (const [index, { story, step }] of TIMELINE.entries()) {
    const at = new Date(step.at);
    if (step.kind === "join" && end - at.getTime() < LEFT_UNJOINED_MS) continue;
    if (at.getTime() - looked > DEADLINE_CHECK_INTERVAL_MS) {
      await processMissedDeadlines(await replay.at(at, { kind: "system", name: "clock" }));
      looked = at.getTime();
    }
    await replayStep(state, state.stories.get(story), step);
    progress(index + 1, TIMELINE.length);
  }
}

async function replayStep(
  memory: ReplayState,
  story: IncidentStory | undefined,
  step: ScenarioStep,
): Promise<void> {
  if (story === undefined) throw new Error("A step of the chronicle belongs to no story");
  const ctx = await memory.replay.at(new Date(step.at), actorOf(memory, step));
  if (step.kind === "message")
    return receiveResidentMessage(memory, ctx, { story, key: step.message });
  if (
    step.kind === "open" ||
    step.kind === "join" ||
    step.kind === "noise" ||
    step.kind === "answer-and-close"
  ) {
    return sortMessage(memory, ctx, story, step);
  }
  const key = memory.problems.get(story.key);
  if (key === undefined) throw new Error(`The trouble ${story.key} has no problem yet`);
  await replayProblemStep(memory, ctx, key, step);
}

function actorOf({ ids }: ReplayState, step: ScenarioStep): Actor {
  if (step.kind === "message") return { kind: "system", name: "channel" };
  const by: string | Teller = step.by;
  const key = typeof by === "string" ? by : by.kind === "person" ? by.person : undefined;
  return (
    (key === undefined ? undefined : ids.people.get(key)) ?? { kind: "system", name: "author" }
  );
}

const channelOf: Record<ResidentMessage["channel"], Channel> = {
  vk: "vk",
  telegram: "telegram",
  site: "site",
  email: "email",
  phone: "phone",
  "incident-csv": "incident",
};

async function receiveResidentMessage(
  memory: ReplayState,
  ctx: Ctx,
  { story, key }: { story: IncidentStory; key: string },
): Promise<void> {
  const message = memory.messages.get(key);
  if (message === undefined) throw new Error(`There is no message ${key}`);
  const { author, point } = message;
  const email =
    author.contact?.includes("@") === true && !author.contact.startsWith("@")
      ? author.contact
      : undefined;
  const { number } = await receiveMessage(ctx, {
    channel: channelOf[message.channel],
    externalId: message.externalId,
    source: message.community ?? "",
    text: message.text,
    address: message.address ?? "",
    ...(point !== null && { lon: point[0], lat: point[1] }),
    // A community or a telephone line belongs to a municipality; a form tells its own place.
    municipality: memory.ids.municipalities.get(message.municipality) ?? "",
    writtenAt: new Date(message.at),
    author: {
      key: author.key,
      name: author.name,
      ...(email !== undefined && { email, wantsLetters: true, consent: true }),
    },
    pictures: await savePictures(ctx, photosOf(story, message)),
  });
  memory.numbers.set(key, number);
}

/** Where a check shows how it was before, the first message brought that picture. */
function photosOf(story: IncidentStory, message: ResidentMessage): readonly DrawnPicture[] {
  if (message.photos.length > 0 || story.messages[0]?.key !== message.key) return message.photos;
  const check = story.steps.find((step) => step.kind === "verify" && step.before !== null);
  return check?.kind === "verify" && check.before !== null ? [check.before] : [];
}

async function savePictures(
  ctx: Ctx,
  pictures: readonly (DrawnPicture | null)[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const picture of pictures) {
    if (picture === null) continue;
    const read = await processPicture(Buffer.from(drawPicture(picture)), { drawn: true });
    ids.push(await savePicture(ctx, read));
  }
  return ids;
}

type SortingStep = Extract<ScenarioStep, { kind: "open" | "join" | "noise" | "answer-and-close" }>;

async function sortMessage(
  memory: ReplayState,
  ctx: Ctx,
  story: IncidentStory,
  step: SortingStep,
): Promise<void> {
  const number = memory.numbers.get(step.message);
  if (number === undefined) throw new Error(`The message ${step.message} has not come yet`);
  try {
    await sortAs(memory, ctx, { story, step, number });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.reason === "signals.already-decided")
      return sortAutoDismissed(memory, ctx, { story, step, number });
    // A message whose municipality triage did not find is sorted by the region's operator.
    const operator = memory.ids.people.get("operator-first");
    if (error.kind !== "not-found" || operator === undefined) throw error;
    await sortAs(memory, { ...ctx, actor: operator }, { story, step, number });
  }
}

/** Triage put it aside before anybody looked: noise stays there, anything else is taken back first. */
async function sortAutoDismissed(
  memory: ReplayState,
  ctx: Ctx,
  told: { story: IncidentStory; step: SortingStep; number: string },
): Promise<void> {
  if (told.step.kind === "noise") return;
  await undoDecision(ctx, told.number);
  await sortAs(memory, ctx, told);
}

const noiseOf = {
  thanks: "thanks",
  advert: "advert",
  "off-topic": "chatter",
  unclear: "chatter",
  abuse: "spam",
} as const;

async function sortAs(
  memory: ReplayState,
  ctx: Ctx,
  { story, step, number }: { story: IncidentStory; step: SortingStep; number: string },
): Promise<void> {
  if (step.kind === "noise") return dismissMessage(ctx, number, { reason: noiseOf[step.reason] });
  if (step.kind === "answer-and-close") {
    const letter = { subject: (n: string) => n, body: (text: string) => text };
    await replyToAuthor(ctx, number, { text: step.text, letter });
    return;
  }
  if (step.kind === "join") {
    await joinMessage(ctx, number, { problem: memory.problems.get(story.key) ?? "" });
    return;
  }
  const { incident } = story;
  if (incident === null) throw new Error(`The story ${story.key} tells of no incident`);
  const { location, template } = incident;
  const { id } = await openFromMessage(ctx, number, {
    title: incident.title,
    summary: incident.summary,
    topic: template.topic,
    municipalityId: memory.ids.municipalities.get(location.municipality) ?? "",
    settlementId: memory.ids.settlements.get(location.settlement),
    address: location.words["адрес"],
    lon: location.point[0],
    lat: location.point[1],
    urgency: template.urgent ? "danger" : "normal",
  });
  memory.problems.set(story.key, id);
}

type ProblemStep = Exclude<ScenarioStep, SortingStep | { kind: "message" }>;

/** One step of a problem's life, as the action of whoever takes it. */
async function replayProblemStep(
  memory: ReplayState,
  ctx: Ctx,
  key: string,
  step: ProblemStep,
): Promise<unknown> {
  const body = (name: string) => memory.ids.organisations.get(name) ?? "";
  switch (step.kind) {
    case "route":
      return routeProblem(ctx, key, { bodyId: body(step.body), reason: step.reason });
    case "reroute":
      return rerouteProblem(ctx, key, { bodyId: body(step.body), reason: step.reason });
    case "acknowledge":
      return acknowledgeProblem(ctx, key);
    case "answer":
      return replayAnswer(ctx, key, step);
    case "claim":
      return answerProblem(ctx, key, {
        kind: "claim",
        text: step.text,
        pictures: await savePictures(ctx, [step.photo]),
      });
    case "verify":
    case "refute":
      return replayCheck(ctx, key, step);
    case "escalate":
      return escalateTo(ctx, key, step.level - 1);
    case "plan":
      return planProblem(ctx, key, { plannedFor: step.until });
    case "reject":
      return rejectProblem(ctx, key, {
        reason: step.reason === "not-enough-detail" ? "no-place" : "nothing-found",
      });
    case "withdraw":
      return withdrawProblem(ctx, key);
    case "reopen":
      return reopenProblem(ctx, key);
    case "merge":
      return mergeProblems(ctx, key, { into: memory.problems.get(step.into) ?? "" });
    case "unmerge":
      return unmergeProblem(ctx, key);
  }
}

/** An interim answer names a day: within a fortnight where its text names none. */
function replayAnswer(
  ctx: Ctx,
  key: string,
  step: Extract<ProblemStep, { kind: "answer" }>,
): Promise<Problem> {
  const fortnight = new Date(new Date(step.at).getTime() + 14 * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return answerProblem(ctx, key, {
    kind: step.form,
    text: step.text,
    ...(step.form === "interim" && { promisedFor: fortnight }),
  });
}

async function replayCheck(
  ctx: Ctx,
  key: string,
  step: Extract<ProblemStep, { kind: "verify" | "refute" }>,
): Promise<unknown> {
  const fixed = step.kind === "verify" && step.ok;
  const picture = step.kind === "verify" ? step.after : step.photo;
  const input = {
    outcome: fixed ? ("fixed" as const) : ("not-fixed" as const),
    text: step.text,
    pictures: await savePictures(ctx, [picture]),
  };
  return step.by.kind === "author"
    ? verifyByAuthor(ctx, key, input)
    : verifyProblem(ctx, key, input);
}

/** Refutations and missed deadlines have climbed already; a person takes what steps are left. */
async function escalateTo(ctx: Ctx, key: string, level: number): Promise<void> {
  const problem = await findProblem(asSystem(ctx, "demo"), key);
  for (let step = problem?.escalation ?? level; step < level; step += 1)
    await escalateProblem(ctx, key);
}
