/** The phases of a problem's life: who does what, when, in which words. Pure functions over a tale. */
import {
  AUTHOR_CONFIRMS,
  AUTHOR_REFUTES,
  MERGES,
  PLANS,
  POOR_ANSWERS,
  REJECTS,
  REROUTES,
  STEPS_UP,
  WITHDRAWALS,
} from "./answer-texts.ts";
import {
  dayOf,
  instant,
  intoDuty,
  intoOffice,
  intoWaking,
  isWorkday,
  minutes,
  NOW,
  workdaysLater,
} from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { competenceFor } from "../competence.ts";
import type { Course } from "./scenario-counts.ts";
import { organisationOf } from "../organisations.ts";
import { checkersOf, coordinatorsOf, specialistsOf } from "../people.ts";
import type { Person } from "../people.ts";
import type { Picture } from "../pictures.ts";
import type { Dice } from "../random.ts";
import { dice } from "../random.ts";
import type { Step } from "./steps.ts";
import type { Trouble } from "./incidents.ts";
import { MEN, SURNAMES } from "../names.ts";
import { capital, fill, spoken } from "./tone.ts";

export type Tale = {
  readonly trouble: Trouble;
  readonly throws: Dice;
  /** 1 is an ordinary pace; less hurries a life that must reach its stage before now. */
  readonly pace: number;
  readonly first: string;
  body: string;
  cursor: Minutes;
  version: number;
  claims: number;
  /** How long further messages may arrive. */
  quiet: Minutes | null;
  readonly steps: Step[];
};

type Phase = (tale: Tale) => void;

/** How often a municipality's bodies send an empty answer. */
const EMPTY_SHARE: Partial<Record<string, number>> = {
  dolgomost: 0.5,
  zarechinsky: 0.5,
  mshinetsky: 0.4,
  kedrinsky: 0.05,
  tikhoborsky: 0.1,
  staromostsky: 0.1,
};

function someone(people: readonly Person[], throws: Dice): string {
  return throws.pick(people).key;
}

function days(tale: Tale, low: number, high: number): number {
  return Math.max(tale.pace === 0 ? 0 : 1, Math.round(tale.throws.int(low, high) * tale.pace));
}

/** An hour of the working day, in minutes: between 9:40 and 17:20. */
function hour(tale: Tale): number {
  return tale.throws.int(580, 1040);
}

function later(tale: Tale, low: number, high: number): Minutes {
  tale.cursor = workdaysLater(tale.cursor, days(tale, low, high), hour(tale));
  return tale.cursor;
}

function soon(tale: Tale, low: number, high: number): Minutes {
  const at = tale.cursor + tale.throws.int(low, high);
  const clock = tale.cursor % 1440;
  const onDuty =
    tale.trouble.kit.urgent && !(isWorkday(tale.cursor) && clock >= 540 && clock < 1080);
  tale.cursor = onDuty ? intoDuty(at) : intoOffice(at);
  return tale.cursor;
}

function picture(tale: Tale, state: Picture["state"]): Picture {
  return { scene: tale.trouble.kit.scene, state, seed: tale.trouble.key };
}

const FOREMEN = ["мастер участка", "инженер", "диспетчер смены", "начальник участка"] as const;
const CLERKS = ["главный специалист", "консультант отдела", "ведущий специалист"] as const;

function words(tale: Tale, ahead: number): Record<string, string> {
  const { int, pick } = dice(`master ${tale.body}`);
  const { kind, phone } = organisationOf(tale.body);
  const office = kind === "ministry" || kind === "administration" ? CLERKS : FOREMEN;
  const person = `${pick(office)} ${pick(MEN)} ${pick(SURNAMES)}, ${phone}`;
  const date = spoken(dayOf(workdaysLater(tale.cursor, ahead + int(0, 1), 600)));
  return { ...tale.trouble.spot.words, дата: date, мастер: person };
}

/** Dates are named for the next days where people are in danger, for next week elsewhere. */
function pen(tale: Tale, text: string): string {
  const ahead = tale.trouble.kit.urgent ? 1 : 4;
  return capital(fill(text, words(tale, ahead), tale.throws));
}

const open: Phase = (tale) => {
  const { trouble, throws } = tale;
  const clock = tale.cursor % 1440;
  const night = trouble.kit.urgent && !(isWorkday(tale.cursor) && clock >= 540 && clock < 1080);
  tale.cursor = night
    ? intoDuty(tale.cursor + throws.int(9, 45))
    : intoOffice(tale.cursor + throws.int(15, trouble.kit.urgent ? 60 : 260));
  const by = night
    ? throws.pick(["operator-first", "operator-second"])
    : someone(coordinatorsOf(trouble.spot.municipality), throws);
  tale.steps.push({ kind: "open", at: instant(tale.cursor), by, message: tale.first });
};

/** A matter is routed by whoever has it on the desk: the duty operator outside office hours. */
function router(tale: Tale): string {
  const clock = tale.cursor % 1440;
  if (!isWorkday(tale.cursor) || clock < 540 || clock >= 1080)
    return tale.throws.pick(["operator-first", "operator-second"]);
  return someone(coordinatorsOf(tale.trouble.spot.municipality), tale.throws);
}

const route: Phase = (tale) => {
  const { kit, spot } = tale.trouble;
  soon(tale, 4, 45);
  const rule = competenceFor({
    topic: kit.topic,
    municipality: spot.municipality,
    day: dayOf(tale.cursor),
  });
  if (!rule) throw new Error(`nobody answers for ${kit.topic} in ${spot.municipality}`);
  const office = `adm-${spot.municipality}`;
  const astray = rule.body !== office && !tale.trouble.star && tale.throws.chance(0.09);
  tale.body = astray ? office : rule.body;
  const reason = astray
    ? "Похоже на вопрос администрации: граница между службами неясна."
    : rule.reason;
  tale.steps.push({
    kind: "route",
    at: instant(tale.cursor),
    by: router(tale),
    body: tale.body,
    reason,
  });
  if (!astray) return;
  const by = someone(specialistsOf(office), tale.throws);
  later(tale, 1, 2);
  tale.body = rule.body;
  tale.steps.push({
    kind: "reroute",
    at: instant(tale.cursor),
    by,
    body: rule.body,
    reason: tale.throws.pick(REROUTES),
  });
};

const acknowledge: Phase = (tale) => {
  tale.cursor = intoOffice(
    tale.cursor + (tale.trouble.kit.urgent ? tale.throws.int(20, 110) : tale.throws.int(45, 460)),
  );
  tale.steps.push({
    kind: "acknowledge",
    at: instant(tale.cursor),
    by: someone(specialistsOf(tale.body), tale.throws),
  });
};

function answer(
  tale: Tale,
  input: { form: "interim" | "final"; text: string; quality: "good" | "poor" },
): void {
  tale.version += 1;
  const by = someone(specialistsOf(tale.body), tale.throws);
  tale.steps.push({
    kind: "answer",
    at: instant(tale.cursor),
    by,
    version: tale.version,
    ...input,
  });
}

const interim: Phase = (tale) => {
  const { kit, spot, star } = tale.trouble;
  tale.cursor = kit.urgent ? intoOffice(tale.cursor + tale.throws.int(60, 260)) : later(tale, 1, 3);
  const empty = !star && tale.throws.chance(EMPTY_SHARE[spot.municipality] ?? 0.2);
  if (empty) {
    answer(tale, { form: "interim", text: tale.throws.pick(POOR_ANSWERS), quality: "poor" });
    if (tale.throws.chance(0.5)) return;
    later(tale, 1, 1);
  }
  answer(tale, {
    form: "interim",
    text: pen(tale, tale.throws.pick(kit.interim)),
    quality: "good",
  });
};

/** A third of the bodies repair at once and write only when it is done. */
const maybeInterim: Phase = (tale) => {
  if (tale.trouble.star || tale.throws.chance(0.62)) interim(tale);
};

const finalAnswer: Phase = (tale) => {
  later(tale, 2, 5);
  answer(tale, {
    form: "final",
    text: pen(tale, tale.throws.pick(tale.trouble.kit.done)),
    quality: "good",
  });
};

const claim: Phase = (tale) => {
  const { kit } = tale.trouble;
  later(tale, kit.urgent ? 1 : 2, kit.urgent ? 4 : 7);
  tale.quiet ??= tale.cursor - 240;
  const text = pen(
    tale,
    kit.done[(kit.done.length - 1 - tale.claims + kit.done.length * 9) % kit.done.length] ?? "",
  );
  tale.claims += 1;
  tale.steps.push({
    kind: "claim",
    at: instant(tale.cursor),
    by: someone(specialistsOf(tale.body), tale.throws),
    text,
    photo: picture(tale, "after"),
  });
};

function check(tale: Tale, input: { ok: boolean; text: string }): void {
  later(tale, 1, 2);
  const person = someone(checkersOf(tale.trouble.spot.municipality, tale.body), tale.throws);
  const after = picture(tale, input.ok ? "after" : "before");
  tale.steps.push({
    kind: "verify",
    at: instant(tale.cursor),
    by: { kind: "person", person },
    before: picture(tale, "before"),
    after,
    ...input,
  });
}

const verify: Phase = (tale) =>
  check(tale, { ok: true, text: tale.throws.pick(tale.trouble.kit.seen) });

const authorConfirms: Phase = (tale) => {
  tale.cursor = intoWaking(tale.cursor + tale.throws.int(200, 1700));
  const by = { kind: "author", message: tale.first } as const;
  tale.steps.push({
    kind: "verify",
    at: instant(tale.cursor),
    by,
    ok: true,
    text: tale.throws.pick(AUTHOR_CONFIRMS),
    before: null,
    after: picture(tale, "after"),
  });
};

const refute: Phase = (tale) => {
  const { kit, star } = tale.trouble;
  if (!star && tale.throws.chance(0.3)) {
    tale.cursor = intoWaking(tale.cursor + tale.throws.int(120, 1500));
    tale.steps.push({
      kind: "refute",
      at: instant(tale.cursor),
      by: { kind: "author", message: tale.first },
      text: tale.throws.pick(AUTHOR_REFUTES),
      photo: picture(tale, "before"),
    });
    return;
  }
  check(tale, { ok: false, text: kit.missing[(tale.claims - 1) % kit.missing.length] ?? "" });
};

const escalate: Phase = (tale) => {
  const level = tale.steps.some((step) => step.kind === "escalate") ? 3 : 2;
  soon(tale, 15, 90);
  tale.cursor = intoOffice(tale.cursor);
  tale.steps.push({
    kind: "escalate",
    at: instant(tale.cursor),
    by: tale.throws.pick(["operator-first", "operator-second"]),
    level,
    to: STEPS_UP[level],
  });
};

/** Overdue for a fortnight: some of these have been taken a step up, the rest wait for somebody to notice. */
const overdue: Phase = (tale) => {
  if (tale.throws.chance(0.45)) return;
  later(tale, 8, 11);
  escalate(tale);
};

const plan: Phase = (tale) => {
  later(tale, 2, 5);
  const day = Math.max(tale.cursor + 1440 * 45, minutes(NOW)) + 1440 * tale.throws.int(9, 40);
  const text = capital(
    fill(tale.throws.pick(PLANS), { ...words(tale, 1), дата: spoken(dayOf(day)) }, tale.throws),
  );
  tale.steps.push({
    kind: "plan",
    at: instant(tale.cursor),
    by: someone(specialistsOf(tale.body), tale.throws),
    until: dayOf(day),
    text,
  });
};

const reject: Phase = (tale) => {
  later(tale, 1, 2);
  const by = someone(coordinatorsOf(tale.trouble.spot.municipality), tale.throws);
  tale.steps.push({ kind: "reject", at: instant(tale.cursor), by, ...tale.throws.pick(REJECTS) });
};

const withdraw: Phase = (tale) => {
  tale.cursor = intoWaking(tale.cursor + tale.throws.int(300, 2400));
  tale.steps.push({
    kind: "withdraw",
    at: instant(tale.cursor),
    by: { kind: "author", message: tale.first },
    text: tale.throws.pick(WITHDRAWALS),
  });
};

const merge: Phase = (tale) => {
  const into = tale.trouble.host;
  if (!into) throw new Error(`${tale.trouble.key} has nothing to be merged into`);
  soon(tale, 10, 60);
  tale.steps.push({
    kind: "merge",
    at: instant(tale.cursor),
    by: router(tale),
    into,
    reason: tale.throws.pick(MERGES),
  });
};

const unmerge: Phase = (tale) => {
  soon(tale, 30, 120);
  tale.steps.push({
    kind: "unmerge",
    at: instant(tale.cursor),
    by: router(tale),
    reason: "Автор прислал снимок: это соседний двор, беда другая.",
  });
};

/** Marks where the last message of the trouble must come: weeks after a verified repair. */
const reopen: Phase = (tale) => {
  tale.cursor = intoWaking(tale.cursor + 1440 * 12 + tale.throws.int(0, 2000));
  const last = `${tale.first.replace(/\/m1$/, "")}/m${tale.trouble.kit.texts.length}`;
  tale.steps.push({ kind: "message", at: instant(tale.cursor), message: last });
  tale.cursor += 6;
  tale.steps.push({
    kind: "reopen",
    at: instant(tale.cursor),
    by: { kind: "author", message: tale.first },
    text: "Снова не работает: то же место, то же самое.",
  });
  soon(tale, 10, 60);
  const by = someone(coordinatorsOf(tale.trouble.spot.municipality), tale.throws);
  tale.cursor = intoOffice(tale.cursor);
  tale.steps.push({ kind: "join", at: instant(tale.cursor), by, message: last });
};

const sent = [open, route];
const repaired = [...sent, acknowledge, maybeInterim, claim];

export const PLOTS: Readonly<Record<Course, readonly Phase[]>> = {
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
