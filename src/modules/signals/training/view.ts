import type { Ctx } from "#base/context.ts";
import { jobLately, type JobLately } from "#base/jobs.ts";
import type { Exchange } from "#base/http/route.ts";
import type { Lang } from "#base/messages.ts";
import {
  ASIDE_THRESHOLD,
  catalogue,
  modelVersions,
  NOISE_THRESHOLD,
  OFFER_THRESHOLD,
  SAME_THRESHOLD,
  TOPIC_THRESHOLD,
  type ModelVersion,
} from "#modules/triage/index.ts";
import { SURE_PLACE } from "../signal.ts";
import { teachWork } from "./actions.ts";
import {
  calibrationOf,
  confusedPairs,
  fieldShares,
  groupMatrix,
  thresholdWork,
  type Calibration,
  type FieldShare,
  type Matrix,
  type TaughtField,
  type ThresholdWork,
} from "./metrics.ts";
import { countDecisions, countMachineWork, type MachineWork } from "./store.ts";
import { teachingEn } from "./messages.en.ts";
import { teachingRu, type TeachingWords } from "./messages.ru.ts";

export const teachingWords = { ru: teachingRu, en: teachingEn };

/** Weeks that the page looks back. */
export const weeks = 8;

const mostGroups = 10;

type ThresholdName = keyof TeachingWords["thresholds"]["names"];
const thresholds: readonly { name: ThresholdName; field: TaughtField; at: number }[] = [
  { name: "topic", field: "topic", at: TOPIC_THRESHOLD },
  { name: "place", field: "place", at: SURE_PLACE },
  { name: "noise", field: "noise", at: NOISE_THRESHOLD },
  { name: "aside", field: "noise", at: ASIDE_THRESHOLD },
  { name: "offer", field: "duplicate", at: OFFER_THRESHOLD },
  { name: "same", field: "duplicate", at: SAME_THRESHOLD },
];

export type Teaching = {
  since: Date;
  machine: MachineWork;
  shares: readonly FieldShare[];
  calibration: Calibration;
  thresholds: readonly ({ name: ThresholdName; at: number } & ThresholdWork)[];
  matrix: Matrix;
  confused: readonly { suggested: string; decided: string; texts: number }[];
  versions: readonly ModelVersion[];
  job: JobLately | undefined;
};

export type TeachingView = Teaching & {
  t: TeachingWords;
  lang: Lang;
  zone: string;
  now: Date;
  /** Does the region let triage join repetitions by itself? */
  joins: boolean;
  /** May the reader put versions into use and ask for teaching? */
  acts: boolean;
  href: (path: string) => string;
};

const topics = new Map(catalogue.topics.map((topic) => [topic.code, topic]));

const groupOf = (topic: string): string => topics.get(topic)?.group ?? topic.split(".")[0] ?? topic;

/** From when on decisions are counted. */
export const sinceOf = (ctx: Pick<Ctx, "now">): Date =>
  new Date(ctx.now().getTime() - weeks * 7 * 86_400_000);

/** What is known of triage's work; four questions, none of them about a single message. */
export async function loadTeaching({ ctx }: Pick<Exchange, "ctx">): Promise<Teaching> {
  const since = sinceOf(ctx);
  const [{ cells, pairs }, machine, versions, job] = await Promise.all([
    countDecisions(ctx, since),
    countMachineWork(ctx, since),
    modelVersions(ctx),
    jobLately(ctx, teachWork),
  ]);
  return {
    since,
    machine,
    shares: fieldShares(cells),
    calibration: calibrationOf(cells),
    thresholds: thresholds.map((one) => ({ ...one, ...thresholdWork(cells, one) })),
    matrix: groupMatrix(pairs, { groupOf, most: mostGroups }),
    confused: confusedPairs(pairs),
    versions,
    job,
  };
}
