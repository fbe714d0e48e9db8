import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { invalidField } from "#base/refusal.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { stageDeadline } from "../transition.ts";
import { editCharterPart } from "./edit-part.ts";
import { requiredDate } from "../zod-fields.ts";
import { requireOwnOrganisation, findOrganisationByInput } from "./organisation-input.ts";
import { requireMunicipalities } from "../rows/actions.ts";
import { replacePlaces, selectPart, selectPlaces } from "../rows/store.ts";
import { requireDateOrder, projectDirections } from "../project.ts";
import { diffFields } from "../history/store.ts";
import { findProject, type Project } from "../store.ts";

/** Maximum characters of each text of the charter. */
export const charterLimits = {
  title: 300,
  summary: 6000,
  significance: 8000,
  goal: 2000,
  contactInfo: 1000,
  furtherLife: 4000,
  qualitativeResults: 4000,
} as const;

export const charterInput = z.object({
  title: requiredText(charterLimits.title),
  summary: optionalText(charterLimits.summary),
  significance: optionalText(charterLimits.significance),
  goal: optionalText(charterLimits.goal),
  direction: z.enum(projectDirections, "projects.choose").optional(),
  organisation: optionalText(300),
  /** Number of the programme (a project) that this project belongs to. */
  programme: optionalText(40),
  startsOn: requiredDate.optional(),
  endsOn: requiredDate.optional(),
  placeIds: z.array(z.uuid()).default([]),
  contactInfo: optionalText(charterLimits.contactInfo),
  furtherLife: optionalText(charterLimits.furtherLife),
  qualitativeResults: optionalText(charterLimits.qualitativeResults),
  version: seenVersion,
});
export type CharterInput = z.input<typeof charterInput>;

/**
 * Saves the charter; throws an error at the field when the dates would leave a planned activity
 * outside.
 */
export async function updateCharter(ctx: Ctx, key: string, given: CharterInput): Promise<Project> {
  const { version, ...input } = charterInput.parse(given);
  return editCharterPart(ctx, key, {
    part: "passport",
    seen: version,
    work: async (tx, project) => {
      const dates = { starts_on: input.startsOn ?? null, ends_on: input.endsOn ?? null };
      requireDateOrder(dates, "endsOn");
      await requirePlanWithin(tx, project, dates);
      await requireMunicipalities(tx, input.placeIds);
      const organisation = await resolveOrganisation(tx, input.organisation);
      requireOwnOrganisation(tx, organisation, project.organisation_id);
      const set = {
        title: input.title,
        summary: input.summary,
        significance: input.significance,
        goal: input.goal,
        direction: input.direction ?? null,
        organisation_id: organisation,
        programme_id: await resolveProgramme(tx, project, input.programme),
        ...dates,
        contact_info: input.contactInfo,
        further_life: input.furtherLife,
        qualitative_results: input.qualitativeResults,
        municipality_id: input.placeIds[0] ?? null,
      };
      const placesBefore = { places: await selectPlaces(tx, project.id) };
      await replacePlaces(tx, project.id, [...new Set(input.placeIds)]);
      const changes = [
        ...diffFields(project, set),
        ...diffFields(placesBefore, { places: input.placeIds }),
      ];
      const deadline =
        project.stage === "implementation" ? await stageDeadline(tx, { ...project, ...dates }) : {};
      return { set: { ...set, ...deadline }, changes };
    },
  });
}

async function resolveOrganisation(ctx: Ctx, text: string): Promise<string | null> {
  if (text === "") return null;
  const known = await findOrganisationByInput(ctx, { text, field: "organisation" });
  if (known !== undefined) return known;
  const reason = "projects.unknown-organisation";
  throw invalidField("organisation", reason);
}

async function resolveProgramme(ctx: Ctx, project: Project, text: string): Promise<string | null> {
  if (text === "") return null;
  const programme = await findProject(ctx, text);
  if (programme !== undefined && programme.id !== project.id) return programme.id;
  const reason = "projects.unknown-programme";
  throw invalidField("programme", reason);
}

async function requirePlanWithin(
  ctx: Ctx,
  project: Project,
  span: { starts_on: string | null; ends_on: string | null },
): Promise<void> {
  const activities = await selectPart(ctx, project.id, "activities");
  const early = activities.find(
    ({ starts_on: from }) => span.starts_on !== null && from < span.starts_on,
  );
  const late = activities.find(({ ends_on: to }) => span.ends_on !== null && to > span.ends_on);
  const outside = early ?? late;
  if (outside === undefined) return;
  const reason = "projects.plan-outside";
  throw invalidField(early === undefined ? "endsOn" : "startsOn", reason, { title: outside.title });
}
