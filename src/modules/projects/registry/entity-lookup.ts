import type { Choice, Choices } from "#base/ports/entity-lookup.ts";
import { may } from "#base/policy.ts";
import type { Outgrowths } from "#modules/problems/index.ts";
import { projectPolicy } from "../policy.ts";
import { findProjects, projectLines, projectsFrom, type ProjectLine } from "./reads.ts";

const choiceOf = ({ id, number, title, starts_on, ends_on }: ProjectLine): Choice => ({
  id,
  name: `${number} ${title}`,
  href: `/projects/${number}`,
  ...(starts_on !== null && { from: starts_on }),
  ...(ends_on !== null && { to: ends_on }),
});

/** Projects for modules that stand earlier: events held in their name, advice given about them. */
export const projectChoices: Choices = {
  async names(ctx, ids) {
    const lines = await projectLines(ctx, ids);
    return new Map(lines.map((line) => [line.id, choiceOf(line)]));
  },
  async find(ctx, query) {
    return (await findProjects(ctx, query)).map(choiceOf);
  },
};

/** What the page of a problem says of the projects that grew from it. */
export const projectOutgrowths: Outgrowths = {
  async from(ctx, problem) {
    return (await projectsFrom(ctx, { kind: "problem", id: problem })).map(choiceOf);
  },
  begin(ctx, number) {
    if (!may(projectPolicy, ctx.actor, "open")) return undefined;
    return `/projects/new?problem=${encodeURIComponent(number)}`;
  },
};
