/** Phases of a problem: who does what, when, with which text. Pure functions over a simulation. */
import {
  AUTHOR_CONFIRMS,
  AUTHOR_REFUTES,
  MERGES,
  PLANS,
  POOR_ANSWERS,
  REJECTIONS,
  REROUTES,
  ESCALATION_TEXTS,
  WITHDRAWALS,
} from "./answer-texts.ts";
import {
  dayOf,
  formatInstant,
  toDutyHours,
  toOfficeHours,
  toWakingHours,
  isWorkday,
  parseMinutes,
  NOW,
  addWorkdays,
} from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { findCompetence } from "../competence.ts";
import type { ScenarioName } from "./scenario-counts.ts";
import { findDemoOrganisation } from "../organisations.ts";
import { checkersOf, coordinatorsOf, specialistsOf } from "../people.ts";
import type { DemoPerson } from "../people.ts";
import type { DrawnPicture } from "../pictures.ts";
import type { Random } from "../random.ts";
import { seededRandom } from "../random.ts";
import type { ScenarioStep } from "./steps.ts";
import type { Incident } from "./incidents.ts";
import { MEN, SURNAMES } from "../names.ts";
import { capitalize, fillTemplate, formatRussianDay } from "./tone.ts";

export type Simulation = {
  readonly incident: Incident;
  readonly random: Random;
  /** 1 is an ordinary pace; less hurries a life that must reach its stage before now. */
  readonly pace: number;
  readonly first: string;
  body: string;
  cursor: Minutes;
  version: number;
  claims: number;
  /** How long further messages may arrive. */
  noMessagesAfter: Minutes | null;
  readonly steps: ScenarioStep[];
};

type Phase = (simulation: Simulation) => void;

/** How often a municipality's bodies send an empty answer. */
const EMPTY_SHARE: Partial<Record<string, number>> = {
  dolgomost: 0.5,
  zarechinsky: 0.5,
  mshinetsky: 0.4,
  kedrinsky: 0.05,
  tikhoborsky: 0.1,
  staromostsky: 0.1,
};

function pickPerson(people: readonly DemoPerson[], random: Random): string {
  return random.pick(people).key;
}

function days(simulation: Simulation, low: number, high: number): number {
  return Math.max(
    simulation.pace === 0 ? 0 : 1,
    Math.round(simulation.random.int(low, high) * simulation.pace),
  );
}

/** An hour of the working day, in minutes: between 9:40 and 17:20. */
function pickWorkingMinute(simulation: Simulation): number {
  return simulation.random.int(580, 1040);
}

function advanceWorkdays(simulation: Simulation, low: number, high: number): Minutes {
  simulation.cursor = addWorkdays(
    simulation.cursor,
    days(simulation, low, high),
    pickWorkingMinute(simulation),
  );
  return simulation.cursor;
}

function advanceMinutes(simulation: Simulation, low: number, high: number): Minutes {
  const at = simulation.cursor + simulation.random.int(low, high);
  const clock = simulation.cursor % 1440;
  const onDuty =
    simulation.incident.template.urgent &&
    !(isWorkday(simulation.cursor) && clock >= 540 && clock < 1080);
  simulation.cursor = onDuty ? toDutyHours(at) : toOfficeHours(at);
  return simulation.cursor;
}

function pictureOf(simulation: Simulation, state: DrawnPicture["state"]): DrawnPicture {
  return { scene: simulation.incident.template.scene, state, seed: simulation.incident.key };
}

const FOREMEN = ["мастер участка", "инженер", "диспетчер смены", "начальник участка"] as const;
const CLERKS = ["главный специалист", "консультант отдела", "ведущий специалист"] as const;

function templateValues(simulation: Simulation, ahead: number): Record<string, string> {
  const { int, pick } = seededRandom(`master ${simulation.body}`);
  const { kind, phone } = findDemoOrganisation(simulation.body);
  const office = kind === "ministry" || kind === "administration" ? CLERKS : FOREMEN;
  const person = `${pick(office)} ${pick(MEN)} ${pick(SURNAMES)}, ${phone}`;
  const date = formatRussianDay(dayOf(addWorkdays(simulation.cursor, ahead + int(0, 1), 600)));
  return { ...simulation.incident.location.words, дата: date, мастер: person };
}

/** Dates are named for the next days where people are in danger, for next week elsewhere. */
function composeText(simulation: Simulation, text: string): string {
  const ahead = simulation.incident.template.urgent ? 1 : 4;
  return capitalize(fillTemplate(text, templateValues(simulation, ahead), simulation.random));
}

const open: Phase = (simulation) => {
  const { incident, random } = simulation;
  const clock = simulation.cursor % 1440;
  const night =
    incident.template.urgent && !(isWorkday(simulation.cursor) && clock >= 540 && clock < 1080);
  simulation.cursor = night
    ? toDutyHours(simulation.cursor + random.int(9, 45))
    : toOfficeHours(simulation.cursor + random.int(15, incident.template.urgent ? 60 : 260));
  const by = night
    ? random.pick(["operator-first", "operator-second"])
    : pickPerson(coordinatorsOf(incident.location.municipality), random);
  simulation.steps.push({
    kind: "open",
    at: formatInstant(simulation.cursor),
    by,
    message: simulation.first,
  });
};

/** A matter is routed by whoever has it on the desk: the duty operator outside office hours. */
function pickRouter(simulation: Simulation): string {
  const clock = simulation.cursor % 1440;
  if (!isWorkday(simulation.cursor) || clock < 540 || clock >= 1080)
    return simulation.random.pick(["operator-first", "operator-second"]);
  return pickPerson(coordinatorsOf(simulation.incident.location.municipality), simulation.random);
}

const route: Phase = (simulation) => {
  const { template, location } = simulation.incident;
  advanceMinutes(simulation, 4, 45);
  const rule = findCompetence({
    topic: template.topic,
    municipality: location.municipality,
    day: dayOf(simulation.cursor),
  });
  if (!rule) throw new Error(`nobody answers for ${template.topic} in ${location.municipality}`);
  const office = `adm-${location.municipality}`;
  const astray =
    rule.body !== office && !simulation.incident.featured && simulation.random.chance(0.09);
  simulation.body = astray ? office : rule.body;
  const reason = astray
    ? "Похоже на вопрос администрации: граница между службами неясна."
    : rule.reason;
  simulation.steps.push({
    kind: "route",
    at: formatInstant(simulation.cursor),
    by: pickRouter(simulation),
    body: simulation.body,
    reason,
  });
  if (!astray) return;
  const by = pickPerson(specialistsOf(office), simulation.random);
  advanceWorkdays(simulation, 1, 2);
  simulation.body = rule.body;
  simulation.steps.push({
    kind: "reroute",
    at: formatInstant(simulation.cursor),
    by,
    body: rule.body,
    reason: simulation.random.pick(REROUTES),
  });
};

const acknowledge: Phase = (simulation) => {
  simulation.cursor = toOfficeHours(
    simulation.cursor +
      (simulation.incident.template.urgent
        ? simulation.random.int(20, 110)
        : simulation.random.int(45, 460)),
  );
  simulation.steps.push({
    kind: "acknowledge",
    at: formatInstant(simulation.cursor),
    by: pickPerson(specialistsOf(simulation.body), simulation.random),
  });
};

function answer(
  simulation: Simulation,
  input: { form: "interim" | "final"; text: string; quality: "good" | "poor" },
): void {
  simulation.version += 1;
  const by = pickPerson(specialistsOf(simulation.body), simulation.random);
  simulation.steps.push({
    kind: "answer",
    at: formatInstant(simulation.cursor),
    by,
    version: simulation.version,
    ...input,
  });
}

const interim: Phase = (simulation) => {
  const { template, location, featured } = simulation.incident;
  simulation.cursor = template.urgent
    ? toOfficeHours(simulation.cursor + simulation.random.int(60, 260))
    : advanceWorkdays(simulation, 1, 3);
  const empty = !featured && simulation.random.chance(EMPTY_SHARE[location.municipality] ?? 0.2);
  if (empty) {
    answer(simulation, {
      form: "interim",
      text: simulation.random.pick(POOR_ANSWERS),
      quality: "poor",
    });
    if (simulation.random.chance(0.5)) return;
    advanceWorkdays(simulation, 1, 1);
  }
  answer(simulation, {
    form: "interim",
    text: composeText(simulation, simulation.random.pick(template.interimTexts)),
    quality: "good",
  });
};

/** A third of the bodies repair at once and write only when it is done. */
const maybeInterim: Phase = (simulation) => {
  if (simulation.incident.featured || simulation.random.chance(0.62)) interim(simulation);
};

const finalAnswer: Phase = (simulation) => {
  advanceWorkdays(simulation, 2, 5);
  answer(simulation, {
    form: "final",
    text: composeText(simulation, simulation.random.pick(simulation.incident.template.claimTexts)),
    quality: "good",
  });
};

const claim: Phase = (simulation) => {
  const { template } = simulation.incident;
  advanceWorkdays(simulation, template.urgent ? 1 : 2, template.urgent ? 4 : 7);
  simulation.noMessagesAfter ??= simulation.cursor - 240;
  const text = composeText(
    simulation,
    template.claimTexts[
      (template.claimTexts.length - 1 - simulation.claims + template.claimTexts.length * 9) %
        template.claimTexts.length
    ] ?? "",
  );
  simulation.claims += 1;
  simulation.steps.push({
    kind: "claim",
    at: formatInstant(simulation.cursor),
    by: pickPerson(specialistsOf(simulation.body), simulation.random),
    text,
    photo: pictureOf(simulation, "after"),
  });
};

function check(simulation: Simulation, input: { ok: boolean; text: string }): void {
  advanceWorkdays(simulation, 1, 2);
  const person = pickPerson(
    checkersOf(simulation.incident.location.municipality, simulation.body),
    simulation.random,
  );
  const after = pictureOf(simulation, input.ok ? "after" : "before");
  simulation.steps.push({
    kind: "verify",
    at: formatInstant(simulation.cursor),
    by: { kind: "person", person },
    before: pictureOf(simulation, "before"),
    after,
    ...input,
  });
}

const verify: Phase = (simulation) =>
  check(simulation, {
    ok: true,
    text: simulation.random.pick(simulation.incident.template.confirmedTexts),
  });

const authorConfirms: Phase = (simulation) => {
  simulation.cursor = toWakingHours(simulation.cursor + simulation.random.int(200, 1700));
  const by = { kind: "author", message: simulation.first } as const;
  simulation.steps.push({
    kind: "verify",
    at: formatInstant(simulation.cursor),
    by,
    ok: true,
    text: simulation.random.pick(AUTHOR_CONFIRMS),
    before: null,
    after: pictureOf(simulation, "after"),
  });
};

const refute: Phase = (simulation) => {
  const { template, featured } = simulation.incident;
  if (!featured && simulation.random.chance(0.3)) {
    simulation.cursor = toWakingHours(simulation.cursor + simulation.random.int(120, 1500));
    simulation.steps.push({
      kind: "refute",
      at: formatInstant(simulation.cursor),
      by: { kind: "author", message: simulation.first },
      text: simulation.random.pick(AUTHOR_REFUTES),
      photo: pictureOf(simulation, "before"),
    });
    return;
  }
  check(simulation, {
    ok: false,
    text: template.refutedTexts[(simulation.claims - 1) % template.refutedTexts.length] ?? "",
  });
};

const escalate: Phase = (simulation) => {
  const level = simulation.steps.some((step) => step.kind === "escalate") ? 3 : 2;
  advanceMinutes(simulation, 15, 90);
  simulation.cursor = toOfficeHours(simulation.cursor);
  simulation.steps.push({
    kind: "escalate",
    at: formatInstant(simulation.cursor),
    by: simulation.random.pick(["operator-first", "operator-second"]),
    level,
    to: ESCALATION_TEXTS[level],
  });
};

/** Overdue for a fortnight: some of these have been taken a step up, the rest wait for somebody to notice. */
const overdue: Phase = (simulation) => {
  if (simulation.random.chance(0.45)) return;
  advanceWorkdays(simulation, 8, 11);
  escalate(simulation);
};

const plan: Phase = (simulation) => {
  advanceWorkdays(simulation, 2, 5);
  const day =
    Math.max(simulation.cursor + 1440 * 45, parseMinutes(NOW)) +
    1440 * simulation.random.int(9, 40);
  const text = capitalize(
    fillTemplate(
      simulation.random.pick(PLANS),
      { ...templateValues(simulation, 1), дата: formatRussianDay(dayOf(day)) },
      simulation.random,
    ),
  );
  simulation.steps.push({
    kind: "plan",
    at: formatInstant(simulation.cursor),
    by: pickPerson(specialistsOf(simulation.body), simulation.random),
    until: dayOf(day),
    text,
  });
};

const reject: Phase = (simulation) => {
  advanceWorkdays(simulation, 1, 2);
  const by = pickPerson(
    coordinatorsOf(simulation.incident.location.municipality),
    simulation.random,
  );
  simulation.steps.push({
    kind: "reject",
    at: formatInstant(simulation.cursor),
    by,
    ...simulation.random.pick(REJECTIONS),
  });
};

const withdraw: Phase = (simulation) => {
  simulation.cursor = toWakingHours(simulation.cursor + simulation.random.int(300, 2400));
  simulation.steps.push({
    kind: "withdraw",
    at: formatInstant(simulation.cursor),
    by: { kind: "author", message: simulation.first },
    text: simulation.random.pick(WITHDRAWALS),
  });
};

const merge: Phase = (simulation) => {
  const into = simulation.incident.mergedInto;
  if (!into) throw new Error(`${simulation.incident.key} has nothing to be merged into`);
  advanceMinutes(simulation, 10, 60);
  simulation.steps.push({
    kind: "merge",
    at: formatInstant(simulation.cursor),
    by: pickRouter(simulation),
    into,
    reason: simulation.random.pick(MERGES),
  });
};

const unmerge: Phase = (simulation) => {
  advanceMinutes(simulation, 30, 120);
  simulation.steps.push({
    kind: "unmerge",
    at: formatInstant(simulation.cursor),
    by: pickRouter(simulation),
    reason: "Автор прислал снимок: это соседний двор, беда другая.",
  });
};

/** Marks the time of the incident's last message: weeks after a verified repair. */
const reopen: Phase = (simulation) => {
  simulation.cursor = toWakingHours(simulation.cursor + 1440 * 12 + simulation.random.int(0, 2000));
  const last = `${simulation.first.replace(/\/m1$/, "")}/m${simulation.incident.template.texts.length}`;
  simulation.steps.push({ kind: "message", at: formatInstant(simulation.cursor), message: last });
  simulation.cursor += 6;
  simulation.steps.push({
    kind: "reopen",
    at: formatInstant(simulation.cursor),
    by: { kind: "author", message: simulation.first },
    text: "Снова не работает: то же место, то же самое.",
  });
  advanceMinutes(simulation, 10, 60);
  const by = pickPerson(
    coordinatorsOf(simulation.incident.location.municipality),
    simulation.random,
  );
  simulation.cursor = toOfficeHours(simulation.cursor);
  simulation.steps.push({ kind: "join", at: formatInstant(simulation.cursor), by, message: last });
};

const sent = [open, route];
const repaired = [...sent, acknowledge, maybeInterim, claim];

export const SCENARIOS: Readonly<Record<ScenarioName, readonly Phase[]>> = {
  new: [],
  confirmed: [open],
  routed: sent,
  "routed-late": [...sent, overdue],
  acknowledged: [...sent, acknowledge],
  "acknowledged-late": [...sent, acknowledge, overdue],
  interim: [...sent, acknowledge, interim],
  final: [...sent, acknowledge, interim, finalAnswer],
  claimed: repaired,
  refuted: [...repaired, refute, escalate],
  "refuted-twice": [...repaired, refute, escalate, claim, refute, escalate],
  "refuted-then-verified": [...repaired, refute, escalate, claim, verify],
  verified: [...repaired, verify],
  "verified-by-author": [...repaired, authorConfirms],
  reopened: [...repaired, verify, reopen, escalate, acknowledge],
  planned: [...sent, acknowledge, plan],
  rejected: [open, reject],
  withdrawn: [...sent, withdraw],
  merged: [open, merge],
  unmerged: [open, merge, unmerge, route, acknowledge],
};
