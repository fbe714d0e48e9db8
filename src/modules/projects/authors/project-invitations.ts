import { z } from "zod";
import { asSystem, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { findProblem } from "#modules/problems/index.ts";
import { writeToAuthors } from "#modules/signals/index.ts";
import { findProject } from "../store.ts";
import { ru } from "../messages.ru.ts";

const input = z.object({ project: z.uuid(), problem: z.uuid() });

/** Invites those who wrote of a problem into the project that grew from it; one letter each, once. */
async function inviteAuthors(ctx: Ctx, told: z.infer<typeof input>): Promise<void> {
  const system = asSystem(ctx, "letters");
  const project = await findProject(system, told.project);
  const problem = await findProblem(system, told.problem);
  if (project === undefined || problem === undefined) return;
  await writeToAuthors(system, {
    problem: problem.id,
    subject: ru.invite.subject(problem.title),
    text: ru.invite.text({
      problem: problem.title,
      project: project.title,
      number: project.number,
    }),
    occasion: `grown:${project.id}`,
  });
}

export const inviteWork: Job<z.infer<typeof input>> = {
  name: "projects.invite-authors",
  input,
  run: inviteAuthors,
};
