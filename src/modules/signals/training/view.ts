import type { Ctx } from "#base/context.ts";
import { findJobStatus, type JobStatus } from "#base/jobs.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { Lang } from "#base/messages.ts";
import {
  AUTO_DISMISS_THRESHOLD,
  catalogue,
  listModelVersions,
  NOISE_THRESHOLD,
  POSSIBLE_DUPLICATE_THRESHOLD,
  DUPLICATE_THRESHOLD,
  TOPIC_THRESHOLD,
  type ModelVersion,
} from "#modules/triage/index.ts";
import { CONFIDENT_PLACE_THRESHOLD } from "../signal.ts";
import { trainTriageJob } from "./actions.ts";
import {
  computeCalibration,
  listConfusedPairs,
  fieldShares,
  confusionByGroup,
  thresholdStats,
  type CalibrationReport,
  type FieldShare,
  type ConfusionMatrix,
  type TrainedField,
  type ThresholdStats,
} from "./metrics.ts";
import { countDecisions, countAutomation, type AutomationCounts } from "./store.ts";
import { trainingEn } from "./messages.en.ts";
import { trainingRu, type TrainingMessages } from "./messages.ru.ts";

export const trainingMessages = { ru: trainingRu, en: trainingEn };

/** Weeks that the page looks back. */
export const weeksShown = 8;

const maxGroups = 10;

type ThresholdName = keyof TrainingMessages["thresholds"]["names"];
const thresholds: readonly { name: ThresholdName; field: TrainedField; at: number }[] = [
  { name: "topic", field: "topic", at: TOPIC_THRESHOLD },
  { name: "place", field: "place", at: CONFIDENT_PLACE_THRESHOLD },
  { name: "noise", field: "noise", at: NOISE_THRESHOLD },
  { name: "aside", field: "noise", at: AUTO_DISMISS_THRESHOLD },
  { name: "offer", field: "duplicate", at: POSSIBLE_DUPLICATE_THRESHOLD },
  { name: "same", field: "duplicate", at: DUPLICATE_THRESHOLD },
];

export type TrainingData = {
  since: Date;
  machine: AutomationCounts;
  shares: readonly FieldShare[];
  calibration: CalibrationReport;
  thresholds: readonly ({ name: ThresholdName; at: number } & ThresholdStats)[];
  matrix: ConfusionMatrix;
  confused: readonly { suggested: string; decided: string; texts: number }[];
  versions: readonly ModelVersion[];
  job: JobStatus | undefined;
};

export type TrainingView = TrainingData & {
  t: TrainingMessages;
  lang: Lang;
  zone: string;
  now: Date;
  /** Does the region let triage join repetitions by itself? */
  isAutoJoinOn: boolean;
  /** May the reader put versions into use and ask for teaching? */
  canManage: boolean;
  href: (path: string) => string;
};

const topics = new Map(catalogue.topics.map((topic) => [topic.code, topic]));

const topicGroupOf = (topic: string): string =>
  topics.get(topic)?.group ?? topic.split(".")[0] ?? topic;

/** Returns from when on decisions are counted. */
export const statisticsStart = (ctx: Pick<Ctx, "now">): Date =>
  new Date(ctx.now().getTime() - weeksShown * 7 * 86_400_000);

/** Loads the figures of triage in four queries, none of them about a single message. */
export async function loadTrainingData({
  ctx,
}: Pick<RequestContext, "ctx">): Promise<TrainingData> {
  const since = statisticsStart(ctx);
  const [{ cells, pairs }, machine, versions, job] = await Promise.all([
    countDecisions(ctx, since),
    countAutomation(ctx, since),
    listModelVersions(ctx),
    findJobStatus(ctx, trainTriageJob),
  ]);
  return {
    since,
    machine,
    shares: fieldShares(cells),
    calibration: computeCalibration(cells),
    thresholds: thresholds.map((one) => ({ ...one, ...thresholdStats(cells, one) })),
    matrix: confusionByGroup(pairs, { groupOf: topicGroupOf, most: maxGroups }),
    confused: listConfusedPairs(pairs),
    versions,
    job,
  };
}
