import ical, { ICalEventStatus } from "ical-generator";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { textStream } from "#base/http/exports.ts";
import { defineExport, type ExportColumns } from "#base/http/list-export.ts";
import { abbreviatedName } from "#modules/people/index.ts";
import { loadOrganisation, type Organisation } from "#modules/organisations/index.ts";
import { parseRemarkLines } from "../remarks/remark-lines.ts";
import { loadProjectCard, type ProjectCard } from "../card/reads.ts";
import { loadProjectEntityNames, type ProjectEntityNames } from "../entity-names.ts";
import { addDays, budgetTotals, costTotal } from "../project.ts";
import {
  streamProjects,
  listProjects,
  projectListQuery,
  type ProjectSummary,
  type ProjectListQuery,
} from "./reads.ts";
import { projectViewContext, type ProjectViewContext } from "../view.ts";
import { textRedactor } from "../card/web.tsx";

const projectUrl = (c: RequestContext, number: string): string =>
  encodeURI(`${c.ctx.app.url}${c.href(`/projects/${number}`)}`);

type ExportView = ProjectViewContext & { names: ProjectEntityNames; c: RequestContext };

async function loadExportView(c: RequestContext): Promise<ExportView> {
  return { ...projectViewContext(c), names: await loadProjectEntityNames(c), c };
}

/** JSON of a project: codes and names, money in roubles. */
const projectColumns = {
  number: { schema: z.string(), value: (line) => line.number },
  title: { schema: z.string(), value: (line) => line.title },
  stage: { schema: z.string(), value: (line) => line.stage },
  stageName: { schema: z.string(), value: (line, { t }) => t.stages[line.stage] },
  direction: { schema: z.string().nullable(), value: (line) => line.direction },
  directionName: {
    schema: z.string().nullable(),
    value: (line, { t }) => (line.direction === null ? null : t.directions[line.direction]),
  },
  organisation: {
    schema: z.string().nullable(),
    value: (line, { names }) => names.organisation(line.organisation_id) || null,
  },
  municipality: {
    schema: z.string().nullable(),
    value: (line, { names }) => names.territory(line.municipality_id) || null,
  },
  startsOn: { schema: z.iso.date().nullable(), value: (line) => line.starts_on },
  endsOn: { schema: z.iso.date().nullable(), value: (line) => line.ends_on },
  awarded: {
    schema: z.number().nullable(),
    value: (line) => (line.awarded === null ? null : line.awarded / 100),
  },
  awardedOn: { schema: z.iso.date().nullable(), value: (line) => line.awarded_on },
  openedAt: { schema: z.iso.datetime(), value: (line) => line.opened_at },
  url: { schema: z.url(), value: (line, { c }) => projectUrl(c, line.number) },
} as const satisfies ExportColumns<ProjectSummary, ExportView>;

const projectExport = defineExport<
  ProjectSummary,
  ExportView,
  ProjectListQuery,
  typeof projectColumns
>({
  name: "projects",
  path: "/projects",
  permission: "public",
  summary:
    "Projects that the asker may see, twenty a page; `next` is the address of the page after",
  query: projectListQuery,
  columns: projectColumns,
  loadView: loadExportView,
  loadPage: (c, query) => listProjects(c.ctx, query),
  streamRows: (c, query) => streamProjects(c.ctx, query),
});

/** Grants in the terms of the 360Giving Data Standard: amount, funder, recipient, place. */
async function export360Giving(c: RequestContext): Promise<Response> {
  const query = { ...c.query(projectListQuery), money: "yes" as const };
  const names = await loadProjectEntityNames(c);
  const known = new Map<string, Organisation>();
  const jsonChunks = async function* (): AsyncGenerator<string> {
    yield '{"version":"1.1","grants":[';
    let comma = "";
    for await (const lines of streamProjects(c.ctx, query)) {
      for (const line of lines) {
        const recipient = await loadRecipient(c, known, line.organisation_id);
        yield comma + JSON.stringify(toGrant(c, names, line, recipient));
        comma = ",";
      }
    }
    yield "]}";
  };
  return new Response(textStream(jsonChunks()), {
    headers: { "content-type": "application/json" },
  });
}

async function loadRecipient(
  c: RequestContext,
  known: Map<string, Organisation>,
  id: string | null,
) {
  if (id === null) return undefined;
  const one = known.get(id) ?? (await loadOrganisation(c.ctx, id));
  known.set(id, one);
  return one;
}

function toGrant(
  c: RequestContext,
  names: ProjectEntityNames,
  line: ProjectSummary,
  organisation: Organisation | undefined,
) {
  const place = names.territory(line.municipality_id);
  const title = line.title;
  return {
    id: `360G-okno-${c.ctx.region.id}-${line.id}`,
    title,
    description: line.summary === "" ? title : line.summary,
    currency: "RUB",
    amountAwarded: (line.awarded ?? 0) / 100,
    awardDate: line.awarded_on,
    ...(organisation !== undefined && { recipientOrganization: [toOrganization(organisation)] }),
    fundingOrganization: [{ id: `okno-${c.ctx.region.id}-funder`, name: line.funder_name ?? "" }],
    ...(place !== "" && { beneficiaryLocation: [{ name: place, countryCode: "RU" }] }),
    ...(line.starts_on !== null &&
      line.ends_on !== null && {
        plannedDates: [{ startDate: line.starts_on, endDate: line.ends_on }],
      }),
    dataSource: projectUrl(c, line.number),
  };
}

/** Returns the global identifier: ОГРН, else ИНН, else the internal id. */
function toOrganization({ id, name, ogrn, inn }: Organisation) {
  const number =
    ogrn === null ? (inn === null ? `okno-${id}` : `RU-INN-${inn}`) : `RU-OGRN-${ogrn}`;
  return {
    id: number,
    name,
    ...(ogrn !== null && { companyNumber: ogrn }),
    ...(inn !== null && { taxNumber: inn }),
  };
}

/** Returns the public JSON of one project; people by their public names. */
async function exportCardJson(c: RequestContext): Promise<Response> {
  const card = await loadProjectCard(c.ctx, c.param("number"));
  const names = await loadProjectEntityNames(c);
  const redact = textRedactor(c, card.project);
  const { project } = card;
  const activity = new Map(card.activities.map(({ id, title }) => [id, title]));
  return c.json({
    ...projectExport.toRecord(project, await loadExportView(c)),
    kind: project.kind,
    summary: redact(project.summary),
    goal: redact(project.goal),
    significance: redact(project.significance),
    contactInfo: project.contact_info,
    furtherLife: redact(project.further_life),
    qualitativeResults: redact(project.qualitative_results),
    funder: project.funder_name,
    inn: card.organisation?.inn ?? null,
    ogrn: card.organisation?.ogrn ?? null,
    programme: card.programme?.number ?? null,
    under: card.programmeProjects.map(({ number }) => number),
    places: card.places.map((id) => names.territory(id)),
    stages: card.stages.map(({ stage, reached_on }) => ({ stage, reachedOn: reached_on })),
    groups: card.groups.map(({ title, people }) => ({ title, people })),
    tasks: card.tasks.map(({ title }) => redact(title)),
    activities: activitiesToJson(c, card, names),
    budget: budgetToJson(card, activity),
    team: card.team.flatMap(({ contact_id: id, role }) => {
      const contact = card.contacts.get(id);
      return contact === undefined ? [] : [{ name: abbreviatedName(contact), role }];
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
        remarks: one.remarks_public
          ? parseRemarkLines(one.remarks).map((line) => redact(line))
          : [],
      })),
    problems: card.problems.map(({ number }) => number),
  });
}

function activitiesToJson(c: RequestContext, card: ProjectCard, names: ProjectEntityNames) {
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
    occasions: card.occurrences
      .filter((one) => one.activity_id === row.id)
      .map((one) => ({
        plannedFrom: one.planned_from,
        plannedTo: one.planned_to,
        state: one.state,
        actualOn: one.actual_on,
        evidence: one.evidence_kind,
        evidenceUrl: one.evidence_href?.startsWith("/")
          ? encodeURI(`${c.ctx.app.url}${c.href(one.evidence_href)}`)
          : one.evidence_href,
      })),
  }));
}

function budgetToJson(card: ProjectCard, activity: ReadonlyMap<string, string>) {
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

/** Returns the calendar plan as an iCalendar feed: whole days, cancelled ones marked. */
async function exportCardIcs(c: RequestContext): Promise<Response> {
  const card = await loadProjectCard(c.ctx, c.param("number"));
  return planCalendar(c, card.project.title, [card]);
}

/** Returns the occurrences of several projects as one feed. */
export function planCalendar(
  c: RequestContext,
  name: string,
  cards: readonly Pick<ProjectCard, "project" | "activities" | "occurrences">[],
): Response {
  const feed = ical({ name, prodId: { company: "OKNO", product: "projects", language: "RU" } });
  for (const { project, activities, occurrences } of cards) {
    const titles = new Map(activities.map(({ id, title }) => [id, title]));
    for (const one of occurrences) {
      feed.createEvent({
        id: `${one.id}@okno`,
        stamp: one.marked_at === null ? project.opened_at : new Date(one.marked_at),
        sequence: one.state === "planned" ? 0 : 1,
        summary: titles.get(one.activity_id) ?? project.title,
        description: project.title,
        start: new Date(`${one.actual_on ?? one.planned_from}T00:00:00Z`),
        end: new Date(`${addDays(one.actual_on ?? one.planned_to, 1)}T00:00:00Z`),
        allDay: true,
        url: projectUrl(c, project.number),
        status: one.state === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      });
    }
  }
  return new Response(feed.toString(), {
    headers: { "content-type": "text/calendar; charset=utf-8" },
  });
}

export const exportRoutes: Route[] = [
  ...projectExport.routes,
  {
    method: "get",
    path: "/projects.360giving.json",
    permission: "public",
    api: {
      summary: "Supported projects as grants of the 360Giving Data Standard",
      query: projectListQuery,
      response: z.object({ version: z.string(), grants: z.array(z.object({ id: z.string() })) }),
    },
    handle: export360Giving,
  },
  {
    method: "get",
    path: "/projects/:number{[^/]+\\.json}",
    permission: "projects.project.read",
    api: {
      summary: "One project: passport, plan with what came of it, budget, team, publications",
      response: projectExport.schema.extend({ summary: z.string(), goal: z.string() }),
    },
    handle: (c) => exportCardJson(withoutExtension(c, ".json")),
  },
  {
    method: "get",
    path: "/projects/:number{[^/]+\\.ics}",
    permission: "projects.project.read",
    handle: (c) => exportCardIcs(withoutExtension(c, ".ics")),
  },
];

/** Strips the extension: Hono matches «П-2026-0031.json» as one parameter. */
export function withoutExtension(c: RequestContext, ending: string): RequestContext {
  return { ...c, param: (name) => c.param(name).slice(0, -ending.length) };
}
