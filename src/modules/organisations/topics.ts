import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Lang } from "#base/messages.ts";

type NamedCode = { code: string; name: { ru: string; en: string } };

/** The catalogue of topics, handed in by the application: triage is a later module. */
export type TopicCatalogue = {
  groups: readonly NamedCode[];
  topics: readonly (NamedCode & { group: string })[];
};

/** Dependencies that the application hands in. */
export type OrganisationsDeps = {
  topics: () => TopicCatalogue;
  /** Projects that may have opened an organisation. */
  projects: EntityLookup;
};

/** Finds the group of a topic's or a group's code; undefined for a code no longer in the catalogue. */
export function findTopicGroup(catalogue: TopicCatalogue, code: string): string | undefined {
  const topic = catalogue.topics.find((one) => one.code === code);
  return topic?.group ?? catalogue.groups.find((group) => group.code === code)?.code;
}

/** Returns the name of a topic or group; the code itself when the catalogue no longer has it. */
export function topicName(catalogue: TopicCatalogue, code: string, lang: Lang): string {
  const named = [...catalogue.topics, ...catalogue.groups].find((one) => one.code === code);
  return named?.name[lang] ?? code;
}
