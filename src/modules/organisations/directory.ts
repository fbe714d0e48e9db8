import { toZoned } from "#base/time/calendar.ts";
import type { Ctx } from "#base/context.ts";
import { remember } from "#base/cache.ts";
import { indexRules, resolveBody, type Body, type RuleLookup } from "./competence/rules.ts";
import { rulesFor, workingRules } from "./competence/store.ts";
import { bodyKinds, type OrganisationKind } from "./organisation.ts";
import { readOrganisationLines } from "./store.ts";

/** Who is asked for: the topic and its group, the municipality if known, and the moment. */
export type BodyQuestion = {
  topic: string;
  group: string;
  municipalityId: string | null;
  at: Date;
};

/** Who answers, by the matrix as it stands now; undefined where nobody does. One query. */
export async function bodyFor(ctx: Ctx, ask: BodyQuestion): Promise<Body | undefined> {
  const topics = [...new Set([ask.topic, ask.group])];
  const rules = await rulesFor(ctx, { topics, municipalityId: ask.municipalityId });
  return resolveBody(dated(ctx, ask), indexRules(rules));
}

/** The whole matrix in memory. */
export type CompetenceBook = { bodyFor(ask: BodyQuestion): Body | undefined };

const readRules = async (ctx: Ctx): Promise<RuleLookup> => indexRules(await workingRules(ctx));
const rememberedRules = remember(10, readRules);

/**
 * The region's matrix as it stood at most ten seconds ago: imports ask it thousands of times a
 * second. Inside a transaction it is read there: the memory would wait for a second connection.
 */
export async function competenceBook(ctx: Ctx): Promise<CompetenceBook> {
  const rules = await (ctx.unit === undefined ? rememberedRules(ctx) : readRules(ctx));
  return { bodyFor: (ask) => resolveBody(dated(ctx, ask), rules) };
}

function dated(ctx: Ctx, { at, ...ask }: BodyQuestion) {
  return { ...ask, day: toZoned(at, ctx.region.timeZone).date };
}

/** An organisation in one line. */
export type OrganisationLine = {
  id: string;
  name: string;
  shortName: string;
  kind: OrganisationKind;
  territoryId: string | null;
  active: boolean;
};

/** All organisations of a region at hand, also the closed ones: old problems name them. */
export type OrganisationBook = {
  byId: ReadonlyMap<string, OrganisationLine>;
  /** Working ones that stand for themselves and that problems are sent to, by short name. */
  bodies: readonly OrganisationLine[];
};

const rememberedLines = remember(10, async (ctx): Promise<OrganisationBook> => {
  const all = await readOrganisationLines(ctx);
  const kinds: readonly OrganisationKind[] = bodyKinds;
  return {
    byId: new Map(all.map(({ holderId, ...one }) => [one.id, { ...one, id: holderId ?? one.id }])),
    bodies: all.filter((one) => one.holderId === null && one.active && kinds.includes(one.kind)),
  };
});

/** The region's organisations as they stood at most ten seconds ago. Ask it outside a transaction. */
export const organisationBook = (ctx: Ctx): Promise<OrganisationBook> => rememberedLines(ctx);

/** After a change made here the next question reads registry and matrix anew. */
export function forgetOrganisations(ctx: Ctx): void {
  rememberedRules.forget(ctx);
  rememberedLines.forget(ctx);
}
