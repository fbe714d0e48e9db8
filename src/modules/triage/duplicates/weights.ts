/** Features of a pair; every value is 0…1, so weights are comparable. */
export const similarityFeatureNames = [
  "base",
  "near",
  "placeUnknown",
  "house",
  "otherHouse",
  "words",
  "rare",
  "swapped",
  "topic",
  "topicOther",
  "days",
  "daysCommon",
  "settled",
  "author",
  "authorSoon",
  "listed",
  "details",
  "detailsDiffer",
  "detailsOneSided",
] as const;
export type SimilarityFeature = (typeof similarityFeatureNames)[number];

/** Log-odds that each feature adds at its full value. */
export type SimilarityWeights = Readonly<Record<SimilarityFeature, number>>;

/** Allowed sign of each weight, whatever the decisions: being nearer never lowers the score. */
export const weightSigns: Readonly<Record<SimilarityFeature, 1 | -1 | 0>> = {
  base: 0,
  near: 1,
  placeUnknown: 0,
  house: 1,
  otherHouse: -1,
  words: 1,
  rare: 1,
  swapped: -1,
  topic: 1,
  topicOther: -1,
  days: -1,
  daysCommon: -1,
  settled: -1,
  author: 0,
  authorSoon: -1,
  listed: -1,
  details: 1,
  detailsDiffer: -1,
  detailsOneSided: -1,
};

/**
 * Default weights: round numbers set by hand from the features' meaning, then checked (not fitted)
 * on the tuning half of labelled pairs. A region's decisions adjust them, see
 * `trainSimilarityWeights`.
 */
export const defaultSimilarityWeights: SimilarityWeights = {
  base: -8,
  near: 5,
  placeUnknown: 0.5,
  house: 1,
  otherHouse: -2,
  words: 2,
  rare: 3,
  swapped: -4,
  topic: 3,
  topicOther: -1.5,
  days: -1.5,
  daysCommon: -4,
  settled: -0.5,
  author: 1.5,
  authorSoon: -4,
  listed: -2,
  details: 0.5,
  detailsDiffer: -4,
  detailsOneSided: -0.5,
};
