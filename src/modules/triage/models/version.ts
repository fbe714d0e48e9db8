import type { ModelReport } from "../learn/evaluation/model-report.ts";

/** What a region's models predict: the topic, noise, urgency. */
export const modelKinds = ["topic", "noise", "urgency"] as const;
export type ModelKind = (typeof modelKinds)[number];

export const guardOutcomes = ["better", "not-worse", "too-few", "worse"] as const;

/**
 * Comparison on the newest labelled texts, which neither model was trained on: accuracy 0…1 of the
 * model then in use and of the candidate. `too-few`: the newest week held too few texts, so the
 * newest part of all was used, and the candidate was not worse there.
 */
export type GuardResult = {
  texts: number;
  before: number;
  after: number;
  reason: (typeof guardOutcomes)[number];
};

export type ModelState = "in-use" | "left" | "refused";

/** A version for display; a stored suggestion's engine is the `version` of its topic model. */
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
  /** Whether its file is still stored, so that it can be activated. */
  hasFile: boolean;
};

/** Returns the version name of a model trained at this moment. */
export const modelVersionName = (at: Date): string => `model ${at.toISOString()}`;
