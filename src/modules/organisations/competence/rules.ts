import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";

/** One row of the matrix. Days are «YYYY-MM-DD», the last one included. */
export type CompetenceRule = {
  id: string;
  /** A topic's code, or a group's for all its topics. */
  topic: string;
  /** A municipality, or null for the whole region. */
  territoryId: string | null;
  organisationId: string;
  organisationName: string;
  validFrom: string;
  validTo: string | null;
  reason: string;
};

/** What is asked of the matrix; without a municipality only rows of the whole region fit. */
export type CompetenceQuery = {
  topic: string;
  group: string;
  municipalityId: string | null;
  day: string;
};

export type BodyCandidate = {
  organisationId: string;
  name: string;
  reason: string;
  ruleId: string;
};

/** The responsible body; `alternatives` are named by equally specific rules and lower the confidence. */
export type ResponsibleBody = BodyCandidate & { confidence: number; alternatives: BodyCandidate[] };

/** Rows of exactly this topic (or group) and place, whatever their days. */
export type RuleLookup = (topic: string, territoryId: string | null) => readonly CompetenceRule[];

/** Confidence of a rule at each level, the most specific first; several bodies at one level share it. */
const specificityLevels = [
  { by: "topic", placed: true, confidence: 1 },
  { by: "topic", placed: false, confidence: 0.95 },
  { by: "group", placed: true, confidence: 0.9 },
  { by: "group", placed: false, confidence: 0.8 },
] as const;

/**
 * Resolves the responsible body of a day: the most specific level that has a rule in force, the
 * newest among equals.
 */
export function resolveResponsibleBody(
  query: CompetenceQuery,
  rows: RuleLookup,
): ResponsibleBody | undefined {
  for (const { by, placed, confidence } of specificityLevels) {
    if (placed && query.municipalityId === null) continue;
    const matchingRules = rows(query[by], placed ? query.municipalityId : null);
    const [first, ...others] = uniqueByOrganisation(
      matchingRules.filter((rule) => isInForce(rule, query.day)),
    );
    if (first === undefined) continue;
    return {
      ...toCandidate(first),
      confidence: confidence / (1 + others.length),
      alternatives: others.map(toCandidate),
    };
  }
  return undefined;
}

/** Checks whether the rule is in force on the day, «YYYY-MM-DD»; its last day is included. */
export function isInForce(
  rule: Pick<CompetenceRule, "validFrom" | "validTo">,
  day: string,
): boolean {
  return rule.validFrom <= day && (rule.validTo === null || rule.validTo >= day);
}

function uniqueByOrganisation(rules: readonly CompetenceRule[]): CompetenceRule[] {
  const newestFirst = rules.toSorted(
    (a, b) => compareText(b.validFrom, a.validFrom) || compareText(b.id, a.id),
  );
  return newestFirst.filter(
    (rule, index) =>
      newestFirst.findIndex((other) => other.organisationId === rule.organisationId) === index,
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function toCandidate(rule: CompetenceRule): BodyCandidate {
  return {
    organisationId: rule.organisationId,
    name: rule.organisationName,
    reason: rule.reason,
    ruleId: rule.id,
  };
}

/** Indexes rules by topic and place, for `resolveResponsibleBody`. */
export function indexRules(rules: readonly CompetenceRule[]): RuleLookup {
  const cells = Map.groupBy(rules, (rule) => cellKey(rule.topic, rule.territoryId));
  return (topic, territoryId) => cells.get(cellKey(topic, territoryId)) ?? [];
}

const cellKey = (topic: string, territoryId: string | null) => `${topic} ${territoryId ?? ""}`;

type ValidityPeriod = Pick<CompetenceRule, "validFrom" | "validTo">;

/** Checks whether the two periods share a day. */
export function periodsOverlap(a: ValidityPeriod, b: ValidityPeriod): boolean {
  const before = (end: string | null, start: string) => end !== null && end < start;
  return (
    !before(a.validTo, b.validFrom) &&
    !before(b.validTo, a.validFrom) &&
    !isEmptyPeriod(a) &&
    !isEmptyPeriod(b)
  );
}

const isEmptyPeriod = ({ validFrom, validTo }: ValidityPeriod) =>
  validTo !== null && validTo < validFrom;

/** Returns the day before, «YYYY-MM-DD». */
export function dayBefore(day: string): string {
  return dateOfDay(dayNumber(localDate(day)) - 1);
}
