import { sql } from "kysely";
import {
  claimAttachments,
  findAttachments,
  saveAttachment,
  type Attachment,
} from "#base/files/attachments.ts";
import type { Ctx } from "#base/context.ts";
import type { EvidenceKind } from "#base/ports/count-source.ts";
import { may } from "#base/policy.ts";
import type { Occurrence, PartRows } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import type { Project } from "../store.ts";

/** Kinds of evidence that name people: guests of a public project do not get them. */
const restrictedEvidenceKinds: readonly (EvidenceKind | null)[] = ["presence-list", "check"];

/** Returns whether the actor could read the project even if it were not public. */
export const isInsider = (ctx: Ctx, project: Project): boolean =>
  may(projectPolicy, ctx.actor, "read", { ...project, public: false });

type ProjectFile = { id: string; restricted: boolean };

/** Finds a file of the project by id; `restricted` ones are for insiders only. */
export async function findFile(
  ctx: Ctx,
  project: string,
  id: string,
): Promise<ProjectFile | undefined> {
  const { rows } = await sql<ProjectFile>`
    select letter_id as id, true as restricted from projects_partners
      where region_id = ${ctx.region.id} and project_id = ${project} and letter_id = ${id}
    union all select file_id, false from projects_publications
      where region_id = ${ctx.region.id} and project_id = ${project} and file_id = ${id}
    union all select evidence_id, coalesce(evidence_kind = any(${restrictedEvidenceKinds}), false)
      from projects_occurrences
      where region_id = ${ctx.region.id} and project_id = ${project} and evidence_id = ${id}
    limit 1`.execute(ctx.db);
  return rows[0];
}

/** Returns the files of the project's rows that the actor may download, by id. */
export async function listReadableFiles(
  ctx: Ctx,
  project: Project,
  rows: Pick<PartRows, "partners" | "publications"> & { occurrences: readonly Occurrence[] },
): Promise<Map<string, Attachment>> {
  const inside = isInsider(ctx, project);
  const ids = [
    ...(inside ? rows.partners.flatMap((row) => row.letter_id ?? []) : []),
    ...rows.publications.flatMap((row) => row.file_id ?? []),
    ...rows.occurrences
      .filter((one) => inside || !restrictedEvidenceKinds.includes(one.evidence_kind))
      .flatMap((one) => one.evidence_id ?? []),
  ];
  const records = await findAttachments(ctx, [...new Set(ids)]);
  return new Map(records.map((record) => [record.id, record]));
}

/** Returns the path of a project's file. */
export const projectFilePath = (project: { number: string }, id: string): string =>
  `/projects/${project.number}/files/${id}`;

/**
 * Returns the occurrences with links to their evidence files, where the actor may download them.
 */
export function withFileLinks(
  occurrences: readonly Occurrence[],
  { project, files }: { project: Project; files: ReadonlyMap<string, Attachment> },
): Occurrence[] {
  return occurrences.map((one) =>
    one.evidence_href === null && one.evidence_id !== null && files.has(one.evidence_id)
      ? { ...one, evidence_href: projectFilePath(project, one.evidence_id) }
      : one,
  );
}

/** Saves an uploaded file and returns its id; called before the transaction that attaches it. */
export async function saveUpload(ctx: Ctx, file: File): Promise<string> {
  const bytes = Buffer.from(await file.arrayBuffer());
  return saveAttachment(ctx, { name: file.name, bytes, field: "file" });
}

/** Returns the file id of a row after a save; claims the attachment when it is a new one. */
export async function attachRowFile(
  tx: Ctx,
  wanted: string | undefined,
  before: string | null | undefined,
): Promise<string | null> {
  if (wanted === undefined) return null;
  if (wanted !== before) await claimAttachments(tx, [wanted], { field: "file" });
  return wanted;
}
