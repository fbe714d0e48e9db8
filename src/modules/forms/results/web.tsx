import { z } from "zod";
import { statusOf } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { csvResponse, textStream, xlsxResponse } from "#base/http/exports.ts";
import { demand, may } from "#base/policy.ts";
import { found, Refusal } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { findForm } from "../actions.ts";
import type { Answers } from "../evaluate/answers.ts";
import { crossOf } from "./cross-tabulation.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { exportJson, exportReplies, exportRows } from "./exports.ts";
import { fieldGround } from "../filling/field-options.ts";
import { KeyPage, ResultsPage } from "./page.tsx";
import { formPolicy } from "../policy.ts";
import { readPosted } from "../filling/posted-page.ts";
import { countReplies } from "../replies/store.ts";
import { sendReply } from "../replies/actions.ts";
import { repliesTo, type Results } from "./results.ts";
import { answerErrors } from "../localize.ts";
import { selectForm, type Form } from "../store.ts";
import { viewOf } from "../view.ts";

const build = "forms.form.build";
const results = "forms.form.results";
const one = "/forms/:code{[a-z][a-z0-9_]*}";
const admin = "/admin/forms/:code{[a-z][a-z0-9_]*}";
const withFiles = 60 * 1024 * 1024;

/** What came in: figures, exports, and the keying-in of paper. */
export const resultRoutes: Route[] = [
  { method: "get", path: `${one}/results`, asks: results, handle: showResults },
  { method: "get", path: `${one}/results.json`, asks: results, handle: resultsJson },
  { method: "get", path: `${admin}/replies.csv`, asks: build, handle: exportCsv },
  { method: "get", path: `${admin}/rows.csv`, asks: build, handle: exportRowsCsv },
  { method: "get", path: `${admin}/replies.xlsx`, asks: build, handle: exportXlsx },
  { method: "get", path: `${admin}/replies.json`, asks: build, handle: exportAll },
  { method: "get", path: `${admin}/paper`, asks: build, handle: showKeys },
  { method: "post", path: `${admin}/paper`, asks: build, maxBody: withFiles, handle: postKeys },
];

async function load(x: Exchange, action: "build" | "results"): Promise<Form> {
  const row = found(await selectForm(x.ctx, x.param("code")));
  demand({ policy: formPolicy, actor: x.ctx.actor, action, row });
  return row;
}

const query = z.object({
  as: z.literal("public").optional(),
  by: z.string().max(120).optional(),
});

/** Exact for those who may read replies, unless they ask to see what everybody sees. */
function readerOf(x: Exchange, row: Form, asPublic: boolean): "exact" | "staff" | "public" {
  if (asPublic) return "public";
  if (may(formPolicy, x.ctx.actor, "build", row)) return "exact";
  return may(formPolicy, x.ctx.actor, "staffResults", row) ? "staff" : "public";
}

async function showResults(x: Exchange): Promise<Response> {
  const row = await load(x, "results");
  const { as: wanted, by } = x.query(query);
  const as = readerOf(x, row, wanted !== undefined);
  const told = await repliesTo(x.ctx, { formId: row.id, as });
  const [book, counts] = await Promise.all([
    territoryBook(x.ctx),
    as === "exact" ? countReplies(x.ctx, row.id) : undefined,
  ]);
  const view = viewOf(x);
  const path = `/forms/${row.code}/results`;
  const builds = may(formPolicy, x.ctx.actor, "build", row);
  return x.page({
    title: view.t.results.title(row.title),
    crumb: view.t.builder.results,
    section: "forms",
    crumbs: builds
      ? [
          { label: view.t.builder.title, href: x.href("/admin/forms") },
          { label: row.title, href: x.href(`/admin/forms/${row.code}`) },
        ]
      : [{ label: row.title, href: x.href(`/forms/${row.code}`) }],
    twins: { json: x.href(`${path}.json`) },
    body: (
      <ResultsPage
        view={view}
        results={told}
        drafts={counts?.drafts}
        as={as}
        placeName={(id) => book.nameOf(id)}
        cross={await crossed(x, { told, by, as })}
        here={x.href(path)}
        by={by}
        exports={as === "exact" ? exportsOf(x, row, told) : undefined}
        other={
          builds
            ? as === "exact"
              ? { href: x.href(`${path}?as=public`), label: view.t.results.asPublic }
              : { href: x.href(path), label: view.t.results.exact }
            : undefined
        }
      />
    ),
  });
}

function exportsOf(x: Exchange, { code }: Form, { questions }: Results) {
  const at = (path: string) => x.href(`/admin/forms/${code}/${path}`);
  const hasRows = questions.some(({ kind }) => kind === "money-table" || kind === "date-plan");
  return {
    csv: at("replies.csv"),
    xlsx: at("replies.xlsx"),
    json: at("replies.json"),
    one: at("replies"),
    rows: hasRows ? at("rows.csv") : undefined,
  };
}

type Crossing = { told: Results; by: string | undefined; as: "exact" | "staff" | "public" };

async function crossed(x: Exchange, { told, by, as }: Crossing) {
  const question = told.questions.find(
    ({ code, version, row }) => `${code}.${version}.${row?.code ?? ""}` === by,
  );
  if (question === undefined || question.cells.length === 0) return undefined;
  const least = as === "exact" ? 1 : told.minimumGroup;
  return crossOf(x.ctx, { formId: told.form.id, question, least });
}

/** The page's data twin: the same figures, the same care. */
async function resultsJson(x: Exchange): Promise<Response> {
  const row = await load(x, "results");
  const as = readerOf(x, row, x.query(query).as !== undefined);
  return x.json(await repliesTo(x.ctx, { formId: row.id, as: as === "exact" ? "staff" : as }));
}

async function exportCsv(x: Exchange): Promise<Response> {
  const row = await load(x, "build");
  const { head, portions } = await exportReplies(x.ctx, row, x.lang);
  return csvResponse(row.code, head, portions);
}

async function exportXlsx(x: Exchange): Promise<Response> {
  const row = await load(x, "build");
  const { head, portions } = await exportReplies(x.ctx, row, x.lang);
  const rows = await exportRows(x.ctx, row, x.lang);
  const sheet = viewOf(x).t.results.rowsSheet;
  return xlsxResponse(row.code, head, portions, {
    zone: x.ctx.region.timeZone,
    ...(rows !== undefined && {
      further: [{ sheet, columns: rows.head, portions: rows.portions }],
    }),
  });
}

/** CSV has no second sheet: the rows inside of answers are a file of their own; a form without such has none. */
async function exportRowsCsv(x: Exchange): Promise<Response> {
  const row = await load(x, "build");
  const rows = await exportRows(x.ctx, row, x.lang);
  if (rows === undefined) return x.go(`/forms/${row.code}/results`);
  return csvResponse(`${row.code}-rows`, rows.head, rows.portions);
}

async function exportAll(x: Exchange): Promise<Response> {
  const row = await load(x, "build");
  return new Response(textStream(exportJson(x.ctx, row)), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${row.code}-replies.json"`,
    },
  });
}

type Keying = {
  answers: Answers;
  errors?: Record<string, string>;
  refusal?: string | undefined;
  key?: string | undefined;
  status?: number;
};

async function keyPage(x: Exchange, row: Form, keying: Keying): Promise<Response> {
  const { definition, version } = found(await findForm(x.ctx, row.id));
  const view = viewOf(x);
  const { answers, errors = {}, refusal, key = x.ctx.newId(), status } = keying;
  return x.page({
    title: view.t.results.keyTitle,
    section: "forms",
    islands: ["okno-form"],
    crumbs: [
      { label: view.t.builder.title, href: x.href("/admin/forms") },
      { label: row.title, href: x.href(`/admin/forms/${row.code}`) },
    ],
    ...(status !== undefined && { status }),
    body: (
      <KeyPage
        view={view}
        form={{ code: row.code, version }}
        definition={definition}
        answers={answers}
        errors={errors}
        refusal={refusal}
        ground={await fieldGround(x.ctx, definition)}
        sendKey={key}
        action={x.href(`/admin/forms/${row.code}/paper`)}
      />
    ),
  });
}

async function showKeys(x: Exchange): Promise<Response> {
  return keyPage(x, await load(x, "build"), { answers: {} });
}

/** A sheet is kept and the next one begins; gaps of the paper stay gaps where the keeper says so. */
async function postKeys(x: Exchange): Promise<Response> {
  const row = await load(x, "build");
  const { definition, version } = found(await findForm(x.ctx, row.id));
  const page = await readPosted(x.ctx, x.request, definition);
  const key = page.field("key");
  try {
    await sendReply(x.ctx, {
      formId: row.id,
      answers: page.answers,
      key: key ?? "",
      formVersion: version,
      source: "paper",
      gaps: page.field("gaps") !== undefined,
    });
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "invalid" && error.kind !== "conflict"))
      throw error;
    return keyPage(x, row, {
      answers: page.answers,
      errors: answerErrors(x, evaluate(definition, page.answers)),
      refusal: x.say(error.reason, error.values),
      key,
      status: statusOf[error.kind],
    });
  }
  const { paper } = await countReplies(x.ctx, row.id);
  return x.go(`/admin/forms/${row.code}/paper`, viewOf(x).t.results.keySaved(paper));
}
