import { toPdf, type TextDocument } from "#base/documents/index.ts";
import { pdfResponse } from "#base/http/download.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { formatNumber } from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import { certificateMessages } from "../certificates/messages.ts";
import { learningPath } from "./private-links.ts";
import { findLearningByLink, findLearningOfAccount, type LearningRecord } from "./reads.ts";
import { LearningPage } from "./page.tsx";
import { attendanceViewContext, contactIdParam, formatFullDate } from "../attendance/view.ts";

function learningFromLink(c: RequestContext): Promise<LearningRecord> {
  return findLearningByLink(c.ctx, { contact: contactIdParam(c), token: c.param("token") });
}

async function renderLearning(
  c: RequestContext,
  learning: LearningRecord | undefined,
  pdf: string,
): Promise<Response> {
  const words = certificateMessages[c.lang];
  const page = c.page({
    title: words.learning.title,
    section: "events",
    body: (
      <LearningPage
        viewContext={await attendanceViewContext(c)}
        words={words}
        learning={learning}
        pdf={c.href(pdf)}
      />
    ),
  });
  return withPrivateHeaders(page);
}

/** Renders the extract: the same rows as the page, as of today. */
function renderLearningPdf(
  c: Pick<RequestContext, "lang" | "ctx">,
  { contact, lines, hours }: LearningRecord,
): TextDocument {
  const t = certificateMessages[c.lang].learning;
  const how = { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() };
  return {
    title: `${t.extract}: ${fullName(contact)}`,
    lang: c.lang,
    createdAt: c.ctx.now(),
    author: c.ctx.region.name[c.lang],
    header: c.ctx.region.name[c.lang],
    blocks: [
      { kind: "heading", level: 1, text: t.extract },
      { kind: "paragraph", text: [{ text: fullName(contact), bold: true }] },
      {
        kind: "paragraph",
        text: `${t.asOf(formatFullDate(how, c.ctx.now()))}. ${t.total(lines.length, hours)}`,
      },
      {
        kind: "table",
        columns: [
          { head: t.event, width: 4 },
          { head: t.day, width: 2 },
          { head: t.hours, width: 1, align: "right" },
          { head: t.certificate, width: 2 },
        ],
        rows: lines.map(({ event, certificate }) => [
          event.title,
          formatFullDate(how, event.starts_at),
          certificate === undefined ? "" : formatNumber(certificate.hours, how),
          certificate?.number ?? "",
        ]),
      },
    ],
  };
}

async function respondPdf(c: RequestContext, learning: LearningRecord): Promise<Response> {
  const pdf = await toPdf(renderLearningPdf(c, learning));
  return withPrivateHeaders(pdfResponse(certificateMessages[c.lang].learning.extract, pdf));
}

const rateLimit = { name: "events-learning", requests: 60, seconds: 600 };

export const learningRoutes: Route[] = [
  {
    method: "get",
    path: "/my/learning",
    permission: "signed-in",
    handle: async (c) => renderLearning(c, await findLearningOfAccount(c.ctx), "/my/learning/pdf"),
  },
  {
    method: "get",
    path: "/my/learning/pdf",
    permission: "signed-in",
    handle: async (c) => respondPdf(c, orNotFound(await findLearningOfAccount(c.ctx))),
  },
  {
    method: "get",
    path: "/learning/:contact/:token",
    permission: "public",
    limit: rateLimit,
    handle: async (c) => {
      const learning = await learningFromLink(c);
      return renderLearning(c, learning, `${learningPath(c.ctx, c.param("contact"))}/pdf`);
    },
  },
  {
    method: "get",
    path: "/learning/:contact/:token/pdf",
    permission: "public",
    limit: rateLimit,
    handle: async (c) => respondPdf(c, await learningFromLink(c)),
  },
];
