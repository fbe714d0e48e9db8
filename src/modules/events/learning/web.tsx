import { toPdf, type TextDocument } from "#base/documents/index.ts";
import { pdfResponse } from "#base/http/download.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { formatNumber } from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import { certificateWords } from "../certificates/messages.ts";
import { learningPath } from "./private-links.ts";
import { learningByLink, learningOfAccount, type Learning } from "./reads.ts";
import { LearningPage } from "./page.tsx";
import { presenceReader, sayFullDay } from "../attendance/view.ts";

function byLink(x: Exchange): Promise<Learning> {
  const contact = x.param("contact");
  return learningByLink(x.ctx, {
    contact: found(isUuid(contact) ? contact : undefined),
    token: x.param("token"),
  });
}

async function show(x: Exchange, learning: Learning | undefined, pdf: string): Promise<Response> {
  const words = certificateWords[x.lang];
  const page = x.page({
    title: words.learning.title,
    section: "events",
    body: (
      <LearningPage
        reader={await presenceReader(x)}
        words={words}
        learning={learning}
        pdf={x.href(pdf)}
      />
    ),
  });
  return secretly(page);
}

/** The extract on paper: the same rows, as of today. */
function learningDocument(
  x: Pick<Exchange, "lang" | "ctx">,
  { contact, lines, hours }: Learning,
): TextDocument {
  const t = certificateWords[x.lang].learning;
  const how = { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() };
  return {
    title: `${t.extract}: ${fullName(contact)}`,
    lang: x.lang,
    createdAt: x.ctx.now(),
    author: x.ctx.region.name[x.lang],
    header: x.ctx.region.name[x.lang],
    blocks: [
      { kind: "heading", level: 1, text: t.extract },
      { kind: "paragraph", text: [{ text: fullName(contact), bold: true }] },
      {
        kind: "paragraph",
        text: `${t.asOf(sayFullDay(how, x.ctx.now()))}. ${t.total(lines.length, hours)}`,
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
          sayFullDay(how, event.starts_at),
          certificate === undefined ? "" : formatNumber(certificate.hours, how),
          certificate?.number ?? "",
        ]),
      },
    ],
  };
}

async function sendPdf(x: Exchange, learning: Learning): Promise<Response> {
  const pdf = await toPdf(learningDocument(x, learning));
  return secretly(pdfResponse(certificateWords[x.lang].learning.extract, pdf));
}

const limit = { name: "events-learning", requests: 60, seconds: 600 };

export const learningRoutes: Route[] = [
  {
    method: "get",
    path: "/my/learning",
    asks: "signed-in",
    handle: async (x) => show(x, await learningOfAccount(x.ctx), "/my/learning/pdf"),
  },
  {
    method: "get",
    path: "/my/learning/pdf",
    asks: "signed-in",
    handle: async (x) => sendPdf(x, found(await learningOfAccount(x.ctx))),
  },
  {
    method: "get",
    path: "/learning/:contact/:token",
    asks: "public",
    limit,
    handle: async (x) => {
      const learning = await byLink(x);
      return show(x, learning, `${learningPath(x.ctx, x.param("contact"))}/pdf`);
    },
  },
  {
    method: "get",
    path: "/learning/:contact/:token/pdf",
    asks: "public",
    limit,
    handle: async (x) => sendPdf(x, await byLink(x)),
  },
];
