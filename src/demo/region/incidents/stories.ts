/** Every incident's life and every message, in time order, up to the fixed now. */
import { formatInstant, toOfficeHours, toWakingHours, parseMinutes, NOW } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { createMessage, createNoiseMessage } from "./resident-messages.ts";
import type { ResidentMessage } from "./resident-messages.ts";
import { NOISE } from "./noise.ts";
import { coordinatorsOf } from "../people.ts";
import { SCENARIOS } from "./scenarios.ts";
import type { Simulation } from "./scenarios.ts";
import { seededRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { stageAfter } from "./steps.ts";
import type { IncidentStage, ScenarioStep } from "./steps.ts";
import { MUNICIPALITIES } from "../territories.ts";
import { INCIDENTS } from "./incidents.ts";
import type { Incident } from "./incidents.ts";

export type IncidentStory = {
  /** The incident's key, or the message's for noise and questions. */
  readonly key: string;
  readonly incident: Incident | null;
  readonly messages: readonly ResidentMessage[];
  readonly steps: readonly ScenarioStep[];
  readonly stage: IncidentStage;
};

const LAST_MESSAGE_AT = parseMinutes(NOW) - 25;

/** Takes over a life written by hand. */
function applyScript(simulation: Simulation, script: readonly ScenarioStep[]): Simulation {
  simulation.steps.push(...script);
  const claimed = script.find((step) => step.kind === "claim");
  const last = script.at(-1);
  if (claimed) simulation.noMessagesAfter = parseMinutes(claimed.at) - 240;
  if (last) simulation.cursor = parseMinutes(last.at);
  return simulation;
}

function simulate(incident: Incident, pace: number): Simulation {
  const simulation: Simulation = {
    incident,
    pace,
    random: seededRandom(`simulation ${incident.key}`),
    first: `${incident.key}/m1`,
    body: "",
    cursor: incident.start,
    version: 0,
    claims: 0,
    noMessagesAfter: null,
    steps: [],
  };
  if (incident.script) return applyScript(simulation, incident.script);
  for (const phase of SCENARIOS[incident.scenario]) phase(simulation);
  return simulation;
}

/** The slowest telling that still ends before now. */
function simulateBeforeNow(incident: Incident): Simulation {
  for (const pace of [1, 0.6, 0.3, 0]) {
    const simulation = simulate(incident, pace);
    if (simulation.cursor <= LAST_MESSAGE_AT) return simulation;
  }
  throw new Error(`${incident.key} begins too late for ${incident.scenario}`);
}

function countMessages(incident: Incident, random: Random): number {
  if (incident.featured) return incident.template.texts.length;
  if (incident.scenario === "merged") return 1;
  if (incident.mergedInto !== null) return 2;
  if (incident.location.municipality === "verkhnelipsky") return 1;
  const share = random.next();
  const wanted = share < 0.48 ? 1 : share < 0.75 ? 2 : share < 0.91 ? 3 : random.int(4, 6);
  return Math.min(wanted, incident.template.texts.length, incident.scenario === "new" ? 2 : 6);
}

/** Moments of the messages: most come early, none when the incident is said to be over. */
function messageTimes(incident: Incident, simulation: Simulation, random: Random): Minutes[] {
  const count = countMessages(incident, random);
  const over: readonly ScenarioStep["kind"][] = ["merge", "reject", "withdraw"];
  const ending = simulation.steps.find((step) => over.includes(step.kind));
  const close = ending
    ? parseMinutes(ending.at) - 5
    : (simulation.noMessagesAfter ?? LAST_MESSAGE_AT);
  const end = Math.min(
    close,
    LAST_MESSAGE_AT,
    incident.start + 1440 * (incident.featured ? 12 : 9),
  );
  const span = Math.max(12, end - incident.start);
  const rest = Array.from(
    { length: count - 1 },
    () => incident.start + 8 + Math.floor((span - 10) * random.next() ** 2.2),
  );
  return [
    incident.start,
    ...rest.map((at) => Math.min(end, toWakingHours(at))).toSorted((a, b) => a - b),
  ];
}

function joinSteps(
  incident: Incident,
  messages: readonly ResidentMessage[],
  simulation: Simulation,
  random: Random,
): ScenarioStep[] {
  const opened = simulation.steps.find((step) => step.kind === "open");
  if (!opened) return [];
  const told = new Set(
    simulation.steps.flatMap((step) => (step.kind === "join" ? [step.message] : [])),
  );
  return messages
    .slice(1)
    .filter((message) => !told.has(message.key))
    .flatMap<ScenarioStep>((message) => {
      const read = toOfficeHours(
        Math.max(
          parseMinutes(message.at) + random.int(10, 150),
          parseMinutes(opened.at) + random.int(2, 9),
        ),
      );
      const early =
        simulation.noMessagesAfter !== null && read > simulation.noMessagesAfter
          ? Math.max(parseMinutes(message.at) + 3, simulation.noMessagesAfter)
          : read;
      if (early > LAST_MESSAGE_AT) return [];
      const by = isOfficeHours(early)
        ? random.pick(coordinatorsOf(incident.location.municipality)).key
        : "operator-second";
      return [{ kind: "join", at: formatInstant(early), by, message: message.key }];
    });
}

function isOfficeHours(at: Minutes): boolean {
  return toOfficeHours(at) === at;
}

function toStory(incident: Incident): IncidentStory {
  const random = seededRandom(`story ${incident.key}`);
  const simulation = simulateBeforeNow(incident);
  const moments = messageTimes(incident, simulation, random);
  const returned = simulation.steps.find((step) => step.kind === "message");
  if (returned) moments[moments.length - 1] = parseMinutes(returned.at);
  const messages: ResidentMessage[] = [];
  moments.forEach((at, index) =>
    messages.push(createMessage({ trouble: incident, index, at, earlier: messages })),
  );
  const came = messages
    .filter((message) => message.key !== (returned?.kind === "message" ? returned.message : ""))
    .map<ScenarioStep>((message) => ({ kind: "message", at: message.at, message: message.key }));
  const steps = [
    ...came,
    ...simulation.steps,
    ...joinSteps(incident, messages, simulation, random),
  ].toSorted((a, b) => parseMinutes(a.at) - parseMinutes(b.at));
  return { key: incident.key, incident, messages, steps, stage: stageAfter(steps) };
}

function toNoiseStory(number: number): IncidentStory {
  const noise = NOISE[number];
  if (!noise) throw new Error(`no noise ${number}`);
  const random = seededRandom(`noise ${number}`);
  const code = random.pick(MUNICIPALITIES.filter((each) => each.code !== "verkhnelipsky")).code;
  const fresh = number % 11 === 10;
  const at = fresh
    ? parseMinutes("2026-05-30") + random.int(500, 1900)
    : parseMinutes("2026-02-02") + random.int(0, 112) * 1440 + random.int(480, 1300);
  const message = createNoiseMessage({ noise, number: number + 1, at, code });
  const came: ScenarioStep = { kind: "message", at: message.at, message: message.key };
  const steps = fresh ? [came] : [came, sortingStep(noise, message, random)];
  return { key: message.key, incident: null, messages: [message], steps, stage: stageAfter(steps) };
}

function sortingStep(
  noise: (typeof NOISE)[number],
  message: ResidentMessage,
  random: Random,
): ScenarioStep {
  const at = formatInstant(toOfficeHours(parseMinutes(message.at) + random.int(20, 300)));
  const base = {
    at,
    by: random.pick(coordinatorsOf(message.municipality)).key,
    message: message.key,
  };
  return noise.kind === "noise"
    ? { kind: "noise", reason: noise.reason, ...base }
    : { kind: "answer-and-close", text: noise.reply, ...base };
}

export const STORIES: readonly IncidentStory[] = [
  ...INCIDENTS.map(toStory),
  ...NOISE.map((_, number) => toNoiseStory(number)),
];

export const MESSAGES: readonly ResidentMessage[] = STORIES.flatMap(
  (story) => story.messages,
).toSorted((a, b) => parseMinutes(a.at) - parseMinutes(b.at));

/** Every step of every story in the order of the clock: what a replayer walks through. */
export const TIMELINE: readonly { readonly story: string; readonly step: ScenarioStep }[] =
  STORIES.flatMap((story) => story.steps.map((step) => ({ story: story.key, step }))).toSorted(
    (a, b) => parseMinutes(a.step.at) - parseMinutes(b.step.at),
  );
