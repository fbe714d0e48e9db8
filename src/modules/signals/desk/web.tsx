import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { readPictureBytes } from "#base/files/pictures.ts";
import { type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { problemViewContext } from "#modules/problems/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import {
  deskPath,
  loadDeskFrame,
  loadMessageView,
  routeReason,
  type DeskFormName,
} from "./load.ts";
import { deskPolicy } from "./policy.ts";
import { deskQuery, findFirstInQueue, type DeskQuery } from "../queue/reads.ts";
import { findDeskCard } from "./store.ts";
import { findFirstToTeach } from "../queue/teaching-order-reads.ts";
import { deskEn } from "./messages.en.ts";
import { deskRu } from "./messages.ru.ts";
import { confirmDecision, undoDecision } from "./undo.ts";
import {
  replyToAuthor,
  replyInput,
  leaseMessage,
  dismissInput,
  dismissMessage,
  handOverInput,
  handOverMessage,
  joinInput,
  joinMessage,
  openFromMessage,
  openMessageInput,
  leaseNextForActor,
} from "./actions.ts";
import { EmptyDesk, MessagePage } from "./page.tsx";

const messages = { ru: deskRu, en: deskEn };
const messagesFor = (c: RequestContext) => messages[c.lang];
const islands = ["okno-keys", "okno-flash", "okno-busy", "okno-errors", "okno-counter"];

/** Redirects `/desk` to the first message; shows an empty page when there is none. */
async function showDesk(c: RequestContext): Promise<Response> {
  authorize({ policy: deskPolicy, actor: c.ctx.actor, action: "enter" });
  const query = c.query(deskQuery);
  // A page of the queue opens its own first message.
  const turned = query.after ?? query.before;
  const frame = turned === undefined ? undefined : await loadDeskFrame(c, query);
  const begin = query.state === "teach" ? findFirstToTeach : findFirstInQueue;
  const first = frame?.queue.rows[0]?.number ?? (await begin(c.ctx, query));
  if (first !== undefined) return c.redirect(deskPath(`/desk/${first}`, query));
  return c.page({
    title: messagesFor(c).title,
    section: "desk",
    wide: true,
    islands,
    body: <EmptyDesk frame={frame ?? (await loadDeskFrame(c, query))} />,
  });
}

async function showMessage(
  c: RequestContext,
  again?: { at: DeskFormName; form: FormState; status: number },
): Promise<Response> {
  const view = await loadMessageView(c, { query: c.query(deskQuery), returned: again });
  return c.page({
    title: view.t.pageTitle(view.card.number),
    section: "desk",
    wide: true,
    islands,
    body: <MessagePage view={view} viewContext={problemViewContext(c)} />,
    ...(again !== undefined && { status: again.status }),
  });
}

/** Returns the filters that go on to the next page: neither the page of the queue nor an earlier toast. */
function filterQuery(c: RequestContext): DeskQuery {
  return { ...c.query(deskQuery), after: undefined, before: undefined, done: undefined };
}

/** Leases and shows the next free message after a decision; the toast offers the undo. */
async function goToNext(
  c: RequestContext,
  options: { done?: string; leave?: string; otherwise?: string },
): Promise<Response> {
  const { done, leave, otherwise = "/desk" } = options;
  const query = filterQuery(c);
  const next = await leaseNextForActor(c.ctx, query, { leave: leave ?? done });
  const path = next === undefined ? otherwise : `/desk/${next}`;
  const missing = next === undefined && done === undefined;
  return c.redirect(
    deskPath(path, { ...query, done }),
    missing ? messagesFor(c).flash.nothingNext : undefined,
  );
}

type DeskAction<T> = (c: RequestContext, number: string, input: T) => Promise<Response>;

/** Builds the post of a form of the message's page; on an error the page comes back with everything typed. */
function formRoute<T>(
  name: string,
  at: DeskFormName,
  schema: z.ZodType<T>,
  act: DeskAction<T>,
): Route {
  return actionRoute({
    path: `/desk/:number/${name}`,
    permission: "signals.desk.sort",
    schema: schema,
    act: async (c, input) => act(c, c.param("number"), input),
    onInvalid: (c, form, status) => showMessage(c, { at, form, status }),
  });
}

const emptyInput = z.object({});

async function handleOpen(
  c: RequestContext,
  number: string,
  input: z.output<typeof openMessageInput>,
): Promise<Response> {
  const { bodyId, topic, municipalityId } = input;
  const reason =
    bodyId === undefined
      ? undefined
      : await routeReason(c.ctx, { bodyId, topic, municipalityId, at: c.ctx.now() });
  await openFromMessage(c.ctx, number, {
    ...input,
    ...(reason !== undefined && { routeReason: reason }),
  });
  return goToNext(c, { done: number });
}

async function handleHandOver(
  c: RequestContext,
  number: string,
  input: z.output<typeof handOverInput>,
): Promise<Response> {
  await handOverMessage(c.ctx, number, input);
  const place = (await territoryDirectory(c.ctx)).nameOf(input.handTo);
  const query = filterQuery(c);
  const next = await leaseNextForActor(c.ctx, query);
  const path = next === undefined ? "/desk" : `/desk/${next}`;
  return c.redirect(deskPath(path, query), messagesFor(c).flash.handedOver(number, place));
}

/** Sends a resident's photograph to those who may sort the message; never cached by proxies. */
async function showPicture(c: RequestContext): Promise<Response> {
  const card = orNotFound(await findDeskCard(c.ctx, c.param("number")));
  authorize({ policy: deskPolicy, actor: c.ctx.actor, action: "sort", row: card, read: "sort" });
  const picture = orNotFound(card.pictures.find(({ file_id }) => file_id === c.param("file")));
  const bytes = await readPictureBytes(c.ctx, picture.file_id, "large").catch(() => undefined);
  const headers = { "content-type": "image/webp", "cache-control": "private, max-age=3600" };
  return new Response(new Uint8Array(orNotFound(bytes)), { headers });
}

export const deskRoutes: Route[] = [
  { method: "get", path: "/desk", permission: "signals.desk.enter", handle: showDesk },
  {
    method: "get",
    path: "/desk/:number",
    permission: "signals.desk.sort",
    handle: (c) => showMessage(c),
  },
  {
    method: "get",
    path: "/desk/:number/pictures/:file",
    permission: "signals.desk.sort",
    handle: showPicture,
  },
  {
    method: "post",
    path: "/desk/next",
    permission: "signals.desk.enter",
    handle: (c) => goToNext(c, {}),
  },
  formRoute("claim", "page", emptyInput, async (c, number) => {
    await leaseMessage(c.ctx, number);
    return c.redirect(deskPath(`/desk/${number}`, filterQuery(c)), messagesFor(c).lease.taken);
  }),
  formRoute("open", "open", openMessageInput, handleOpen),
  formRoute("join", "join", joinInput, async (c, number, input) => {
    await joinMessage(c.ctx, number, input);
    return goToNext(c, { done: number });
  }),
  formRoute("dismiss", "dismiss", dismissInput, async (c, number, input) => {
    await dismissMessage(c.ctx, number, input);
    return goToNext(c, { done: number });
  }),
  formRoute("answer", "answer", replyInput, async (c, number, input) => {
    // The author reads Russian, whatever language the coordinator's pages are in.
    await replyToAuthor(c.ctx, number, { ...input, letter: deskRu.letter });
    return goToNext(c, { done: number });
  }),
  formRoute("postpone", "page", emptyInput, (c, number) =>
    goToNext(c, { leave: number, otherwise: `/desk/${number}` }),
  ),
  formRoute("hand-over", "hand", handOverInput, handleHandOver),
  formRoute("undo", "page", emptyInput, async (c, number) => {
    await undoDecision(c.ctx, number);
    return c.redirect(
      deskPath(`/desk/${number}`, filterQuery(c)),
      messagesFor(c).flash.undone(number),
    );
  }),
  formRoute("check", "page", emptyInput, async (c, number) => {
    await confirmDecision(c.ctx, number);
    return c.redirect(deskPath("/desk", filterQuery(c)), messagesFor(c).flash.checked);
  }),
];
