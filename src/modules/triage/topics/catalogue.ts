/** A name in both languages of the product. */
export type LocalizedName = { ru: string; en: string };

/** About twenty of these; a coordinator filters and assigns by group. */
export type TopicGroup = { code: string; name: LocalizedName; icon: string };

/** A kind of trouble, its code is `group.word`. Phrases may be written in any form of their words. */
export type CatalogueTopic = {
  code: string;
  group: string;
  name: LocalizedName;
  phrases: readonly string[];
  synonyms: readonly string[];
  examples: readonly string[];
  /** Level that a message of this topic deserves a look for, whatever its words. */
  urgent?: "important" | "danger";
  /** Kind of thing that is broken; with the place it names the owner. */
  assetHint?: string;
};

/** Plain data, so that an administrator may edit it and the database may keep it. */
export type TriageCatalogue = { groups: readonly TopicGroup[]; topics: readonly CatalogueTopic[] };
