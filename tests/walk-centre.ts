/** The centre's rooms for the walk: events, forms, advice, projects and promises, made or found. */
import { saveAttachment } from "#base/files/attachments.ts";
import type { Ctx } from "#base/context.ts";
import { linkToken } from "#base/http/private-link.ts";
import { offerSlots } from "#modules/consultations/index.ts";
import {
  addMaterial,
  announceEvent,
  createEvent,
  createPaperList,
  registerByStaff,
} from "#modules/events/index.ts";
import { saveForm, saveReply, findTemplate } from "#modules/forms/index.ts";
import { createEntry, createIndicator } from "#modules/indicators/index.ts";
import { exportExtension, createVisit, type Row, type Visit } from "./walk-visit.ts";

type CentreContext = {
  ctx: Ctx;
  /** The coordinator's municipality. */
  here: string;
  /** The account that offers hours of advice, and the one that reviews. */
  consultant: string;
  reviewer: string;
  rows(sql: string): Promise<Row[]>;
  one(sql: string): Promise<Row>;
};

export type CentreRecords = Awaited<ReturnType<typeof findCentreRecords>>;

export async function findCentreRecords(context: CentreContext) {
  return {
    ...(await findEvents(context)),
    ...(await findForms(context)),
    ...(await findConsultations(context)),
    ...(await findProjects(context)),
  };
}

async function findEvents({ ctx, here, one }: CentreContext) {
  const seminar = {
    kind: "seminar",
    format: "hybrid",
    onlineUrl: "https://video.example/1",
    startsAt: "2026-06-15T10:00",
    endsAt: "2026-06-15T12:00",
    municipalityId: here,
    address: "Дом культуры, зал",
    public: false,
  } as const;
  const draft = await createEvent(ctx, { ...seminar, title: "Смета без слёз" });
  const { id, number } = await announceEvent(
    ctx,
    (await createEvent(ctx, { ...seminar, title: "Договор без слёз" })).id,
  );
  const { registration } = await registerByStaff(ctx, number, {
    surname: "Ветрова",
    givenName: "Анна",
    mode: "in-person",
    email: "vetrova@okno.example",
    municipalityId: here,
  });
  await addMaterial(ctx, number, {
    title: "Памятка",
    file: new File(["Что взять с собой"], "памятка.txt", { type: "text/plain" }),
  });
  const list = await createPaperList(ctx, number);
  const find = (where: string) => one(`select * from events_events where ${where} limit 1`);
  const certificate = await one("select * from events_certificates limit 1");
  const session = await one(
    `select e.*, s.id as session, p.id as speaker from events_events e
     join events_sessions s on s.event_id = e.id join events_speakers p on p.session_id = s.id limit 1`,
  );
  const secret = (subject: string) => linkToken(ctx.app.linkKey, ctx.region.id, subject);
  const contact = String(certificate.contact_id);
  const held = await find(`id = '${String(certificate.event_id)}'`);
  return {
    events: [await find(`id = '${draft.id}'`), await find(`id = '${id}'`), held],
    announced: {
      ...(await find(`id = '${id}'`)),
      list: list.number,
      registration: registration.id,
      contact: registration.contact_id,
      token: secret(registration.id),
      material: (await one(`select id from events_materials where event_id = '${id}'`)).id,
    },
    attended: {
      ...held,
      contact,
      code: certificate.code,
      token: secret(`feedback ${String(held.id)} ${contact}`),
      learning: secret(`learning ${contact}`),
    },
    session,
    room: await one("select * from events_rooms limit 1"),
    series: await one("select * from events_series limit 1"),
  };
}

async function findForms({ ctx, one }: CentreContext) {
  const definition = findTemplate("needs");
  if (definition === undefined) throw new Error("The template of needs is gone");
  const form = await saveForm(ctx, { code: "walk_needs", definition });
  const published = await one("select * from forms_forms where code = 'needs_2026'");
  const reply = await saveReply(ctx, {
    formId: String(published.id),
    answers: {},
    key: "a-reply-of-the-walk",
  });
  const [section] = definition.sections;
  return {
    forms: [published, await one(`select * from forms_forms where id = '${form.id}'`)],
    part: { section: section?.code, question: section?.questions[0]?.code },
    reply,
    sent: await one(
      `select f.*, r.id as reply from forms_replies r join forms_forms f on f.id = r.form_id
       where r.state = 'sent' limit 1`,
    ),
  };
}

async function findConsultations({ ctx, here, consultant, rows, one }: CentreContext) {
  await offerSlots(ctx, {
    date: "2026-06-10",
    from: "10:00",
    to: "11:00",
    minutes: 60,
    consultantId: consultant,
  });
  const advice = await rows(
    `select distinct on (stage) * from consultations_consultations
     order by stage, (municipality_id = '${here}') desc, number`,
  );
  return {
    advice,
    adviceToken: linkToken(ctx.app.linkKey, ctx.region.id, String(advice[0]?.id)),
    slot: await one("select * from consultations_slots limit 1"),
  };
}

/** With the one account that writes each: the policy's line «one's own» reads that column. */
const written = `select p.*, (select min(a.person_id::text) from projects_authors a
  where a.project_id = p.id) as author_id`;

async function findProjects({ ctx, reviewer, rows, one }: CentreContext) {
  const projects = await rows(
    `select distinct on (kind, stage, public) t.* from (${written} from projects_projects p) t
     order by kind, stage, public, number`,
  );
  const running = await one(
    `${written}, t.id as row, o.id as occasion from projects_projects p
     join projects_tasks t on t.project_id = p.id join projects_occurrences o on o.project_id = p.id
     where p.kind = 'project' limit 1`,
  );
  const number = String(running.number);
  const indicator = await createIndicator(ctx, number, {
    title: "Публикации в газетах",
    unit: "публикаций",
    target: 5,
    source: "indicators.entered",
    startsOn: "2026-03-01",
    dueOn: "2026-06-30",
  });
  const fileId = await saveAttachment(ctx, {
    name: "заметка.txt",
    bytes: Buffer.from("Газета «Долгомост», 4 марта, стр. 2"),
  });
  const entry = await createEntry(ctx, indicator.id, {
    day: "2026-03-04",
    amount: 1,
    text: "Заметка в газете",
    fileId,
  });
  return {
    projects,
    running,
    applications: await rows(
      `select distinct on (stage, reviewer_id) t.* from (
         ${written}, a.seq, a.stage as state, (select r.reviewer_id::text from projects_reviews r
           where r.application_id = a.id and r.reviewer_id = '${reviewer}' limit 1) as reviewer_id
         from projects_projects p join projects_applications a on a.project_id = p.id) t
       order by stage, reviewer_id, number, seq`,
    ),
    call: await one("select * from projects_calls limit 1"),
    promise: indicator.id,
    entry,
  };
}

/** Addresses of the centre's rooms; undefined where the path is not one of theirs. */
export function visitsOfCentre(path: string, centre: CentreRecords): Visit[] | undefined {
  if (/^\/(events|my\/events|certificates|learning|rooms|series)\/:/.test(path))
    return eventVisits(path, centre);
  if (/^\/(admin\/)?forms\/:|^\/forms\/replies/.test(path)) return formVisits(path, centre);
  if (/^\/consultations\/(my\/|slots\/)?:/.test(path)) return adviceVisits(path, centre);
  if (path.startsWith("/projects/:number/applications/:seq"))
    return centre.applications.map((row) =>
      createVisit(path, { number: row.number, seq: row.seq, section: "idea" }, row),
    );
  if (path.startsWith("/contests/forms/:")) return [createVisit(path, { code: "municipal-small" })];
  if (path.startsWith("/contests/:")) return [createVisit(path, centre.call, centre.call)];
  if (path.startsWith("/projects/:")) return projectVisits(path, centre);
  if (/^\/(indicators|report)\/(\w+\/)?:/.test(path)) return indicatorVisits(path, centre);
  return undefined;
}

function eventVisits(path: string, centre: CentreRecords): Visit[] {
  const { announced, attended, session, room, series } = centre;
  if (path.startsWith("/rooms/")) return [createVisit(path, room, room)];
  if (path.startsWith("/series/")) return [createVisit(path, series, series)];
  const ending = exportExtension(path);
  if (path.startsWith("/my/events"))
    return [createVisit(path, { token: `${announced.token}${ending}` })];
  if (path.startsWith("/learning"))
    return [createVisit(path, { contact: attended.contact, token: attended.learning })];
  if (path.startsWith("/certificates")) return [createVisit(path, attended)];
  if (path.includes(":session")) return [createVisit(path, session, session)];
  if (/:(registration|material|list)/.test(path))
    return [createVisit(path, { ...announced, scan: unknownId }, announced)];
  if (path.includes(":contact")) return [createVisit(path, attended, attended)];
  return centre.events.map((row) =>
    createVisit(path, { number: row.number, file: `${String(row.number)}${ending}` }, row),
  );
}

function formVisits(path: string, { forms, part, reply, sent }: CentreRecords): Visit[] {
  if (path.includes(":token")) return [createVisit(path, { token: reply.token, file: unknownId })];
  if (path.includes(":reply")) return [createVisit(path, { ...sent, file: unknownId }, sent)];
  // A draft is filled in by nobody yet, on paper neither.
  const wanted = /^\/forms|paper$/.test(path) ? forms.slice(0, 1) : forms;
  return wanted.map((row) => createVisit(path, { ...part, code: row.code }, row));
}

function adviceVisits(path: string, { advice, adviceToken, slot }: CentreRecords): Visit[] {
  if (path.includes("/my/"))
    return [createVisit(path, { token: adviceToken, file: `${adviceToken}.ics` })];
  if (path.includes("/slots/")) return [createVisit(path, { slot: slot.id }, slot)];
  return advice.map((row) => createVisit(path, { ...row, file: `${String(row.number)}.ics` }, row));
}

function projectVisits(path: string, { projects, running }: CentreRecords): Visit[] {
  const names = { part: "tasks", section: "people", person: running.author_id, file: unknownId };
  if (/:(row|occasion|person)/.test(path))
    return [createVisit(path, { ...running, ...names }, running)];
  const ending = exportExtension(path);
  // Documents are slow to write, and the line is the same.
  const wanted = /\.(docx|pdf|xlsx)$/.test(path) ? projects.slice(0, 2) : projects;
  return wanted.map((row) =>
    createVisit(path, { ...names, number: `${String(row.number)}${ending}` }, row),
  );
}

function indicatorVisits(path: string, { promise, entry, running }: CentreRecords): Visit[] {
  const ending = exportExtension(path);
  if (path.startsWith("/report/")) return [createVisit(path, { year: `2026${ending}` })];
  if (path.startsWith("/indicators/places/")) return [createVisit(path, { slug: "dolgomost" })];
  const row = { ...running, place_id: null };
  if (path.startsWith("/indicators/entries/")) return [createVisit(path, { id: entry }, row)];
  return [createVisit(path, { id: `${promise}${ending}` }, row)];
}

/** An id that leads nowhere. */
export const unknownId = "019c1630-6000-7000-8000-000000000000";
