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

/** Permissions on an event; registrations are personal data and have a permission of their own. */
export const eventPolicy = definePolicy({
  read: [
    { who: "anyone", where: { public: true, stage: publicStages } },
    regionStaff,
    coordinators,
    organisers,
    observers,
    system,
  ],
  /** Create, change, announce, move, cancel; programme and materials. */
  handle: [regionStaff, coordinators, organisers, system],
  /** Names, codes and answers of those who registered, and the door. */
  registrations: [regionStaff, coordinators, organisers, system],
  /** May create events at all; for which territory or organisation is decided by `handle`. */
  make: [
    { who: { role: ["operator", "administrator"], at: "region" } },
    { who: { role: ["coordinator", "nko"], at: "anywhere" } },
    system,
  ],
});

/** Permissions on a room; anybody sees its timetable. */
export const roomPolicy = definePolicy({
  read: [{ who: "anyone" }],
  handle: [regionStaff, coordinators, organisers, system],
});
