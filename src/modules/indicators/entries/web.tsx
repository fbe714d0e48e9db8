import type { ComponentChildren } from "preact";
import { z } from "zod";
import { attachmentResponse, keepAttachment } from "#base/files/attachments.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { demand, may } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { personNames } from "#modules/people/index.ts";
import type { Project } from "#modules/projects/index.ts";
import { approveEntry, enterFact, entryInput, refuseEntry, waitingFor } from "./actions.ts";
import { allowed, promiseFor } from "../load.ts";
import { EnterPage, EntriesSection, EntryPage, WaitingPage } from "./page.tsx";
import { promisePolicy } from "../policy.ts";
import { entriesOf, findEntry, personOf, type Entry, type Promised } from "../store.ts";
import { readerOf, type Reader } from "../view.ts";

const section = "promises";

/** What the page of a promise shows of facts entered by hand; nothing for promises that count themselves. */
export async function entriesSection(
  x: Exchange,
  { reader, promise, project }: { reader: Reader; promise: Promised; project: Project },
): Promise<ComponentChildren> {
  if (promise.source !== "promises.entered") return null;
  const entries = (await entriesOf(x.ctx, { promise: promise.id })).filter((entry) =>
    allowed(x.ctx, project, "readEntry", entry.place_id),
  );
  return (
    <EntriesSection
      reader={reader}
      promise={promise}
      entries={entries}
      maySee={entries.length > 0}
      mayEnter={mayEnterSome(x, project, promise)}
    />
  );
}

const mayEnterSome = (x: Exchange, project: Project, promise: Promised): boolean =>
  [null, ...promise.places].some((place) => allowed(x.ctx, project, "enter", place));

const enterForm = entryInput.omit({ fileId: true }).extend({
  file: z.file("promises.no-file").optional(),
  kept: z.uuid().optional(),
});

async function showEnter(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = await readerOf(x);
  const { promise, project } = await promiseFor(x.ctx, x.param("id"), { action: "read" });
  if (!mayEnterSome(x, project, promise))
    demand({
      policy: promisePolicy,
      actor: x.ctx.actor,
      action: "enter",
      row: { ...project, place_id: null },
    });
  return x.page({
    title: reader.t.entries.add,
    section,
    status,
    crumbs: [{ label: promise.title, href: x.href(`/promises/${promise.id}`) }],
    body: <EnterPage reader={reader} promise={promise} form={form} />,
  });
}

/** The file is kept before the transaction; a form refused after that comes back holding it. */
async function enter(
  x: Exchange,
  input: z.output<typeof enterForm>,
  kept: { id?: string },
): Promise<Response> {
  const { file, kept: before, ...rest } = input;
  await promiseFor(x.ctx, x.param("id"), { action: "enter", place: rest.placeId ?? null });
  if (file !== undefined) {
    const bytes = Buffer.from(await file.arrayBuffer());
    kept.id = await keepAttachment(x.ctx, { name: file.name, bytes, field: "file" });
  } else if (before !== undefined) kept.id = before;
  if (kept.id === undefined)
    throw invalid("promises.no-file", { fields: { file: "promises.no-file" } });
  await enterFact(x.ctx, x.param("id"), { ...rest, fileId: kept.id });
  return x.go(`/promises/${x.param("id")}`, (await readerOf(x)).t.entries.entered);
}

/** An entry for the actor's eyes, with its promise. */
async function entryFor(
  x: Exchange,
): Promise<{ entry: Entry; promise: Promised; project: Project }> {
  const entry = await findEntry(x.ctx, x.param("id"));
  const found = await promiseFor(x.ctx, entry.promise_id, {
    action: "readEntry",
    place: entry.place_id,
  });
  return { entry, ...found };
}

async function showEntry(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = await readerOf(x);
  const { entry, promise, project } = await entryFor(x);
  const names = await personNames(
    x.ctx,
    [entry.entered_by, entry.judged_by].flatMap((id) => id ?? []),
  );
  return x.page({
    title: reader.t.entries.page,
    section,
    status,
    crumbs: [{ label: promise.title, href: x.href(`/promises/${promise.id}`) }],
    body: (
      <EntryPage
        reader={reader}
        entry={entry}
        promise={promise}
        names={names}
        form={form}
        mayJudge={allowed(x.ctx, project, "approve", entry.place_id)}
        own={entry.entered_by !== null && entry.entered_by === personOf(x.ctx)}
      />
    ),
  });
}

const noInput = z.object({});
const refuseInput = z.object({ reason: z.string().max(500).default("") });

export const entryRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/promises/:id/enter",
    asks: "promises.promise.enter",
    handle: (x) => showEnter(x),
  },
  {
    method: "post",
    path: "/promises/:id/enter",
    asks: "promises.promise.enter",
    maxBody: 21 * 1024 * 1024,
    handle: (x) => {
      const kept: { id?: string } = {};
      return submit(x, {
        schema: enterForm,
        act: (input) => enter(x, input, kept),
        again: (form, status) =>
          showEnter(
            x,
            kept.id === undefined ? form : { ...form, values: { ...form.values, kept: kept.id } },
            status,
          ),
      });
    },
  },
  {
    method: "get",
    path: "/promises/entries",
    asks: "promises.promise.waiting",
    handle: async (x) => {
      demand({ policy: promisePolicy, actor: x.ctx.actor, action: "waiting" });
      const reader = await readerOf(x);
      const entries = await waitingFor(x.ctx);
      return x.page({
        title: reader.t.entries.waiting,
        section,
        ...(may(promisePolicy, x.ctx.actor, "overview") && {
          crumbs: [{ label: reader.t.overview.title, href: x.href("/promises") }],
        }),
        body: <WaitingPage reader={reader} entries={entries} />,
      });
    },
  },
  {
    method: "get",
    path: "/promises/entries/:id",
    asks: "promises.promise.readEntry",
    handle: (x) => showEntry(x),
  },
  {
    method: "get",
    path: "/promises/entries/:id/file",
    asks: "promises.promise.readEntry",
    handle: async (x) => attachmentResponse(x.ctx, (await entryFor(x)).entry.file_id),
  },
  {
    method: "post",
    path: "/promises/entries/:id/approve",
    asks: "promises.promise.approve",
    handle: (x) =>
      submit(x, {
        schema: noInput,
        act: async () => {
          const promise = await approveEntry(x.ctx, x.param("id"));
          return x.go(`/promises/${promise.id}`, (await readerOf(x)).t.entries.approved);
        },
        again: (form, status) => showEntry(x, form, status),
      }),
  },
  {
    method: "post",
    path: "/promises/entries/:id/refuse",
    asks: "promises.promise.approve",
    handle: (x) =>
      submit(x, {
        schema: refuseInput,
        act: async (input) => {
          const promise = await refuseEntry(x.ctx, x.param("id"), input);
          return x.go(`/promises/${promise.id}`, (await readerOf(x)).t.entries.refused);
        },
        again: (form, status) => showEntry(x, form, status),
      }),
  },
];
