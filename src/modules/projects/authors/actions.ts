import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { findPersonByEmail } from "#modules/people/index.ts";
import { loadProjectForUpdate } from "../load.ts";
import { listAuthors, deleteAuthor, insertAuthor } from "./store.ts";
import type { Project } from "../store.ts";

export const authorInput = z.object({ email: z.email("projects.email-wrong") });

/**
 * Adds an existing account as co-author; throws an error at the email field when it is unknown or
 * already an author.
 */
export async function addAuthor(
  ctx: Ctx,
  key: string,
  given: z.input<typeof authorInput>,
): Promise<Project> {
  const { email } = authorInput.parse(given);
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, "edit");
    const person = await findPersonByEmail(tx, email);
    if (person === undefined) throw invalidField("email", "projects.unknown-author");
    const added = await insertAuthor(tx, project.id, { person_id: person.id, role: "co-author" });
    if (!added)
      throw conflict("projects.author-twice", { fields: { email: "projects.author-twice" } });
    recordFact(tx, {
      subject: project.id,
      type: "project.author-added",
      data: { person: person.id },
    });
    return project;
  });
}

/** Removes a co-author; the lead author cannot be removed. */
export async function removeAuthor(ctx: Ctx, key: string, person: string): Promise<Project> {
  return transact(ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, key, "edit");
    const author = (await listAuthors(tx, project.id)).find((one) => one.person_id === person);
    if (author === undefined) return project;
    if (author.role === "lead") throw conflict("projects.last-author");
    await deleteAuthor(tx, project.id, person);
    recordFact(tx, { subject: project.id, type: "project.author-removed", data: { person } });
    return project;
  });
}
