import { definePolicy, type GrantLine } from "#base/policy.ts";

const centre: GrantLine = { who: { role: ["operator", "administrator"], at: "region" } };
const consultants: GrantLine = { who: { role: ["consultant"], at: "region" } };
const coordinators: GrantLine = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
const system: GrantLine = { who: "system" };

/** Who may do what with a request for advice; the person who asks acts by a private link. */
export const consultationPolicy = definePolicy({
  read: [
    centre,
    consultants,
    coordinators,
    { who: { role: ["head"], at: "region" } },
    /** An organisation sees what it was advised. */
    { who: { role: ["nko"], at: { organisation: "organisation_id" } } },
    system,
  ],
  /** Take, book, write the record, set the outcome. */
  handle: [centre, consultants, coordinators, system],
  /** The queue and notes of telephone calls; the rows are limited by the lines above. */
  queue: [
    { who: { role: ["operator", "administrator", "consultant", "coordinator"], at: "anywhere" } },
    { who: { role: ["head"], at: "region" } },
    system,
  ],
  note: [centre, consultants, { who: { role: ["coordinator"], at: "anywhere" } }, system],
});

/** Hours are offered by those who advise. */
export const slotPolicy = definePolicy({
  offer: [
    { who: { role: ["operator", "administrator", "consultant", "coordinator"], at: "anywhere" } },
    system,
  ],
  withdraw: [centre, { who: { own: "consultant_id" } }, system],
});
