import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { changeContacts, contactsInput, demandOver } from "../actions.ts";
import { rulesOfBody } from "../competence/store.ts";
import { loadCardParts } from "../card/parts.ts";
import { directions, needs } from "../catalogues/codes.ts";
import { csvPortions, xlsxFile } from "./csv.ts";
import { exportHead, exportRows } from "./export.ts";
import { directionsOf, linksOf, readDirections, readLinks } from "../directions-links.store.ts";
import { organisationKinds } from "../organisation.ts";
import { CardPage } from "../card/page.tsx";
import { ContactsFormPage } from "../card/edit-page.tsx";
import { RegistryPage } from "./page.tsx";
import { organisationPolicy } from "../policy.ts";
import { mayOver } from "../self-service/permissions.ts";
import { countOrganisations, listOrganisations, registryStates } from "./store.ts";
import { servicesOf } from "../services/store.ts";
import { serviceTwin, twinOfService } from "../services/open-data.ts";
import { loadOrganisation, type Organisation } from "../store.ts";
import { topicName, type Ground } from "../topics.ts";
import { organisationTwin, twinOf } from "./open-data.ts";
import { loadPlaces, viewOf, withQuery } from "../view.ts";

const pageSize = 40;

export const registryQuery = z.object({
  kind: z.enum(organisationKinds).optional(),
  territory: z.union([z.literal("region"), z.uuid()]).optional(),
  q: z.string().trim().max(120).optional(),
  direction: z.enum(directions).optional(),
  need: z.enum(needs).optional(),
  state: z.enum(registryStates).optional(),
  after: z.string().optional(),
  before: z.string().optional(),
});

/** The public registry: working organisations only, each card also when it is closed. */
export function publicRoutes(ground: Ground): Route[] {
  return [
    {
      method: "get",
      path: "/organisations",
      asks: "public",
      handle: (x) => showRegistry(x, false),
    },
    {
      method: "get",
      path: "/organisations.json",
      asks: "public",
      api: {
        summary: "Working organisations by name, a page at a time",
        query: registryQuery,
        answer: z.object({ organisations: z.array(organisationTwin), next: z.string().nullable() }),
      },
      handle: registryJson,
    },
    {
      method: "get",
      path: "/organisations.csv",
      asks: "public",
      handle: (x) => registryTable(x, csvPortions),
    },
    {
      method: "get",
      path: "/organisations.xlsx",
      asks: "public",
      handle: (x) => registryTable(x, xlsxFile),
    },
    {
      method: "get",
      path: "/organisations/:file{[0-9a-f-]+\\.json}",
      asks: "public",
      api: {
        summary: "One organisation, what it answers for today and how it helps residents",
        answer: organisationTwin.extend({
          answers_for: z.array(answersFor),
          services: z.array(serviceTwin),
        }),
      },
      handle: cardJson,
    },
    {
      method: "get",
      path: "/organisations/:id{[0-9a-f-]+}",
      asks: "public",
      handle: (x) => showCard(x, ground),
    },
    {
      method: "get",
      path: "/organisations/:id{[0-9a-f-]+}/contacts",
      asks: "organisations.organisations.contact",
      handle: showContacts,
    },
    {
      method: "post",
      path: "/organisations/:id{[0-9a-f-]+}/contacts",
      asks: "organisations.organisations.contact",
      handle: postContacts,
    },
  ];
}

/** What a reader asks of the registry; anyone sees what works unless they ask for more. */
function askedOf(x: Exchange, admin: boolean) {
  const { after, before, state, ...filter } = x.query(registryQuery);
  return {
    filter: { ...filter, state: state ?? (admin ? ("all" as const) : ("active" as const)) },
    query: { ...filter, state },
    cursor: readCursor({ after, before }, cursorKeys.text),
  };
}

/** The registry's page; its keepers' own list (`admin`) shows the closed as well. */
export async function showRegistry(x: Exchange, admin: boolean): Promise<Response> {
  const { filter, query, cursor } = askedOf(x, admin);
  const keeper = may(organisationPolicy, x.ctx.actor, "change");
  const view = viewOf(x);
  const [page, count, places] = await Promise.all([
    listOrganisations(x.ctx, filter, { cursor, limit: pageSize }),
    countOrganisations(x.ctx, filter),
    loadPlaces(x.ctx, view.t),
  ]);
  return x.page({
    title: admin ? view.t.admin.title : view.t.registry.title,
    section: admin ? "admin" : "organisations",
    ...(!admin && {
      description: view.t.registry.lead,
      twins: {
        json: withQuery(x.href("/organisations.json"), query),
        csv: withQuery(x.href("/organisations.csv"), query),
        xlsx: withQuery(x.href("/organisations.xlsx"), query),
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
        keeper={keeper}
        admin={admin}
      />
    ),
  });
}

async function registryJson(x: Exchange): Promise<Response> {
  const { filter, query, cursor } = askedOf(x, false);
  const { t } = viewOf(x);
  const page = await listOrganisations(x.ctx, filter, { cursor, limit: 100 });
  const ids = page.rows.map(({ id }) => id);
  const [places, codes, links] = await Promise.all([
    loadPlaces(x.ctx, t),
    directionsOf(x.ctx, ids),
    linksOf(x.ctx, ids),
  ]);
  const { nameOf } = places;
  return x.json({
    organisations: page.rows.map((row) =>
      twinOf(x.ctx.actor, row, {
        nameOf,
        directions: codes.get(row.id) ?? [],
        links: links.get(row.id) ?? [],
      }),
    ),
    next:
      page.after === undefined
        ? null
        : withQuery(x.href("/organisations.json"), { ...query, after: page.after }),
  });
}

function registryTable(x: Exchange, write: typeof csvPortions | typeof xlsxFile): Response {
  const { filter } = askedOf(x, false);
  const { t } = viewOf(x);
  return write("organisations", exportHead(t), exportRows(x.ctx, { filter, t }));
}

const answersFor = z.object({
  topic: z.string(),
  territory_id: z.uuid().nullable(),
  reason: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
});

async function cardJson(x: Exchange): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("file").replace(/\.json$/, ""));
  const { id, holder_id: holder } = organisation;
  if (holder !== null) return x.go(`/organisations/${holder}.json`);
  const view = viewOf(x);
  const [rules, places, codes, links, services] = await Promise.all([
    rulesOfBody(x.ctx, id, view.today),
    loadPlaces(x.ctx, view.t),
    readDirections(x.ctx, id),
    readLinks(x.ctx, id),
    servicesOf(x.ctx, id),
  ]);
  return x.json({
    ...twinOf(x.ctx.actor, organisation, { nameOf: places.nameOf, directions: codes, links }),
    answers_for: rules.map(({ topic, territoryId, reason, validFrom, validTo }) => ({
      topic,
      territory_id: territoryId,
      reason,
      valid_from: validFrom,
      valid_to: validTo,
    })),
    services: services.filter(({ active }) => active).map(twinOfService),
  });
}

async function showCard(x: Exchange, ground: Ground): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  if (organisation.holder_id !== null) return x.go(`/organisations/${organisation.holder_id}`);
  const view = viewOf(x);
  const catalogue = ground.topics();
  const [rules, places, parts, mayContact, mayKeep] = await Promise.all([
    rulesOfBody(x.ctx, organisation.id, view.today),
    loadPlaces(x.ctx, view.t),
    loadCardParts(x.ctx, organisation, ground),
    mayOver(x.ctx, "contact", organisation),
    mayOver(x.ctx, "keep", organisation),
  ]);
  const { actor } = x.ctx;
  return x.page({
    title: organisation.short_name,
    section: "organisations",
    description: organisation.description.slice(0, 200) || organisation.name,
    crumbs: [{ label: view.t.registry.title, href: x.href("/organisations") }],
    twins: { json: x.href(`/organisations/${organisation.id}.json`) },
    body: (
      <CardPage
        {...parts}
        view={view}
        organisation={organisation}
        placeName={places.nameOf(organisation.territory_id)}
        nameOf={places.nameOf}
        rules={rules.map((rule) => ({
          ...rule,
          topicName: topicName(catalogue, rule.topic, x.lang),
          placeName: places.nameOf(rule.territoryId),
        }))}
        showContacts={await mayOver(x.ctx, "read-contacts", organisation)}
        mayChange={may(organisationPolicy, actor, "change", organisation)}
        mayContact={mayContact}
        mayKeep={mayKeep}
      />
    ),
  });
}

async function showContacts(x: Exchange): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  await demandOver(x.ctx, "contact", organisation);
  const { email, phone, site, address, version } = organisation;
  const links = (await readLinks(x.ctx, organisation.id)).join("\n");
  return contactsPage(
    x,
    organisation,
    filledForm({ email, phone, site, address, links, version: String(version) }),
  );
}

function contactsPage(
  x: Exchange,
  organisation: Organisation,
  form: FormState,
  status = 200,
): Response {
  const view = viewOf(x);
  return x.page({
    title: view.t.form.contactsTitle,
    section: "organisations",
    status,
    crumbs: [
      { label: view.t.registry.title, href: x.href("/organisations") },
      { label: organisation.short_name, href: x.href(`/organisations/${organisation.id}`) },
    ],
    body: (
      <ContactsFormPage
        view={view}
        form={form}
        name={organisation.name}
        action={x.href(`/organisations/${organisation.id}/contacts`)}
      />
    ),
  });
}

async function postContacts(x: Exchange): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  await demandOver(x.ctx, "contact", organisation);
  return submit(x, {
    schema: contactsInput,
    async act(input) {
      await changeContacts(x.ctx, organisation.id, input);
      return x.go(`/organisations/${organisation.id}`, viewOf(x).t.form.saved);
    },
    again: (form, status) => contactsPage(x, organisation, form, status),
  });
}
