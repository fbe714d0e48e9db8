import type { EntityRef, EntityLookup } from "#base/ports/entity-lookup.ts";
import { may } from "#base/policy.ts";
import type { LinkedProjects } from "#modules/problems/index.ts";
import { projectPolicy } from "../policy.ts";
import {
  searchProjects,
  listProjectSummaries,
  listProjectsByOrigin,
  type ProjectSummary,
} from "./reads.ts";

const toEntityRef = ({ id, number, title, starts_on, ends_on }: ProjectSummary): EntityRef => ({
  id,
  name: `${number} ${title}`,
  href: `/projects/${number}`,
  ...(starts_on !== null && { from: starts_on }),
  ...(ends_on !== null && { to: ends_on }),
});

/**
 * Lookup of projects for modules they depend on: events held for a project, consultations about
 * one.
 */
export const projectLookup: EntityLookup = {
  async findNames(ctx, ids) {
    const lines = await listProjectSummaries(ctx, ids);
    return new Map(lines.map((line) => [line.id, toEntityRef(line)]));
  },
  async search(ctx, query) {
    return (await searchProjects(ctx, query)).map(toEntityRef);
  },
};

/** Loads the projects that originate from a problem, for its page. */
export const linkedProjects: LinkedProjects = {
  async list(ctx, problem) {
    return (await listProjectsByOrigin(ctx, { kind: "problem", id: problem })).map(toEntityRef);
  },
  newProjectPath(ctx, number) {
    if (!may(projectPolicy, ctx.actor, "open")) return undefined;
    return `/projects/new?problem=${encodeURIComponent(number)}`;
  },
};
