import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { submit } from "#base/http/form.ts";
import { csvResponse, type Cell } from "#base/http/exports.ts";
import { PlanPage } from "./page.tsx";
import type { Occasion } from "../rows/store.ts";
import { fileHref } from "../files/store.ts";
import { readerOf, standOf, words, type Reader } from "../view.ts";
import { planCalendar } from "../registry/exports.ts";
import { openYearPlan, yearInput } from "./actions.ts";
import { readYear, type Year } from "./reads.ts";

const planQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });

async function yearOf(x: Exchange, reader: Reader, asked?: number): Promise<Year> {
  const year = asked ?? x.query(planQuery).year ?? Number(reader.today.slice(0, 4));
  return readYear(x.ctx, { year, today: reader.today });
}

async function showPlan(
  x: Exchange,
  again: { refusal?: string; year?: number; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const year = await yearOf(x, reader, again.year);
  const query = `?year=${year.year}`;
  return x.page({
    title: reader.t.plan.title(year.year),
    section: "plan",
    status: again.status ?? 200,
    twins: { csv: x.href(`/plan.csv${query}`), ics: x.href(`/plan.ics${query}`) },
    body: (
      <PlanPage
        reader={reader}
        year={year}
        href={x.href}
        {...(again.refusal !== undefined && { refusal: again.refusal })}
      />
    ),
  });
}

const columns = [
  "project",
  "activity",
  "kind",
  "plannedFrom",
  "plannedTo",
  "actualOn",
  "state",
  "evidence",
  "evidenceUrl",
  "note",
] as const;

/** The whole address of what shows it: a link as it was written, an event or a file of this house. */
function evidenceOf(x: Exchange, project: { number: string }, one: Occasion): string | null {
  const { evidence_href: href, evidence_id: file } = one;
  const within = href ?? (file === null ? null : fileHref(project, file));
  return within?.startsWith("/") ? encodeURI(`${x.ctx.house.url}${x.href(within)}`) : within;
}

async function planCsv(x: Exchange): Promise<Response> {
  const reader = readerOf(x);
  const year = await yearOf(x, reader);
  const rows = async function* (): AsyncGenerator<Cell[][]> {
    for (const { project, activity, occasions } of year.lines) {
      yield occasions.map((one) => [
        project.number,
        activity.title,
        reader.t.activityKinds[activity.kind as "other"],
        one.planned_from,
        one.planned_to,
        one.actual_on,
        standOf(reader, one).text,
        one.evidence_kind,
        evidenceOf(x, project, one),
        one.note,
      ]);
    }
  };
  return csvResponse(`plan-${year.year}`, columns, rows());
}

async function planFeed(x: Exchange): Promise<Response> {
  const reader = readerOf(x);
  const year = await yearOf(x, reader);
  const byProject = Map.groupBy(year.lines, ({ project }) => project.id);
  const cards = [...byProject.values()].flatMap((lines) => {
    const [first] = lines;
    return first === undefined
      ? []
      : [
          {
            project: first.project,
            activities: lines.map(({ activity }) => activity),
            occasions: lines.flatMap(({ occasions }) => occasions),
          },
        ];
  });
  return planCalendar(x, reader.t.plan.title(year.year), cards);
}

export const planRoutes: Route[] = [
  {
    method: "get",
    path: "/plan",
    asks: "projects.project.year",
    handle: (x) => showPlan(x),
  },
  { method: "get", path: "/plan.csv", asks: "projects.project.year", handle: planCsv },
  { method: "get", path: "/plan.ics", asks: "projects.project.year", handle: planFeed },
  {
    method: "post",
    path: "/plan",
    asks: "projects.project.planYear",
    handle: (x) =>
      submit(x, {
        schema: yearInput,
        act: async (input) => {
          const plan = await openYearPlan(x.ctx, input, words.ru.plan.yearPlanTitle);
          return x.go(`/plan?year=${plan.year}`, readerOf(x).t.done.yearOpened);
        },
        again: (form, status) => {
          const year = Number(form.values.year);
          return showPlan(x, {
            status,
            ...(form.refusal !== undefined && { refusal: form.refusal }),
            ...(Number.isInteger(year) && year >= 2000 && year <= 2100 && { year }),
          });
        },
      }),
  },
];
