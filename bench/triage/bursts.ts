/**
 * Measures what burns: are the known snow days of a city portal found on the day, by data up to that
 * day alone, and how often does chance alarm? Chance is the same messages with their topics shuffled:
 *   place   topics change hands among messages of one territory and one weekday: every volume, author,
 *           weekday and each place's own mixture stay, only the days on which a topic gathers are lost;
 *   city    the same among messages of the whole city: each place's mixture is lost too;
 *   season  within one territory and 28 days: what is left is the coming and going of seasons, so its
 *           alarms are not chance; told for the reader, no bar.
 * An alarm is one topic (or group) of one territory on one day; a fire of five days is five alarms.
 * Skips where ../shared/data is absent.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { packageRoot } from "#base/db/migrate.ts";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";
import {
  advanceToDay,
  minDays,
  wholeRegion,
  observe,
  detectBursts,
  createBurstState,
  type Observation,
  type Burst,
} from "#modules/triage/index.ts";
import { seededRandom } from "#demo/region/random.ts";
import type { Measurement } from "../figures.ts";

const snowDays = [
  "2020-12-24",
  "2021-01-14",
  "2021-01-15",
  "2021-01-16",
  "2021-02-24",
  "2021-02-25",
] as const;
const isSnow = (topic: string): boolean => /снег/i.test(topic);
/** A week lies between the history that is learnt from and today. */
const warmUpDays = minDays + 7;

type Appeal = { day: number; district: string; municipality: string; author: string } & Topic;
type Topic = { topic: string; group: string };
type Level = "district" | "municipality";

function appeals(path: string): Appeal[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  return lines
    .map((line): Appeal => {
      const row = JSON.parse(line) as Record<string, string | number>;
      return {
        day: dayNumber(localDate(String(row["created"]).slice(0, 10))),
        district: String(row["district"]),
        // Districts have municipalities of one name.
        municipality: `${String(row["district"])}, ${String(row["municipality"])}`,
        topic: String(row["reason"]),
        group: String(row["category"]),
        author: String(row["author_no"]),
      };
    })
    .toSorted((a, b) => a.day - b.day);
}

const observationsAt = (rows: readonly Appeal[], level: Level): Observation[] =>
  rows.map(({ day, author, topic, group, [level]: territory }) => ({
    day,
    territory,
    author,
    topic,
    group,
  }));

type Run = { alarms: Burst[]; months: number; milliseconds: number };

/** Lives the days through, one after another: each is judged before the next is known. */
function runDetector(messages: readonly Observation[]): Run {
  const first = messages[0]?.day ?? 0;
  const last = messages.at(-1)?.day ?? 0;
  const began = performance.now();
  const state = createBurstState(first);
  const alarms: Burst[] = [];
  let next = 0;
  for (let today = first; today <= last; today++) {
    advanceToDay(state, today);
    for (let one = messages[next]; one?.day === today; one = messages[next]) {
      observe(state, one);
      next += 1;
    }
    alarms.push(...detectBursts(state).filter(({ territory }) => territory !== wholeRegion));
  }
  const milliseconds = performance.now() - began;
  return { alarms, months: (last - first + 1 - warmUpDays) / 30, milliseconds };
}

type Null = "place" | "city" | "season";

const keyOf: Record<Null, (message: Observation) => string> = {
  place: ({ territory, day }) => `${territory} ${day % 7}`,
  city: ({ day }) => String(day % 7),
  season: ({ territory, day }) => `${territory} ${Math.floor(day / 28)}`,
};

function shuffled(messages: readonly Observation[], how: Null, seed: number): Observation[] {
  const random = seededRandom(`${how} ${seed}`);
  const out = [...messages];
  const places = Map.groupBy(messages.keys(), (index) =>
    keyOf[how](messages[index] as Observation),
  );
  for (const indexes of places.values()) {
    const topics = random.shuffle(indexes);
    for (const [at, index] of indexes.entries()) {
      const own = messages[index];
      const other = messages[topics[at] ?? index];
      if (own !== undefined && other !== undefined)
        out[index] = { ...own, topic: other.topic, group: other.group };
    }
  }
  return out;
}

type Chance = { how: Null; seed: number; rate: number };

function measure(
  rows: readonly Appeal[],
  level: Level,
  seeds: Record<Null, number>,
): Measurement[] {
  const messages = observationsAt(rows, level);
  const territories = new Set(messages.map(({ territory }) => territory)).size;
  const perMonth = ({ alarms, months }: Run) => alarms.length / territories / months;
  const real = runDetector(messages);
  const chances = (Object.keys(seeds) as Null[]).flatMap((how) =>
    Array.from({ length: seeds[how] }, (_, seed): Chance => {
      const run = runDetector(shuffled(messages, how, seed));
      return { how, seed, rate: perMonth(run) };
    }),
  );
  printReport(level, { real, chances, territories, realRate: perMonth(real) });
  const found = snowDays.filter((date) => snowOn(real, date).length > 0);
  const rates = chances.filter(({ how }) => how !== "season").map(({ rate }) => rate);
  const worst = Math.max(...rates);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return [
    {
      part: "triage hot",
      what: `snow days found on the day, by ${level}`,
      value: found.length,
      unit: `of ${snowDays.length}`,
      target: snowDays.length,
      details: { missed: snowDays.filter((date) => !found.includes(date)).join(" ") || "none" },
    },
    {
      part: "triage hot",
      what: `false alarms a ${level} a month, topics shuffled, worst of ${rates.length} seeds`,
      value: worst,
      unit: "alarms",
      target: 1,
      atMost: true,
      details: { mean, real: perMonth(real), territories },
    },
    {
      part: "triage hot",
      what: `a day lived on, by ${level}`,
      value: real.milliseconds / (real.months * 30 + warmUpDays),
      unit: "ms",
      details: {
        messages: messages.length,
        messagesPerSecond: (messages.length / real.milliseconds) * 1000,
      },
    },
  ];
}

const snowOn = ({ alarms }: Run, date: string): Burst[] =>
  alarms.filter(({ day, code }) => dateOfDay(day) === date && isSnow(code));

type BurstReport = { real: Run; chances: readonly Chance[]; territories: number; realRate: number };

function printReport(level: Level, { real, chances, territories, realRate }: BurstReport): void {
  const say = (line: string) => console.error(line);
  say(
    `\nWhat burns by ${level}: ${territories} territories, ${real.months.toFixed(1)} months judged`,
  );
  for (const date of snowDays) {
    const spots = snowOn(real, date);
    const best = spots.toSorted((a, b) => a.pValue - b.pValue)[0];
    const how =
      best === undefined
        ? ""
        : `, rarest: ${best.authors} authors in ${best.window} d where ${best.expected.toFixed(2)} are usual, p ${best.pValue.toExponential(1)}`;
    say(`  ${date}: snow burns in ${new Set(spots.map((one) => one.territory)).size}${how}`);
  }
  const snow = real.alarms.filter(({ code }) => isSnow(code));
  const days = new Set(snow.map(({ day }) => day));
  say(
    `  real: ${realRate.toFixed(2)} alarms a territory a month, ${snow.length} of ${real.alarms.length} about snow, on ${days.size} days`,
  );
  for (const { how, seed, rate } of chances)
    say(`  shuffled by ${how}, seed ${seed}: ${rate.toFixed(2)} alarms a territory a month`);
}

/**
 * Measures target 6: the snow days found on the day, with fewer than one false alarm per territory
 * and month.
 */
export async function measureBursts(): Promise<Measurement[]> {
  const path = resolve(packageRoot(), "../shared/data/nash_spb/appeals.jsonl.gz");
  if (!existsSync(path)) {
    console.error("bench: triage hot needs ../shared/data/nash_spb, which is not here.");
    return [];
  }
  const rows = appeals(path);
  return [
    ...measure(rows, "district", { place: 5, city: 3, season: 1 }),
    ...measure(rows, "municipality", { place: 3, city: 2, season: 1 }),
  ];
}
