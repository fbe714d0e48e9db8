import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { attachmentResponse, saveAttachment } from "#base/files/attachments.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { orNotFound, type Refusal, invalidField } from "#base/refusal.ts";
import { readEventParam } from "../load.ts";
import { PaperEntryPage, PaperListsPage, PaperSheetPage } from "./paper-page.tsx";
import {
  enterPaperList,
  createPaperList,
  findNamesakes,
  paperListInput,
  listPaperLists,
  loadPaperList,
  parseHandwritten,
} from "./paper-actions.ts";
import { parseRowNumbers } from "../attendance/presence.ts";
import { listMarkableSessions } from "../attendance/store.ts";
import {
  newPageForm,
  eventCrumbs,
  eventPath,
  attendanceViewContext,
  attendanceMessages,
} from "../attendance/view.ts";
import type { Event } from "../store.ts";

const permission = "events.event.registrations";

function listNumberParam(c: RequestContext): number {
  const text = c.param("list");
  return Number(orNotFound(/^\d{1,4}$/.test(text) ? text : undefined));
}

async function renderPaperLists(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  return c.page({
    title: view.t.paper.title,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    status,
    body: (
      <PaperListsPage
        viewContext={view}
        event={event}
        lists={await listPaperLists(c.ctx, event.id)}
        sessions={await listMarkableSessions(c.ctx, event.id)}
        form={form}
      />
    ),
  });
}

async function renderPaperSheet(c: RequestContext): Promise<Response> {
  const { event, list, rows } = await loadPaperList(c.ctx, c.param("number"), listNumberParam(c));
  const view = await attendanceViewContext(c);
  return c.page({
    title: view.t.paper.sheetTitle(event.title),
    breadcrumb: view.t.paper.name(list.number),
    section: "events",
    breadcrumbs: paperCrumbs(c, event, view.t.paper.title),
    body: <PaperSheetPage viewContext={view} event={event} list={list} rows={rows} />,
  });
}

const paperCrumbs = (c: RequestContext, event: Event, label: string) => [
  ...eventCrumbs(c, event),
  { label, href: c.href(eventPath(event, "/paper")) },
];

async function renderEntryForm(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const { event, list, rows } = await loadPaperList(c.ctx, c.param("number"), listNumberParam(c));
  const view = await attendanceViewContext(c);
  const namesakes = await findNamesakes(c.ctx, parseHandwritten(form.values.written ?? ""));
  return c.page({
    title: view.t.paper.keyTitle(list.number),
    section: "events",
    breadcrumbs: paperCrumbs(c, event, view.t.paper.title),
    status,
    body: (
      <PaperEntryPage
        viewContext={view}
        event={event}
        list={list}
        rows={rows}
        namesakes={namesakes}
        form={form}
      />
    ),
  });
}

const paperEntryForm = z
  .object({
    numbers: z.string().max(2000).default(""),
    rows: z.array(z.string().regex(/^\d{1,4}$/)).default([]),
    written: z.string().max(20_000).default(""),
    scans: z.array(z.file()).max(20).default([]),
    kept: z.array(z.uuid()).max(20).default([]),
  })
  .loose();

/**
 * Enters the list. Scans saved meanwhile are added to `savedScans`, so that a refused form returns
 * with them.
 */
async function submitPaperEntry(
  c: RequestContext,
  input: z.output<typeof paperEntryForm>,
  savedScans: string[],
): Promise<Response> {
  const { event, list } = await loadPaperList(c.ctx, c.param("number"), listNumberParam(c));
  const typed = parseRowNumbers(input.numbers, list.contacts.length);
  if (typed.wrong.length > 0) throw wrongRowsRefusal(typed.wrong, list.contacts.length);
  savedScans.push(...input.kept, ...(await saveScans(c, input.scans)));
  const chosen = Object.entries(input).flatMap(([name, value]) =>
    name.startsWith("who-") && typeof value === "string" ? [[name.slice(4), value]] : [],
  );
  const { marked } = await enterPaperList(
    c.ctx,
    { key: event.id, number: list.number },
    {
      numbers: [...new Set([...typed.numbers, ...input.rows.map(Number)])],
      written: parseHandwritten(input.written),
      chosen: Object.fromEntries(chosen) as Record<string, string>,
      scans: savedScans,
    },
  );
  return c.redirect(eventPath(event, "/presence"), attendanceMessages(c).paper.saved(marked));
}

/** Creates the refusal of row numbers: beyond the last row, or not a number at all. */
function wrongRowsRefusal(wrong: readonly string[], last: number): Refusal {
  const beyond = wrong.every((part) => /^\d+(-\d+)?$/.test(part));
  const reason = beyond ? "events.no-such-row" : "events.numbers-wrong";
  return invalidField("numbers", reason, { rows: wrong.join(", "), wrong: wrong.join(", "), last });
}

async function saveScans(c: RequestContext, files: readonly File[]): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    const bytes = Buffer.from(await file.arrayBuffer());
    ids.push(await saveAttachment(c.ctx, { name: file.name, bytes, field: "scans" }));
  }
  return ids;
}

export const paperRoutes: Route[] = [
  { method: "get", path: "/events/:number/paper", permission, handle: (c) => renderPaperLists(c) },
  actionRoute({
    path: "/events/:number/paper",
    permission,
    schema: paperListInput,
    async act(c, input) {
      const list = await createPaperList(c.ctx, c.param("number"), input);
      return {
        path: `/events/${c.param("number")}/paper/${list.number}`,
        flash: attendanceMessages(c).paper.made(list.number),
      };
    },
    onInvalid: (c, form, status) => renderPaperLists(c, { form, status }),
  }),
  { method: "get", path: "/events/:number/paper/:list", permission, handle: renderPaperSheet },
  {
    method: "get",
    path: "/events/:number/paper/:list/scans/:scan",
    permission,
    handle: async (c) => {
      const { list } = await loadPaperList(c.ctx, c.param("number"), listNumberParam(c));
      const scan = c.param("scan");
      return attachmentResponse(c.ctx, orNotFound(list.scans.includes(scan) ? scan : undefined));
    },
  },
  {
    method: "get",
    path: "/events/:number/paper/:list/key",
    permission,
    handle: (c) => renderEntryForm(c),
  },
  actionRoute({
    path: "/events/:number/paper/:list/key",
    permission,
    maxBody: 105 * 1024 * 1024,
    schema: paperEntryForm,
    load: (): string[] => [],
    act: (c, input, savedScans) => submitPaperEntry(c, input, savedScans),
    onInvalid: (c, form, status, savedScans) =>
      renderEntryForm(c, {
        form: { ...form, lists: { ...form.lists, kept: [...savedScans] } },
        status,
      }),
  }),
];
