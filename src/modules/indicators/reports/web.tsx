import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountedRow } from "#base/ports/count-source.ts";
import { toDocx, toPdf, type TextDocument } from "#base/documents/index.ts";
import { docxResponse, pdfResponse } from "#base/http/download.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import { may } from "#base/policy.ts";
import { found, notFound } from "#base/refusal.ts";
import { projectCard } from "#modules/projects/index.ts";
import { figuresOf } from "../board/progress.ts";
import { allowed, projectFor } from "../load.ts";
import { rowsFor } from "../measure.ts";
import { ReportPage, ReportsPage, TextsPage } from "./page.tsx";
import { promisePolicy } from "../policy.ts";
import { reportDocument, type Annexed, type Texts } from "./document.ts";
import { yearDocument } from "./year-document.ts";
import { findReport, yearReports, type Report, type ReportOf } from "./store.ts";
import {
  reportOwner,
  sendReport,
  sentDocument,
  textsInput,
  writeReport,
  type ReportKey,
} from "./actions.ts";
import { eventNames, readerOf, type Reader } from "../view.ts";

/** Rows of one promise in the annex; the rest stands on the board. */
const mostAnnexed = 40;

/** Newest first, of one day by name: the same facts always give the same document. */
const inOrder = (rows: readonly CountedRow[]): CountedRow[] =>
  rows.toSorted((a, b) => (b.day < a.day ? -1 : b.day > a.day ? 1 : a.title < b.title ? -1 : 1));

/** One of the two reports: a project's, or the centre's year. */
type Kind = {
  path: string;
  asks: string;
  key(x: Exchange): ReportKey;
  at(x: Exchange): string;
  /** Whose it is, for anybody who may read of it. */
  owner(x: Exchange): Promise<{ of: ReportOf; mayWrite: boolean; board?: string }>;
  draft(x: Exchange, reader: Reader, texts: Texts): Promise<TextDocument>;
};

const ofProject: Kind = {
  path: "/projects/:number/report",
  asks: "promises.promise.report",
  key: (x) => ({ project: x.param("number") }),
  at: (x) => `/projects/${x.param("number")}/report`,
  async owner(x) {
    const project = await projectFor(x.ctx, x.param("number"), { action: "read" });
    return {
      of: { project_id: project.id, year: null },
      mayWrite: allowed(x.ctx, project, "report"),
      board: x.href(`/projects/${project.number}/promises`),
    };
  },
  async draft(x, reader, texts) {
    const card = await projectCard(x.ctx, x.param("number"));
    const figures = await figuresOf(x.ctx, card.project.id);
    // The report is for everybody once it is sent: its annex names what a guest may read.
    const eyes: Ctx = { ...x.ctx, actor: { kind: "guest" } };
    const annex: Annexed[] = [];
    for (const figure of figures) {
      const { rows, after } = await rowsFor(eyes, figure.promise, { limit: mostAnnexed });
      annex.push({
        figure,
        rows: inOrder(rows.filter((row) => row.proven)),
        more: after !== undefined,
      });
    }
    const events = await eventNames(
      x,
      figures.map(({ promise }) => promise),
    );
    return reportDocument({ reader, card, figures, annex, texts, events, url: x.ctx.house.url });
  },
};

const yearParam = z.coerce.number().int().min(2000).max(2100);

function yearOf(x: Exchange): number {
  const year = yearParam.safeParse(x.param("year"));
  if (!year.success) throw notFound("base.not-found");
  return year.data;
}

const ofYear: Kind = {
  path: "/report/:year",
  asks: "promises.promise.reportYear",
  key: (x) => ({ year: yearOf(x) }),
  at: (x) => `/report/${yearOf(x)}`,
  owner: async (x) => ({
    of: { project_id: null, year: yearOf(x) },
    mayWrite: may(promisePolicy, x.ctx.actor, "reportYear"),
  }),
  draft: (x, reader, texts) => yearDocument(x.ctx, { reader, year: yearOf(x), texts }),
};

type Loaded = {
  reader: Reader;
  report: Report | undefined;
  mayWrite: boolean;
  board?: string;
  /** Sent, or the draft for those who write it. */
  document: TextDocument | undefined;
};

async function load(x: Exchange, kind: Kind): Promise<Loaded> {
  const reader = await readerOf(x);
  const { of, mayWrite, ...rest } = await kind.owner(x);
  const report = await findReport(x.ctx, of);
  const sent = report === undefined ? undefined : sentDocument(report);
  const document =
    sent ?? (mayWrite ? await kind.draft(x, reader, report?.texts ?? {}) : undefined);
  return { reader, report, mayWrite, document, ...rest };
}

async function show(x: Exchange, kind: Kind): Promise<Response> {
  const { reader, report, mayWrite, document, board } = await load(x, kind);
  return x.page({
    title: document?.title ?? reader.t.report.title,
    section: "promises",
    crumb: reader.t.report.title,
    crumbs: [
      board === undefined
        ? { label: reader.t.report.allTitle, href: x.href("/report") }
        : { label: reader.t.title, href: board },
    ],
    body: (
      <ReportPage
        reader={reader}
        at={x.href(kind.at(x))}
        document={document}
        report={report}
        board={board}
        mayWrite={mayWrite}
        sendWord={kind === ofYear ? reader.t.report.publish : reader.t.report.send}
      />
    ),
  });
}

async function showTexts(
  x: Exchange,
  kind: Kind,
  form?: FormState,
  status = 200,
): Promise<Response> {
  const reader = await readerOf(x);
  const report = await findReport(x.ctx, await reportOwner(x.ctx, kind.key(x)));
  const filled = filledForm({ ...report?.texts, version: String(report?.version ?? 0) });
  return x.page({
    title: reader.t.report.editTitle,
    section: "promises",
    status,
    crumbs: [{ label: reader.t.report.title, href: x.href(kind.at(x)) }],
    body: <TextsPage reader={reader} at={x.href(kind.at(x))} form={form ?? filled} />,
  });
}

async function send(x: Exchange, kind: Kind): Promise<Response> {
  await reportOwner(x.ctx, kind.key(x));
  const { reader, document } = await load(x, kind);
  await sendReport(x.ctx, kind.key(x), found(document));
  return x.go(kind.at(x), reader.t.report.sentFlash);
}

function routesOf(kind: Kind): Route[] {
  const read = kind === ofYear ? "public" : "promises.promise.read";
  const file = async (given: Exchange, ending: "docx" | "pdf") => {
    const x = kind === ofYear ? bare(given, `.${ending}`) : given;
    const document = found((await load(x, kind)).document);
    return ending === "docx"
      ? docxResponse(document.title, await toDocx(document))
      : pdfResponse(document.title, await toPdf(document));
  };
  const filePath = (ending: string) =>
    kind === ofYear ? `/report/:year{[^/]+\\.${ending}}` : `${kind.path}.${ending}`;
  return [
    { method: "get", path: filePath("docx"), asks: read, handle: (x) => file(x, "docx") },
    { method: "get", path: filePath("pdf"), asks: read, handle: (x) => file(x, "pdf") },
    { method: "get", path: kind.path, asks: read, handle: (x) => show(x, kind) },
    {
      method: "get",
      path: `${kind.path}/edit`,
      asks: kind.asks,
      handle: (x) => showTexts(x, kind),
    },
    {
      method: "post",
      path: `${kind.path}/edit`,
      asks: kind.asks,
      handle: (x) =>
        submit(x, {
          schema: textsInput,
          act: async (input) => {
            await writeReport(x.ctx, kind.key(x), input);
            return x.go(kind.at(x), (await readerOf(x)).t.report.savedFlash);
          },
          again: (form, status) => showTexts(x, kind, form, status),
        }),
    },
    { method: "post", path: `${kind.path}/send`, asks: kind.asks, handle: (x) => send(x, kind) },
  ];
}

const bare = (x: Exchange, ending: string): Exchange => ({
  ...x,
  param: (name) => x.param(name).slice(0, -ending.length),
});

/** The centre's reports by year; who writes them begins that of this year here. */
async function showYears(x: Exchange): Promise<Response> {
  const reader = await readerOf(x);
  const mayWrite = may(promisePolicy, x.ctx.actor, "reportYear");
  const known = (await yearReports(x.ctx, { drafts: mayWrite })).flatMap(({ year, sent_at: at }) =>
    year === null ? [] : [{ year, sentAt: at }],
  );
  const current = Number(reader.today.slice(0, 4));
  const fresh = mayWrite && !known.some(({ year }) => year === current);
  return x.page({
    title: reader.t.report.allTitle,
    section: "promises",
    body: (
      <ReportsPage
        reader={reader}
        reports={fresh ? [{ year: current, sentAt: null }, ...known] : known}
      />
    ),
  });
}

export const reportRoutes: readonly Route[] = [
  { method: "get", path: "/report", asks: "public", handle: showYears },
  ...routesOf(ofProject),
  ...routesOf(ofYear),
];
