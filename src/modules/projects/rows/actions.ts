import type { z } from "zod";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { loadContacts, upsertContact } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { editCharterPart } from "../charter/edit-part.ts";
import { findOrganisationByInput } from "../charter/organisation-input.ts";
import { partInputs, type PartInputs } from "./inputs.ts";
import {
  deletePartRow,
  findPartRow,
  insertPartRow,
  replanOccurrences,
  selectOccurrences,
  selectPart,
  unlinkActivity,
  unlinkTask,
  updatePartRow,
  type PartRowValues,
  type ProjectPart,
} from "./store.ts";
import { attachRowFile } from "../files/store.ts";
import { costGap, costTotal, requireDateOrder, requireWithinProject } from "../project.ts";
import { diffFields } from "../history/store.ts";
import { formatRoublesInput } from "../zod-fields.ts";
import { parsePlan } from "../schedule/date-ranges.ts";
import type { Project } from "../store.ts";

type Tx = Ctx & { unit: UnitOfWork };
type RowContext = { project: Project; row: string | undefined };
type RowPreparers = {
  [P in ProjectPart]: (
    tx: Tx,
    input: PartInputs[P],
    at: RowContext,
  ) => Promise<PartRowValues> | PartRowValues;
};

/** Validates a row and returns its columns. */
const rowPreparers: RowPreparers = {
  groups: (_, { title, people }) => ({ title, people: people ?? null }),
  tasks: (_, { title }) => ({ title }),
  activities: activityValues,
  costs: costValues,
  team: teamValues,
  partners: partnerValues,
  risks: (_, { title, likelihood, answer }) => ({ title, likelihood, answer }),
  results: (_, { what, unit, target, measured }) => ({ what, unit, target, measured }),
  publications: publicationValues,
};

/**
 * Inserts or updates one row of a part. Returns the project and the row's id; throws an error at
 * an invalid field, and a conflict on a save over another person's change.
 */
export function saveRow<P extends ProjectPart>(
  ctx: Ctx,
  key: string,
  given: { part: P; row?: string; version?: number; input: z.input<(typeof partInputs)[P]> },
): Promise<{ project: Project; row: string }> {
  const input = partInputs[given.part].parse(given.input) as PartInputs[P];
  return writeRow(ctx, key, { ...given, input });
}

/** Does the same as `saveRow` for an input its schema has already parsed. */
export async function writeRow<P extends ProjectPart>(
  ctx: Ctx,
  key: string,
  given: {
    part: P;
    row?: string | undefined;
    version?: number | undefined;
    input: PartInputs[P];
  },
): Promise<{ project: Project; row: string }> {
  const { part, input } = given;
  const id = given.row ?? ctx.newId();
  const project = await editCharterPart(ctx, key, {
    part,
    row: given.row,
    seen: given.row === undefined ? undefined : given.version,
    work: async (tx, known) => {
      const before = given.row === undefined ? undefined : await loadRow(tx, known, { part, id });
      const cells = await rowPreparers[part](tx, input, { project: known, row: given.row });
      if (before === undefined) await insertPartRow(tx, known.id, { part, id, cells });
      else await updatePartRow(tx, known.id, { part, id, cells });
      const planned = part === "activities" ? await replanActivity(tx, known, { id, input }) : [];
      return { changes: [...diffFields(before ?? {}, cells, id), ...planned] };
    },
  });
  return { project, row: id };
}

async function loadRow(tx: Tx, project: Project, { part, id }: { part: ProjectPart; id: string }) {
  return orNotFound(isUuid(id) ? await findPartRow(tx, project.id, { part, id }) : undefined);
}

/** Removes a row; throws a conflict for an activity with occurrences that are done. */
export async function removeRow(
  ctx: Ctx,
  key: string,
  { part, row, version }: { part: ProjectPart; row: string; version?: number },
): Promise<Project> {
  return editCharterPart(ctx, key, {
    part,
    row,
    seen: version,
    work: async (tx, project) => {
      const before = await loadRow(tx, project, { part, id: row });
      if (part === "tasks") await unlinkTask(tx, row);
      if (part === "activities") {
        const occurrences = await selectOccurrences(tx, project.id);
        if (occurrences.some((one) => one.activity_id === row && one.state === "done"))
          throw conflict("projects.activity-has-done");
        await unlinkActivity(tx, row);
      }
      await deletePartRow(tx, project.id, { part, id: row });
      const contentColumns = Object.entries(before).filter(
        ([column]) => !["region_id", "project_id", "id", "position"].includes(column),
      );
      const emptied = Object.fromEntries(contentColumns.map(([column]) => [column, null]));
      return { changes: diffFields(Object.fromEntries(contentColumns), emptied, row) };
    },
  });
}

async function activityValues(
  tx: Tx,
  input: PartInputs["activities"],
  { project }: RowContext,
): Promise<PartRowValues> {
  requireDateOrder({ starts_on: input.startsOn, ends_on: input.endsOn }, "endsOn");
  requireWithinProject(project, { from: input.startsOn, to: input.endsOn });
  await requireRow(tx, project, { part: "tasks", id: input.taskId, field: "taskId" });
  await requireContact(tx, input.responsibleId);
  await requireMunicipalities(tx, input.placeIds);
  return {
    title: input.title,
    kind: input.kind,
    task_id: input.taskId ?? null,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    expected: input.expected,
    responsible_id: input.responsibleId ?? null,
    places: input.placeIds,
  };
}

/** Occurrences are recreated from the form's plan; in revisions they are dates. */
async function replanActivity(
  tx: Tx,
  project: Project,
  { id, input }: { id: string; input: PartInputs[ProjectPart] },
) {
  const { startsOn, endsOn, months, days } = input as PartInputs["activities"];
  const ranges = parsePlan({ startsOn, endsOn, months, days });
  const listOccurrenceDates = async () =>
    (await selectOccurrences(tx, project.id))
      .filter((one) => one.activity_id === id)
      .map((one) => `${one.planned_from}/${one.planned_to}`)
      .join(", ");
  const before = await listOccurrenceDates();
  await replanOccurrences(tx, { project: project.id, activity: id, plan: ranges });
  return diffFields({ occasions: before }, { occasions: await listOccurrenceDates() }, id);
}

async function costValues(
  tx: Tx,
  input: PartInputs["costs"],
  { project }: RowContext,
): Promise<PartRowValues> {
  const cells = {
    article: input.article,
    activity_id: input.activityId ?? null,
    what: input.what,
    quantity: input.quantity,
    price: input.price,
    from_grant: input.fromGrant,
    from_own: input.fromOwn,
    from_partners: input.fromPartners,
    comment: input.comment,
  };
  await requireRow(tx, project, { part: "activities", id: input.activityId, field: "activityId" });
  const gap = costGap(cells);
  if (gap === 0) return cells;
  const reason = gap < 0 ? "projects.cost-unpaid" : "projects.cost-overpaid";
  throw invalidField("fromGrant", reason, {
    total: formatRoublesInput(costTotal(cells)),
    gap: formatRoublesInput(Math.abs(gap)),
  });
}

async function teamValues(
  tx: Tx,
  input: PartInputs["team"],
  { project, row }: RowContext,
): Promise<PartRowValues> {
  const { role, duties } = input;
  if (row !== undefined) return { role, duties };
  if (input.contactId !== undefined) {
    await requireContact(tx, input.contactId);
    return { contact_id: input.contactId, role, duties };
  }
  if (input.surname === "") throw invalidField("surname", "projects.surname-missing");
  const contact = await upsertContact(tx, {
    surname: input.surname,
    givenName: input.givenName,
    patronymic: input.patronymic,
    ...(input.email !== undefined && { email: input.email }),
    ...(input.phone !== undefined && { phone: input.phone }),
    ...(project.organisation_id !== null && { organisationId: project.organisation_id }),
  });
  const team = await selectPart(tx, project.id, "team");
  if (team.some(({ contact_id }) => contact_id === contact.id))
    throw invalidField("surname", "projects.in-team");
  return { contact_id: contact.id, role, duties };
}

async function partnerValues(
  tx: Tx,
  input: PartInputs["partners"],
  { project, row }: RowContext,
): Promise<PartRowValues> {
  const before = (await selectPart(tx, project.id, "partners")).find(({ id }) => id === row);
  const known = await findOrganisationByInput(tx, { text: input.partner, field: "partner" });
  return {
    organisation_id: known ?? null,
    name: known === undefined ? input.partner : "",
    contribution: input.contribution,
    letter_id: await attachRowFile(tx, input.fileId, before?.letter_id),
  };
}

async function publicationValues(
  tx: Tx,
  input: PartInputs["publications"],
  { project, row }: RowContext,
): Promise<PartRowValues> {
  const known = await selectPart(tx, project.id, "publications");
  if (known.some(({ id, url }) => url === input.url && id !== row))
    throw invalidField("url", "projects.publication-twice");
  if (input.municipalityId !== undefined) await requireMunicipalities(tx, [input.municipalityId]);
  return {
    title: input.title,
    url: input.url,
    media: input.media,
    published_on: input.publishedOn,
    municipality_id: input.municipalityId ?? null,
    file_id: await attachRowFile(tx, input.fileId, known.find(({ id }) => id === row)?.file_id),
  };
}

async function requireRow(
  tx: Tx,
  project: Project,
  { part, id, field }: { part: ProjectPart; id: string | undefined; field: string },
): Promise<void> {
  if (id === undefined || (await findPartRow(tx, project.id, { part, id })) !== undefined) return;
  throw invalidField(field, "projects.choose");
}

async function requireContact(tx: Tx, id: string | undefined): Promise<void> {
  if (id === undefined || (await loadContacts(tx, [id])).has(id)) return;
  throw invalidField("responsibleId", "projects.choose");
}

/** Throws an error at the field unless every place is a municipality of the region. */
export async function requireMunicipalities(tx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if ((await findTerritory(tx, id))?.kind === "municipality") continue;
    throw invalidField("placeIds", "projects.unknown-place");
  }
}
