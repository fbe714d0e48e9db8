import { z } from "zod";
import { pictureBytes } from "#base/files/pictures.ts";
import { submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { readerOf } from "#modules/problems/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { deskPath, loadFrame, loadMessage, routeReason, type FormAt } from "./load.ts";
import { deskPolicy } from "./policy.ts";
import { deskQuery, firstInQueue, type DeskQuery } from "../queue/reads.ts";
import { findCard } from "./store.ts";
import { firstToTeach } from "../queue/teaching-order.ts";
import { deskEn } from "./messages.en.ts";
import { deskRu } from "./messages.ru.ts";
import { confirmDecision, undoDecision } from "./undo.ts";
import {
  answerMessage,
  answerMessageInput,
  claimMessage,
  dismissInput,
  dismissMessage,
  handOverInput,
  handOverMessage,
  joinInput,
  joinMessage,
  openFromMessage,
  openMessageInput,
  takeNext,
} from "./actions.ts";
import { EmptyDesk, MessagePage } from "./page.tsx";

const words = { ru: deskRu, en: deskEn };
const wordsOf = (x: Exchange) => words[x.lang];
const islands = ["okno-keys", "okno-flash", "okno-busy", "okno-errors", "okno-counter"];

/** `/desk` leads to the message to begin with; with nothing to do it says so. */
async function showDesk(x: Exchange): Promise<Response> {
  demand({ policy: deskPolicy, actor: x.ctx.actor, action: "enter" });
  const query = x.query(deskQuery);
  // A page of the queue opens its own first message.
  const turned = query.after ?? query.before;
  const frame = turned === undefined ? undefined : await loadFrame(x, query);
  const begin = query.state === "teach" ? firstToTeach : firstInQueue;
  const first = frame?.queue.rows[0]?.number ?? (await begin(x.ctx, query));
  if (first !== undefined) return x.go(deskPath(`/desk/${first}`, query));
  return x.page({
    title: wordsOf(x).title,
    section: "desk",
    wide: true,
    islands,
    body: <EmptyDesk frame={frame ?? (await loadFrame(x, query))} />,
  });
}

async function showMessage(
  x: Exchange,
  again?: { at: FormAt; form: FormState; status: number },
): Promise<Response> {
  const view = await loadMessage(x, { query: x.query(deskQuery), returned: again });
  return x.page({
    title: view.t.pageTitle(view.card.number),
    section: "desk",
    wide: true,
    islands,
    body: <MessagePage view={view} reader={readerOf(x)} />,
    ...(again !== undefined && { status: again.status }),
  });
}

/** The filters that go on to the next page: neither the page of the queue nor an earlier toast. */
function keptQuery(x: Exchange): DeskQuery {
  return { ...x.query(deskQuery), after: undefined, before: undefined, done: undefined };
}

/** After a decision the next free message is leased and shown; the toast offers the undo. */
async function goOn(
  x: Exchange,
  options: { done?: string; leave?: string; otherwise?: string },
): Promise<Response> {
  const { done, leave, otherwise = "/desk" } = options;
  const query = keptQuery(x);
  const next = await takeNext(x.ctx, query, { leave: leave ?? done });
  const path = next === undefined ? otherwise : `/desk/${next}`;
  const missing = next === undefined && done === undefined;
  return x.go(
    deskPath(path, { ...query, done }),
    missing ? wordsOf(x).flash.nothingNext : undefined,
  );
}

type Act<T> = (x: Exchange, number: string, input: T) => Promise<Response>;

/** A form of the message's page: what must be mended brings the page back with everything kept. */
function formRoute<T>(name: string, at: FormAt, schema: z.ZodType<T>, act: Act<T>): Route {
  return {
    method: "post",
    path: `/desk/:number/${name}`,
    asks: "signals.desk.sort",
    handle: (x) =>
      submit(x, {
        schema,
        act: (input) => act(x, x.param("number"), input),
        again: (form, status) => showMessage(x, { at, form, status }),
      }),
  };
}

const nothing = z.object({});

async function openAndGoOn(
  x: Exchange,
  number: string,
  input: z.output<typeof openMessageInput>,
): Promise<Response> {
  const { bodyId, topic, municipalityId } = input;
  const reason =
    bodyId === undefined
      ? undefined
      : await routeReason(x.ctx, { bodyId, topic, municipalityId, at: x.ctx.now() });
  await openFromMessage(x.ctx, number, {
    ...input,
    ...(reason !== undefined && { routeReason: reason }),
  });
  return goOn(x, { done: number });
}

async function handOver(
  x: Exchange,
  number: string,
  input: z.output<typeof handOverInput>,
): Promise<Response> {
  await handOverMessage(x.ctx, number, input);
  const place = (await territoryBook(x.ctx)).nameOf(input.handTo);
  const query = keptQuery(x);
  const next = await takeNext(x.ctx, query);
  const path = next === undefined ? "/desk" : `/desk/${next}`;
  return x.go(deskPath(path, query), wordsOf(x).flash.handedOver(number, place));
}

/** A resident's photograph, for whoever may sort the message; never kept by proxies. */
async function showPicture(x: Exchange): Promise<Response> {
  const card = found(await findCard(x.ctx, x.param("number")));
  demand({ policy: deskPolicy, actor: x.ctx.actor, action: "sort", row: card, read: "sort" });
  const picture = found(card.pictures.find(({ file_id }) => file_id === x.param("file")));
  const bytes = await pictureBytes(x.ctx, picture.file_id, "large").catch(() => undefined);
  const headers = { "content-type": "image/webp", "cache-control": "private, max-age=3600" };
  return new Response(new Uint8Array(found(bytes)), { headers });
}

export const deskRoutes: Route[] = [
  { method: "get", path: "/desk", asks: "signals.desk.enter", handle: showDesk },
  {
    method: "get",
    path: "/desk/:number",
    asks: "signals.desk.sort",
    handle: (x) => showMessage(x),
  },
  {
    method: "get",
    path: "/desk/:number/pictures/:file",
    asks: "signals.desk.sort",
    handle: showPicture,
  },
  { method: "post", path: "/desk/next", asks: "signals.desk.enter", handle: (x) => goOn(x, {}) },
  formRoute("claim", "page", nothing, async (x, number) => {
    await claimMessage(x.ctx, number);
    return x.go(deskPath(`/desk/${number}`, keptQuery(x)), wordsOf(x).lease.taken);
  }),
  formRoute("open", "open", openMessageInput, openAndGoOn),
  formRoute("join", "join", joinInput, async (x, number, input) => {
    await joinMessage(x.ctx, number, input);
    return goOn(x, { done: number });
  }),
  formRoute("dismiss", "dismiss", dismissInput, async (x, number, input) => {
    await dismissMessage(x.ctx, number, input);
    return goOn(x, { done: number });
  }),
  formRoute("answer", "answer", answerMessageInput, async (x, number, input) => {
    // The author reads Russian, whatever language the coordinator's pages are in.
    await answerMessage(x.ctx, number, { ...input, letter: deskRu.letter });
    return goOn(x, { done: number });
  }),
  formRoute("postpone", "page", nothing, (x, number) =>
    goOn(x, { leave: number, otherwise: `/desk/${number}` }),
  ),
  formRoute("hand-over", "hand", handOverInput, handOver),
  formRoute("undo", "page", nothing, async (x, number) => {
    await undoDecision(x.ctx, number);
    return x.go(deskPath(`/desk/${number}`, keptQuery(x)), wordsOf(x).flash.undone(number));
  }),
  formRoute("check", "page", nothing, async (x, number) => {
    await confirmDecision(x.ctx, number);
    return x.go(deskPath("/desk", keptQuery(x)), wordsOf(x).flash.checked);
  }),
];
