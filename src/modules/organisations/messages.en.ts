import type { Messages } from "#base/messages.ts";
import { catalogueMessages } from "./catalogues/messages.en.ts";
import { registryMessages } from "./registry/messages.en.ts";
import { cardMessages, cardRefusals } from "./card/messages.en.ts";
import { competenceMessages, competenceRefusals } from "./competence/messages.en.ts";
import { tieMessages, tieRefusals } from "./ties/messages.en.ts";
import { memberMessages, memberRefusals } from "./members/messages.en.ts";
import { relationMessages, relationRefusals } from "./relations/messages.en.ts";
import { serviceMessages, serviceRefusals } from "./services/messages.en.ts";
import { proposalMessages, proposalRefusals } from "./proposals/messages.en.ts";
import { mergeMessages, mergeRefusals } from "./merges/messages.en.ts";
import { annualCheckMessages, annualCheckRefusals } from "./annual-check/messages.en.ts";
import { openingRefusals } from "./opening/messages.en.ts";
import { selfServiceMessages } from "./self-service/messages.en.ts";
import { importMessages, importRefusals } from "./imports/messages.en.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  ...catalogueMessages,
  ...registryMessages,
  ...cardMessages,
  ...competenceMessages,
  ...tieMessages,
  ...memberMessages,
  ...relationMessages,
  ...serviceMessages,
  ...proposalMessages,
  ...mergeMessages,
  ...annualCheckMessages,
  ...selfServiceMessages,
  ...importMessages,
  kinds: {
    ministry: "Ministry",
    administration: "Administration",
    utility: "Municipal service",
    "management-company": "Housing manager",
    network: "Network company",
    "road-service": "Road service",
    "waste-operator": "Waste operator",
    transport: "Transport company",
    institution: "Institution",
    authority: "Supervision and control",
    nko: "NGO",
    tos: "Neighbourhood self-government",
    "initiative-group": "Initiative group",
    "initiative-centre": "Centre of public initiatives",
    "neighbourhood-centre": "Neighbourhood centre",
    "resource-centre": "Resource centre",
    "governance-centre": "Regional governance centre",
    business: "Business",
  },
  tieRoles: {
    head: "Head",
    employee: "Employee",
    contact: "Contact person",
    member: "Member",
    volunteer: "Volunteer",
    founder: "Founder",
  },
  fields: {
    kind: "Kind",
    name: "Full name",
    shortName: "Short name",
    inn: "Taxpayer number (INN)",
    ogrn: "Registration number (OGRN)",
    territory: "Where it works",
    email: "E-mail",
    phone: "Telephone",
    site: "Website",
    address: "Address",
    state: "State",
  },
  wholeRegion: "Whole region",
  anyKind: "Any kind",
  anyTerritory: "Any place",
  closed: "Closed",
  navigation: {
    organisations: "Organisations",
    import: "Registry import",
    ownOrganisation: "My organisation",
  },
  refusals: {
    ...cardRefusals,
    ...competenceRefusals,
    ...tieRefusals,
    ...memberRefusals,
    ...relationRefusals,
    ...serviceRefusals,
    ...proposalRefusals,
    ...mergeRefusals,
    ...annualCheckRefusals,
    ...openingRefusals,
    ...importRefusals,
    "bad-day": "There is no such day. Check the date",
    "unknown-territory": "There is no such municipality. Choose from the list",
    "changed-meanwhile":
      "While you were writing, somebody else changed the card. Open it again and repeat",
    "unknown-organisation": "There is no such organisation, or it is closed. Choose from the list",
    "date-missing": "Name the day",
    "ends-before-start": "The last day is before the first. Correct it",
  },
} as const satisfies Messages<typeof ru>;
