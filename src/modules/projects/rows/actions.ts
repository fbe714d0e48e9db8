import type { z } from "zod";
import type { Ctx, Unit } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { contactsById, keepContact } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { editPart } from "../charter/edit-part.ts";
import { organisationNamed } from "../charter/organisation-input.ts";
import { partInputs, type PartInputs } from "./inputs.ts";
import {
  deletePartRow,
  findPartRow,
  insertPartRow,
  replanOccasions,
  selectOccasions,
  selectPart,
  unlinkActivity,
  unlinkTask,
  updatePartRow,
  type Cells,
  type Part,
} from "./store.ts";
import { attachedFile } from "../files/store.ts";
import { costGap, costTotal, demandOrder, demandWithin } from "../project.ts";
import { changesBetween } from "../history/store.ts";
import { moneyText } from "../zod-fields.ts";
import { planStretches } from "../schedule/date-ranges.ts";
import type { Project } from "../store.ts";

type Tx = Ctx & { unit: Unit };
type Written = { project: Project; row: string | undefined };
type Prepare = {
  [P in Part]: (tx: Tx, input: PartInputs[P], at: Written) => Promise<Cells> | Cells;
};

/** Checks a row and names its columns. */
const prepare: Prepare = {
  groups: (_, { title, people }) => ({ title, people: people ?? null }),
  tasks: (_, { title }) => ({ title }),
  activities: activityCells,
  costs: costCells,
  team: teamCells,
  partners: partnerCells,
  risks: (_, { title, likelihood, answer }) => ({ title, likelihood, answer }),
  results: (_, { what, unit, target, measured }) => ({ what, unit, target, measured }),
  publications: publicationCells,
};

/**
 * Writes one row of a part: a new one, or another text of a known one. Answers the project and the
 * row's id; refuses at the field what does not fit, and a save over another person's change.
 */
export function saveRow<P extends Part>(
  ctx: Ctx,
  key: string,
  given: { part: P; row?: string; version?: number; input: z.input<(typeof partInputs)[P]> },
): Promise<{ project: Project; row: string }> {
  const input = partInputs[given.part].parse(given.input) as PartInputs[P];
  return writeRow(ctx, key, { ...given, input });
}

/** `saveRow` of an input that its schema has read already. */
export async function writeRow<P extends Part>(
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
  const project = await editPart(ctx, key, {
    part,
    row: given.row,
    seen: given.row === undefined ? undefined : given.version,
    work: async (tx, known) => {
      const before = given.row === undefined ? undefined : await loadRow(tx, known, { part, id });
      const cells = await prepare[part](tx, input, { project: known, row: given.row });
      if (before === undefined) await insertPartRow(tx, known.id, { part, id, cells });
      else await updatePartRow(tx, known.id, { part, id, cells });
      const planned = part === "activities" ? await plan(tx, known, { id, input }) : [];
      return { changes: [...changesBetween(before ?? {}, cells, id), ...planned] };
    },
  });
  return { project, row: id };
}

async function loadRow(tx: Tx, project: Project, { part, id }: { part: Part; id: string }) {
  return found(isUuid(id) ? await findPartRow(tx, project.id, { part, id }) : undefined);
}

/** Takes a row away; an activity of which something was done stays. */
export async function removeRow(
  ctx: Ctx,
  key: string,
  { part, row, version }: { part: Part; row: string; version?: number },
): Promise<Project> {
  return editPart(ctx, key, {
    part,
    row,
    seen: version,
    work: async (tx, project) => {
      const before = await loadRow(tx, project, { part, id: row });
      if (part === "tasks") await unlinkTask(tx, row);
      if (part === "activities") {
        const held = await selectOccasions(tx, project.id);
        if (held.some((one) => one.activity_id === row && one.state === "done"))
          throw conflict("projects.activity-has-done");
        await unlinkActivity(tx, row);
      }
      await deletePartRow(tx, project.id, { part, id: row });
      const told = Object.entries(before).filter(
        ([column]) => !["region_id", "project_id", "id", "position"].includes(column),
      );
      const gone = Object.fromEntries(told.map(([column]) => [column, null]));
      return { changes: changesBetween(Object.fromEntries(told), gone, row) };
    },
  });
}

async function activityCells(
  tx: Tx,
  input: PartInputs["activities"],
  { project }: Written,
): Promise<Cells> {
  demandOrder({ starts_on: input.startsOn, ends_on: input.endsOn }, "endsOn");
  demandWithin(project, { from: input.startsOn, to: input.endsOn });
  await demandRowOf(tx, project, { part: "tasks", id: input.taskId, field: "taskId" });
  await demandContact(tx, input.responsibleId);
  await demandPlaces(tx, input.placeIds);
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

/** The occasions follow the plan of the form; what is told of them is when they are. */
async function plan(
  tx: Tx,
  project: Project,
  { id, input }: { id: string; input: PartInputs[Part] },
) {
  const { startsOn, endsOn, months, days } = input as PartInputs["activities"];
  const stretches = planStretches({ startsOn, endsOn, months, days });
  const told = async () =>
    (await selectOccasions(tx, project.id))
      .filter((one) => one.activity_id === id)
      .map((one) => `${one.planned_from}/${one.planned_to}`)
      .join(", ");
  const before = await told();
  await replanOccasions(tx, { project: project.id, activity: id, plan: stretches });
  return changesBetween({ occasions: before }, { occasions: await told() }, id);
}

async function costCells(tx: Tx, input: PartInputs["costs"], { project }: Written): Promise<Cells> {
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
  await demandRowOf(tx, project, { part: "activities", id: input.activityId, field: "activityId" });
  const gap = costGap(cells);
  if (gap === 0) return cells;
  const reason = gap < 0 ? "projects.cost-unpaid" : "projects.cost-overpaid";
  throw invalid(reason, {
    fields: { fromGrant: reason },
    values: { total: moneyText(costTotal(cells)), gap: moneyText(Math.abs(gap)) },
  });
}

async function teamCells(
  tx: Tx,
  input: PartInputs["team"],
  { project, row }: Written,
): Promise<Cells> {
  const { role, duties } = input;
  if (row !== undefined) return { role, duties };
  if (input.contactId !== undefined) {
    await demandContact(tx, input.contactId);
    return { contact_id: input.contactId, role, duties };
  }
  if (input.surname === "")
    throw invalid("projects.surname-missing", { fields: { surname: "projects.surname-missing" } });
  const contact = await keepContact(tx, {
    surname: input.surname,
    givenName: input.givenName,
    patronymic: input.patronymic,
    ...(input.email !== undefined && { email: input.email }),
    ...(input.phone !== undefined && { phone: input.phone }),
    ...(project.organisation_id !== null && { organisationId: project.organisation_id }),
  });
  const team = await selectPart(tx, project.id, "team");
  if (team.some(({ contact_id }) => contact_id === contact.id))
    throw invalid("projects.in-team", { fields: { surname: "projects.in-team" } });
  return { contact_id: contact.id, role, duties };
}

async function partnerCells(
  tx: Tx,
  input: PartInputs["partners"],
  { project, row }: Written,
): Promise<Cells> {
  const before = (await selectPart(tx, project.id, "partners")).find(({ id }) => id === row);
  const known = await organisationNamed(tx, { text: input.partner, field: "partner" });
  return {
    organisation_id: known ?? null,
    name: known === undefined ? input.partner : "",
    contribution: input.contribution,
    letter_id: await attachedFile(tx, input.fileId, before?.letter_id),
  };
}

async function publicationCells(
  tx: Tx,
  input: PartInputs["publications"],
  { project, row }: Written,
): Promise<Cells> {
  const known = await selectPart(tx, project.id, "publications");
  if (known.some(({ id, url }) => url === input.url && id !== row))
    throw invalid("projects.publication-twice", { fields: { url: "projects.publication-twice" } });
  if (input.municipalityId !== undefined) await demandPlaces(tx, [input.municipalityId]);
  return {
    title: input.title,
    url: input.url,
    media: input.media,
    published_on: input.publishedOn,
    municipality_id: input.municipalityId ?? null,
    file_id: await attachedFile(tx, input.fileId, known.find(({ id }) => id === row)?.file_id),
  };
}

async function demandRowOf(
  tx: Tx,
  project: Project,
  { part, id, field }: { part: Part; id: string | undefined; field: string },
): Promise<void> {
  if (id === undefined || (await findPartRow(tx, project.id, { part, id })) !== undefined) return;
  throw invalid("projects.choose", { fields: { [field]: "projects.choose" } });
}

async function demandContact(tx: Tx, id: string | undefined): Promise<void> {
  if (id === undefined || (await contactsById(tx, [id])).has(id)) return;
  throw invalid("projects.choose", { fields: { responsibleId: "projects.choose" } });
}

/** Every place is a municipality of the region. */
export async function demandPlaces(tx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if ((await findTerritory(tx, id))?.kind === "municipality") continue;
    throw invalid("projects.unknown-place", { fields: { placeIds: "projects.unknown-place" } });
  }
}
