import type { ComponentChildren } from "preact";
import type { Exchange } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { passportData } from "../prefill/charter-data.ts";
import { contestReader } from "../applications/view.ts";
import { checkLogic, type LogicPlace } from "./check-logic.ts";
import type { EditSection } from "../charter/edit-page.tsx";
import { LogicBlock } from "./section.tsx";
import type { Part } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import type { Project } from "../store.ts";

/** Where each part of the passport is mended: a row of its own, else the part. */
const partOf: Record<LogicPlace, { part: Part; section: EditSection } | { anchor: string }> = {
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

function placePath(project: string, place: LogicPlace, id?: string): string {
  const at = partOf[place];
  if ("anchor" in at) return `/projects/${project}/edit#f-${at.anchor}`;
  const path = id === undefined ? `edit/${at.section}#${at.part}` : `rows/${at.part}/${id}`;
  return `/projects/${project}/${path}`;
}

/** The logic check of a project, for those who write it; undefined for everybody else. */
export async function logicBlock(
  x: Exchange,
  project: Project,
): Promise<ComponentChildren | undefined> {
  if (project.kind !== "project" || !project.is_open) return undefined;
  if (!may(projectPolicy, x.ctx.actor, "edit", project)) return undefined;
  return (
    <LogicBlock
      reader={contestReader(x)}
      project={project.number}
      findings={checkLogic(await passportData(x.ctx, project))}
      placeHref={(place, id) => x.href(placePath(project.number, place, id))}
    />
  );
}
