import { keepPicture, readPicture } from "#base/files/pictures.ts";
import { asSystem, type Ctx } from "#base/context.ts";
import { Refusal } from "#base/refusal.ts";
import type { Actor } from "#base/policy.ts";
import {
  acknowledgeProblem,
  answerProblem,
  escalateProblem,
  findProblem,
  mergeProblems,
  missDeadlines,
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
  answerMessage,
  dismissMessage,
  joinMessage,
  openFromMessage,
  receiveMessage,
  undoDecision,
  type Channel,
} from "#modules/signals/index.ts";
import {
  CHRONICLE,
  drawPicture,
  MESSAGES,
  STORIES,
  type Actor as Teller,
  type Message,
  type Picture,
  type Step,
  type Story,
} from "../region/index.ts";
import type { Cast } from "./region.ts";
import type { Stage } from "./replay-context.ts";

/** What the replay remembers: numbers of messages, and the problem that each trouble became. */
type Memory = {
  stage: Stage;
  cast: Cast;
  stories: Map<string, Story>;
  messages: Map<string, Message>;
  numbers: Map<string, string>;
  problems: Map<string, string>;
};

/** The newest repetitions still lie on the desk: whoever opens the demo joins them to their problems. */
const leftToJoinMs = 3 * 86_400_000;

/** Between two looks of the clock at the deadlines. */
const clockEvery = 6 * 3_600_000;

/** Lives the imaginary months step by step through the same actions as people, clock included. */
export async function replayChronicle(
  stage: Stage,
  cast: Cast,
  progress: (done: number, all: number) => void = () => {},
): Promise<void> {
  const memory: Memory = {
    stage,
    cast,
    stories: new Map(STORIES.map((story) => [story.key, story])),
    messages: new Map(MESSAGES.map((message) => [message.key, message])),
    numbers: new Map(),
    problems: new Map(),
  };
  let looked = 0;
  const end = new Date(CHRONICLE.at(-1)?.step.at ?? 0).getTime();
  for (const [index, { story, step }] of CHRONICLE.entries()) {
    const at = new Date(step.at);
    if (step.kind === "join" && end - at.getTime() < leftToJoinMs) continue;
    if (at.getTime() - looked > clockEvery) {
      await missDeadlines(await stage.at(at, { kind: "system", name: "clock" }));
      looked = at.getTime();
    }
    await play(memory, memory.stories.get(story), step);
    progress(index + 1, CHRONICLE.length);
  }
}

async function play(memory: Memory, story: Story | undefined, step: Step): Promise<void> {
  if (story === undefined) throw new Error("A step of the chronicle belongs to no story");
  const ctx = await memory.stage.at(new Date(step.at), actorOf(memory, step));
  if (step.kind === "message") return hear(memory, ctx, { story, key: step.message });
  if (
    step.kind === "open" ||
    step.kind === "join" ||
    step.kind === "noise" ||
    step.kind === "answer-and-close"
  ) {
    return sort(memory, ctx, story, step);
  }
  const key = memory.problems.get(story.key);
  if (key === undefined) throw new Error(`The trouble ${story.key} has no problem yet`);
  await live(memory, ctx, key, step);
}

function actorOf({ cast }: Memory, step: Step): Actor {
  if (step.kind === "message") return { kind: "system", name: "channel" };
  const by: string | Teller = step.by;
  const key = typeof by === "string" ? by : by.kind === "person" ? by.person : undefined;
  return (
    (key === undefined ? undefined : cast.people.get(key)) ?? { kind: "system", name: "author" }
  );
}

const channelOf: Record<Message["channel"], Channel> = {
  vk: "vk",
  telegram: "telegram",
  site: "site",
  email: "email",
  phone: "phone",
  "incident-csv": "incident",
};

async function hear(
  memory: Memory,
  ctx: Ctx,
  { story, key }: { story: Story; key: string },
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
    municipality: memory.cast.municipalities.get(message.municipality) ?? "",
    writtenAt: new Date(message.at),
    author: {
      key: author.key,
      name: author.name,
      ...(email !== undefined && { email, wantsLetters: true, consent: true }),
    },
    pictures: await drawAll(ctx, photosOf(story, message)),
  });
  memory.numbers.set(key, number);
}

/** Where a check shows how it was before, the first message brought that picture. */
function photosOf(story: Story, message: Message): readonly Picture[] {
  if (message.photos.length > 0 || story.messages[0]?.key !== message.key) return message.photos;
  const check = story.steps.find((step) => step.kind === "verify" && step.before !== null);
  return check?.kind === "verify" && check.before !== null ? [check.before] : [];
}

async function drawAll(ctx: Ctx, pictures: readonly (Picture | null)[]): Promise<string[]> {
  const ids: string[] = [];
  for (const picture of pictures) {
    if (picture === null) continue;
    const read = await readPicture(Buffer.from(drawPicture(picture)), { drawn: true });
    ids.push(await keepPicture(ctx, read));
  }
  return ids;
}

type Sorting = Extract<Step, { kind: "open" | "join" | "noise" | "answer-and-close" }>;

async function sort(memory: Memory, ctx: Ctx, story: Story, step: Sorting): Promise<void> {
  const number = memory.numbers.get(step.message);
  if (number === undefined) throw new Error(`The message ${step.message} has not come yet`);
  try {
    await sortAs(memory, ctx, { story, step, number });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.reason === "signals.already-decided")
      return sortPutAside(memory, ctx, { story, step, number });
    // A message whose municipality triage did not find is sorted by the region's operator.
    const operator = memory.cast.people.get("operator-first");
    if (error.kind !== "not-found" || operator === undefined) throw error;
    await sortAs(memory, { ...ctx, actor: operator }, { story, step, number });
  }
}

/** Triage put it aside before anybody looked: noise stays there, anything else is taken back first. */
async function sortPutAside(
  memory: Memory,
  ctx: Ctx,
  told: { story: Story; step: Sorting; number: string },
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
  memory: Memory,
  ctx: Ctx,
  { story, step, number }: { story: Story; step: Sorting; number: string },
): Promise<void> {
  if (step.kind === "noise") return dismissMessage(ctx, number, { reason: noiseOf[step.reason] });
  if (step.kind === "answer-and-close") {
    const letter = { subject: (n: string) => n, body: (text: string) => text };
    await answerMessage(ctx, number, { text: step.text, letter });
    return;
  }
  if (step.kind === "join") {
    await joinMessage(ctx, number, { problem: memory.problems.get(story.key) ?? "" });
    return;
  }
  const { trouble } = story;
  if (trouble === null) throw new Error(`The story ${story.key} tells of no trouble`);
  const { spot, kit } = trouble;
  const { id } = await openFromMessage(ctx, number, {
    title: trouble.title,
    summary: trouble.summary,
    topic: kit.topic,
    municipalityId: memory.cast.municipalities.get(spot.municipality) ?? "",
    settlementId: memory.cast.settlements.get(spot.settlement),
    address: spot.words["адрес"],
    lon: spot.point[0],
    lat: spot.point[1],
    urgency: kit.urgent ? "danger" : "normal",
  });
  memory.problems.set(story.key, id);
}

type Living = Exclude<Step, Sorting | { kind: "message" }>;

/** One step of a problem's life, as the action of whoever takes it. */
async function live(memory: Memory, ctx: Ctx, key: string, step: Living): Promise<unknown> {
  const body = (name: string) => memory.cast.organisations.get(name) ?? "";
  switch (step.kind) {
    case "route":
      return routeProblem(ctx, key, { bodyId: body(step.body), reason: step.reason });
    case "reroute":
      return rerouteProblem(ctx, key, { bodyId: body(step.body), reason: step.reason });
    case "acknowledge":
      return acknowledgeProblem(ctx, key);
    case "answer":
      return answer(ctx, key, step);
    case "claim":
      return answerProblem(ctx, key, {
        kind: "claim",
        text: step.text,
        pictures: await drawAll(ctx, [step.photo]),
      });
    case "verify":
    case "refute":
      return check(ctx, key, step);
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
function answer(
  ctx: Ctx,
  key: string,
  step: Extract<Living, { kind: "answer" }>,
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

async function check(
  ctx: Ctx,
  key: string,
  step: Extract<Living, { kind: "verify" | "refute" }>,
): Promise<unknown> {
  const fixed = step.kind === "verify" && step.ok;
  const picture = step.kind === "verify" ? step.after : step.photo;
  const input = {
    outcome: fixed ? ("fixed" as const) : ("not-fixed" as const),
    text: step.text,
    pictures: await drawAll(ctx, [picture]),
  };
  return step.by.kind === "author"
    ? verifyByAuthor(ctx, key, input)
    : verifyProblem(ctx, key, input);
}

/** Refutations and missed deadlines have climbed already; a person takes what steps are left. */
async function escalateTo(ctx: Ctx, key: string, level: number): Promise<void> {
  const problem = await findProblem(asSystem(ctx, "reader"), key);
  for (let step = problem?.escalation ?? level; step < level; step += 1)
    await escalateProblem(ctx, key);
}
