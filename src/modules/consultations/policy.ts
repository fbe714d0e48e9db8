import { definePolicy, type Line } from "#base/policy.ts";

const centre: Line = { who: { role: ["operator", "administrator"], at: "region" } };
const consultants: Line = { who: { role: ["consultant"], at: "region" } };
const coordinators: Line = {
  who: { role: ["coordinator"], at: { territory: "municipality_id" } },
};
const house: Line = { who: "system" };

/** Who may do what with a request for advice; the person who asks acts by a private link. */
export const consultationPolicy = definePolicy({
  read: [
    centre,
    consultants,
    coordinators,
    { who: { role: ["head"], at: "region" } },
    /** An organisation sees what it was advised. */
    { who: { role: ["nko"], at: { organisation: "organisation_id" } } },
    house,
  ],
  /** Take, book, write the record, say what came of it. */
  handle: [centre, consultants, coordinators, house],
  /** The queue, and notes of telephone calls, at all; which rows is the affair of the lines above. */
  queue: [
    { who: { role: ["operator", "administrator", "consultant", "coordinator"], at: "anywhere" } },
    { who: { role: ["head"], at: "region" } },
    house,
  ],
  note: [centre, consultants, { who: { role: ["coordinator"], at: "anywhere" } }, house],
});

/** Hours are offered by those who advise. */
export const slotPolicy = definePolicy({
  offer: [
    { who: { role: ["operator", "administrator", "consultant", "coordinator"], at: "anywhere" } },
    house,
  ],
  withdraw: [centre, { who: { own: "consultant_id" } }, house],
});
