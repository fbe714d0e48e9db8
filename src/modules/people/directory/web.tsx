import { listUrl } from "#base/http/list-url.ts";

import type { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse } from "#base/http/exports.ts";
import { toZoned } from "#base/time/local-time.ts";
import { Refusal } from "#base/refusal.ts";
import {
  adminCrumb,
  adminPermission,
  loadRoleScopeOptions,
  accessState,
  organisationNameField,
} from "./view.ts";
import {
  countPeople,
  listPeople,
  peopleQuery,
  type PersonListItem,
  type PeopleQuery,
} from "./reads.ts";
import { PeopleListPage } from "./page.tsx";
import {
  describeRoles,
  resolveOrganisationByName,
  type OrganisationLookup,
} from "../roles/places.ts";
import { authorizeAdmin } from "../policy.ts";
import { messagesFor } from "../messages.ts";

const listQuery = peopleQuery.extend({ organisation: organisationNameField });
type ListQuery = z.output<typeof listQuery>;

/** Creates the routes of the list of people and its CSV. */
export function listRoutes(organisations: OrganisationLookup): Route[] {
  return [
    {
      method: "get",
      path: "/admin/people",
      permission: adminPermission,
      handle: (c) => showList(c, organisations),
    },
    {
      method: "get",
      path: "/admin/people.csv",
      permission: adminPermission,
      handle: (c) => listCsv(c, organisations),
    },
  ];
}

/** Resolves the organisation of the filter; an unknown one finds nobody. */
async function resolveOrganisationFilter(
  c: RequestContext,
  organisations: OrganisationLookup,
  query: ListQuery,
): Promise<PeopleQuery | undefined> {
  try {
    const organisation = await resolveOrganisationByName(c.ctx, organisations, query.organisation);
    return { ...query, organisation };
  } catch (error) {
    if (error instanceof Refusal && error.kind === "invalid") return undefined;
    throw error;
  }
}

async function showList(c: RequestContext, organisations: OrganisationLookup): Promise<Response> {
  authorizeAdmin(c.ctx);
  const { after, before, ...filters } = c.query(listQuery);
  const query = await resolveOrganisationFilter(c, organisations, { after, before, ...filters });
  const [page, count, choices] = await Promise.all([
    query === undefined ? { rows: [] } : listPeople(c.ctx, query),
    query === undefined ? 0 : countPeople(c.ctx, query),
    loadRoleScopeOptions(c, organisations),
  ]);
  const t = messagesFor(c.lang);
  const csv = listUrl(c.href("/admin/people.csv"), filters);
  const rows = await toListRows(c, page.rows, organisations);
  const model = {
    ...choices,
    rows,
    count,
    filters,
    csv,
    ...("before" in page && {
      newer: listUrl(c.href("/admin/people"), filters, { before: page.before }),
    }),
    ...("after" in page && {
      older: listUrl(c.href("/admin/people"), filters, { after: page.after }),
    }),
  };
  return c.page({
    title: t.admin.title,
    section: "admin",
    breadcrumbs: [adminCrumb(c)],
    exports: { csv },
    body: <PeopleListPage t={t} href={c.href} model={model} />,
  });
}

async function toListRows(
  c: RequestContext,
  people: readonly PersonListItem[],
  organisations: OrganisationLookup,
) {
  const described = await describeRoles(
    c,
    people.flatMap((person) => person.roles),
    organisations,
  );
  const texts = Map.groupBy(described, ({ role }) => role.person_id);
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    roles: (texts.get(person.id) ?? []).map(({ text }) => text),
    state: accessState(person, person.roles),
    secondStep: person.two_factor_enabled,
    since: person.created_at,
  }));
}

async function listCsv(c: RequestContext, organisations: OrganisationLookup): Promise<Response> {
  authorizeAdmin(c.ctx);
  const { admin } = messagesFor(c.lang);
  const query = await resolveOrganisationFilter(c, organisations, {
    ...c.query(listQuery),
    after: undefined,
    before: undefined,
  });
  const { timeZone: zone } = c.ctx.region;
  const batches = async function* (): AsyncGenerator<string[][]> {
    for (let after: string | undefined, more = query !== undefined; more && query !== undefined;) {
      const page = await listPeople(c.ctx, { ...query, after }, 500);
      const rows = await toListRows(c, page.rows, organisations);
      yield rows.map((row) => [
        row.name,
        row.email,
        row.roles.join("; "),
        admin.states[row.state],
        row.secondStep ? admin.yes : admin.no,
        toZoned(row.since, zone).date,
      ]);
      after = page.after;
      more = after !== undefined;
    }
  };
  const response = csvResponse("people", admin.csvHead, batches(), { zone });
  response.headers.set("cache-control", "private, no-store");
  return response;
}
