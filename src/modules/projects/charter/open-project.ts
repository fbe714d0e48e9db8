import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand, may, scopeIds } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { outgrow } from "#modules/consultations/index.ts";
import { findProblem, problemPolicy, type Problem } from "#modules/problems/index.ts";
import { clockOf, today } from "../transition.ts";
import { free, needed } from "../zod-fields.ts";
import { inviteWork } from "../authors/project-invitations.ts";
import { demandOwn, organisationNamed } from "./organisation-input.ts";
import { demandPlaces } from "../rows/actions.ts";
import { replacePlaces } from "../rows/store.ts";
import { limits } from "./actions.ts";
import { projectPolicy } from "../policy.ts";
import { projectNumber, reachedBy, type ProjectKind, type Stage } from "../project.ts";
import { insertAuthor, insertRoots } from "../authors/store.ts";
import { insertProject, insertStages, type Project, type ProjectPatch } from "../store.ts";

type Tx = Ctx & { unit: Unit };

const mostRoots = 50;

export const openInput = z.object({
  title: needed(limits.title),
  summary: free(limits.summary),
  significance: free(limits.significance),
  organisation: free(300),
  placeIds: z.array(z.uuid()).default([]),
  /** Numbers of the problems it grows from, in one line or several. */
  problems: free(2000),
  /** Number of the consultation it grows from: the project is what came of it. */
  consultation: free(40),
  stage: z.enum(["idea", "concept"]).default("idea"),
});
export type OpenProjectInput = z.input<typeof openInput>;

/**
 * A project begins as an idea: not public, its author writes it. Out of problems it takes over their
 * places, is linked to them, and their authors are invited by letter.
 */
export async function openProject(ctx: Ctx, given: OpenProjectInput): Promise<Project> {
  const input = openInput.parse(given);
  demand({ policy: projectPolicy, actor: ctx.actor, action: "open" });
  const numbered = await nextNumber(ctx);
  return transact(ctx, async (tx) => {
    const roots = await problemsNamed(tx, input.problems);
    const organisation = await organisationOf(tx, input.organisation);
    demandOwn(tx, organisation, null);
    const places = [...new Set([...input.placeIds, ...roots.map((one) => one.municipality_id)])];
    await demandPlaces(tx, input.placeIds);
    const project = await beginProject(tx, {
      number: numbered,
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
    await grow(tx, project, roots);
    if (input.consultation !== "") await outgrow(tx, input.consultation, project.id);
    return project;
  });
}

/** Inserts a project with its number, first stage and author, and tells that it was opened. */
export async function beginProject(
  tx: Tx,
  begun: {
    number: string;
    kind: ProjectKind;
    stage: Stage;
    set: ProjectPatch & { title: string };
  },
): Promise<Project> {
  const { number, kind, stage, set } = begun;
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
    ...(await clockOf(tx, { kind, stage, ends_on })),
  });
  await insertStages(tx, id, { stages: reachedBy({ kind, stage }), on: today(tx) });
  if (tx.actor.kind === "person")
    await insertAuthor(tx, id, { person_id: tx.actor.id, role: "lead" });
  bornNow(tx, id);
  record(tx, { subject: id, type: "project.opened", data: { kind, stage } });
  return project;
}

/** The next number of the year; taken before the transaction, since its counter is not held back. */
export async function nextNumber(ctx: Ctx): Promise<string> {
  const year = today(ctx).slice(0, 4);
  const n = await ctx.house.database.nextNumber(ctx.region.id, `projects-${year}`);
  return projectNumber(year, n);
}

async function grow(tx: Tx, project: Project, problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const roots = problems.map(({ id }) => ({ kind: "problem" as const, subject_id: id }));
  await insertRoots(tx, project.id, roots);
  const ids = problems.map(({ id }) => id);
  record(tx, { subject: project.id, type: "project.grown", data: { problems: ids } });
  for (const problem of ids) enqueue(tx, inviteWork, { project: project.id, problem });
}

/** Problems by their numbers; each must be one that the actor may read. */
export async function problemsNamed(ctx: Ctx, text: string): Promise<Problem[]> {
  const numbers = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  const problems: Problem[] = [];
  for (const number of numbers.slice(0, mostRoots)) {
    const problem = await findProblem(ctx, number);
    if (problem === undefined || !may(problemPolicy, ctx.actor, "read", problem)) {
      const reason = "projects.unknown-problem";
      throw invalid(reason, { fields: { problems: reason }, values: { number } });
    }
    problems.push(problem);
  }
  return problems;
}

/** The one named; else the only organisation whose projects the actor writes. */
async function organisationOf(tx: Tx, text: string): Promise<string | null> {
  const own = scopeIds(tx.actor, ["nko"], "organisation");
  if (text === "") return own.length === 1 ? (own[0] ?? null) : null;
  const known = await organisationNamed(tx, { text, field: "organisation" });
  if (known !== undefined) return known;
  const reason = "projects.unknown-organisation";
  throw invalid(reason, { fields: { organisation: reason } });
}
