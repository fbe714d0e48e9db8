import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { Refusal } from "#base/refusal.ts";
import { formatDate } from "#base/ui/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import {
  countPeople,
  listPeople,
  peopleQuery,
  readPerson,
  type ListedPerson,
  type PeopleQuery,
} from "./directory.ts";
import { endRole, grantInput, grantRole } from "./grants.ts";
import { invitationDays, inviteInput, inviteUser, withdrawInvitation } from "./invitations.ts";
import { selectWaiting } from "./invitations.store.ts";
import { Invite, PeopleList } from "./pages/people.tsx";
import { Person, Tokens } from "./pages/person.tsx";
import { blockPerson, unblockPerson } from "./persons.ts";
import { describeRoles, organisationByName, type PlaceNames } from "./place-names.ts";
import { demandAdmin } from "./policy.ts";
import { endSessionsOf } from "./sessions.ts";
import type { RoleRow } from "./store.ts";
import { createToken, listTokens, revokeToken, tokenInput } from "./tokens.ts";
import { secret } from "./web-account.tsx";
import { bookOf } from "./words.ts";

const asks = "people.person.admin";

/** In addresses and forms an organisation is written by name. */
const written = z.string().trim().max(300).optional();
const listQuery = peopleQuery.extend({ organisation: written });
type ListQuery = z.output<typeof listQuery>;

export function adminRoutes(names: PlaceNames): Route[] {
  const get = (path: string, handle: Route["handle"]): Route => ({
    method: "get",
    path,
    asks,
    handle,
  });
  const post = (path: string, handle: Route["handle"]): Route => ({
    method: "post",
    path,
    asks,
    handle,
  });
  return [
    get("/admin/people", (x) => listPage(x, names)),
    get("/admin/people.csv", (x) => listCsv(x, names)),
    get("/admin/people/invite", (x) => invitePage(x, names, blankForm)),
    post("/admin/people/invite", (x) => invite(x, names)),
    post("/admin/people/invitations/:id/withdraw", withdraw),
    get("/admin/people/:id", (x) => personPage(x, names, blankForm)),
    post("/admin/people/:id/roles", (x) => grant(x, names)),
    post("/admin/people/:id/roles/:role/end", (x) => {
      const t = bookOf(x.lang).admin;
      return onPerson(x, names, () => endRole(x.ctx, x.param("role")), t.roleEnded);
    }),
    post("/admin/people/:id/block", (x) =>
      onPerson(
        x,
        names,
        () => blockPerson(x.ctx, x.param("id")),
        bookOf(x.lang).admin.blockedFlash,
      ),
    ),
    post("/admin/people/:id/unblock", (x) =>
      onPerson(
        x,
        names,
        () => unblockPerson(x.ctx, x.param("id")),
        bookOf(x.lang).admin.unblockedFlash,
      ),
    ),
    post("/admin/people/:id/sessions/end", (x) =>
      onPerson(
        x,
        names,
        () => endSessionsOf(x.ctx, x.param("id")),
        bookOf(x.lang).admin.sessionsEnded,
      ),
    ),
    get("/admin/tokens", (x) => tokensPage(x, { form: blankForm })),
    post("/admin/tokens", makeToken),
    post("/admin/tokens/:id/revoke", async (x) => {
      await revokeToken(x.ctx, x.param("id"));
      return x.go("/admin/tokens", bookOf(x.lang).admin.keyRevoked);
    }),
  ];
}

const adminCrumb = (x: Exchange) => ({
  label: bookOf(x.lang).admin.section,
  href: x.href("/admin"),
});
const peopleCrumbs = (x: Exchange) => [
  adminCrumb(x),
  { label: bookOf(x.lang).admin.title, href: x.href("/admin/people") },
];

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

function stateOf(user: { blocked: boolean }, roles: readonly RoleRow[]) {
  if (user.blocked) return "blocked" as const;
  return roles.some((role) => role.until === null) ? ("active" as const) : ("former" as const);
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

async function placeChoices(x: Exchange, names: PlaceNames) {
  const [municipalities, organisations] = await Promise.all([
    listMunicipalities(x.ctx),
    names.organisationChoices(x.ctx, {}),
  ]);
  return {
    municipalities,
    organisations: organisations.map(({ id, short_name }) => ({ id, name: short_name })),
  };
}

async function invitePage(
  x: Exchange,
  names: PlaceNames,
  form: FormState,
  status = 200,
): Promise<Response> {
  demandAdmin(x.ctx);
  const t = bookOf(x.lang);
  const [choices, waiting] = await Promise.all([placeChoices(x, names), selectWaiting(x.ctx)]);
  const now = x.ctx.now();
  const model = {
    days: invitationDays,
    choices,
    form,
    waiting: waiting.map((one) => ({
      id: one.id,
      name: one.name,
      email: one.email,
      role: t.roles[one.role],
      expires: formatDate(one.expires_at, { lang: x.lang, zone: x.ctx.region.timeZone, now }),
      expired: one.expires_at <= now,
    })),
  };
  return x.page({
    title: t.admin.inviteTitle,
    section: "admin",
    crumbs: peopleCrumbs(x),
    status,
    body: <Invite t={t} href={x.href} model={model} />,
  });
}

function invite(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  return submit(x, {
    schema: inviteInput
      .omit({ organisationId: true, lang: true })
      .extend({ organisation: written }),
    act: async ({ organisation, ...input }) => {
      const organisationId = await organisationByName(x.ctx, names, organisation);
      await inviteUser(x.ctx, { ...input, organisationId, lang: x.lang });
      return x.go("/admin/people/invite", bookOf(x.lang).admin.invited(input.email));
    },
    again: (form, status) => invitePage(x, names, form, status),
  });
}

async function withdraw(x: Exchange): Promise<Response> {
  await withdrawInvitation(x.ctx, x.param("id"));
  return x.go("/admin/people/invite", bookOf(x.lang).admin.withdrawn);
}

async function personPage(
  x: Exchange,
  names: PlaceNames,
  form: FormState,
  status = 200,
): Promise<Response> {
  const { user, roles, sessions } = await readPerson(x.ctx, x.param("id"));
  const t = bookOf(x.lang);
  const day = (at: Date) =>
    formatDate(at, { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() });
  const [described, choices] = await Promise.all([
    describeRoles(x, roles, names),
    placeChoices(x, names),
  ]);
  const model = {
    id: user.id,
    name: user.name,
    email: user.email,
    joined: day(user.created_at),
    state: stateOf(user, roles),
    secondStep: user.two_factor_enabled,
    blocked: user.blocked,
    sessions: sessions.length,
    roles: described.map(({ role, name, place }) => ({
      id: role.id,
      name,
      place,
      since: day(role.since),
      until: role.until === null ? undefined : day(role.until),
    })),
    choices,
    form,
  };
  return x.page({
    title: user.name,
    section: "admin",
    crumbs: peopleCrumbs(x),
    status,
    body: <Person t={t} href={x.href} model={model} />,
  });
}

function grant(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  const id = x.param("id");
  return submit(x, {
    schema: grantInput.omit({ organisationId: true }).extend({ organisation: written }),
    act: async ({ organisation, ...input }) => {
      const organisationId = await organisationByName(x.ctx, names, organisation);
      await grantRole(x.ctx, id, { ...input, organisationId });
      return x.go(`/admin/people/${id}`, bookOf(x.lang).admin.roleGiven);
    },
    again: (form, status) => personPage(x, names, form, status),
  });
}

/** A button on a person's page; what cannot be done now brings the page back with the reason. */
function onPerson(
  x: Exchange,
  names: PlaceNames,
  act: () => Promise<unknown>,
  flash: string,
): Promise<Response> {
  return submit(x, {
    schema: z.object({}),
    act: async () => {
      await act();
      return x.go(`/admin/people/${x.param("id")}`, flash);
    },
    again: (form, status) => personPage(x, names, form, status),
  });
}

async function tokensPage(
  x: Exchange,
  given: { form: FormState; made?: string },
  status = 200,
): Promise<Response> {
  const t = bookOf(x.lang);
  const day = (at: Date) =>
    formatDate(at, { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() });
  const rows = (await listTokens(x.ctx)).map((token) => ({
    id: token.id,
    name: token.name,
    works: token.revoked_at === null,
    made: day(token.created_at),
    used: token.last_used_at === null ? undefined : day(token.last_used_at),
  }));
  const page = x.page({
    title: t.admin.keysTitle,
    section: "admin",
    crumbs: [adminCrumb(x)],
    status,
    body: <Tokens t={t} href={x.href} model={{ ...given, rows }} />,
  });
  return given.made === undefined ? page : secret(page);
}

/** Answers the post itself: the key must not stand in an address or a flash. */
function makeToken(x: Exchange): Promise<Response> {
  demandAdmin(x.ctx);
  return submit(x, {
    schema: tokenInput,
    act: async (input) => {
      const { token } = await createToken(x.ctx, input);
      return tokensPage(x, { form: blankForm, made: token }, 201);
    },
    again: (form, status) => tokensPage(x, { form }, status),
  });
}
