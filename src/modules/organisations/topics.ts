import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Lang } from "#base/messages.ts";

type NamedCode = { code: string; name: { ru: string; en: string } };

/** The catalogue of topics as the house hands it over: triage stands later than organisations. */
export type TopicCatalogue = {
  groups: readonly NamedCode[];
  topics: readonly (NamedCode & { group: string })[];
};

/** What the module must be given by the house. */
export type OrganisationsDeps = {
  topics: () => TopicCatalogue;
  /** Projects that may have opened an organisation. */
  projects: EntityLookup;
};

/** The group of a topic's or a group's code; undefined for a code that the catalogue lost. */
export function findTopicGroup(catalogue: TopicCatalogue, code: string): string | undefined {
  const topic = catalogue.topics.find((one) => one.code === code);
  return topic?.group ?? catalogue.groups.find((group) => group.code === code)?.code;
}

/** The name behind a code; the code itself when the catalogue no longer has it, so that history stays readable. */
export function topicName(catalogue: TopicCatalogue, code: string, lang: Lang): string {
  const named = [...catalogue.topics, ...catalogue.groups].find((one) => one.code === code);
  return named?.name[lang] ?? code;
}
