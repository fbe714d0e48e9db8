import ical, { ICalEventStatus } from "ical-generator";
import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, textStream, xlsxResponse, type Cell } from "#base/http/exports.ts";
import { publicName } from "#modules/people/index.ts";
import { loadOrganisation, type Organisation } from "#modules/organisations/index.ts";
import { remarkLines } from "../remarks/remark-lines.ts";
import { projectCard, type ProjectCard } from "../card/reads.ts";
import { namesFor, type Names } from "../entity-names.ts";
import { addDays, budgetTotals, costTotal } from "../project.ts";
import { everyProject, listProjects, listQuery, type ProjectLine } from "./reads.ts";
import { readerOf, type Reader } from "../view.ts";
import { openText } from "../card/web.tsx";

const addressOf = (x: Exchange, number: string): string =>
  encodeURI(`${x.ctx.house.url}${x.href(`/projects/${number}`)}`);

/** A project as data: codes beside names, money in roubles. */
function dataOf(x: Exchange, reader: Reader, names: Names, line: ProjectLine) {
  return {
    number: line.number,
    title: line.title,
    stage: line.stage,
    stageName: reader.t.stages[line.stage],
    direction: line.direction,
    directionName: line.direction === null ? null : reader.t.directions[line.direction],
    organisation: names.organisation(line.organisation_id) || null,
    municipality: names.territory(line.municipality_id) || null,
    startsOn: line.starts_on,
    endsOn: line.ends_on,
    awarded: line.awarded === null ? null : line.awarded / 100,
    awardedOn: line.awarded_on,
    openedAt: line.opened_at,
    url: addressOf(x, line.number),
  };
}

type Data = ReturnType<typeof dataOf>;

const columns = [
  "number",
  "title",
  "stage",
  "stageName",
  "direction",
  "directionName",
  "organisation",
  "municipality",
  "startsOn",
  "endsOn",
  "awarded",
  "awardedOn",
  "openedAt",
  "url",
] as const satisfies (keyof Data)[];

async function listJson(x: Exchange): Promise<Response> {
  const [page, names] = await Promise.all([listProjects(x.ctx, x.query(listQuery)), namesFor(x)]);
  const reader = readerOf(x);
  const next = (cursor: string) => {
    const url = new URL(x.url);
    url.searchParams.set("after", cursor);
    return `${url.pathname}${url.search}`;
  };
  return x.json({
    projects: page.rows.map((line) => dataOf(x, reader, names, line)),
    ...(page.after !== undefined && { next: next(page.after) }),
  });
}

async function listCsv(x: Exchange): Promise<Response> {
  return csvResponse("projects", columns, cellsOf(x, await namesFor(x)));
}

async function listXlsx(x: Exchange): Promise<Response> {
  const zone = x.ctx.region.timeZone;
  return xlsxResponse("projects", columns, cellsOf(x, await namesFor(x)), { zone });
}

async function* cellsOf(x: Exchange, names: Names): AsyncGenerator<Cell[][]> {
  const reader = readerOf(x);
  for await (const lines of everyProject(x.ctx, x.query(listQuery))) {
    yield lines.map((line) => {
      const data = dataOf(x, reader, names, line);
      return columns.map((column) => data[column]);
    });
  }
}

/** Grants in the terms of the 360Giving Data Standard: what was given, by whom, to whom, for where. */
async function grants(x: Exchange): Promise<Response> {
  const query = { ...x.query(listQuery), money: "yes" as const };
  const names = await namesFor(x);
  const known = new Map<string, Organisation>();
  const pieces = async function* (): AsyncGenerator<string> {
    yield '{"version":"1.1","grants":[';
    let comma = "";
    for await (const lines of everyProject(x.ctx, query)) {
      for (const line of lines) {
        const recipient = await recipientOf(x, known, line.organisation_id);
        yield comma + JSON.stringify(grantOf(x, names, line, recipient));
        comma = ",";
      }
    }
    yield "]}";
  };
  return new Response(textStream(pieces()), { headers: { "content-type": "application/json" } });
}

async function recipientOf(x: Exchange, known: Map<string, Organisation>, id: string | null) {
  if (id === null) return undefined;
  const one = known.get(id) ?? (await loadOrganisation(x.ctx, id));
  known.set(id, one);
  return one;
}

function grantOf(
  x: Exchange,
  names: Names,
  line: ProjectLine,
  organisation: Organisation | undefined,
) {
  const place = names.territory(line.municipality_id);
  const title = line.title;
  return {
    id: `360G-okno-${x.ctx.region.id}-${line.id}`,
    title,
    description: line.summary === "" ? title : line.summary,
    currency: "RUB",
    amountAwarded: (line.awarded ?? 0) / 100,
    awardDate: line.awarded_on,
    ...(organisation !== undefined && { recipientOrganization: [orgOf(organisation)] }),
    fundingOrganization: [{ id: `okno-${x.ctx.region.id}-funder`, name: line.funder_name ?? "" }],
    ...(place !== "" && { beneficiaryLocation: [{ name: place, countryCode: "RU" }] }),
    ...(line.starts_on !== null &&
      line.ends_on !== null && {
        plannedDates: [{ startDate: line.starts_on, endDate: line.ends_on }],
      }),
    dataSource: addressOf(x, line.number),
  };
}

/** Known to the world by ОГРН, else by ИНН, else by our own id. */
function orgOf({ id, name, ogrn, inn }: Organisation) {
  const number =
    ogrn === null ? (inn === null ? `okno-${id}` : `RU-INN-${inn}`) : `RU-OGRN-${ogrn}`;
  return {
    id: number,
    name,
    ...(ogrn !== null && { companyNumber: ogrn }),
    ...(inn !== null && { taxNumber: inn }),
  };
}

/** Everything public about one project; people by their public names. */
async function cardJson(x: Exchange): Promise<Response> {
  const card = await projectCard(x.ctx, x.param("number"));
  const names = await namesFor(x);
  const open = openText(x, card.project);
  const { project } = card;
  const activity = new Map(card.activities.map(({ id, title }) => [id, title]));
  return x.json({
    ...dataOf(x, readerOf(x), names, project),
    kind: project.kind,
    summary: open(project.summary),
    goal: open(project.goal),
    significance: open(project.significance),
    contactInfo: project.contact_info,
    furtherLife: open(project.further_life),
    qualitativeResults: open(project.qualitative_results),
    funder: project.funder_name,
    inn: card.organisation?.inn ?? null,
    ogrn: card.organisation?.ogrn ?? null,
    programme: card.programme?.number ?? null,
    under: card.under.map(({ number }) => number),
    places: card.places.map((id) => names.territory(id)),
    stages: card.stages.map(({ stage, reached_on }) => ({ stage, reachedOn: reached_on })),
    groups: card.groups.map(({ title, people }) => ({ title, people })),
    tasks: card.tasks.map(({ title }) => open(title)),
    activities: activitiesOf(x, card, names),
    budget: budgetOf(card, activity),
    team: card.team.flatMap(({ contact_id: id, role }) => {
      const contact = card.contacts.get(id);
      return contact === undefined ? [] : [{ name: publicName(contact), role }];
    }),
    partners: card.partners.map(({ organisation_id: id, name, contribution }) => ({
      name: id === null ? name : (card.partnerNames.get(id) ?? name),
      contribution,
    })),
    risks: card.risks.map(({ title, likelihood, answer }) => ({ title, likelihood, answer })),
    results: card.results.map(({ what, unit, target, measured }) => ({
      what,
      unit,
      target,
      measured,
    })),
    publications: card.publications.map(({ title, url, media, published_on }) => ({
      title,
      url,
      media,
      publishedOn: published_on,
    })),
    applications: card.applications
      .filter(({ stage }) => stage !== "draft" && stage !== "withdrawn")
      .map((one) => ({
        contest: one.contest,
        number: one.number,
        stage: one.stage,
        submittedOn: one.submitted_on,
        decidedOn: one.decided_on,
        score: one.score,
        remarks: one.remarks_public ? remarkLines(one.remarks).map((line) => open(line)) : [],
      })),
    problems: card.problems.map(({ number }) => number),
  });
}

function activitiesOf(x: Exchange, card: ProjectCard, names: Names) {
  const tasks = new Map(card.tasks.map(({ id, title }) => [id, title]));
  return card.activities.map((row) => ({
    id: row.id,
    title: row.title,
    kind: row.kind,
    task: tasks.get(row.task_id ?? "") ?? null,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    expected: row.expected,
    places: row.places.map((id) => names.territory(id)),
    occasions: card.occasions
      .filter((one) => one.activity_id === row.id)
      .map((one) => ({
        plannedFrom: one.planned_from,
        plannedTo: one.planned_to,
        state: one.state,
        actualOn: one.actual_on,
        evidence: one.evidence_kind,
        evidenceUrl: one.evidence_href?.startsWith("/")
          ? encodeURI(`${x.ctx.house.url}${x.href(one.evidence_href)}`)
          : one.evidence_href,
      })),
  }));
}

function budgetOf(card: ProjectCard, activity: ReadonlyMap<string, string>) {
  const totals = budgetTotals(card.costs);
  return {
    currency: "RUB",
    total: totals.total / 100,
    grant: totals.grant / 100,
    own: totals.own / 100,
    partners: totals.partners / 100,
    rows: card.costs.map((cost) => ({
      article: cost.article,
      what: cost.what,
      activity: activity.get(cost.activity_id ?? "") ?? null,
      quantity: cost.quantity,
      price: cost.price / 100,
      total: costTotal(cost) / 100,
      grant: cost.from_grant / 100,
      own: cost.from_own / 100,
      partners: cost.from_partners / 100,
      comment: cost.comment,
    })),
  };
}

/** The calendar plan for anybody's calendar: whole days, what is called off said so. */
async function planIcs(x: Exchange): Promise<Response> {
  const card = await projectCard(x.ctx, x.param("number"));
  return planCalendar(x, card.project.title, [card]);
}

/** Occasions of several projects as one feed. */
export function planCalendar(
  x: Exchange,
  name: string,
  cards: readonly Pick<ProjectCard, "project" | "activities" | "occasions">[],
): Response {
  const feed = ical({ name, prodId: { company: "OKNO", product: "projects", language: "RU" } });
  for (const { project, activities, occasions } of cards) {
    const titles = new Map(activities.map(({ id, title }) => [id, title]));
    for (const one of occasions) {
      feed.createEvent({
        id: `${one.id}@okno`,
        stamp: one.marked_at === null ? project.opened_at : new Date(one.marked_at),
        sequence: one.state === "planned" ? 0 : 1,
        summary: titles.get(one.activity_id) ?? project.title,
        description: project.title,
        start: new Date(`${one.actual_on ?? one.planned_from}T00:00:00Z`),
        end: new Date(`${addDays(one.actual_on ?? one.planned_to, 1)}T00:00:00Z`),
        allDay: true,
        url: addressOf(x, project.number),
        status: one.state === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      });
    }
  }
  return new Response(feed.toString(), {
    headers: { "content-type": "text/calendar; charset=utf-8" },
  });
}

const projectData = z.object({
  number: z.string(),
  title: z.string(),
  stage: z.string(),
  stageName: z.string(),
  direction: z.string().nullable(),
  directionName: z.string().nullable(),
  organisation: z.string().nullable(),
  municipality: z.string().nullable(),
  startsOn: z.iso.date().nullable(),
  endsOn: z.iso.date().nullable(),
  awarded: z.number().nullable(),
  awardedOn: z.iso.date().nullable(),
  openedAt: z.iso.datetime(),
  url: z.url(),
});

export const twinRoutes: Route[] = [
  {
    method: "get",
    path: "/projects.json",
    asks: "public",
    api: {
      summary:
        "Projects that the asker may see, twenty a page; `next` is the address of the page after",
      query: listQuery,
      answer: z.object({ projects: z.array(projectData), next: z.string().optional() }),
    },
    handle: listJson,
  },
  { method: "get", path: "/projects.csv", asks: "public", handle: listCsv },
  { method: "get", path: "/projects.xlsx", asks: "public", handle: listXlsx },
  {
    method: "get",
    path: "/projects.360giving.json",
    asks: "public",
    api: {
      summary: "Supported projects as grants of the 360Giving Data Standard",
      query: listQuery,
      answer: z.object({ version: z.string(), grants: z.array(z.object({ id: z.string() })) }),
    },
    handle: grants,
  },
  {
    method: "get",
    path: "/projects/:number{[^/]+\\.json}",
    asks: "projects.project.read",
    api: {
      summary: "One project: passport, plan with what came of it, budget, team, publications",
      answer: projectData.extend({ summary: z.string(), goal: z.string() }),
    },
    handle: (x) => cardJson(withoutEnding(x, ".json")),
  },
  {
    method: "get",
    path: "/projects/:number{[^/]+\\.ics}",
    asks: "projects.project.read",
    handle: (x) => planIcs(withoutEnding(x, ".ics")),
  },
];

/** The router gives «П-2026-0031.json» as one part; the number is what stands before the ending. */
export function withoutEnding(x: Exchange, ending: string): Exchange {
  return { ...x, param: (name) => x.param(name).slice(0, -ending.length) };
}
