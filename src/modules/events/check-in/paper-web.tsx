import { z } from "zod";
import { attachmentResponse, keepAttachment } from "#base/files/attachments.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { found, invalid, type Refusal } from "#base/refusal.ts";
import { readAllowed } from "../load.ts";
import { PaperKeyPage, PaperListsPage, PaperSheetPage } from "./paper-page.tsx";
import {
  keyPaperList,
  makePaperList,
  namesakesOf,
  paperInput,
  paperListsOf,
  readPaperList,
  readWritten,
} from "./paper.ts";
import { readRowNumbers } from "../attendance/presence.ts";
import { sessionsToMark } from "../attendance/store.ts";
import { crumbsOf, eventPath, presenceReader, presenceWords } from "../attendance/view.ts";
import type { Event } from "../store.ts";

const number = (x: Exchange) => x.param("number");
const asks = "events.event.registrations";

function listNumber(x: Exchange): number {
  const text = x.param("list");
  return Number(found(/^\d{1,4}$/.test(text) ? text : undefined));
}

async function showLists(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  return x.page({
    title: reader.t.paper.title,
    section: "events",
    crumbs: crumbsOf(x, event),
    status,
    body: (
      <PaperListsPage
        reader={reader}
        event={event}
        lists={await paperListsOf(x.ctx, event.id)}
        sessions={await sessionsToMark(x.ctx, event.id)}
        form={form}
      />
    ),
  });
}

async function showSheet(x: Exchange): Promise<Response> {
  const { event, list, rows } = await readPaperList(x.ctx, number(x), listNumber(x));
  const reader = await presenceReader(x);
  return x.page({
    title: reader.t.paper.sheetTitle(event.title),
    crumb: reader.t.paper.name(list.number),
    section: "events",
    crumbs: crumbsToPaper(x, event, reader.t.paper.title),
    body: <PaperSheetPage reader={reader} event={event} list={list} rows={rows} />,
  });
}

const crumbsToPaper = (x: Exchange, event: Event, label: string) => [
  ...crumbsOf(x, event),
  { label, href: x.href(eventPath(event, "/paper")) },
];

async function showKey(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const { event, list, rows } = await readPaperList(x.ctx, number(x), listNumber(x));
  const reader = await presenceReader(x);
  const namesakes = await namesakesOf(x.ctx, readWritten(form.values.written ?? ""));
  return x.page({
    title: reader.t.paper.keyTitle(list.number),
    section: "events",
    crumbs: crumbsToPaper(x, event, reader.t.paper.title),
    status,
    body: (
      <PaperKeyPage
        reader={reader}
        event={event}
        list={list}
        rows={rows}
        namesakes={namesakes}
        form={form}
      />
    ),
  });
}

const keyForm = z
  .object({
    numbers: z.string().max(2000).default(""),
    rows: z.array(z.string().regex(/^\d{1,4}$/)).default([]),
    written: z.string().max(20_000).default(""),
    scans: z.array(z.file()).max(20).default([]),
    kept: z.array(z.uuid()).max(20).default([]),
  })
  .loose();

/** `kept` gathers the pictures taken over, so that a form refused after that comes back with them. */
async function key(
  x: Exchange,
  input: z.output<typeof keyForm>,
  kept: string[],
): Promise<Response> {
  const { event, list } = await readPaperList(x.ctx, number(x), listNumber(x));
  const typed = readRowNumbers(input.numbers, list.contacts.length);
  if (typed.wrong.length > 0) throw wrongNumbers(typed.wrong, list.contacts.length);
  kept.push(...input.kept, ...(await keepScans(x, input.scans)));
  const chosen = Object.entries(input).flatMap(([name, value]) =>
    name.startsWith("who-") && typeof value === "string" ? [[name.slice(4), value]] : [],
  );
  const { marked } = await keyPaperList(
    x.ctx,
    { key: event.id, number: list.number },
    {
      numbers: [...new Set([...typed.numbers, ...input.rows.map(Number)])],
      written: readWritten(input.written),
      chosen: Object.fromEntries(chosen) as Record<string, string>,
      scans: kept,
    },
  );
  return x.go(eventPath(event, "/presence"), presenceWords(x).paper.saved(marked));
}

/** A number past the last row is another slip than a word among the numbers. */
function wrongNumbers(wrong: readonly string[], last: number): Refusal {
  const beyond = wrong.every((part) => /^\d+(-\d+)?$/.test(part));
  const reason = beyond ? "events.no-such-row" : "events.numbers-wrong";
  return invalid(reason, {
    values: { rows: wrong.join(", "), wrong: wrong.join(", "), last },
    fields: { numbers: reason },
  });
}

async function keepScans(x: Exchange, files: readonly File[]): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    const bytes = Buffer.from(await file.arrayBuffer());
    ids.push(await keepAttachment(x.ctx, { name: file.name, bytes, field: "scans" }));
  }
  return ids;
}

export const paperRoutes: Route[] = [
  { method: "get", path: "/events/:number/paper", asks, handle: (x) => showLists(x) },
  {
    method: "post",
    path: "/events/:number/paper",
    asks,
    handle: (x) =>
      submit(x, {
        schema: paperInput,
        act: async (input) => {
          const list = await makePaperList(x.ctx, number(x), input);
          return x.go(
            `/events/${number(x)}/paper/${list.number}`,
            presenceWords(x).paper.made(list.number),
          );
        },
        again: (form, status) => showLists(x, form, status),
      }),
  },
  { method: "get", path: "/events/:number/paper/:list", asks, handle: showSheet },
  {
    method: "get",
    path: "/events/:number/paper/:list/scans/:scan",
    asks,
    handle: async (x) => {
      const { list } = await readPaperList(x.ctx, number(x), listNumber(x));
      const scan = x.param("scan");
      return attachmentResponse(x.ctx, found(list.scans.includes(scan) ? scan : undefined));
    },
  },
  { method: "get", path: "/events/:number/paper/:list/key", asks, handle: (x) => showKey(x) },
  {
    method: "post",
    path: "/events/:number/paper/:list/key",
    asks,
    maxBody: 105 * 1024 * 1024,
    handle: (x) => {
      const kept: string[] = [];
      return submit(x, {
        schema: keyForm,
        act: (input) => key(x, input, kept),
        again: (form, status) =>
          showKey(x, { ...form, lists: { ...form.lists, kept: [...kept] } }, status),
      });
    },
  },
];
