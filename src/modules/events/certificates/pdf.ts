import type { Ctx } from "#base/context.ts";
import { createPdf, finishPdf, type Pdf } from "#base/documents/index.ts";
import { qrPath } from "#base/ui/content/qr.tsx";
import type { Lang } from "#base/messages.ts";
import { certificateUrl } from "./actions.ts";
import type { Certificate } from "./store.ts";
import { certificateMessages } from "./messages.ts";
import { formatFullDateRange } from "../attendance/view.ts";
import type { Event } from "../store.ts";

/** Size of a landscape A4 sheet, in points. */
const sheet = { width: 842, height: 595 };
const margin = 60;
const innerWidth = sheet.width - 2 * margin;
const colours = {
  ink: "#10232b",
  soft: "#495d66",
  accent: "#0a5564",
  light: "#ffd25e",
  line: "#6d8088",
};

/** Renders the certificate as PDF: A4 landscape, the name large, number and QR code below. */
export async function renderCertificatePdf(
  ctx: Ctx,
  { certificate, event, lang }: { certificate: Certificate; event: Event; lang: Lang },
): Promise<Buffer> {
  const t = certificateMessages[lang];
  const region = ctx.region.name[lang];
  const pdf = createPdf({
    title: `${t.paper.title}: ${certificate.name}`,
    lang,
    createdAt: certificate.issued_at,
    author: region,
    landscape: true,
    margins: { top: margin, right: margin, bottom: 30, left: margin },
  });
  drawFrame(pdf);
  drawLine(pdf, region, { y: 62, size: 12, colour: colours.soft, left: 52 });
  drawLine(pdf, t.paper.title, { y: 120, size: 34, face: "bold", colour: colours.accent });
  drawLine(pdf, t.paper.says, { y: 176, size: 13, colour: colours.soft });
  drawFullName(pdf, certificate.name);
  drawLine(pdf, t.paper.tookPart(t.kinds[event.kind] ?? ""), {
    y: 268,
    size: 13,
    colour: colours.soft,
  });
  const end = drawTitle(pdf, `«${event.title}»`, 290);
  drawLine(
    pdf,
    [
      formatFullDateRange({ lang, zone: ctx.region.timeZone }, event),
      t.hours(certificate.hours),
    ].join(", "),
    {
      y: end + 14,
      size: 14,
      colour: colours.ink,
    },
  );
  drawFooter(pdf, {
    url: certificateUrl(ctx, certificate.code),
    number: certificate.number,
    words: t,
  });
  return finishPdf(pdf);
}

/** Draws the emblem, a window with one lit pane, and a thin frame around the sheet. */
function drawFrame(pdf: Pdf): void {
  pdf.lineWidth(1.2).strokeColor(colours.line);
  pdf.roundedRect(24, 24, sheet.width - 48, sheet.height - 48, 8).stroke();
  pdf.save().translate(margin, 52).scale(1.1);
  pdf.rect(19, 4, 9, 9).fill(colours.light);
  pdf.lineWidth(2.5).strokeColor(colours.ink);
  pdf.roundedRect(3.25, 3.25, 25.5, 25.5, 3.5).stroke();
  pdf.moveTo(18.25, 4).lineTo(18.25, 28).moveTo(18.25, 13.25).lineTo(28, 13.25).stroke();
  pdf.restore();
}

type PdfLineOptions = {
  y: number;
  size: number;
  colour: string;
  face?: "regular" | "semibold" | "bold";
  left?: number;
};

/** Draws one line, reduced until it fits. */
function drawLine(
  pdf: Pdf,
  text: string,
  { y, size, colour, face = "regular", left = 0 }: PdfLineOptions,
): void {
  let fitting = size;
  pdf.font(face).fontSize(fitting);
  while (pdf.widthOfString(text) > innerWidth - left && fitting > 9) pdf.fontSize((fitting -= 1));
  pdf.fillColor(colour).text(text, margin + left, y, { lineBreak: false });
}

/** Draws the name in one large line; a very long one in two lines rather than in small print. */
function drawFullName(pdf: Pdf, text: string): void {
  const [top, room] = [204, 58];
  pdf.font("bold").fontSize(24);
  if (pdf.widthOfString(text) <= innerWidth) {
    drawLine(pdf, text, { y: top, size: 38, face: "bold", colour: colours.ink });
    return;
  }
  let size = 22;
  while (pdf.fontSize(size).heightOfString(text, { width: innerWidth }) > room && size > 10)
    size -= 1;
  pdf.fillColor(colours.ink).text(text, margin, top, { width: innerWidth });
}

/** Draws a title of one to three lines; returns the y of its end. */
function drawTitle(pdf: Pdf, text: string, y: number): number {
  let size = 20;
  pdf.font("semibold").fontSize(size);
  const height = () => pdf.heightOfString(text, { width: innerWidth });
  while (height() > 84 && size > 10) pdf.fontSize((size -= 1));
  pdf.fillColor(colours.ink).text(text, margin, y, { width: innerWidth });
  return y + height();
}

function drawFooter(
  pdf: Pdf,
  parts: { url: string; number: string; words: (typeof certificateMessages)["ru"] },
): void {
  const { url, number, words: messages } = parts;
  const [size, top] = [104, 440];
  const { side, path } = qrPath(url);
  pdf
    .save()
    .translate(sheet.width - margin - size, top)
    .scale(size / side);
  pdf.lineWidth(1).strokeColor("#000000").path(path).stroke();
  pdf.restore();
  drawLine(pdf, messages.paper.number(number), {
    y: top + 36,
    size: 13,
    face: "semibold",
    colour: colours.ink,
  });
  drawLine(pdf, messages.paper.check, { y: top + 58, size: 10, colour: colours.soft });
  drawLine(pdf, url.replace(/^https?:\/\//, ""), { y: top + 74, size: 10, colour: colours.soft });
}
