import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { loadContacts, type Contact } from "#modules/people/index.ts";
import {
  loadOrganisation,
  loadOrganisationNames,
  type Organisation,
} from "#modules/organisations/index.ts";
import { findProblem, problemPolicy } from "#modules/problems/index.ts";
import { selectApplications, type Application } from "../applications/store.ts";
import { withEventEvidence } from "../schedule/occurrence-evidence.ts";
import type { Attachment } from "#base/files/attachments.ts";
import { projectParts, partTables, type Occurrence, type PartRows } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import { listReadableFiles, withFileLinks } from "../files/store.ts";
import {
  listProjectSummaries,
  listProgrammeProjects,
  type ProjectSummary,
} from "../registry/reads.ts";
import type { ProjectOrigin } from "../authors/store.ts";
import { findProject, type Project, type ReachedStage } from "../store.ts";

/** A project with everything its page and its data show. */
export type ProjectCard = PartRows & {
  project: Project;
  places: string[];
  stages: ReachedStage[];
  occurrences: Occurrence[];
  origins: ProjectOrigin[];
  /** Problems among the origins that the actor may read. */
  problems: { id: string; number: string; title: string }[];
  organisation: Organisation | undefined;
  programme: ProjectSummary | undefined;
  programmeProjects: ProjectSummary[];
  /** In the order they were created; drafts only for those who may edit. */
  applications: Application[];
  contacts: Map<string, Contact>;
  /** Short names of partners registered as organisations. */
  partnerNames: Map<string, string>;
  /** Letters, copies of publications and evidence that the actor may download, by id. */
  files: Map<string, Attachment>;
};

type CardRows = PartRows & {
  places: { municipality_id: string }[];
  stages: ReachedStage[];
  occurrences: Occurrence[];
  origins: ProjectOrigin[];
};

/** Loads the whole card; throws not-found when the actor may not read the project. */
export async function loadProjectCard(ctx: Ctx, key: string): Promise<ProjectCard> {
  const project = orNotFound(await findProject(ctx, key));
  authorize({
    policy: projectPolicy,
    actor: ctx.actor,
    action: "read",
    row: project,
    read: "read",
  });
  const rows = await selectCardRows(ctx, project.id);
  const people = [
    ...rows.team.map((row) => row.contact_id),
    ...rows.activities.flatMap((row) => row.responsible_id ?? []),
    ...(project.lead_id === null ? [] : [project.lead_id]),
  ];
  const files = await listReadableFiles(ctx, project, rows);
  const occurrences = withFileLinks(rows.occurrences, { project, files });
  const partners = rows.partners.flatMap((row) => row.organisation_id ?? []);
  return {
    ...rows,
    project,
    places: rows.places.map((row) => row.municipality_id),
    occurrences: await withEventEvidence(ctx, occurrences, ctx.today()),
    problems: await readableProblems(ctx, rows.origins),
    organisation:
      project.organisation_id === null
        ? undefined
        : await loadOrganisation(ctx, project.organisation_id),
    programme:
      project.programme_id === null
        ? undefined
        : (await listProjectSummaries(ctx, [project.programme_id]))[0],
    programmeProjects: await listProgrammeProjects(ctx, project.id),
    applications: await visibleApplications(ctx, project),
    contacts: await loadContacts(ctx, people),
    partnerNames: await loadOrganisationNames(ctx, partners),
    files,
  };
}

/** Loads the rows of all parts in one query. */
async function selectCardRows(ctx: Ctx, project: string): Promise<CardRows> {
  const all = (table: string, order: string) =>
    sql`(select coalesce(json_agg(r order by ${sql.raw(order)}), '[]') from ${sql.table(table)} r
      where r.region_id = ${ctx.region.id} and r.project_id = ${project}::uuid)`;
  const rows = projectParts.map((part) => {
    const order = part === "publications" ? "r.published_on desc, r.id" : "r.position, r.id";
    return sql`${all(partTables[part], order)} as ${sql.ref(part)}`;
  });
  const { rows: read } = await sql<CardRows>`select ${sql.join([
    ...rows,
    sql`${all("projects_places", "r.position")} as places`,
    sql`${all("projects_stages", "r.reached_at")} as stages`,
    sql`${all("projects_occurrences", "r.planned_from, r.planned_to, r.id")} as occurrences`,
    sql`${all("projects_origins", "r.kind, r.subject_id")} as origins`,
  ])}`.execute(ctx.db);
  return orNotFound(read[0]);
}

async function readableProblems(ctx: Ctx, roots: readonly ProjectOrigin[]) {
  const problems = await Promise.all(
    roots.filter(({ kind }) => kind === "problem").map((root) => findProblem(ctx, root.subject_id)),
  );
  return problems.flatMap((problem) =>
    problem !== undefined && may(problemPolicy, ctx.actor, "read", problem)
      ? [{ id: problem.id, number: problem.number, title: problem.title }]
      : [],
  );
}

/** Filters applications: guests see submitted ones only. */
async function visibleApplications(ctx: Ctx, project: Project): Promise<Application[]> {
  const all = (await selectApplications(ctx, project.id)).toReversed();
  if (may(projectPolicy, ctx.actor, "edit", project)) return all;
  return all.filter(({ stage }) => stage !== "draft" && stage !== "withdrawn");
}
