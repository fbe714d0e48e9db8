import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { contactsById, type Contact } from "#modules/people/index.ts";
import {
  loadOrganisation,
  organisationNames,
  type Organisation,
} from "#modules/organisations/index.ts";
import { findProblem, problemPolicy } from "#modules/problems/index.ts";
import { selectApplications, type Application } from "../applications/store.ts";
import { today } from "../transition.ts";
import { withHeld } from "../schedule/occurrence-evidence.ts";
import type { Attachment } from "#base/files/attachments.ts";
import { parts, tableOf, type Occasion, type PartRows } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import { filesFor, withFiles } from "../files/store.ts";
import { projectLines, projectsUnder, type ProjectLine } from "../registry/reads.ts";
import type { Root } from "../authors/store.ts";
import { findProject, type Project, type StageReached } from "../store.ts";

/** A project with everything its page and its data show. */
export type ProjectCard = PartRows & {
  project: Project;
  places: string[];
  stages: StageReached[];
  occasions: Occasion[];
  roots: Root[];
  /** Problems among the roots that the actor may read. */
  problems: { id: string; number: string; title: string }[];
  organisation: Organisation | undefined;
  programme: ProjectLine | undefined;
  under: ProjectLine[];
  /** In the order they were begun; drafts are for those who may edit. */
  applications: Application[];
  contacts: Map<string, Contact>;
  /** Short names of partners that stand in the registry. */
  partnerNames: Map<string, string>;
  /** Letters, copies of publications and evidence that the actor may take, by id. */
  files: Map<string, Attachment>;
};

type Read = PartRows & {
  places: { municipality_id: string }[];
  stages: StageReached[];
  occasions: Occasion[];
  roots: Root[];
};

/** The whole card; what the actor may not read is not found. */
export async function projectCard(ctx: Ctx, key: string): Promise<ProjectCard> {
  const project = found(await findProject(ctx, key));
  demand({ policy: projectPolicy, actor: ctx.actor, action: "read", row: project, read: "read" });
  const read = await readRows(ctx, project.id);
  const people = [
    ...read.team.map((row) => row.contact_id),
    ...read.activities.flatMap((row) => row.responsible_id ?? []),
    ...(project.lead_id === null ? [] : [project.lead_id]),
  ];
  const files = await filesFor(ctx, project, read);
  const occasions = withFiles(read.occasions, { project, files });
  const partners = read.partners.flatMap((row) => row.organisation_id ?? []);
  return {
    ...read,
    project,
    places: read.places.map((row) => row.municipality_id),
    occasions: await withHeld(ctx, occasions, today(ctx)),
    problems: await problemsOf(ctx, read.roots),
    organisation:
      project.organisation_id === null
        ? undefined
        : await loadOrganisation(ctx, project.organisation_id),
    programme:
      project.programme_id === null
        ? undefined
        : (await projectLines(ctx, [project.programme_id]))[0],
    under: await projectsUnder(ctx, project.id),
    applications: await applicationsFor(ctx, project),
    contacts: await contactsById(ctx, people),
    partnerNames: await organisationNames(ctx, partners),
    files,
  };
}

/** Every row of the project in one question. */
async function readRows(ctx: Ctx, project: string): Promise<Read> {
  const all = (table: string, order: string) =>
    sql`(select coalesce(json_agg(r order by ${sql.raw(order)}), '[]') from ${sql.table(table)} r
      where r.region_id = ${ctx.region.id} and r.project_id = ${project}::uuid)`;
  const rows = parts.map((part) => {
    const order = part === "publications" ? "r.published_on desc, r.id" : "r.position, r.id";
    return sql`${all(tableOf[part], order)} as ${sql.ref(part)}`;
  });
  const { rows: read } = await sql<Read>`select ${sql.join([
    ...rows,
    sql`${all("projects_places", "r.position")} as places`,
    sql`${all("projects_stages", "r.reached_at")} as stages`,
    sql`${all("projects_occasions", "r.planned_from, r.planned_to, r.id")} as occasions`,
    sql`${all("projects_roots", "r.kind, r.subject_id")} as roots`,
  ])}`.execute(ctx.db);
  return found(read[0]);
}

async function problemsOf(ctx: Ctx, roots: readonly Root[]) {
  const problems = await Promise.all(
    roots.filter(({ kind }) => kind === "problem").map((root) => findProblem(ctx, root.subject_id)),
  );
  return problems.flatMap((problem) =>
    problem !== undefined && may(problemPolicy, ctx.actor, "read", problem)
      ? [{ id: problem.id, number: problem.number, title: problem.title }]
      : [],
  );
}

/** Guests see what was sent; a draft is seen by those who may write it. */
async function applicationsFor(ctx: Ctx, project: Project): Promise<Application[]> {
  const all = (await selectApplications(ctx, project.id)).toReversed();
  if (may(projectPolicy, ctx.actor, "edit", project)) return all;
  return all.filter(({ stage }) => stage !== "draft" && stage !== "withdrawn");
}
