import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, filledForm, readForm, submit, type FormState } from "#base/http/form.ts";
import { findEvent } from "#modules/events/index.ts";
import { resultsOf, type Project, type Result } from "#modules/projects/index.ts";
import {
  changePromise,
  promiseInput,
  questionFrom,
  questionInput,
  setPromise,
  type QuestionInput,
} from "../actions.ts";
import { projectFor, promiseFor } from "../load.ts";
import { cellsFor, comingFor, isShare, rowsFor, type Measure } from "../measure.ts";
import { BuilderPage, SourcesPage, type Preview } from "./page.tsx";
import { standingOf } from "../indicator.ts";
import { shapes, sourceNames, type SourceName } from "../sources.ts";
import type { Promised } from "../store.ts";
import { eventNames, readerOf, sayMeasure } from "../view.ts";

const isSource = (text: string | null | undefined): text is SourceName =>
  sourceNames.some((name) => name === text);

type Shown = {
  project: Project;
  promise?: Promised;
  form: FormState;
  status?: number;
  preview?: Preview;
};

async function show(
  x: Exchange,
  { project, promise, form, status = 200, preview }: Shown,
): Promise<Response> {
  const reader = await readerOf(x);
  const board = `/projects/${project.number}/promises`;
  const source = promise?.source ?? form.values.source ?? x.url.searchParams.get("source");
  const first = x.href(`${board}/new`);
  const results = (await resultsOf(x.ctx, project.id)).filter(
    (one) => one.promise_id === null || one.promise_id === promise?.id,
  );
  const asked = results.find(({ id }) => id === x.url.searchParams.get("result"));
  const page = {
    title: promise === undefined ? reader.t.builder.title : reader.t.builder.changeTitle,
    section: "promises",
    status,
    crumbs: [
      { label: project.number, href: x.href(`/projects/${project.number}`) },
      { label: reader.t.title, href: x.href(board) },
    ],
  };
  if (!isSource(source))
    return x.page({ ...page, body: <SourcesPage reader={reader} action={first} result={asked} /> });
  const days = { first: project.starts_on, last: project.ends_on };
  return x.page({
    ...page,
    body: (
      <BuilderPage
        reader={reader}
        source={source}
        form={asked === undefined || form !== blankForm ? form : formFrom(asked)}
        results={results}
        days={days}
        action={promise === undefined ? first : x.href(`/promises/${promise.id}/change`)}
        {...(promise === undefined && { other: first })}
        {...(preview !== undefined && { preview })}
      />
    ),
  });
}

/** A new form begun from a result of the passport. */
const formFrom = ({ id, what, unit, target }: Result): FormState =>
  filledForm({ title: what, unit, target: String(target), result: id });

/** The form of a saved promise, as it was filled in. */
async function formOf(x: Exchange, promise: Promised): Promise<FormState> {
  const { parts } = promise;
  const texts = (name: string) => (Array.isArray(parts[name]) ? (parts[name] as string[]) : []);
  const { ofProject } = shapes[promise.source];
  const event =
    typeof parts.eventId === "string" ? await findEvent(x.ctx, parts.eventId) : undefined;
  const result = (await resultsOf(x.ctx, promise.project_id)).find(
    (one) => one.promise_id === promise.id,
  );
  const given = (name: string) =>
    parts[name] === undefined ? {} : { [name]: String(parts[name]) };
  return {
    errors: {},
    lists: {
      kinds: texts("kinds"),
      topics: texts("topics"),
      groups: texts("groups"),
      places: [...promise.places],
    },
    values: {
      title: promise.title,
      unit: promise.unit,
      target: String(promise.target),
      scope: promise.scope,
      startsOn: promise.starts_on,
      dueOn: promise.due_on,
      steps: (promise.steps ?? []).map(({ day, value }) => `${day} ${value}`).join("\n"),
      controlPoint: promise.control_point ? "yes" : "",
      version: String(promise.version),
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

/** What was posted, kept for the form that comes back with a preview. */
async function postedForm(request: Request): Promise<FormState> {
  const input = readForm(await request.formData().catch(() => new FormData()));
  const form: FormState = { values: {}, lists: {}, errors: {} };
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string") form.values[name] = value;
    else if (Array.isArray(value))
      form.lists[name] = value.filter((one) => typeof one === "string");
  }
  return form;
}

async function previewOf(
  x: Exchange,
  project: Project,
  input: QuestionInput,
  kept: FormState,
): Promise<Preview> {
  const question = await questionFrom(x.ctx, project, input);
  const reader = await readerOf(x);
  const measure: Measure = question;
  const share = isShare(question.source);
  const scope = input.scope ?? "total";
  const target = Number((kept.values.target ?? "").replace(",", ".")) || 0;
  const [cells, coming, page, events] = await Promise.all([
    cellsFor(x.ctx, question),
    comingFor(x.ctx, question),
    rowsFor(x.ctx, question, { limit: 5 }),
    eventNames(x, [measure]),
  ]);
  return {
    sentence: sayMeasure(reader, { measure, scope, places: question.places, project, events }),
    standing: standingOf(
      { ...question, scope, target, steps: null, share },
      { cells, coming, today: reader.today },
    ),
    rows: page.rows,
    share,
  };
}

/** One form with two buttons: try it on present facts, or save it. */
async function send(x: Exchange, project: Project, promise?: Promised): Promise<Response> {
  const kept = await postedForm(x.request.clone());
  const again = (form: FormState, status: number) =>
    show(x, { project, form, status, ...(promise !== undefined && { promise }) });
  if (kept.values.do === "check")
    return submit(x, {
      schema: questionInput,
      act: async (input) =>
        show(x, {
          project,
          form: kept,
          preview: await previewOf(x, project, input, kept),
          ...(promise !== undefined && { promise }),
        }),
      again,
    });
  return submit(x, {
    schema: promiseInput,
    act: async (input) => {
      const { t } = await readerOf(x);
      if (promise === undefined) {
        const set = await setPromise(x.ctx, project.id, input);
        return x.go(`/promises/${set.id}`, t.builder.saved);
      }
      await changePromise(x.ctx, promise.id, input);
      return x.go(`/promises/${promise.id}`, t.builder.changed);
    },
    again,
  });
}

export const builderRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/promises/new",
    asks: "promises.promise.set",
    handle: async (x) => {
      const project = await projectFor(x.ctx, x.param("number"), { action: "set" });
      return show(x, { project, form: blankForm });
    },
  },
  {
    method: "post",
    path: "/projects/:number/promises/new",
    asks: "promises.promise.set",
    handle: async (x) => send(x, await projectFor(x.ctx, x.param("number"), { action: "set" })),
  },
  {
    method: "get",
    path: "/promises/:id/change",
    asks: "promises.promise.set",
    handle: async (x) => {
      const { promise, project } = await promiseFor(x.ctx, x.param("id"), { action: "set" });
      return show(x, { project, promise, form: await formOf(x, promise) });
    },
  },
  {
    method: "post",
    path: "/promises/:id/change",
    asks: "promises.promise.set",
    handle: async (x) => {
      const { promise, project } = await promiseFor(x.ctx, x.param("id"), { action: "set" });
      return send(x, project, promise);
    },
  },
];
