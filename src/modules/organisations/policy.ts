import { definePolicy, type Line } from "#base/policy.ts";
import { organisationKinds } from "./organisation.ts";

const keepers: Line = { who: { role: ["administrator", "operator"], at: "region" } };
const house: Line = { who: "system" };
const ownPeople: Line = { who: { role: ["specialist", "nko"], at: { organisation: "id" } } };
const ownKeepers: Line = { who: { role: ["nko"], at: { organisation: "id" } } };

/** Neighbours who joined for a cause have no office: their telephone is a person's own. */
const withOffice = organisationKinds.filter((kind) => kind !== "initiative-group");

/** Who may do what to an organisation; the registry itself is open to anyone. */
export const organisationPolicy = definePolicy({
  read: [{ who: "anyone" }],
  "read-contacts": [
    { who: "anyone", where: { kind: withOffice } },
    keepers,
    { who: { role: ["coordinator"], at: "anywhere" } },
    ownPeople,
    house,
  ],
  change: [keepers, house],
  /** Its own people keep address, telephone, site and e-mail true. */
  contact: [keepers, ownPeople, house],
  /** Its own page: what it tells of itself, services, members, logo, «still active». */
  keep: [keepers, ownKeepers, house],
  /** Asks for another name, number or kind. */
  propose: [ownKeepers],
  /** Members whose names are not public, and their contacts. */
  "read-members": [
    keepers,
    { who: { role: ["head"], at: "region" } },
    { who: { role: ["coordinator"], at: { territory: "territory_id" } } },
    ownKeepers,
    house,
  ],
});

/** Who belongs to which organisation is personal: only those who keep the registry see it. */
export const tiePolicy = definePolicy({
  read: [keepers, house],
  change: [keepers, house],
});

/** Who answers for what: each card says it to anyone; the whole matrix is a working tool. */
export const competencePolicy = definePolicy({
  read: [keepers, { who: { role: ["coordinator", "head"], at: "anywhere" } }, house],
  set: [keepers, house],
});
