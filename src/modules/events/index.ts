/**
 * Events: conferences, seminars, sittings, visits; programme, registration, attendance, certificates.
 *
 * Stages: draft → announced → held, or cancelled. The centre's staff hold events anywhere, a
 * coordinator in the own municipality, an NKO in its own name. Anybody registers without an account
 * and keeps a private link; a full hall means a queue, and a freed seat is offered for some hours.
 *
 * Refused: an end before the beginning, a speaker or room that is taken at that hour, a save over
 * another person's change. Who registered twice gets the seat they have. Registrations are personal.
 */
import type { Choices } from "#base/choices.ts";
import type { Module } from "#base/module.ts";
import { eventPolicy, roomPolicy } from "./policy.ts";
import { presenceRoutes } from "./presence-web.tsx";
import { words } from "./view.ts";
import { eventRoutes } from "./web.tsx";

/** The module on its ground: projects stand later, the house hands their names in. */
export function openEvents(ground: { projects: Choices }): { module: Module } {
  return {
    module: {
      name: "events",
      words,
      policies: { event: eventPolicy, room: roomPolicy },
      routes: [...eventRoutes(ground), ...presenceRoutes],
    },
  };
}

export type { EventKind, Format, Mode, RegistrationRole, Stage } from "./event.ts";
export { findEvent, type Event } from "./store.ts";
