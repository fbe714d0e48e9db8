import { listUrl } from "#base/http/list-url.ts";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { filledForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { changeContactDetails, contactDetailsInput, authorizeOnOrganisation } from "../actions.ts";
import { listRulesOfOrganisation } from "../competence/store.ts";
import { loadCardParts } from "../card/parts.ts";
import { activityAreas, needs } from "../catalogues/codes.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import { exportHeader, exportRows } from "./export.ts";
import {
  listActivityAreasByOrganisation,
  listLinksByOrganisation,
  listActivityAreas,
  listLinks,
} from "../directions-links-store.ts";
import { organisationKinds } from "../organisation.ts";
import { OrganisationCardPage } from "../card/page.tsx";
import { ContactsFormPage } from "../card/edit-page.tsx";
import { RegistryPage } from "./page.tsx";
import { organisationPolicy } from "../policy.ts";
import { canActOnOrganisation } from "../self-service/permissions.ts";
import { countOrganisations, listOrganisations, registryStates } from "./store.ts";
import { listServicesOfOrganisation } from "../services/store.ts";
import { serviceData, toServiceData } from "../services/open-data.ts";
import { loadOrganisation, type Organisation } from "../store.ts";
import { topicName, type OrganisationsDeps } from "../topics.ts";
import { organisationData, toOrganisationData } from "./open-data.ts";
import { loadMunicipalityOptions, createView } from "../view.ts";

const pageSize = 40;

export const registryQuery = z.object({
  kind: z.enum(organisationKinds).optional(),
  territory: z.union([z.literal("region"), z.uuid()]).optional(),
  q: z.string().trim().max(120).optional(),
  direction: z.enum(activityAreas).optional(),
  need: z.enum(needs).optional(),
  state: z.enum(registryStates).optional(),
  after: z.string().optional(),
  before: z.string().optional(),
});

/** Creates the public routes: the registry of active organisations, and every card, closed ones too. */
export function registryRoutes(deps: OrganisationsDeps): Route[] {
  return [
    {
      method: "get",
      path: "/organisations",
      permission: "public",
      handle: (c) => showRegistry(c, false),
    },
    {
      method: "get",
      path: "/organisations.json",
      permission: "public",
      api: {
        summary: "Working organisations by name, a page at a time",
        query: registryQuery,
        response: z.object({
          organisations: z.array(organisationData),
          next: z.string().nullable(),
        }),
      },
      handle: registryJson,
    },
    {
      method: "get",
      path: "/organisations.csv",
      permission: "public",
      handle: (c) => streamRegistry(c, csvResponse),
    },
    {
      method: "get",
      path: "/organisations.xlsx",
      permission: "public",
      handle: (c) => streamRegistry(c, xlsxResponse),
    },
    {
      method: "get",
      path: "/organisations/:file{[0-9a-f-]+\\.json}",
      permission: "public",
      api: {
        summary: "One organisation, what it answers for today and how it helps residents",
        response: organisationData.extend({
          answers_for: z.array(responsibilityData),
          services: z.array(serviceData),
        }),
      },
      handle: cardJson,
    },
    {
      method: "get",
      path: "/organisations/:id{[0-9a-f-]+}",
      permission: "public",
      handle: (c) => showCard(c, deps),
    },
    {
      method: "get",
      path: "/organisations/:id{[0-9a-f-]+}/contacts",
      permission: "organisations.organisations.contact",
      handle: showContacts,
    },
    actionRoute({
      path: "/organisations/:id{[0-9a-f-]+}/contacts",
      permission: "organisations.organisations.contact",
      schema: contactDetailsInput,
      async load(c) {
        const organisation = await loadOrganisation(c.ctx, c.param("id"));
        await authorizeOnOrganisation(c.ctx, "contact", organisation);
        return { organisation };
      },
      async act(c, input, { organisation }) {
        await changeContactDetails(c.ctx, organisation.id, input);
        return { path: `/organisations/${organisation.id}`, flash: createView(c).t.form.saved };
      },
      onInvalid: (c, form, status, { organisation }) =>
        renderContacts(c, organisation, form, status),
    }),
  ];
}

/** Parses the query of the registry; without a state it is active organisations. */
function parseRegistryRequest(c: RequestContext, admin: boolean) {
  const { after, before, state, ...filter } = c.query(registryQuery);
  return {
    filter: { ...filter, state: state ?? (admin ? ("all" as const) : ("active" as const)) },
    query: { ...filter, state },
    cursor: readCursor({ after, before }, cursorKeys.text),
  };
}

/** Shows the registry; the administrators' list (`admin`) includes closed organisations. */
export async function showRegistry(c: RequestContext, admin: boolean): Promise<Response> {
  const { filter, query, cursor } = parseRegistryRequest(c, admin);
  const canChange = may(organisationPolicy, c.ctx.actor, "change");
  const view = createView(c);
  const [page, count, places] = await Promise.all([
    listOrganisations(c.ctx, filter, { cursor, limit: pageSize }),
    countOrganisations(c.ctx, filter),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  return c.page({
    title: admin ? view.t.admin.title : view.t.registry.title,
    section: admin ? "admin" : "organisations",
    ...(!admin && {
      description: view.t.registry.lead,
      exports: {
        json: listUrl(c.href("/organisations.json"), query),
        csv: listUrl(c.href("/organisations.csv"), query),
        xlsx: listUrl(c.href("/organisations.xlsx"), query),
      },
    }),
    body: (
      <RegistryPage
        {...page}
        view={view}
        places={places}
        filter={filter}
        query={query}
        count={count}
        isRegistryKeeper={canChange}
        isAdminList={admin}
      />
    ),
  });
}

async function registryJson(c: RequestContext): Promise<Response> {
  const { filter, query, cursor } = parseRegistryRequest(c, false);
  const { t } = createView(c);
  const page = await listOrganisations(c.ctx, filter, { cursor, limit: 100 });
  const ids = page.rows.map(({ id }) => id);
  const [places, codes, links] = await Promise.all([
    loadMunicipalityOptions(c.ctx, t),
    listActivityAreasByOrganisation(c.ctx, ids),
    listLinksByOrganisation(c.ctx, ids),
  ]);
  const { nameOf } = places;
  return c.json({
    organisations: page.rows.map((row) =>
      toOrganisationData(c.ctx.actor, row, {
        nameOf,
        directions: codes.get(row.id) ?? [],
        links: links.get(row.id) ?? [],
      }),
    ),
    next:
      page.after === undefined
        ? null
        : listUrl(c.href("/organisations.json"), query, { after: page.after }),
  });
}

function streamRegistry(
  c: RequestContext,
  write: typeof csvResponse | typeof xlsxResponse,
): Response {
  const { filter } = parseRegistryRequest(c, false);
  const { t } = createView(c);
  return write("organisations", exportHeader(t), exportRows(c.ctx, { filter, t }), {
    zone: c.ctx.region.timeZone,
  });
}

const responsibilityData = z.object({
  topic: z.string(),
  territory_id: z.uuid().nullable(),
  reason: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
});

async function cardJson(c: RequestContext): Promise<Response> {
  const organisation = await loadOrganisation(c.ctx, c.param("file").replace(/\.json$/, ""));
  const { id, holder_id: holder } = organisation;
  if (holder !== null) return c.redirect(`/organisations/${holder}.json`);
  const view = createView(c);
  const [rules, places, codes, links, services] = await Promise.all([
    listRulesOfOrganisation(c.ctx, id, view.today),
    loadMunicipalityOptions(c.ctx, view.t),
    listActivityAreas(c.ctx, id),
    listLinks(c.ctx, id),
    listServicesOfOrganisation(c.ctx, id),
  ]);
  return c.json({
    ...toOrganisationData(c.ctx.actor, organisation, {
      nameOf: places.nameOf,
      directions: codes,
      links,
    }),
    answers_for: rules.map(({ topic, territoryId, reason, validFrom, validTo }) => ({
      topic,
      territory_id: territoryId,
      reason,
      valid_from: validFrom,
      valid_to: validTo,
    })),
    services: services.filter(({ active }) => active).map(toServiceData),
  });
}

async function showCard(c: RequestContext, deps: OrganisationsDeps): Promise<Response> {
  const organisation = await loadOrganisation(c.ctx, c.param("id"));
  if (organisation.holder_id !== null)
    return c.redirect(`/organisations/${organisation.holder_id}`);
  const view = createView(c);
  const catalogue = deps.topics();
  const [rules, places, parts, canEditContacts, canManage] = await Promise.all([
    listRulesOfOrganisation(c.ctx, organisation.id, view.today),
    loadMunicipalityOptions(c.ctx, view.t),
    loadCardParts(c.ctx, organisation, deps),
    canActOnOrganisation(c.ctx, "contact", organisation),
    canActOnOrganisation(c.ctx, "keep", organisation),
  ]);
  const { actor } = c.ctx;
  return c.page({
    title: organisation.short_name,
    section: "organisations",
    description: organisation.description.slice(0, 200) || organisation.name,
    breadcrumbs: [{ label: view.t.registry.title, href: c.href("/organisations") }],
    exports: { json: c.href(`/organisations/${organisation.id}.json`) },
    body: (
      <OrganisationCardPage
        {...parts}
        view={view}
        organisation={organisation}
        placeName={places.nameOf(organisation.territory_id)}
        nameOf={places.nameOf}
        rules={rules.map((rule) => ({
          ...rule,
          topicName: topicName(catalogue, rule.topic, c.lang),
          placeName: places.nameOf(rule.territoryId),
        }))}
        showContacts={await canActOnOrganisation(c.ctx, "read-contacts", organisation)}
        canChange={may(organisationPolicy, actor, "change", organisation)}
        canEditContacts={canEditContacts}
        canManage={canManage}
      />
    ),
  });
}

async function showContacts(c: RequestContext): Promise<Response> {
  const organisation = await loadOrganisation(c.ctx, c.param("id"));
  await authorizeOnOrganisation(c.ctx, "contact", organisation);
  const { email, phone, site, address, version } = organisation;
  const links = (await listLinks(c.ctx, organisation.id)).join("\n");
  return renderContacts(
    c,
    organisation,
    filledForm({ email, phone, site, address, links, version: String(version) }),
  );
}

function renderContacts(
  c: RequestContext,
  organisation: Organisation,
  form: FormState,
  status = 200,
): Response {
  const view = createView(c);
  return c.page({
    title: view.t.form.contactsTitle,
    section: "organisations",
    status,
    breadcrumbs: [
      { label: view.t.registry.title, href: c.href("/organisations") },
      { label: organisation.short_name, href: c.href(`/organisations/${organisation.id}`) },
    ],
    body: (
      <ContactsFormPage
        view={view}
        form={form}
        name={organisation.name}
        action={c.href(`/organisations/${organisation.id}/contacts`)}
      />
    ),
  });
}
