import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, filledForm, readForm, submit, type FormState } from "#base/http/form.ts";
import { findEvent } from "#modules/events/index.ts";
import { listResults, type Project, type ProjectResult } from "#modules/projects/index.ts";
import {
  updateIndicator,
  indicatorInput,
  parseMeasureQuery,
  measureQueryInput,
  createIndicator,
  type MeasureQueryInput,
} from "../actions.ts";
import { loadAuthorizedProject, findIndicator } from "../load.ts";
import { countCells, countScheduled, isShare, listCountedRows, type Measure } from "../measure.ts";
import { IndicatorBuilderPage, SourcesPage, type IndicatorPreview } from "./page.tsx";
import { computeProgress } from "../indicator.ts";
import { sourceShapes, sourceNames, type SourceName } from "../sources.ts";
import type { Indicator } from "../store.ts";
import { eventNames, createIndicatorViewContext, describeMeasure } from "../view.ts";

const isSourceName = (text: string | null | undefined): text is SourceName =>
  sourceNames.some((name) => name === text);

type BuilderState = {
  project: Project;
  indicator?: Indicator;
  form: FormState;
  status?: number;
  preview?: IndicatorPreview;
};

async function renderBuilder(
  c: RequestContext,
  { project, indicator, form, status = 200, preview }: BuilderState,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const board = `/projects/${project.number}/indicators`;
  const source = indicator?.source ?? form.values.source ?? c.url.searchParams.get("source");
  const first = c.href(`${board}/new`);
  const results = (await listResults(c.ctx, project.id)).filter(
    (one) => one.indicator_id === null || one.indicator_id === indicator?.id,
  );
  const asked = results.find(({ id }) => id === c.url.searchParams.get("result"));
  const page = {
    title: indicator === undefined ? view.t.builder.title : view.t.builder.changeTitle,
    section: "indicators",
    status,
    breadcrumbs: [
      { label: project.number, href: c.href(`/projects/${project.number}`) },
      { label: view.t.title, href: c.href(board) },
    ],
  };
  if (!isSourceName(source))
    return c.page({
      ...page,
      body: <SourcesPage viewContext={view} action={first} result={asked} />,
    });
  const days = { first: project.starts_on, last: project.ends_on };
  return c.page({
    ...page,
    body: (
      <IndicatorBuilderPage
        viewContext={view}
        source={source}
        form={asked === undefined || form !== emptyForm ? form : formFromResult(asked)}
        results={results}
        days={days}
        action={indicator === undefined ? first : c.href(`/indicators/${indicator.id}/change`)}
        {...(indicator === undefined && { other: first })}
        {...(preview !== undefined && { preview })}
      />
    ),
  });
}

/** Returns the form of a new indicator, prefilled from a result of the charter. */
const formFromResult = ({ id, what, unit, target }: ProjectResult): FormState =>
  filledForm({ title: what, unit, target: String(target), result: id });

/** Returns the form values of a saved indicator. */
async function formFromIndicator(c: RequestContext, indicator: Indicator): Promise<FormState> {
  const { parts } = indicator;
  const texts = (name: string) => (Array.isArray(parts[name]) ? (parts[name] as string[]) : []);
  const { ofProject } = sourceShapes[indicator.source];
  const event =
    typeof parts.eventId === "string" ? await findEvent(c.ctx, parts.eventId) : undefined;
  const result = (await listResults(c.ctx, indicator.project_id)).find(
    (one) => one.indicator_id === indicator.id,
  );
  const given = (name: string) =>
    parts[name] === undefined ? {} : { [name]: String(parts[name]) };
  return {
    errors: {},
    lists: {
      kinds: texts("kinds"),
      topics: texts("topics"),
      groups: texts("groups"),
      places: [...indicator.places],
    },
    values: {
      title: indicator.title,
      unit: indicator.unit,
      target: String(indicator.target),
      scope: indicator.scope,
      startsOn: indicator.starts_on,
      dueOn: indicator.due_on,
      steps: (indicator.steps ?? []).map(({ day, value }) => `${day} ${value}`).join("\n"),
      controlPoint: indicator.control_point ? "yes" : "",
      version: String(indicator.version),
      result: result?.id ?? "none",
      whose:
        ofProject !== undefined && parts[ofProject] === undefined && event === undefined
          ? "all"
          : "project",
      ...(event !== undefined && { event: event.number }),
      ...given("atLeast"),
      ...given("mode"),
      ...given("stage"),
    },
  };
}

/** Returns the posted values for the form that is shown again with a preview. */
async function parsePostedForm(request: Request): Promise<FormState> {
  const input = readForm(await request.formData().catch(() => new FormData()));
  const form: FormState = { values: {}, lists: {}, errors: {} };
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string") form.values[name] = value;
    else if (Array.isArray(value))
      form.lists[name] = value.filter((one) => typeof one === "string");
  }
  return form;
}

async function loadPreview(
  c: RequestContext,
  project: Project,
  input: MeasureQueryInput,
  posted: FormState,
): Promise<IndicatorPreview> {
  const question = await parseMeasureQuery(c.ctx, project, input);
  const view = await createIndicatorViewContext(c);
  const measure: Measure = question;
  const share = isShare(question.source);
  const scope = input.scope ?? "total";
  const target = Number((posted.values.target ?? "").replace(",", ".")) || 0;
  const [cells, coming, page, events] = await Promise.all([
    countCells(c.ctx, question),
    countScheduled(c.ctx, question),
    listCountedRows(c.ctx, question, { limit: 5 }),
    eventNames(c, [measure]),
  ]);
  return {
    sentence: describeMeasure(view, { measure, scope, places: question.places, project, events }),
    progress: computeProgress(
      { ...question, scope, target, steps: null, isShare: share },
      { cells, scheduled: coming, today: view.today },
    ),
    rows: page.rows,
    share,
  };
}

/** Creates the POST route of the form with two buttons: preview on current facts, or save. */
async function submitIndicator(
  c: RequestContext,
  project: Project,
  indicator?: Indicator,
): Promise<Response> {
  const posted = await parsePostedForm(c.request.clone());
  const showForm = (form: FormState, status: number) =>
    renderBuilder(c, {
      project,
      form,
      status,
      ...(indicator !== undefined && { indicator }),
    });
  if (posted.values.do === "check")
    return submit(c, {
      schema: measureQueryInput,
      onValid: async (input) =>
        renderBuilder(c, {
          project,
          form: posted,
          preview: await loadPreview(c, project, input, posted),
          ...(indicator !== undefined && { indicator }),
        }),
      onInvalid: showForm,
    });
  return submit(c, {
    schema: indicatorInput,
    onValid: async (input) => {
      const { t } = await createIndicatorViewContext(c);
      if (indicator === undefined) {
        const set = await createIndicator(c.ctx, project.id, input);
        return c.redirect(`/indicators/${set.id}`, t.builder.saved);
      }
      await updateIndicator(c.ctx, indicator.id, input);
      return c.redirect(`/indicators/${indicator.id}`, t.builder.changed);
    },
    onInvalid: showForm,
  });
}

export const builderRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/indicators/new",
    permission: "indicators.indicator.set",
    handle: async (c) => {
      const project = await loadAuthorizedProject(c.ctx, c.param("number"), { action: "set" });
      return renderBuilder(c, { project, form: emptyForm });
    },
  },
  {
    method: "post",
    path: "/projects/:number/indicators/new",
    permission: "indicators.indicator.set",
    handle: async (c) =>
      submitIndicator(c, await loadAuthorizedProject(c.ctx, c.param("number"), { action: "set" })),
  },
  {
    method: "get",
    path: "/indicators/:id/change",
    permission: "indicators.indicator.set",
    handle: async (c) => {
      const { indicator, project } = await findIndicator(c.ctx, c.param("id"), {
        action: "set",
      });
      return renderBuilder(c, {
        project,
        indicator,
        form: await formFromIndicator(c, indicator),
      });
    },
  },
  {
    method: "post",
    path: "/indicators/:id/change",
    permission: "indicators.indicator.set",
    handle: async (c) => {
      const { indicator, project } = await findIndicator(c.ctx, c.param("id"), {
        action: "set",
      });
      return submitIndicator(c, project, indicator);
    },
  },
];
