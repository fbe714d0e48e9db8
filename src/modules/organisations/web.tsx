import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/paging.ts";
import { demand, may } from "#base/policy.ts";
import { changeContacts, contactsInput } from "./actions.ts";
import { rulesOfBody } from "./competence.store.ts";
import { csvFile } from "./csv.ts";
import { organisationKinds } from "./organisation.ts";
import { CardPage } from "./pages/card.tsx";
import { ContactsFormPage } from "./pages/form.tsx";
import { RegistryPage } from "./pages/registry.tsx";
import { organisationPolicy } from "./policy.ts";
import {
  allOrganisations,
  countOrganisations,
  listOrganisations,
  loadOrganisation,
  type Organisation,
} from "./store.ts";
import { topicName, type Ground } from "./topics.ts";
import { organisationTwin, twinOf } from "./twin.ts";
import { loadPlaces, viewOf, withQuery } from "./view.ts";

const pageSize = 40;

export const registryQuery = z.object({
  kind: z.enum(organisationKinds).optional(),
  territory: z.union([z.literal("region"), z.uuid()]).optional(),
  q: z.string().trim().max(120).optional(),
  state: z.enum(["active", "closed", "all"]).default("all"),
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
    { method: "get", path: "/organisations.csv", asks: "public", handle: registryCsv },
    {
      method: "get",
      path: "/organisations/:file{[0-9a-f-]+\\.json}",
      asks: "public",
      api: {
        summary: "One organisation and what it answers for today",
        answer: organisationTwin.extend({ answers_for: z.array(answersFor) }),
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

/** The registry's page; its keepers' own list (`admin`) shows the closed as well. */
export async function showRegistry(x: Exchange, admin: boolean): Promise<Response> {
  const { after, before, ...asked } = x.query(registryQuery);
  const keeper = may(organisationPolicy, x.ctx.actor, "change");
  const filter = admin ? asked : { ...asked, state: "active" as const };
  const view = viewOf(x);
  const cursor = readCursor({ after, before }, cursorKeys.text);
  const [page, count, places] = await Promise.all([
    listOrganisations(x.ctx, filter, { cursor, limit: pageSize }),
    countOrganisations(x.ctx, filter),
    loadPlaces(x.ctx, view.t),
  ]);
  const { kind, territory, q } = filter;
  const query = { kind, territory, q };
  return x.page({
    title: admin ? view.t.admin.title : view.t.registry.title,
    section: admin ? "admin" : "organisations",
    ...(!admin && {
      description: view.t.registry.lead,
      twins: {
        json: withQuery(x.href("/organisations.json"), query),
        csv: withQuery(x.href("/organisations.csv"), query),
      },
    }),
    body: (
      <RegistryPage
        {...page}
        view={view}
        places={places}
        filter={filter}
        count={count}
        keeper={keeper}
        admin={admin}
      />
    ),
  });
}

async function registryJson(x: Exchange): Promise<Response> {
  const { after, before, ...filter } = x.query(registryQuery);
  const active = { ...filter, state: "active" as const };
  const { t } = viewOf(x);
  const page = await listOrganisations(x.ctx, active, {
    cursor: readCursor({ after, before }, cursorKeys.text),
    limit: 100,
  });
  const places = await loadPlaces(x.ctx, t);
  const { kind, territory, q } = filter;
  return x.json({
    organisations: page.rows.map((row) => twinOf(x.ctx.actor, row, places.nameOf)),
    next:
      page.after === undefined
        ? null
        : withQuery(x.href("/organisations.json"), { kind, territory, q, after: page.after }),
  });
}

async function registryCsv(x: Exchange): Promise<Response> {
  const { kind, territory, q } = x.query(registryQuery);
  const { t } = viewOf(x);
  const [rows, places] = await Promise.all([
    allOrganisations(x.ctx, { kind, territory, q, state: "active" }),
    loadPlaces(x.ctx, t),
  ]);
  const f = t.fields;
  const head = [
    t.csv.id,
    f.kind,
    f.name,
    f.shortName,
    f.inn,
    f.ogrn,
    f.territory,
    f.email,
    f.phone,
    f.site,
    f.address,
  ];
  const cells = rows.map((row) => {
    const twin = twinOf(x.ctx.actor, row, places.nameOf);
    const { id, name, short_name, inn, ogrn, email, phone, site, address } = twin;
    return [
      id,
      t.kinds[row.kind],
      name,
      short_name,
      inn,
      ogrn,
      twin.territory,
      email,
      phone,
      site,
      address,
    ];
  });
  return csvFile("organisations", head, cells);
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
  const view = viewOf(x);
  const [rules, places] = await Promise.all([
    rulesOfBody(x.ctx, organisation.id, view.today),
    loadPlaces(x.ctx, view.t),
  ]);
  return x.json({
    ...twinOf(x.ctx.actor, organisation, places.nameOf),
    answers_for: rules.map(({ topic, territoryId, reason, validFrom, validTo }) => ({
      topic,
      territory_id: territoryId,
      reason,
      valid_from: validFrom,
      valid_to: validTo,
    })),
  });
}

async function showCard(x: Exchange, ground: Ground): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  const view = viewOf(x);
  const catalogue = ground.topics();
  const [rules, places] = await Promise.all([
    rulesOfBody(x.ctx, organisation.id, view.today),
    loadPlaces(x.ctx, view.t),
  ]);
  const { actor } = x.ctx;
  return x.page({
    title: organisation.short_name,
    section: "organisations",
    description: organisation.name,
    crumbs: [{ label: view.t.registry.title, href: x.href("/organisations") }],
    twins: { json: x.href(`/organisations/${organisation.id}.json`) },
    body: (
      <CardPage
        view={view}
        organisation={organisation}
        placeName={places.nameOf(organisation.territory_id)}
        rules={rules.map((rule) => ({
          ...rule,
          topicName: topicName(catalogue, rule.topic, x.lang),
          placeName: places.nameOf(rule.territoryId),
        }))}
        showContacts={may(organisationPolicy, actor, "read-contacts", organisation)}
        mayChange={may(organisationPolicy, actor, "change", organisation)}
        mayContact={may(organisationPolicy, actor, "contact", organisation)}
      />
    ),
  });
}

async function showContacts(x: Exchange): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "contact", row: organisation });
  const { email, phone, site, address, version } = organisation;
  return contactsPage(
    x,
    organisation,
    filledForm({ email, phone, site, address, version: String(version) }),
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
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "contact", row: organisation });
  return submit(x, {
    schema: contactsInput,
    async act(input) {
      await changeContacts(x.ctx, organisation.id, input);
      return x.go(`/organisations/${organisation.id}`, viewOf(x).t.form.saved);
    },
    again: (form, status) => contactsPage(x, organisation, form, status),
  });
}
