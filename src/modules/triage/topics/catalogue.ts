/** A name in both languages of the product. */
export type LocalizedName = { ru: string; en: string };

/** A group of topics, about twenty; a coordinator filters and assigns by group. */
export type TopicGroup = { code: string; name: LocalizedName; icon: string };

/** A kind of problem; its code is `group.word`. Phrases may use any form of their words. */
export type CatalogueTopic = {
  code: string;
  group: string;
  name: LocalizedName;
  phrases: readonly string[];
  synonyms: readonly string[];
  examples: readonly string[];
  /** Minimum urgency of a message of this topic, whatever its words. */
  urgent?: "important" | "danger";
  /** Kind of broken object; with the place it determines the owner. */
  assetHint?: string;
};

/** Plain data, so that it can be edited and stored. */
export type TriageCatalogue = { groups: readonly TopicGroup[]; topics: readonly CatalogueTopic[] };
