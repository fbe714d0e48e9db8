import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { invalid } from "#base/refusal.ts";
import { clockOf } from "../transition.ts";
import { editPart } from "./edit-part.ts";
import { day, free, needed, seenVersion } from "../zod-fields.ts";
import { demandOwn, organisationNamed } from "./organisation-input.ts";
import { demandPlaces } from "../rows/actions.ts";
import { replacePlaces, selectPart, selectPlaces } from "../rows/store.ts";
import { demandOrder, directions } from "../project.ts";
import { changesBetween } from "../history/store.ts";
import { findProject, type Project } from "../store.ts";

/** Characters that each text of the passport may have. */
export const limits = {
  title: 300,
  summary: 6000,
  significance: 8000,
  goal: 2000,
  contactInfo: 1000,
  furtherLife: 4000,
  qualitativeResults: 4000,
} as const;

export const passportInput = z.object({
  title: needed(limits.title),
  summary: free(limits.summary),
  significance: free(limits.significance),
  goal: free(limits.goal),
  direction: z.enum(directions, "projects.choose").optional(),
  organisation: free(300),
  /** The number of the project in whose course this one was born. */
  programme: free(40),
  startsOn: day.optional(),
  endsOn: day.optional(),
  placeIds: z.array(z.uuid()).default([]),
  contactInfo: free(limits.contactInfo),
  furtherLife: free(limits.furtherLife),
  qualitativeResults: free(limits.qualitativeResults),
  version: seenVersion,
});
export type PassportInput = z.input<typeof passportInput>;

/** Another text of the passport; days that would leave a planned activity outside are refused. */
export async function changePassport(
  ctx: Ctx,
  key: string,
  given: PassportInput,
): Promise<Project> {
  const { version, ...input } = passportInput.parse(given);
  return editPart(ctx, key, {
    part: "passport",
    seen: version,
    work: async (tx, project) => {
      const span = { starts_on: input.startsOn ?? null, ends_on: input.endsOn ?? null };
      demandOrder(span, "endsOn");
      await demandPlanInside(tx, project, span);
      await demandPlaces(tx, input.placeIds);
      const organisation = await organisationOf(tx, input.organisation);
      demandOwn(tx, organisation, project.organisation_id);
      const set = {
        title: input.title,
        summary: input.summary,
        significance: input.significance,
        goal: input.goal,
        direction: input.direction ?? null,
        organisation_id: organisation,
        programme_id: await programmeOf(tx, project, input.programme),
        ...span,
        contact_info: input.contactInfo,
        further_life: input.furtherLife,
        qualitative_results: input.qualitativeResults,
        municipality_id: input.placeIds[0] ?? null,
      };
      const placed = { places: await selectPlaces(tx, project.id) };
      await replacePlaces(tx, project.id, [...new Set(input.placeIds)]);
      const changes = [
        ...changesBetween(project, set),
        ...changesBetween(placed, { places: input.placeIds }),
      ];
      const clock =
        project.stage === "implementation" ? await clockOf(tx, { ...project, ...span }) : {};
      return { set: { ...set, ...clock }, changes };
    },
  });
}

async function organisationOf(ctx: Ctx, text: string): Promise<string | null> {
  if (text === "") return null;
  const known = await organisationNamed(ctx, { text, field: "organisation" });
  if (known !== undefined) return known;
  const reason = "projects.unknown-organisation";
  throw invalid(reason, { fields: { organisation: reason } });
}

async function programmeOf(ctx: Ctx, project: Project, text: string): Promise<string | null> {
  if (text === "") return null;
  const programme = await findProject(ctx, text);
  if (programme !== undefined && programme.id !== project.id) return programme.id;
  const reason = "projects.unknown-programme";
  throw invalid(reason, { fields: { programme: reason } });
}

async function demandPlanInside(
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
  throw invalid(reason, {
    fields: { [early === undefined ? "endsOn" : "startsOn"]: reason },
    values: { title: outside.title },
  });
}
