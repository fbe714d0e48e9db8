import type { Choice, Choices } from "#base/choices.ts";
import { findProjects, projectLines, type ProjectLine } from "./reads.ts";

const choiceOf = ({ id, number, title }: ProjectLine): Choice => ({
  id,
  name: `${number} ${title}`,
  href: `/projects/${number}`,
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
