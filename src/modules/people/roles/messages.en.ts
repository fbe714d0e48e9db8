import type { Messages } from "#base/messages.ts";
import type { roleMessages as ruMessages, roleRefusals as ruRefusals } from "./messages.ru.ts";

export const roleMessages = {
  roles: {
    administrator: "administrator",
    operator: "governance centre operator",
    coordinator: "coordinator",
    specialist: "specialist of a body",
    secretary: "council secretary",
    member: "council member",
    nko: "NGO representative",
    consultant: "consultant",
    reviewer: "expert",
    "social-worker": "social worker",
    editor: "editor",
    head: "head of the centre",
    funder: "funder",
    connector: "program",
  },
  scopes: {
    region: "the whole region",
    territory: "in a municipality",
    organisation: "in an organisation",
  },
} satisfies Messages<typeof ruMessages>;

export const roleRefusals = {
  "role-missing": "Choose a role",
  "role-held": "The person already holds this role at this place",
  "territory-missing": "Choose a municipality for this role",
  "organisation-missing": "Write the name of an organisation from the registry for this role",
  "organisation-many": "Several organisations fit. Write the whole name",
  "scope-too-many": "This role needs no such place",
} satisfies Messages<typeof ruRefusals>;
