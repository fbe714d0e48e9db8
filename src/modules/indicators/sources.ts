import type { CountSource } from "#base/ports/count-source.ts";
import { consultationSources } from "#modules/consultations/index.ts";
import { eventSources } from "#modules/events/index.ts";
import { organisationCountSources } from "#modules/organisations/index.ts";
import { problemCountSources } from "#modules/problems/index.ts";
import { projectCountSources } from "#modules/projects/index.ts";
import { enteredSource } from "./entries/count-source.ts";

export const sourceNames = [
  "events.held",
  "events.attendance",
  "events.people",
  "events.organisations",
  "events.feedback",
  "consultations.given",
  "projects.reached",
  "projects.publications",
  "organisations.opened",
  "problems.verified",
  "indicators.entered",
] as const;
export type SourceName = (typeof sourceNames)[number];

/** Filters of a source that a form can set, and the one that means «of this project only». */
export type SourceShape = {
  ofProject?: "projectId" | "programmeId" | "openedUnder";
  parameters: readonly ("kinds" | "atLeast" | "event" | "topics" | "mode" | "stage" | "groups")[];
};

const event: SourceShape = { ofProject: "projectId", parameters: ["kinds", "atLeast", "event"] };

export const sourceShapes: Record<SourceName, SourceShape> = {
  "events.held": event,
  "events.attendance": event,
  "events.people": event,
  "events.organisations": event,
  "events.feedback": event,
  "consultations.given": { ofProject: "programmeId", parameters: ["topics", "mode"] },
  "projects.reached": { ofProject: "programmeId", parameters: ["stage"] },
  "projects.publications": { ofProject: "projectId", parameters: [] },
  "organisations.opened": { ofProject: "openedUnder", parameters: ["kinds"] },
  "problems.verified": { parameters: ["groups"] },
  "indicators.entered": { parameters: [] },
};

const allSources: readonly CountSource[] = [
  ...eventSources,
  ...consultationSources,
  ...projectCountSources,
  ...organisationCountSources,
  ...problemCountSources,
  enteredSource,
];

const byName = new Map(allSources.map((source) => [source.name, source]));

/** Returns the count source by name; throws when no module provides it: a bug of this list. */
export function getSource(name: string): CountSource {
  const source = byName.get(name);
  if (source === undefined) throw new Error(`nothing counts «${name}»`);
  return source;
}
