import { toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { cached } from "#base/cache.ts";
import {
  indexRules,
  resolveResponsibleBody,
  type ResponsibleBody,
  type RuleLookup,
} from "./competence/rules.ts";
import { listRulesFor, listActiveRules } from "./competence/store.ts";
import { responsibleKinds, type OrganisationKind } from "./organisation.ts";
import { listOrganisationSummaries } from "./store.ts";

/** Who is asked for: the topic and its group, the municipality if known, and the moment. */
export type ResponsibleBodyQuery = {
  topic: string;
  group: string;
  municipalityId: string | null;
  at: Date;
};

/** Finds the responsible body by the current matrix in one query; undefined when nobody answers. */
export async function findResponsibleBody(
  ctx: Ctx,
  query: ResponsibleBodyQuery,
): Promise<ResponsibleBody | undefined> {
  const topics = [...new Set([query.topic, query.group])];
  const rules = await listRulesFor(ctx, { topics, municipalityId: query.municipalityId });
  return resolveResponsibleBody(toCompetenceQuery(ctx, query), indexRules(rules));
}

/** The whole matrix in memory. */
export type CompetenceDirectory = {
  findResponsibleBody(ask: ResponsibleBodyQuery): ResponsibleBody | undefined;
};

const loadRules = async (ctx: Ctx): Promise<RuleLookup> => indexRules(await listActiveRules(ctx));
const cachedRules = cached(10, loadRules);

/**
 * Loads the region's matrix, at most ten seconds old: imports read it thousands of times a
 * second. Inside a transaction it is read from the transaction: the cache would need a second connection.
 */
export async function competenceDirectory(ctx: Ctx): Promise<CompetenceDirectory> {
  const rules = await (ctx.unit === undefined ? cachedRules(ctx) : loadRules(ctx));
  return {
    findResponsibleBody: (ask) => resolveResponsibleBody(toCompetenceQuery(ctx, ask), rules),
  };
}

function toCompetenceQuery(ctx: Ctx, { at, ...ask }: ResponsibleBodyQuery) {
  return { ...ask, day: toZoned(at, ctx.region.timeZone).date };
}

/** An organisation in one line. */
export type OrganisationSummary = {
  id: string;
  name: string;
  shortName: string;
  kind: OrganisationKind;
  territoryId: string | null;
  active: boolean;
};

/** All organisations of a region in memory, closed ones included: old problems name them. */
export type OrganisationDirectory = {
  byId: ReadonlyMap<string, OrganisationSummary>;
  /** Active unmerged organisations that problems are sent to, by short name. */
  bodies: readonly OrganisationSummary[];
};

const cachedSummaries = cached(10, async (ctx): Promise<OrganisationDirectory> => {
  const all = await listOrganisationSummaries(ctx);
  const kinds: readonly OrganisationKind[] = responsibleKinds;
  return {
    byId: new Map(all.map(({ holderId, ...one }) => [one.id, { ...one, id: holderId ?? one.id }])),
    bodies: all.filter((one) => one.holderId === null && one.active && kinds.includes(one.kind)),
  };
});

/** Loads the region's organisations, at most ten seconds old. Call it outside transactions. */
export const organisationDirectory = (ctx: Ctx): Promise<OrganisationDirectory> =>
  cachedSummaries(ctx);

/** Drops the caches of registry and matrix after a change. */
export function invalidateOrganisations(ctx: Ctx): void {
  cachedRules.invalidate(ctx);
  cachedSummaries.invalidate(ctx);
}
