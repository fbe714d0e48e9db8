/** Every trouble's life and every message, in time order, up to the fixed now. */
import { instant, intoOffice, intoWaking, minutes, NOW } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { writeMessage, writeNoise } from "./resident-messages.ts";
import type { Message } from "./resident-messages.ts";
import { NOISE } from "./noise.ts";
import { coordinatorsOf } from "../people.ts";
import { PLOTS } from "./scenarios.ts";
import type { Tale } from "./scenarios.ts";
import { dice } from "../random.ts";
import type { Dice } from "../random.ts";
import { stageAfter } from "./steps.ts";
import type { Stage, Step } from "./steps.ts";
import { MUNICIPALITIES } from "../territories.ts";
import { TROUBLES } from "./incidents.ts";
import type { Trouble } from "./incidents.ts";

export type Story = {
  /** The trouble's key, or the message's for noise and questions. */
  readonly key: string;
  readonly trouble: Trouble | null;
  readonly messages: readonly Message[];
  readonly steps: readonly Step[];
  readonly stage: Stage;
};

const LAST = minutes(NOW) - 25;

/** Takes over a life written by hand. */
function follow(tale: Tale, script: readonly Step[]): Tale {
  tale.steps.push(...script);
  const claimed = script.find((step) => step.kind === "claim");
  const last = script.at(-1);
  if (claimed) tale.quiet = minutes(claimed.at) - 240;
  if (last) tale.cursor = minutes(last.at);
  return tale;
}

function tell(trouble: Trouble, pace: number): Tale {
  const tale: Tale = {
    trouble,
    pace,
    throws: dice(`tale ${trouble.key}`),
    first: `${trouble.key}/m1`,
    body: "",
    cursor: trouble.start,
    version: 0,
    claims: 0,
    quiet: null,
    steps: [],
  };
  if (trouble.script) return follow(tale, trouble.script);
  for (const phase of PLOTS[trouble.course]) phase(tale);
  return tale;
}

/** The slowest telling that still ends before now. */
function tellInTime(trouble: Trouble): Tale {
  for (const pace of [1, 0.6, 0.3, 0]) {
    const tale = tell(trouble, pace);
    if (tale.cursor <= LAST) return tale;
  }
  throw new Error(`${trouble.key} begins too late for ${trouble.course}`);
}

function howMany(trouble: Trouble, throws: Dice): number {
  if (trouble.star) return trouble.kit.texts.length;
  if (trouble.course === "merged") return 1;
  if (trouble.host !== null) return 2;
  if (trouble.spot.municipality === "verkhnelipsky") return 1;
  const share = throws.next();
  const wanted = share < 0.48 ? 1 : share < 0.75 ? 2 : share < 0.91 ? 3 : throws.int(4, 6);
  return Math.min(wanted, trouble.kit.texts.length, trouble.course === "new" ? 2 : 6);
}

/** Moments of the messages: most come early, none when the trouble is said to be over. */
function arrivals(trouble: Trouble, tale: Tale, throws: Dice): Minutes[] {
  const count = howMany(trouble, throws);
  const over: readonly Step["kind"][] = ["merge", "reject", "withdraw"];
  const ending = tale.steps.find((step) => over.includes(step.kind));
  const close = ending ? minutes(ending.at) - 5 : (tale.quiet ?? LAST);
  const end = Math.min(close, LAST, trouble.start + 1440 * (trouble.star ? 12 : 9));
  const span = Math.max(12, end - trouble.start);
  const rest = Array.from(
    { length: count - 1 },
    () => trouble.start + 8 + Math.floor((span - 10) * throws.next() ** 2.2),
  );
  return [
    trouble.start,
    ...rest.map((at) => Math.min(end, intoWaking(at))).toSorted((a, b) => a - b),
  ];
}

function joinsOf(trouble: Trouble, messages: readonly Message[], tale: Tale, throws: Dice): Step[] {
  const opened = tale.steps.find((step) => step.kind === "open");
  if (!opened) return [];
  const told = new Set(tale.steps.flatMap((step) => (step.kind === "join" ? [step.message] : [])));
  return messages
    .slice(1)
    .filter((message) => !told.has(message.key))
    .flatMap<Step>((message) => {
      const read = intoOffice(
        Math.max(minutes(message.at) + throws.int(10, 150), minutes(opened.at) + throws.int(2, 9)),
      );
      const early =
        tale.quiet !== null && read > tale.quiet
          ? Math.max(minutes(message.at) + 3, tale.quiet)
          : read;
      if (early > LAST) return [];
      const by = inOffice(early)
        ? throws.pick(coordinatorsOf(trouble.spot.municipality)).key
        : "operator-second";
      return [{ kind: "join", at: instant(early), by, message: message.key }];
    });
}

function inOffice(at: Minutes): boolean {
  return intoOffice(at) === at;
}

function storyOf(trouble: Trouble): Story {
  const throws = dice(`story ${trouble.key}`);
  const tale = tellInTime(trouble);
  const moments = arrivals(trouble, tale, throws);
  const returned = tale.steps.find((step) => step.kind === "message");
  if (returned) moments[moments.length - 1] = minutes(returned.at);
  const messages: Message[] = [];
  moments.forEach((at, index) =>
    messages.push(writeMessage({ trouble, index, at, earlier: messages })),
  );
  const came = messages
    .filter((message) => message.key !== (returned?.kind === "message" ? returned.message : ""))
    .map<Step>((message) => ({ kind: "message", at: message.at, message: message.key }));
  const steps = [...came, ...tale.steps, ...joinsOf(trouble, messages, tale, throws)].toSorted(
    (a, b) => minutes(a.at) - minutes(b.at),
  );
  return { key: trouble.key, trouble, messages, steps, stage: stageAfter(steps) };
}

function noiseStory(number: number): Story {
  const noise = NOISE[number];
  if (!noise) throw new Error(`no noise ${number}`);
  const throws = dice(`noise ${number}`);
  const code = throws.pick(MUNICIPALITIES.filter((each) => each.code !== "verkhnelipsky")).code;
  const fresh = number % 11 === 10;
  const at = fresh
    ? minutes("2026-05-30") + throws.int(500, 1900)
    : minutes("2026-02-02") + throws.int(0, 112) * 1440 + throws.int(480, 1300);
  const message = writeNoise({ noise, number: number + 1, at, code });
  const came: Step = { kind: "message", at: message.at, message: message.key };
  const steps = fresh ? [came] : [came, sorted(noise, message, throws)];
  return { key: message.key, trouble: null, messages: [message], steps, stage: stageAfter(steps) };
}

function sorted(noise: (typeof NOISE)[number], message: Message, throws: Dice): Step {
  const at = instant(intoOffice(minutes(message.at) + throws.int(20, 300)));
  const base = {
    at,
    by: throws.pick(coordinatorsOf(message.municipality)).key,
    message: message.key,
  };
  return noise.kind === "noise"
    ? { kind: "noise", reason: noise.reason, ...base }
    : { kind: "answer-and-close", text: noise.reply, ...base };
}

export const STORIES: readonly Story[] = [
  ...TROUBLES.map(storyOf),
  ...NOISE.map((_, number) => noiseStory(number)),
];

export const MESSAGES: readonly Message[] = STORIES.flatMap((story) => story.messages).toSorted(
  (a, b) => minutes(a.at) - minutes(b.at),
);

/** Every step of every story in the order of the clock: what a replayer walks through. */
export const CHRONICLE: readonly { readonly story: string; readonly step: Step }[] =
  STORIES.flatMap((story) => story.steps.map((step) => ({ story: story.key, step }))).toSorted(
    (a, b) => minutes(a.step.at) - minutes(b.step.at),
  );
