import { z } from "zod";
import { may, type Actor } from "#base/policy.ts";
import { activityAreas, legalForms, type ActivityArea } from "../catalogues/codes.ts";
import { organisationKinds } from "../organisation.ts";
import { organisationPolicy } from "../policy.ts";
import type { Organisation } from "../store.ts";

/** An organisation in open data. */
export const organisationData = z.object({
  id: z.uuid(),
  kind: z.enum(organisationKinds),
  name: z.string(),
  short_name: z.string(),
  inn: z.string().nullable(),
  ogrn: z.string().nullable(),
  /** A municipality; null for the whole region. */
  territory_id: z.uuid().nullable(),
  territory: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  site: z.string().nullable(),
  address: z.string().nullable(),
  legal_form: z.enum(legalForms).nullable(),
  description: z.string(),
  directions: z.array(z.enum(activityAreas)),
  links: z.array(z.string()),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  opened_on: z.string().nullable(),
  active: z.boolean(),
  /** The day since which the yearly question is unanswered. */
  unconfirmed_since: z.string().nullable(),
});
export type OrganisationData = z.output<typeof organisationData>;

type OrganisationLists = { directions: readonly ActivityArea[]; links: readonly string[] };

/** Converts a card to its open-data record; contacts that this reader may not see are absent. */
export function toOrganisationData(
  actor: Actor,
  row: Organisation,
  {
    nameOf,
    directions: codes,
    links,
  }: OrganisationLists & { nameOf: (territory: string | null) => string },
): OrganisationData {
  const canReadContacts = may(organisationPolicy, actor, "read-contacts", row);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    short_name: row.short_name,
    inn: row.inn,
    ogrn: row.ogrn,
    territory_id: row.territory_id,
    territory: nameOf(row.territory_id),
    email: canReadContacts ? row.email : null,
    phone: canReadContacts ? row.phone : null,
    site: canReadContacts ? row.site : null,
    address: canReadContacts ? row.address : null,
    legal_form: row.legal_form,
    description: row.description,
    directions: [...codes],
    links: canReadContacts ? [...links] : [],
    lat: canReadContacts ? row.lat : null,
    lon: canReadContacts ? row.lon : null,
    opened_on: row.opened_on,
    active: row.active,
    unconfirmed_since: row.unconfirmed_since,
  };
}
