import { z } from "zod";
import { httpStatus } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { csvResponse, textStream, xlsxResponse } from "#base/http/exports.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound, Refusal } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { findForm } from "../actions.ts";
import type { Answers } from "../evaluate/answers.ts";
import { crossTabulate } from "./cross-tabulation.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { streamJson, exportReplies, exportRows, hasRows } from "./exports.ts";
import { loadFieldOptions } from "../filling/field-options.ts";
import { PaperEntryPage, ResultsPage } from "./page.tsx";
import { formPolicy } from "../policy.ts";
import { readPostedPage } from "../filling/posted-page.ts";
import { countReplies } from "../replies/store.ts";
import { sendReply } from "../replies/actions.ts";
import { loadResults, type FormResults } from "./results.ts";
import { answerErrors } from "../localize.ts";
import { selectForm, type Form } from "../store.ts";
import { createFormViewContext } from "../view.ts";

const buildPermission = "forms.form.build";
const resultsPermission = "forms.form.results";
const formPath = "/forms/:code{[a-z][a-z0-9_]*}";
const adminPath = "/admin/forms/:code{[a-z][a-z0-9_]*}";
const maxBodyWithFiles = 60 * 1024 * 1024;

const query = z.object({
  as: z.literal("public").optional(),
  by: z.string().max(120).optional(),
});

/** What came in: figures, exports, and the keying-in of paper. */
export const resultRoutes: Route[] = [
  {
    method: "get",
    path: `${formPath}/results`,
    permission: resultsPermission,
    handle: renderResults,
  },
  {
    method: "get",
    path: `${formPath}/results.json`,
    permission: resultsPermission,
    api: {
      summary: "Results of a form by question and version; groups below the minimum are merged",
      query,
      response: z.object({
        form: z.object({ id: z.uuid(), code: z.string(), title: z.string() }),
        count: z.int(),
        minimumGroup: z.int(),
        questions: z.array(z.looseObject({ code: z.string() })),
      }),
    },
    handle: resultsJson,
  },
  {
    method: "get",
    path: `${adminPath}/replies.csv`,
    permission: buildPermission,
    handle: exportCsv,
  },
  {
    method: "get",
    path: `${adminPath}/rows.csv`,
    permission: buildPermission,
    handle: exportRowsCsv,
  },
  {
    method: "get",
    path: `${adminPath}/replies.xlsx`,
    permission: buildPermission,
    handle: exportXlsx,
  },
  {
    method: "get",
    path: `${adminPath}/replies.json`,
    permission: buildPermission,
    api: {
      summary: "A form with all its versions and every reply that was sent",
      response: z.object({
        code: z.string(),
        title: z.string(),
        versions: z.array(z.looseObject({ number: z.int() })),
        replies: z.array(
          z.looseObject({ id: z.uuid(), version: z.int(), sentAt: z.iso.datetime() }),
        ),
      }),
    },
    handle: exportAll,
  },
  {
    method: "get",
    path: `${adminPath}/paper`,
    permission: buildPermission,
    handle: showPaperEntry,
  },
  {
    method: "post",
    path: `${adminPath}/paper`,
    permission: buildPermission,
    maxBody: maxBodyWithFiles,
    handle: postPaperEntry,
  },
];

async function loadForm(c: RequestContext, action: "build" | "results"): Promise<Form> {
  const row = orNotFound(await selectForm(c.ctx, c.param("code")));
  authorize({ policy: formPolicy, actor: c.ctx.actor, action, row });
  return row;
}

/** Returns the exact figures for those who may read replies, unless they ask for the public view. */
function resultsAudience(
  c: RequestContext,
  row: Form,
  asPublic: boolean,
): "exact" | "staff" | "public" {
  if (asPublic) return "public";
  if (may(formPolicy, c.ctx.actor, "build", row)) return "exact";
  return may(formPolicy, c.ctx.actor, "staffResults", row) ? "staff" : "public";
}

async function renderResults(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "results");
  const { as: wanted, by } = c.query(query);
  const as = resultsAudience(c, row, wanted !== undefined);
  const results = await loadResults(c.ctx, { formId: row.id, as });
  const [directory, counts] = await Promise.all([
    territoryDirectory(c.ctx),
    as === "exact" ? countReplies(c.ctx, row.id) : undefined,
  ]);
  const view = createFormViewContext(c);
  const path = `/forms/${row.code}/results`;
  const builds = may(formPolicy, c.ctx.actor, "build", row);
  return c.page({
    title: view.t.results.title(row.title),
    breadcrumb: view.t.builder.results,
    section: "forms",
    breadcrumbs: builds
      ? [
          { label: view.t.builder.title, href: c.href("/admin/forms") },
          { label: row.title, href: c.href(`/admin/forms/${row.code}`) },
        ]
      : [{ label: row.title, href: c.href(`/forms/${row.code}`) }],
    exports: { json: c.href(`${path}.json`) },
    body: (
      <ResultsPage
        view={view}
        results={results}
        drafts={counts?.drafts}
        as={as}
        placeName={(id) => directory.nameOf(id)}
        cross={await loadCrossTabulation(c, { results: results, by, as })}
        here={c.href(path)}
        by={by}
        exports={as === "exact" ? exportLinks(c, row, results) : undefined}
        other={
          builds
            ? as === "exact"
              ? { href: c.href(`${path}?as=public`), label: view.t.results.asPublic }
              : { href: c.href(path), label: view.t.results.exact }
            : undefined
        }
      />
    ),
  });
}

function exportLinks(c: RequestContext, { code }: Form, { questions }: FormResults) {
  const at = (path: string) => c.href(`/admin/forms/${code}/${path}`);
  return {
    csv: at("replies.csv"),
    xlsx: at("replies.xlsx"),
    json: at("replies.json"),
    one: at("replies"),
    rows: questions.some(hasRows) ? at("rows.csv") : undefined,
  };
}

type CrossTabulationInput = {
  results: FormResults;
  by: string | undefined;
  as: "exact" | "staff" | "public";
};

async function loadCrossTabulation(c: RequestContext, { results, by, as }: CrossTabulationInput) {
  const question = results.questions.find(
    ({ code, version, row }) => `${code}.${version}.${row?.code ?? ""}` === by,
  );
  if (question === undefined || question.cells.length === 0) return undefined;
  const least = as === "exact" ? 1 : results.minimumGroup;
  return crossTabulate(c.ctx, { formId: results.form.id, question, minCount: least });
}

/** Returns the page's figures as JSON, with the same protection of small groups. */
async function resultsJson(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "results");
  const as = resultsAudience(c, row, c.query(query).as !== undefined);
  return c.json(await loadResults(c.ctx, { formId: row.id, as: as === "exact" ? "staff" : as }));
}

async function exportCsv(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "build");
  const { head, portions } = await exportReplies(c.ctx, row, c.lang);
  return csvResponse(row.code, head, portions, { zone: c.ctx.region.timeZone });
}

async function exportXlsx(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "build");
  const { head, portions } = await exportReplies(c.ctx, row, c.lang);
  const rows = await exportRows(c.ctx, row, c.lang);
  const sheet = createFormViewContext(c).t.results.rowsSheet;
  return xlsxResponse(row.code, head, portions, {
    zone: c.ctx.region.timeZone,
    ...(rows !== undefined && {
      moreTables: [{ sheet, columns: rows.head, batches: rows.portions }],
    }),
  });
}

/** Returns the rows inside of answers as a CSV of their own; redirects to the results when the form has none. */
async function exportRowsCsv(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "build");
  const rows = await exportRows(c.ctx, row, c.lang);
  if (rows === undefined) return c.redirect(`/forms/${row.code}/results`);
  return csvResponse(`${row.code}-rows`, rows.head, rows.portions, { zone: c.ctx.region.timeZone });
}

async function exportAll(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "build");
  return new Response(textStream(streamJson(c.ctx, row)), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${row.code}-replies.json"`,
    },
  });
}

type PaperEntryState = {
  answers: Answers;
  errors?: Record<string, string>;
  refusal?: string | undefined;
  key?: string | undefined;
  status?: number;
};

async function renderPaperEntry(
  c: RequestContext,
  row: Form,
  keying: PaperEntryState,
): Promise<Response> {
  const { definition, version } = orNotFound(await findForm(c.ctx, row.id));
  const view = createFormViewContext(c);
  const { answers, errors = {}, refusal, key = c.ctx.newId(), status } = keying;
  return c.page({
    title: view.t.results.keyTitle,
    section: "forms",
    islands: ["okno-form"],
    breadcrumbs: [
      { label: view.t.builder.title, href: c.href("/admin/forms") },
      { label: row.title, href: c.href(`/admin/forms/${row.code}`) },
    ],
    ...(status !== undefined && { status }),
    body: (
      <PaperEntryPage
        view={view}
        form={{ code: row.code, version }}
        definition={definition}
        answers={answers}
        errors={errors}
        refusal={refusal}
        ground={await loadFieldOptions(c.ctx, definition)}
        sendKey={key}
        action={c.href(`/admin/forms/${row.code}/paper`)}
      />
    ),
  });
}

async function showPaperEntry(c: RequestContext): Promise<Response> {
  return renderPaperEntry(c, await loadForm(c, "build"), { answers: {} });
}

/** Saves a paper form and shows the next one; gaps stay when the person confirms them. */
async function postPaperEntry(c: RequestContext): Promise<Response> {
  const row = await loadForm(c, "build");
  const { definition, version } = orNotFound(await findForm(c.ctx, row.id));
  const page = await readPostedPage(c.ctx, c.request, definition);
  const key = page.field("key");
  try {
    await sendReply(c.ctx, {
      formId: row.id,
      answers: page.answers,
      key: key ?? "",
      formVersion: version,
      source: "paper",
      allowGaps: page.field("gaps") !== undefined,
    });
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "invalid" && error.kind !== "conflict"))
      throw error;
    return renderPaperEntry(c, row, {
      answers: page.answers,
      errors: answerErrors(c, evaluate(definition, page.answers)),
      refusal: c.t(error.reason, error.values),
      key,
      status: httpStatus[error.kind],
    });
  }
  const { paper } = await countReplies(c.ctx, row.id);
  return c.redirect(
    `/admin/forms/${row.code}/paper`,
    createFormViewContext(c).t.results.keySaved(paper),
  );
}
