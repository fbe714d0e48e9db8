import { z } from "zod";
import { asSystem, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { findProblem } from "#modules/problems/index.ts";
import { emailAuthors } from "#modules/signals/index.ts";
import { findProject } from "../store.ts";
import { ru } from "../messages.ru.ts";

const inviteInput = z.object({ project: z.uuid(), problem: z.uuid() });

/**
 * Emails the authors of the problems a project grew from an invitation to it; one email per person
 * and project.
 */
async function inviteAuthors(ctx: Ctx, payload: z.infer<typeof inviteInput>): Promise<void> {
  const system = asSystem(ctx, "letters");
  const project = await findProject(system, payload.project);
  const problem = await findProblem(system, payload.problem);
  if (project === undefined || problem === undefined) return;
  await emailAuthors(system, {
    problem: problem.id,
    subject: ru.invite.subject(problem.title),
    text: ru.invite.text({
      problem: problem.title,
      project: project.title,
      number: project.number,
    }),
    dedupeKey: `origin:${project.id}`,
  });
}

export const inviteAuthorsJob: Job<z.infer<typeof inviteInput>> = {
  name: "projects.invite-authors",
  input: inviteInput,
  run: inviteAuthors,
};
