import type { CountSource } from "#base/ports/count-source.ts";
import { consultationSources } from "#modules/consultations/index.ts";
import { eventSources } from "#modules/events/index.ts";
import { organisationSources } from "#modules/organisations/index.ts";
import { problemSources } from "#modules/problems/index.ts";
import { projectSources } from "#modules/projects/index.ts";
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
  "promises.entered",
] as const;
export type SourceName = (typeof sourceNames)[number];

/** What a form may ask to narrow a source by, and the part that means «of this project only». */
export type Shape = {
  ofProject?: "projectId" | "programmeId" | "openedUnder";
  asks: readonly ("kinds" | "atLeast" | "event" | "topics" | "mode" | "stage" | "groups")[];
};

const event: Shape = { ofProject: "projectId", asks: ["kinds", "atLeast", "event"] };

export const shapes: Record<SourceName, Shape> = {
  "events.held": event,
  "events.attendance": event,
  "events.people": event,
  "events.organisations": event,
  "events.feedback": event,
  "consultations.given": { ofProject: "programmeId", asks: ["topics", "mode"] },
  "projects.reached": { ofProject: "programmeId", asks: ["stage"] },
  "projects.publications": { ofProject: "projectId", asks: [] },
  "organisations.opened": { ofProject: "openedUnder", asks: ["kinds"] },
  "problems.verified": { asks: ["groups"] },
  "promises.entered": { asks: [] },
};

const all: readonly CountSource[] = [
  ...eventSources,
  ...consultationSources,
  ...projectSources,
  ...organisationSources,
  ...problemSources,
  enteredSource,
];

const byName = new Map(all.map((source) => [source.name, source]));

/** The source of a name; a name that no module answers to is a bug of this list. */
export function sourceOf(name: string): CountSource {
  const source = byName.get(name);
  if (source === undefined) throw new Error(`nothing counts «${name}»`);
  return source;
}
