import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { toDocx, toPdf, type TextDocument } from "#base/documents/index.ts";
import { docxResponse, pdfResponse } from "#base/http/download.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { filledForm, type FormState } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { loadProjectCard } from "#modules/projects/index.ts";
import { loadProjectProgress } from "../board/progress.ts";
import { isAllowed, loadAuthorizedProject } from "../load.ts";
import { listCountedRows } from "../measure.ts";
import { ReportPage, ReportsPage, ReportTextsPage } from "./page.tsx";
import { indicatorPolicy } from "../policy.ts";
import { reportDocument, type ReportAnnex, type ReportTexts } from "./document.ts";
import { yearReportDocument } from "./year-document.ts";
import { selectReport, listYearReports, type IndicatorReport, type ReportOwner } from "./store.ts";
import {
  authorizeReportOwner,
  sendReport,
  toSentDocument,
  reportTextsInput,
  saveReportTexts,
  type ReportKey,
} from "./actions.ts";
import { eventNames, createIndicatorViewContext, type IndicatorViewContext } from "../view.ts";

/** Maximum rows of one indicator in the annex; the board has the rest. */
const maxAnnexRows = 40;

/** Sorts rows newest first, then by title: the same facts always give the same document. */
const sortByDay = (rows: readonly CountedRow[]): CountedRow[] =>
  rows.toSorted((a, b) => (b.day < a.day ? -1 : b.day > a.day ? 1 : a.title < b.title ? -1 : 1));

/** A kind of report: a project's, or the centre's year. */
type ReportKind = {
  path: string;
  permission: string;
  key(c: RequestContext): ReportKey;
  at(c: RequestContext): string;
  /** Loads the report's owner; throws unless the actor may read it. */
  owner(c: RequestContext): Promise<{ of: ReportOwner; mayWrite: boolean; board?: string }>;
  draft(c: RequestContext, view: IndicatorViewContext, texts: ReportTexts): Promise<TextDocument>;
};

const projectReport: ReportKind = {
  path: "/projects/:number/report",
  permission: "indicators.indicator.report",
  key: (c) => ({ project: c.param("number") }),
  at: (c) => `/projects/${c.param("number")}/report`,
  async owner(c) {
    const project = await loadAuthorizedProject(c.ctx, c.param("number"), { action: "read" });
    return {
      of: { project_id: project.id, year: null },
      mayWrite: isAllowed(c.ctx, project, "report"),
      board: c.href(`/projects/${project.number}/indicators`),
    };
  },
  async draft(c, view, texts) {
    const card = await loadProjectCard(c.ctx, c.param("number"));
    const figures = await loadProjectProgress(c.ctx, card.project.id);
    // A sent report is public: its annex titles rows as a guest may read them.
    const eyes: Ctx = { ...c.ctx, actor: { kind: "guest" } };
    const annex: ReportAnnex[] = [];
    for (const figure of figures) {
      const { rows, after } = await listCountedRows(eyes, figure.indicator, {
        limit: maxAnnexRows,
      });
      annex.push({
        indicator: figure,
        rows: sortByDay(rows.filter((row) => row.confirmed)),
        hasMore: after !== undefined,
      });
    }
    const events = await eventNames(
      c,
      figures.map(({ indicator }) => indicator),
    );
    return reportDocument({
      viewContext: view,
      card,
      indicators: figures,
      annex,
      texts,
      events,
      url: c.ctx.app.url,
    });
  },
};

const yearParam = z.coerce.number().int().min(2000).max(2100);

function parseYear(c: RequestContext): number {
  const year = yearParam.safeParse(c.param("year"));
  if (!year.success) throw notFound("base.not-found");
  return year.data;
}

const yearReport: ReportKind = {
  path: "/report/:year",
  permission: "indicators.indicator.reportYear",
  key: (c) => ({ year: parseYear(c) }),
  at: (c) => `/report/${parseYear(c)}`,
  owner: async (c) => ({
    of: { project_id: null, year: parseYear(c) },
    mayWrite: may(indicatorPolicy, c.ctx.actor, "reportYear"),
  }),
  draft: (c, view, texts) =>
    yearReportDocument(c.ctx, { viewContext: view, year: parseYear(c), texts }),
};

type LoadedReport = {
  viewContext: IndicatorViewContext;
  report: IndicatorReport | undefined;
  mayWrite: boolean;
  board?: string;
  /** Loads the sent report, or the draft for those who write it. */
  document: TextDocument | undefined;
};

async function loadReport(c: RequestContext, kind: ReportKind): Promise<LoadedReport> {
  const view = await createIndicatorViewContext(c);
  const { of, mayWrite, ...rest } = await kind.owner(c);
  const report = await selectReport(c.ctx, of);
  const sent = report === undefined ? undefined : toSentDocument(report);
  const document = sent ?? (mayWrite ? await kind.draft(c, view, report?.texts ?? {}) : undefined);
  return { viewContext: view, report, mayWrite, document, ...rest };
}

async function renderReport(c: RequestContext, kind: ReportKind): Promise<Response> {
  const { viewContext: view, report, mayWrite, document, board } = await loadReport(c, kind);
  return c.page({
    title: document?.title ?? view.t.report.title,
    section: "indicators",
    breadcrumb: view.t.report.title,
    breadcrumbs: [
      board === undefined
        ? { label: view.t.report.allTitle, href: c.href("/report") }
        : { label: view.t.title, href: board },
    ],
    body: (
      <ReportPage
        viewContext={view}
        at={c.href(kind.at(c))}
        document={document}
        report={report}
        board={board}
        mayWrite={mayWrite}
        sendWord={kind === yearReport ? view.t.report.publish : view.t.report.send}
      />
    ),
  });
}

async function renderTextsForm(
  c: RequestContext,
  kind: ReportKind,
  form?: FormState,
  status = 200,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const report = await selectReport(c.ctx, await authorizeReportOwner(c.ctx, kind.key(c)));
  const filled = filledForm({ ...report?.texts, version: String(report?.version ?? 0) });
  return c.page({
    title: view.t.report.editTitle,
    section: "indicators",
    status,
    breadcrumbs: [{ label: view.t.report.title, href: c.href(kind.at(c)) }],
    body: <ReportTextsPage viewContext={view} at={c.href(kind.at(c))} form={form ?? filled} />,
  });
}

async function postReport(c: RequestContext, kind: ReportKind): Promise<Response> {
  await authorizeReportOwner(c.ctx, kind.key(c));
  const { viewContext: view, document } = await loadReport(c, kind);
  await sendReport(c.ctx, kind.key(c), orNotFound(document));
  return c.redirect(kind.at(c), view.t.report.sentFlash);
}

function reportKindRoutes(kind: ReportKind): Route[] {
  const read = kind === yearReport ? "public" : "indicators.indicator.read";
  const file = async (given: RequestContext, ending: "docx" | "pdf") => {
    const c = kind === yearReport ? withoutExtension(given, `.${ending}`) : given;
    const document = orNotFound((await loadReport(c, kind)).document);
    return ending === "docx"
      ? docxResponse(document.title, await toDocx(document))
      : pdfResponse(document.title, await toPdf(document));
  };
  const filePath = (ending: string) =>
    kind === yearReport ? `/report/:year{[^/]+\\.${ending}}` : `${kind.path}.${ending}`;
  return [
    { method: "get", path: filePath("docx"), permission: read, handle: (c) => file(c, "docx") },
    { method: "get", path: filePath("pdf"), permission: read, handle: (c) => file(c, "pdf") },
    { method: "get", path: kind.path, permission: read, handle: (c) => renderReport(c, kind) },
    {
      method: "get",
      path: `${kind.path}/edit`,
      permission: kind.permission,
      handle: (c) => renderTextsForm(c, kind),
    },
    actionRoute({
      path: `${kind.path}/edit`,
      permission: kind.permission,
      schema: reportTextsInput,
      async act(c, input) {
        await saveReportTexts(c.ctx, kind.key(c), input);
        return {
          path: kind.at(c),
          flash: (await createIndicatorViewContext(c)).t.report.savedFlash,
        };
      },
      onInvalid: (c, form, status) => renderTextsForm(c, kind, form, status),
    }),
    {
      method: "post",
      path: `${kind.path}/send`,
      permission: kind.permission,
      handle: (c) => postReport(c, kind),
    },
  ];
}

const withoutExtension = (c: RequestContext, ending: string): RequestContext => ({
  ...c,
  param: (name) => c.param(name).slice(0, -ending.length),
});

/** Shows the centre's reports by year, with a button to create this year's. */
async function renderYears(c: RequestContext): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const mayWrite = may(indicatorPolicy, c.ctx.actor, "reportYear");
  const known = (await listYearReports(c.ctx, { drafts: mayWrite })).flatMap(
    ({ year, sent_at: at }) => (year === null ? [] : [{ year, sentAt: at }]),
  );
  const current = Number(view.today.slice(0, 4));
  const fresh = mayWrite && !known.some(({ year }) => year === current);
  return c.page({
    title: view.t.report.allTitle,
    section: "indicators",
    body: (
      <ReportsPage
        viewContext={view}
        reports={fresh ? [{ year: current, sentAt: null }, ...known] : known}
      />
    ),
  });
}

export const reportRoutes: readonly Route[] = [
  { method: "get", path: "/report", permission: "public", handle: renderYears },
  ...reportKindRoutes(projectReport),
  ...reportKindRoutes(yearReport),
];
