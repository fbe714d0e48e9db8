import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse } from "#base/http/exports.ts";

import type { ExportCell } from "#base/tables/csv-writer.ts";
import { YearPlanPage } from "./page.tsx";
import type { Occurrence } from "../rows/store.ts";
import { projectFilePath } from "../files/store.ts";
import {
  projectViewContext,
  occurrenceStatus,
  projectMessages,
  type ProjectViewContext,
} from "../view.ts";
import { planCalendar } from "../registry/exports.ts";
import { openYearPlan, yearInput } from "./actions.ts";
import { loadYearPlan, type YearPlan } from "./reads.ts";

const planQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });

async function loadYear(
  c: RequestContext,
  view: ProjectViewContext,
  asked?: number,
): Promise<YearPlan> {
  const year = asked ?? c.query(planQuery).year ?? Number(view.today.slice(0, 4));
  return loadYearPlan(c.ctx, { year, today: view.today });
}

async function renderPlan(
  c: RequestContext,
  state: { refusal?: string; year?: number; status?: number } = {},
): Promise<Response> {
  const view = projectViewContext(c);
  const year = await loadYear(c, view, state.year);
  const query = `?year=${year.year}`;
  return c.page({
    title: view.t.plan.title(year.year),
    section: "plan",
    status: state.status ?? 200,
    exports: { csv: c.href(`/plan.csv${query}`), ics: c.href(`/plan.ics${query}`) },
    body: (
      <YearPlanPage
        viewContext={view}
        year={year}
        href={c.href}
        {...(state.refusal !== undefined && { refusal: state.refusal })}
      />
    ),
  });
}

const planColumns = [
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

/**
 * Returns the absolute address of evidence: an external link, an event or a file of this
 * installation.
 */
function evidenceUrl(
  c: RequestContext,
  project: { number: string },
  one: Occurrence,
): string | null {
  const { evidence_href: href, evidence_id: file } = one;
  const within = href ?? (file === null ? null : projectFilePath(project, file));
  return within?.startsWith("/") ? encodeURI(`${c.ctx.app.url}${c.href(within)}`) : within;
}

async function exportPlanCsv(c: RequestContext): Promise<Response> {
  const view = projectViewContext(c);
  const year = await loadYear(c, view);
  const rows = async function* (): AsyncGenerator<ExportCell[][]> {
    for (const { project, activity, occurrences } of year.rows) {
      yield occurrences.map((one) => [
        project.number,
        activity.title,
        view.t.activityKinds[activity.kind as "other"],
        one.planned_from,
        one.planned_to,
        one.actual_on,
        occurrenceStatus(view, one).text,
        one.evidence_kind,
        evidenceUrl(c, project, one),
        one.note,
      ]);
    }
  };
  return csvResponse(`plan-${year.year}`, planColumns, rows(), { zone: c.ctx.region.timeZone });
}

async function exportPlanIcs(c: RequestContext): Promise<Response> {
  const view = projectViewContext(c);
  const year = await loadYear(c, view);
  const byProject = Map.groupBy(year.rows, ({ project }) => project.id);
  const cards = [...byProject.values()].flatMap((lines) => {
    const [first] = lines;
    return first === undefined
      ? []
      : [
          {
            project: first.project,
            activities: lines.map(({ activity }) => activity),
            occurrences: lines.flatMap(({ occurrences }) => occurrences),
          },
        ];
  });
  return planCalendar(c, view.t.plan.title(year.year), cards);
}

export const planRoutes: Route[] = [
  {
    method: "get",
    path: "/plan",
    permission: "projects.project.year",
    handle: (c) => renderPlan(c),
  },
  { method: "get", path: "/plan.csv", permission: "projects.project.year", handle: exportPlanCsv },
  { method: "get", path: "/plan.ics", permission: "projects.project.year", handle: exportPlanIcs },
  actionRoute({
    path: "/plan",
    permission: "projects.project.planYear",
    schema: yearInput,
    async act(c, input) {
      const plan = await openYearPlan(c.ctx, input, projectMessages.ru.plan.yearPlanTitle);
      return { path: `/plan?year=${plan.year}`, flash: projectViewContext(c).t.done.yearOpened };
    },
    onInvalid(c, form, status) {
      const year = Number(form.values.year);
      return renderPlan(c, {
        status,
        ...(form.refusal !== undefined && { refusal: form.refusal }),
        ...(Number.isInteger(year) && year >= 2000 && year <= 2100 && { year }),
      });
    },
  }),
];
