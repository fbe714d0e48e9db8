import { definePolicy, type GrantLine } from "#base/policy.ts";
import { organisationKinds } from "./organisation.ts";

const registryKeepers: GrantLine = { who: { role: ["administrator", "operator"], at: "region" } };
const systemActor: GrantLine = { who: "system" };
const ownStaff: GrantLine = { who: { role: ["specialist", "nko"], at: { organisation: "id" } } };
const ownManagers: GrantLine = { who: { role: ["nko"], at: { organisation: "id" } } };

/** Neighbours who joined for a cause have no office: their telephone is a person's own. */
const kindsWithOffice = organisationKinds.filter((kind) => kind !== "initiative-group");

/** Who may do what to an organisation; the registry itself is open to anyone. */
export const organisationPolicy = definePolicy({
  read: [{ who: "anyone" }],
  "read-contacts": [
    { who: "anyone", where: { kind: kindsWithOffice } },
    registryKeepers,
    { who: { role: ["coordinator"], at: "anywhere" } },
    ownStaff,
    systemActor,
  ],
  change: [registryKeepers, systemActor],
  /** Its own people maintain address, telephone, site and e-mail. */
  contact: [registryKeepers, ownStaff, systemActor],
  /** Its own page: profile, services, members, logo, «still active». */
  keep: [registryKeepers, ownManagers, systemActor],
  /** Asks for another name, number or kind. */
  propose: [ownManagers],
  /** Members whose names are not public, and their contacts. */
  "read-members": [
    registryKeepers,
    { who: { role: ["head"], at: "region" } },
    { who: { role: ["coordinator"], at: { territory: "territory_id" } } },
    ownManagers,
    systemActor,
  ],
});

/** Who belongs to which organisation is personal data: only administrators of the registry see it. */
export const tiePolicy = definePolicy({
  read: [registryKeepers, systemActor],
  change: [registryKeepers, systemActor],
});

/** Who may see who answers for what: anyone on a card; the whole matrix is a working tool. */
export const competencePolicy = definePolicy({
  read: [registryKeepers, { who: { role: ["coordinator", "head"], at: "anywhere" } }, systemActor],
  set: [registryKeepers, systemActor],
});
