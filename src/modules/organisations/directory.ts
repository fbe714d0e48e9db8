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

/** Who answers, by the matrix as it stands now; undefined where nobody does. One query. */
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
 * The region's matrix as it stood at most ten seconds ago: imports ask it thousands of times a
 * second. Inside a transaction it is read there: the memory would wait for a second connection.
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

/** All organisations of a region at hand, also the closed ones: old problems name them. */
export type OrganisationDirectory = {
  byId: ReadonlyMap<string, OrganisationSummary>;
  /** Working ones that stand for themselves and that problems are sent to, by short name. */
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

/** The region's organisations as they stood at most ten seconds ago. Ask it outside a transaction. */
export const organisationDirectory = (ctx: Ctx): Promise<OrganisationDirectory> =>
  cachedSummaries(ctx);

/** After a change made here the next question reads registry and matrix anew. */
export function invalidateOrganisations(ctx: Ctx): void {
  cachedRules.invalidate(ctx);
  cachedSummaries.invalidate(ctx);
}
