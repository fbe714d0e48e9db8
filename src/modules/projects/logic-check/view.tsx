import type { ComponentChildren } from "preact";
import type { RequestContext } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { loadCharterData } from "../prefill/charter-data.ts";
import { contestViewContext } from "../applications/view.ts";
import { checkProjectLogic, type LogicLocation } from "./check-logic.ts";
import type { EditSection } from "../charter/edit-page.tsx";
import { LogicCheckSection } from "./section.tsx";
import type { ProjectPart } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import type { Project } from "../store.ts";

/** Returns the path of the form of a row, else of its part. */
const locationTargets: Record<
  LogicLocation,
  { part: ProjectPart; section: EditSection } | { anchor: string }
> = {
  significance: { anchor: "significance" },
  goal: { anchor: "goal" },
  dates: { anchor: "startsOn" },
  places: { anchor: "placeIds" },
  tasks: { part: "tasks", section: "plan" },
  plan: { part: "activities", section: "plan" },
  budget: { part: "costs", section: "budget" },
  results: { part: "results", section: "results" },
  groups: { part: "groups", section: "results" },
};

function locationPath(project: string, place: LogicLocation, id?: string): string {
  const at = locationTargets[place];
  if ("anchor" in at) return `/projects/${project}/edit#f-${at.anchor}`;
  const path = id === undefined ? `edit/${at.section}#${at.part}` : `rows/${at.part}/${id}`;
  return `/projects/${project}/${path}`;
}

/** Renders the logic check of a project; undefined unless the actor may edit it. */
export async function renderLogicCheck(
  c: RequestContext,
  project: Project,
): Promise<ComponentChildren | undefined> {
  if (project.kind !== "project" || !project.is_open) return undefined;
  if (!may(projectPolicy, c.ctx.actor, "edit", project)) return undefined;
  return (
    <LogicCheckSection
      viewContext={contestViewContext(c)}
      project={project.number}
      findings={checkProjectLogic(await loadCharterData(c.ctx, project))}
      placeHref={(place, id) => c.href(locationPath(project.number, place, id))}
    />
  );
}
