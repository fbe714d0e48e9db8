import { definePolicy, type GrantLine } from "#base/policy.ts";

const regionStaff: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const coordinators: GrantLine = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
/** People of the organisation that holds the event. */
const organisers: GrantLine = { who: { role: ["nko"], at: { organisation: "organisation_id" } } };
const observers: GrantLine = { who: { role: ["head", "editor", "funder"], at: "region" } };
const system: GrantLine = { who: "system" };

const publicStages = ["announced", "held", "cancelled"] as const;

/** Who may do what to an event; registrations are personal and have lines of their own. */
export const eventPolicy = definePolicy({
  read: [
    { who: "anyone", where: { public: true, stage: publicStages } },
    regionStaff,
    coordinators,
    organisers,
    observers,
    system,
  ],
  /** Make, change, announce, move, cancel; its programme and materials. */
  handle: [regionStaff, coordinators, organisers, system],
  /** Names, codes and answers of those who registered, and the door. */
  registrations: [regionStaff, coordinators, organisers, system],
  /** Has events to make at all; whose they are is the affair of the lines above. */
  make: [
    { who: { role: ["operator", "administrator"], at: "region" } },
    { who: { role: ["coordinator", "nko"], at: "anywhere" } },
    system,
  ],
});

/** Places with a timetable; anyone sees when a room is taken. */
export const roomPolicy = definePolicy({
  read: [{ who: "anyone" }],
  handle: [regionStaff, coordinators, organisers, system],
});
