import type { ModelReport } from "../learn/evaluation/model-report.ts";

/** What a region teaches a model of: the topic, whether it is a matter at all, how urgent it is. */
export const modelKinds = ["topic", "noise", "urgency"] as const;
export type ModelKind = (typeof modelKinds)[number];

export const guardOutcomes = ["better", "not-worse", "too-few", "worse"] as const;

/**
 * How a version did on the newest labelled texts, of which it was shown none: shares right 0…1 of what
 * was in use when they came and of the candidate. `too-few`: the newest week held too few of them, so
 * the newest part of all was asked instead, and the candidate was not worse there.
 */
export type GuardResult = {
  texts: number;
  before: number;
  after: number;
  reason: (typeof guardOutcomes)[number];
};

export type ModelState = "in-use" | "left" | "refused";

/** A version as people see it; the engine of a stored suggestion is the `version` of its topic model. */
export type ModelVersion = {
  id: string;
  kind: ModelKind;
  version: string;
  madeAt: Date;
  texts: number;
  card: ModelReport;
  guard: GuardResult;
  state: ModelState;
  activatedAt: Date | null;
  deactivatedAt: Date | null;
  /** Is its file still kept, so that it can be taken again? */
  hasFile: boolean;
};

/** The name that a model trained at this moment says of itself. */
export const modelVersionName = (at: Date): string => `model ${at.toISOString()}`;
