import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { Refusal } from "#base/refusal.ts";
import { adminCrumb, asks, placeChoices, stateOf, written } from "./view.ts";
import {
  countPeople,
  listPeople,
  peopleQuery,
  type ListedPerson,
  type PeopleQuery,
} from "./reads.ts";
import { PeopleList } from "./page.tsx";
import { describeRoles, organisationByName, type PlaceNames } from "../roles/places.ts";
import { demandAdmin } from "../policy.ts";
import { bookOf } from "../messages.ts";

const listQuery = peopleQuery.extend({ organisation: written });
type ListQuery = z.output<typeof listQuery>;

/** The list of people and its CSV. */
export function listRoutes(names: PlaceNames): Route[] {
  return [
    { method: "get", path: "/admin/people", asks, handle: (x) => listPage(x, names) },
    { method: "get", path: "/admin/people.csv", asks, handle: (x) => listCsv(x, names) },
  ];
}

/** An organisation that nobody knows finds nobody. */
async function resolved(
  x: Exchange,
  names: PlaceNames,
  query: ListQuery,
): Promise<PeopleQuery | undefined> {
  try {
    const organisation = await organisationByName(x.ctx, names, query.organisation);
    return { ...query, organisation };
  } catch (error) {
    if (error instanceof Refusal && error.kind === "invalid") return undefined;
    throw error;
  }
}

function addressOf(x: Exchange, path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const search = new URLSearchParams(given).toString();
  return `${x.href(path)}${search && `?${search}`}`;
}

async function listPage(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  const { after, before, ...filters } = x.query(listQuery);
  const query = await resolved(x, names, { after, before, ...filters });
  const [page, count, choices] = await Promise.all([
    query === undefined ? { rows: [] } : listPeople(x.ctx, query),
    query === undefined ? 0 : countPeople(x.ctx, query),
    placeChoices(x, names),
  ]);
  const t = bookOf(x.lang);
  const csv = addressOf(x, "/admin/people.csv", filters);
  const rows = await rowsOf(x, page.rows, names);
  const model = {
    ...choices,
    rows,
    count,
    filters,
    csv,
    ...("before" in page && {
      newer: addressOf(x, "/admin/people", { ...filters, before: page.before }),
    }),
    ...("after" in page && {
      older: addressOf(x, "/admin/people", { ...filters, after: page.after }),
    }),
  };
  return x.page({
    title: t.admin.title,
    section: "admin",
    crumbs: [adminCrumb(x)],
    twins: { csv },
    body: <PeopleList t={t} href={x.href} model={model} />,
  });
}

async function rowsOf(x: Exchange, people: readonly ListedPerson[], names: PlaceNames) {
  const described = await describeRoles(
    x,
    people.flatMap((person) => person.roles),
    names,
  );
  const texts = Map.groupBy(described, ({ role }) => role.person_id);
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    roles: (texts.get(person.id) ?? []).map(({ text }) => text),
    state: stateOf(person, person.roles),
    secondStep: person.two_factor_enabled,
    since: person.created_at,
  }));
}

async function listCsv(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  const { admin } = bookOf(x.lang);
  const query = await resolved(x, names, {
    ...x.query(listQuery),
    after: undefined,
    before: undefined,
  });
  const lines: string[][] = [[...admin.csvHead]];
  for (let after: string | undefined, more = query !== undefined; more && query !== undefined;) {
    const page = await listPeople(x.ctx, { ...query, after }, 500);
    for (const row of await rowsOf(x, page.rows, names)) {
      const secondStep = row.secondStep ? admin.yes : admin.no;
      lines.push([
        row.name,
        row.email,
        row.roles.join("; "),
        admin.states[row.state],
        secondStep,
        row.since.toISOString().slice(0, 10),
      ]);
    }
    after = page.after;
    more = after !== undefined;
  }
  return new Response(stringify(lines, { bom: true, escape_formulas: true }), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="people.csv"',
      "cache-control": "private, no-store",
    },
  });
}
