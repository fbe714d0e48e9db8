import type { Ctx } from "#base/context.ts";
import { loadOrganisation } from "#modules/organisations/index.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { selectCostlessActivities } from "../applications/store.ts";
import { selectPart, selectPlaces } from "../rows/store.ts";
import type { CharterData } from "./charter-texts.ts";
import type { Project } from "../store.ts";

/** Loads the project with all its parts and the team's full names for checks and prefilling. */
export async function loadCharterData(ctx: Ctx, project: Project): Promise<CharterData> {
  const { id } = project;
  const [groups, tasks, activities, costs, team, partners, risks, results, placeIds, costless] =
    await Promise.all([
      selectPart(ctx, id, "groups"),
      selectPart(ctx, id, "tasks"),
      selectPart(ctx, id, "activities"),
      selectPart(ctx, id, "costs"),
      selectPart(ctx, id, "team"),
      selectPart(ctx, id, "partners"),
      selectPart(ctx, id, "risks"),
      selectPart(ctx, id, "results"),
      selectPlaces(ctx, id),
      selectCostlessActivities(ctx, id),
    ]);
  const [territories, people, organisation] = await Promise.all([
    territoryDirectory(ctx),
    loadContacts(
      ctx,
      team.map((member) => member.contact_id),
    ),
    project.organisation_id === null ? undefined : loadOrganisation(ctx, project.organisation_id),
  ]);
  const partnerNames = await loadPartnerNames(ctx, partners);
  return {
    title: project.title,
    summary: project.summary,
    significance: project.significance,
    goal: project.goal,
    starts_on: project.starts_on,
    ends_on: project.ends_on,
    contact_info: project.contact_info,
    further_life: project.further_life,
    qualitative_results: project.qualitative_results,
    organisation: organisation && {
      name: organisation.name,
      inn: organisation.inn ?? "",
      ogrn: organisation.ogrn ?? "",
      address: organisation.address ?? "",
    },
    places: placeIds.map((place) => ({
      id: place,
      name: territories.byId.get(place)?.name ?? "",
    })),
    groups,
    tasks,
    activities: activities.map((activity) => ({
      ...activity,
      costless: costless.has(activity.id),
    })),
    costs,
    team: team.map((member) => {
      const contact = people.get(member.contact_id);
      const name = contact === undefined ? "" : fullName(contact);
      return { name, role: member.role, duties: member.duties };
    }),
    partners: partners.map((partner, index) => ({
      name: partnerNames[index] ?? "",
      contribution: partner.contribution,
      letter: partner.letter_id !== null,
    })),
    risks,
    results: results.map((result) => ({ ...result, target: Number(result.target) })),
  };
}

function loadPartnerNames(
  ctx: Ctx,
  partners: readonly { organisation_id: string | null; name: string }[],
): Promise<string[]> {
  return Promise.all(
    partners.map(async ({ organisation_id: id, name }) =>
      id === null ? name : (await loadOrganisation(ctx, id)).name,
    ),
  );
}
