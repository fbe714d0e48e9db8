import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize, may, scopeIds } from "#base/policy.ts";
import { invalidField } from "#base/refusal.ts";
import { optionalText, requiredText } from "#base/http/fields.ts";
import { linkProject } from "#modules/consultations/index.ts";
import { findProblem, problemPolicy, type Problem } from "#modules/problems/index.ts";
import { stageDeadline } from "../transition.ts";
import { inviteAuthorsJob } from "../authors/project-invitations.ts";
import { requireOwnOrganisation, findOrganisationByInput } from "./organisation-input.ts";
import { requireMunicipalities } from "../rows/actions.ts";
import { replacePlaces } from "../rows/store.ts";
import { charterLimits } from "./actions.ts";
import { projectPolicy } from "../policy.ts";
import {
  formatProjectNumber,
  stagesReachedAt,
  type ProjectKind,
  type ProjectStage,
} from "../project.ts";
import { insertAuthor, insertOrigins } from "../authors/store.ts";
import { insertProject, insertStages, type Project, type ProjectPatch } from "../store.ts";

type Tx = Ctx & { unit: UnitOfWork };

const maxOrigins = 50;

export const openProjectInput = z.object({
  title: requiredText(charterLimits.title),
  summary: optionalText(charterLimits.summary),
  significance: optionalText(charterLimits.significance),
  organisation: optionalText(300),
  placeIds: z.array(z.uuid()).default([]),
  /** Numbers of the problems it originates from, separated by spaces, commas or line ends. */
  problems: optionalText(2000),
  /** Number of the consultation whose outcome the project is. */
  consultation: optionalText(40),
  stage: z.enum(["idea", "concept"]).default("idea"),
});
export type OpenProjectInput = z.input<typeof openProjectInput>;

/**
 * Creates a project at the idea stage, not public, with the actor as lead author. Given problems,
 * copies their places, links them and emails invitations to their authors.
 */
export async function openProject(ctx: Ctx, given: OpenProjectInput): Promise<Project> {
  const input = openProjectInput.parse(given);
  authorize({ policy: projectPolicy, actor: ctx.actor, action: "open" });
  const assignedNumber = await nextProjectNumber(ctx);
  return transact(ctx, async (tx) => {
    const problems = await findProblemsByNumbers(tx, input.problems);
    const organisation = await resolveOrganisation(tx, input.organisation);
    requireOwnOrganisation(tx, organisation, null);
    const places = [...new Set([...input.placeIds, ...problems.map((one) => one.municipality_id)])];
    await requireMunicipalities(tx, input.placeIds);
    const project = await createProject(tx, {
      number: assignedNumber,
      kind: "project",
      stage: input.stage,
      set: {
        title: input.title,
        summary: input.summary,
        significance: input.significance,
        organisation_id: organisation,
        municipality_id: places[0] ?? null,
      },
    });
    await replacePlaces(tx, project.id, places);
    await linkProblems(tx, project, problems);
    if (input.consultation !== "") await linkProject(tx, input.consultation, project.id);
    return project;
  });
}

/** Inserts a project with its number, first stage and author, and records that it was opened. */
export async function createProject(
  tx: Tx,
  input: {
    number: string;
    kind: ProjectKind;
    stage: ProjectStage;
    set: ProjectPatch & { title: string };
  },
): Promise<Project> {
  const { number, kind, stage, set } = input;
  const id = tx.newId();
  const ends_on = typeof set.ends_on === "string" ? set.ends_on : null;
  const project = await insertProject(tx, {
    ...(set as { title: string }),
    id,
    number,
    kind,
    stage,
    stage_since: tx.now(),
    opened_at: tx.now(),
    ...(await stageDeadline(tx, { kind, stage, ends_on })),
  });
  await insertStages(tx, id, { stages: stagesReachedAt({ kind, stage }), on: tx.today() });
  if (tx.actor.kind === "person")
    await insertAuthor(tx, id, { person_id: tx.actor.id, role: "lead" });
  startChain(tx, id);
  recordFact(tx, { subject: id, type: "project.opened", data: { kind, stage } });
  return project;
}

/**
 * Returns the next number of the year; called before the transaction so that the counter is not
 * locked by it.
 */
export async function nextProjectNumber(ctx: Ctx): Promise<string> {
  const year = ctx.today().slice(0, 4);
  const n = await ctx.app.database.nextNumber(ctx.region.id, `projects-${year}`);
  return formatProjectNumber(year, n);
}

async function linkProblems(tx: Tx, project: Project, problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const origins = problems.map(({ id }) => ({ kind: "problem" as const, subject_id: id }));
  await insertOrigins(tx, project.id, origins);
  const ids = problems.map(({ id }) => id);
  recordFact(tx, { subject: project.id, type: "project.problems-linked", data: { problems: ids } });
  for (const problem of ids) enqueue(tx, inviteAuthorsJob, { project: project.id, problem });
}

/** Finds problems by number; throws an error at the field when the actor cannot read one. */
export async function findProblemsByNumbers(ctx: Ctx, text: string): Promise<Problem[]> {
  const numbers = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  const problems: Problem[] = [];
  for (const number of numbers.slice(0, maxOrigins)) {
    const problem = await findProblem(ctx, number);
    if (problem === undefined || !may(problemPolicy, ctx.actor, "read", problem)) {
      const reason = "projects.unknown-problem";
      throw invalidField("problems", reason, { number });
    }
    problems.push(problem);
  }
  return problems;
}

/**
 * Returns the organisation named in the form, else the only one whose projects the actor writes.
 */
async function resolveOrganisation(tx: Tx, text: string): Promise<string | null> {
  const own = scopeIds(tx.actor, ["nko"], "organisation");
  if (text === "") return own.length === 1 ? (own[0] ?? null) : null;
  const known = await findOrganisationByInput(tx, { text, field: "organisation" });
  if (known !== undefined) return known;
  const reason = "projects.unknown-organisation";
  throw invalidField("organisation", reason);
}
