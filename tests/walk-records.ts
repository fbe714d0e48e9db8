/** Who walks through the house, and the existing things whose addresses they try. */
import type { Actor, RoleAt } from "#base/policy.ts";
import { createToken, inviteUser, upsertContact } from "#modules/people/index.ts";
import { messageLinkToken } from "#modules/signals/index.ts";
import { findDemoPerson } from "#demo/region/index.ts";
import type { DemoApp } from "./demo-app.ts";
import { findCentreRecords, unknownId, visitsOfCentre } from "./walk-centre.ts";
import { createVisit, type Row, type Visit } from "./walk-visit.ts";

export type WalkVisitor = { name: string; actor: Actor; cookie?: string };

/** Name in the report → key of the imaginary region's person. */
const visitorAccounts = {
  administrator: "administrator",
  operator: "operator-first",
  "coordinator of the place": "vetkina",
  "coordinator tied to a body": "tyagunov",
  "coordinator of other places": "lapteva",
  "specialist of the body": "specialist-olshanikov",
  "specialist of another body": "specialist-pleshkov",
  head: "head",
  editor: "editor",
  consultant: "sazhina",
  reviewer: "elagina",
  "nko of the region": "drozdova",
  funder: "murashova",
} as const;

/** What the visitors are called in the report, the guest first. */
export const visitorNames: readonly string[] = ["guest", ...Object.keys(visitorAccounts)];

export async function createVisitors(app: DemoApp): Promise<WalkVisitor[]> {
  const people = await Promise.all(
    Object.entries(visitorAccounts).map(async ([name, key]): Promise<WalkVisitor> => {
      const actor = await actorNamed(app, findDemoPerson(key).email);
      return { name, actor, cookie: await app.signIn(key) };
    }),
  );
  return [{ name: "guest", actor: { kind: "guest" } }, ...people];
}

/** The person as policies see them, read from the tables and not from the site. */
async function actorNamed(app: DemoApp, email: string): Promise<Actor> {
  const [person] = await rows(app, `select id, name from people_users where email = '${email}'`);
  const id = String(person?.id);
  const held = await rows(
    app,
    `select role, territory_id, organisation_id from people_roles where person_id = '${id}'`,
  );
  const tied = await rows(
    app,
    `select organisation_id from organisations_ties where person_id = '${id}'`,
  );
  const roles = held.map(({ role, territory_id: place, organisation_id: body }): RoleAt => {
    if (place !== null)
      return { role: String(role), scope: { kind: "territory", id: String(place) } };
    if (body !== null)
      return { role: String(role), scope: { kind: "organisation", id: String(body) } };
    return { role: String(role), scope: { kind: "region" } };
  });
  const ties = [...tied, ...held].flatMap(({ organisation_id: body }) =>
    body === null ? [] : [String(body)],
  );
  return { kind: "person", id, name: String(person?.name), roles, ties: [...new Set(ties)] };
}

export async function rows(app: DemoApp, sql: string): Promise<Row[]> {
  return (await app.owner.query<Row>(sql)).rows;
}

async function idOf(app: DemoApp, key: string): Promise<string> {
  const { email } = findDemoPerson(key);
  return String((await one(app, `select id from people_users where email = '${email}'`)).id);
}

const one = async (app: DemoApp, sql: string): Promise<Row> => {
  const [row] = await rows(app, sql);
  if (row === undefined) throw new Error(`The region has nothing for: ${sql}`);
  return row;
};

export type SeededRecords = Awaited<ReturnType<typeof findSeededRecords>>;

/** Existing things of every kind; problems of every stage, messages of every state. */
export async function findSeededRecords(app: DemoApp) {
  const vetkina = await actorNamed(app, findDemoPerson("vetkina").email);
  const here =
    vetkina.kind === "person" && vetkina.roles[0]?.scope.kind === "territory"
      ? vetkina.roles[0].scope.id
      : "";
  const mine = await one(
    app,
    `select r.organisation_id from people_roles r join people_users u on u.id = r.person_id
     where u.email = '${findDemoPerson("specialist-olshanikov").email}'`,
  );
  const near = `(municipality_id = '${here}') desc, (body_id = '${String(mine.organisation_id)}') desc nulls last`;
  const ctx = await app.asSystem();
  const message = await one(
    app,
    `select m.* from signals_messages m join signals_pictures p on p.message_id = m.id
     order by (m.state = 'waiting') desc, m.number limit 1`,
  );
  const { id: token } = await createToken(ctx, { name: "Канал района" });
  const { id: invitation } = await inviteUser(ctx, {
    email: "novaya@okno.example",
    name: "Новая Сотрудница",
    role: "editor",
  });
  return {
    here,
    centre: await findCentreRecords({
      ctx,
      here,
      consultant: await idOf(app, "sazhina"),
      reviewer: await idOf(app, "elagina"),
      rows: (sql) => rows(app, sql),
      one: (sql) => one(app, sql),
    }),
    problems: [
      ...(await rows(
        app,
        `select distinct on (stage) * from problems_problems order by stage, ${near}, number`,
      )),
      // What the tied coordinator must not check.
      ...(await rows(
        app,
        `select p.* from problems_problems p join organisations_ties t on t.organisation_id = p.body_id
         join people_users u on u.id = t.person_id
         where u.email = '${findDemoPerson("tyagunov").email}' order by p.number limit 2`,
      )),
    ],
    messages: [
      ...(await rows(
        app,
        `select distinct on (state) * from signals_messages
         order by state, (municipality_id = '${here}') desc nulls last, number`,
      )),
      ...(await rows(app, `select * from signals_messages where municipality_id is null limit 1`)),
    ],
    message,
    messageToken: messageLinkToken(ctx, String(message.id)),
    messagePicture: (
      await one(app, `select * from signals_pictures where message_id = '${String(message.id)}'`)
    ).file_id,
    pictures: [
      await one(app, "select * from base_pictures where public limit 1"),
      await one(app, "select * from base_pictures where not public and attached limit 1"),
    ],
    organisation: await one(
      app,
      `select * from organisations_organisations where id = '${String(mine.organisation_id)}'`,
    ),
    tie: await one(app, "select * from organisations_ties limit 1"),
    competence: await one(app, "select * from organisations_competence limit 1"),
    territory: await one(app, `select * from territories_territories where id = '${here}'`),
    settlement: await one(
      app,
      `select * from territories_territories where parent_id = '${here}' order by id limit 1`,
    ),
    person: await one(
      app,
      `select id from people_users where email = '${findDemoPerson("maltseva").email}'`,
    ),
    role: await one(app, "select id, person_id from people_roles where role = 'editor' limit 1"),
    contact: await one(
      app,
      `select * from people_contacts where id = '${(await upsertContact(ctx, { surname: "Ветрова", givenName: "Анна", municipalityId: here })).id}'`,
    ),
    letter: await one(app, "select * from base_emails limit 1"),
    rulePack: await one(app, "select * from base_rule_packs limit 1"),
    token,
    invitation,
  };
}

const query: Record<string, string> = {
  "/places/at.json": "?lat=57.5&lon=60.5",
  "/places.json": "?q=%D0%A0%D1%8F%D0%B1",
  "/sign-in/link": "?token=nobody-knows-this-one",
  "/sign-in/password": "?token=nobody-knows-this-one",
  "/problems": "?q=%D0%BB%D1%8E%D0%BA&stage=claimed",
};

/** Every address of the route worth trying, the row first that the policy line judges. */
export function visitsOf(path: string, things: SeededRecords): Visit[] {
  const filled = (params: Row, row?: Row): Visit => {
    const visit = createVisit(path, params, row);
    return { ...visit, path: visit.path + (query[path] ?? "") };
  };
  const ofCentre = visitsOfCentre(path, things.centre);
  if (ofCentre !== undefined) return ofCentre;
  if (path.startsWith("/problems/:number")) {
    const ending = path.includes("json") ? ".json" : path.includes("atom") ? ".atom" : "";
    return things.problems.map((row) => filled({ number: `${String(row.number)}${ending}` }, row));
  }
  if (path.startsWith("/desk/:number/pictures")) {
    const { message, messagePicture: file } = things;
    return [filled({ number: message.number, file }, message)];
  }
  if (/^\/desk\/:number|^\/api\/messages\/:number/.test(path))
    return things.messages.map((row) => filled({ number: row.number }, row));
  if (path.startsWith("/pictures/"))
    return things.pictures.map((row) => filled({ file: row.id, size: "small.webp" }, row));
  const { organisation } = things;
  if (path.startsWith("/organisations/:file"))
    return [filled({ file: `${String(organisation.id)}.json` }, organisation)];
  if (/^(\/admin)?\/organisations\/:id/.test(path))
    return [filled({ id: organisation.id, tie: things.tie.id }, organisation)];
  if (path.startsWith("/contacts/:id")) return [filled({ id: things.contact.id }, things.contact)];
  if (path.startsWith("/admin/territories/:id"))
    return [things.territory, things.settlement].map((row) => filled({ id: row.id }, row));
  return [filled(singleParams(path, things))];
}

function singleParams(path: string, things: SeededRecords): Row {
  const { slug } = things.territory;
  if (path.startsWith("/territories/:slug"))
    return { slug: `${String(slug)}${/json|csv/.exec(path)?.[0].replace(/^/, ".") ?? ""}` };
  if (path.startsWith("/my/:token"))
    return { token: things.messageToken, picture: things.messagePicture };
  if (path.startsWith("/invitation/")) return { token: "nobody-knows-this-one" };
  if (path.startsWith("/admin/letters")) return { id: things.letter.id };
  if (path.startsWith("/admin/rules")) return { code: things.rulePack.code };
  if (path.startsWith("/admin/people/invitations")) return { id: things.invitation };
  if (path.startsWith("/admin/people/:id/roles/:role"))
    return { id: things.role.person_id, role: things.role.id };
  if (path.startsWith("/admin/people")) return { id: things.person.id };
  if (path.startsWith("/admin/tokens")) return { id: things.token };
  if (path.startsWith("/admin/competence")) return { id: things.competence.id };
  if (path.startsWith("/admin/territories/imports")) return { id: unknownId };
  return { id: things.territory.id };
}

const application = "/projects/:number/applications/:seq{[0-9]+}";

type Fields = Record<string, string>;

/** What a right form of each post would hold, so that only the policy stands in its way. */
export function fieldsFor(
  path: string,
  { here, organisation, person, ...things }: SeededRecords,
): Fields {
  const body = { bodyId: String(organisation.id), reason: "по компетенции" };
  const known: Record<string, Fields> = {
    "/problems/:number/route": body,
    "/problems/:number/reroute": body,
    "/problems/:number/reject": { reason: "no-place" },
    "/problems/:number/merge": { into: String(things.problems[0]?.number) },
    "/problems/:number/plan": { plannedFor: "2026-07-01" },
    "/problems/:number/answer": { kind: "final", text: "Крышку закрепили 30 мая.", step: "send" },
    "/problems/:number/check": { outcome: "fixed", text: "Крышка на месте." },
    "/desk/:number/open": {
      title: "Открытый люк",
      topic: "roads.pit",
      municipalityId: here,
      urgency: "normal",
    },
    "/desk/:number/join": { problem: String(things.problems[0]?.number) },
    "/desk/:number/dismiss": { reason: "spam" },
    "/desk/:number/answer": { text: "Спасибо, передали мастеру." },
    "/desk/:number/hand-over": { handTo: here },
    "/organisations/:id{[0-9a-f-]+}/contacts": { phone: "+7 000 000-00-00" },
    "/admin/organisations/new": { kind: "nko", name: "Новый дом", shortName: "Новый дом" },
    "/admin/competence/cell": {
      topic: "roads",
      organisationId: String(organisation.id),
      validFrom: "2026-06-01",
      reason: "по уставу",
    },
    "/admin/people/invite": { email: "kto@okno.example", name: "Кто То", role: "editor" },
    "/admin/people/:id/roles": { role: "administrator" },
    "/admin/tokens": { name: "Чужой ключ" },
    "/admin/regions": { id: "chuzhoy", nameRu: "Чужой край", nameEn: "Foreign" },
    "/api/messages": { text: "Не горит фонарь" },
    "/account/name": { name: "Другое Имя" },
    "/projects/:number/periods": { from: "2026-04-01", to: "2026-04-30" },
    "/projects/:number/costless": { activity: unknownId },
    [`${application}/take`]: { field: "title", from: "passport" },
    [`${application}/back`]: { field: "title" },
    [`${application}/copy`]: { field: "title", version: "1" },
    [`${application}/decide`]: { outcome: "supported", decidedOn: "2026-05-20" },
    [`${application}/remarks`]: { id: unknownId, answer: "Исправлено." },
    [`${application}/show-remarks`]: { shown: "yes" },
    [`${application}/names`]: { shown: "yes" },
    [`${application}/reviews`]: { "reviewers[]": String(person.id) },
  };
  const ties: Fields = { personId: String(person.id), role: "employee", since: "2026-05-01" };
  const common = { ...ties, name: "Новое имя", until: "2026-05-30", lat: "57", lon: "60" };
  return known[path] ?? common;
}
