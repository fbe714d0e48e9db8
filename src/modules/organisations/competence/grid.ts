import {
  indexRules,
  isInForce,
  resolveResponsibleBody,
  type ResponsibleBody,
  type CompetenceRule,
  type RuleLookup,
} from "./rules.ts";
import type { TopicCatalogue } from "../topics.ts";

/** One cell of the matrix: a topic (or group) in a municipality, or in the whole region (null). */
export type GridCell = {
  territoryId: string | null;
  responsibleBody: ResponsibleBody | undefined;
  /** Where the answer comes from: a rule of this very cell, of the whole region, or of the group. */
  source: "own" | "region" | "group" | undefined;
  /** Rules of single topics inside a group's cell. */
  exceptions: number;
  /** A message from here would find nobody. */
  isGap: boolean;
};

export type GridRow = { code: string; name: { ru: string; en: string }; cells: GridCell[] };

/**
 * Builds the matrix of a day: a row per group, or per topic of one group; a column per territory. The
 * column of the whole region has no gaps: each municipality may have rules of its own.
 */
export function buildGrid(options: {
  rules: readonly CompetenceRule[];
  catalogue: TopicCatalogue;
  /** Shows the topics of this group instead of all groups. */
  group?: string | undefined;
  columns: readonly (string | null)[];
  day: string;
}): GridRow[] {
  const { rules, catalogue, group, columns, day } = options;
  const lookup = indexRules(rules.filter((rule) => isInForce(rule, day)));
  const topicsOf = Map.groupBy(catalogue.topics, (topic) => topic.group);
  if (group === undefined) {
    return catalogue.groups.map(({ code, name }) => {
      const topics = (topicsOf.get(code) ?? []).map((topic) => topic.code);
      const cells = columns.map((territory) =>
        groupCell({ lookup, group: code, topics, territory, day }),
      );
      return { code, name, cells };
    });
  }
  return (topicsOf.get(group) ?? []).map(({ code, name }) => ({
    code,
    name,
    cells: columns.map((territory) => topicCell({ lookup, group, topic: code, territory, day })),
  }));
}

type CellContext = { lookup: RuleLookup; group: string; territory: string | null; day: string };

function topicCell({
  lookup,
  group,
  topic,
  territory,
  day,
}: CellContext & { topic: string }): GridCell {
  const body = resolveResponsibleBody({ topic, group, municipalityId: territory, day }, lookup);
  return {
    territoryId: territory,
    responsibleBody: body,
    source: body && ruleSource(lookup, topic, territory),
    exceptions: 0,
    isGap: territory !== null && body === undefined,
  };
}

function groupCell(place: CellContext & { topics: readonly string[] }): GridCell {
  const { lookup, group, topics, territory } = place;
  const ownCell = topicCell({ ...place, topic: group });
  const hasUncoveredTopic = topics.some(
    (topic) => topicCell({ ...place, topic }).responsibleBody === undefined,
  );
  return {
    ...ownCell,
    exceptions: topics.filter((topic) => lookup(topic, territory).length > 0).length,
    isGap: ownCell.isGap && (hasUncoveredTopic || topics.length === 0),
  };
}

function ruleSource(
  lookup: RuleLookup,
  code: string,
  territory: string | null,
): GridCell["source"] {
  if (lookup(code, territory).length > 0) return "own";
  return lookup(code, null).length > 0 ? "region" : "group";
}

/** Counts the cells of the rows in which nobody answers. */
export function countGaps(rows: readonly GridRow[]): number {
  return rows.reduce((sum, row) => sum + row.cells.filter((cell) => cell.isGap).length, 0);
}
