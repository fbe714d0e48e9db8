import { z } from "zod";
import { submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { pictureBytes } from "#base/files/pictures.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { keepUploads } from "#modules/problems/index.ts";
import { apiRoutes } from "../intake/api.ts";
import {
  againInput,
  eraseAuthor,
  judgeFix,
  messageByLink,
  sayAgain,
  stopLetters,
  verdictInput,
  withdrawMessage,
} from "./actions.ts";
import { MyPage } from "./my-page.tsx";
import { StatusPage, type StatusForm } from "./page.tsx";
import { statusView } from "./view.ts";
import { picturesOf } from "../store.ts";
import { words } from "../messages.ts";
import { tellRoutes } from "../intake/web.tsx";

async function showStatus(
  x: Exchange,
  form?: { of: StatusForm; state: FormState },
  status = 200,
): Promise<Response> {
  const token = x.param("token");
  const message = await messageByLink(x.ctx, token);
  const view = await statusView(x, message, { token, form });
  return secretly(
    x.page({
      title: view.t.title(message.number),
      status,
      islands: ["okno-busy", "okno-errors"],
      body: <StatusPage {...view} />,
    }),
  );
}

/** Back to the private page with a sentence of what was done. */
function backTo(x: Exchange, said: string): Response {
  return secretly(x.go(`/my/${x.param("token")}`, said));
}

/** One of the page's forms: read, done by the link's authority, or shown again with what was wrong. */
function formRoute<T>(options: {
  name: StatusForm;
  schema: z.ZodType<T>;
  act: (x: Exchange, token: string, input: T) => Promise<string>;
}): Route {
  const { name, schema, act } = options;
  return {
    method: "post",
    path: `/my/:token/${name}`,
    asks: "public",
    limit: { name: "my", requests: 20, seconds: 600 },
    maxBody: 52 * 1024 * 1024,
    async handle(x) {
      const token = x.param("token");
      await messageByLink(x.ctx, token);
      return submit(x, {
        schema,
        act: async (input) => backTo(x, await act(x, token, input)),
        again: (state, status) => showStatus(x, { of: name, state }, status),
      });
    },
  };
}

/** A button without fields. */
function buttonRoute(name: string, act: (x: Exchange, token: string) => Promise<string>): Route {
  return {
    method: "post",
    path: `/my/:token/${name}`,
    asks: "public",
    limit: { name: "my", requests: 20, seconds: 600 },
    handle: async (x) => backTo(x, await act(x, x.param("token"))),
  };
}

const files = z.array(z.file()).default([]);

const verdict = formRoute({
  name: "verdict",
  schema: verdictInput.extend({ pictures: files }),
  async act(x, token, input) {
    await judgeFix(x.ctx, token, { ...input, pictures: await keepUploads(x.ctx, input.pictures) });
    return words[x.lang].status.judged[input.outcome];
  },
});

const again = formRoute({
  name: "again",
  schema: againInput.extend({ pictures: files }),
  async act(x, token, input) {
    await sayAgain(x.ctx, token, { ...input, pictures: await keepUploads(x.ctx, input.pictures) });
    return words[x.lang].status.againDone;
  },
});

const erase = formRoute({
  name: "erase",
  schema: z.object({ sure: z.literal("yes", "signals.erase-unsure") }),
  async act(x, token) {
    await eraseAuthor(x.ctx, token);
    return words[x.lang].status.erased;
  },
});

/** The author's own picture: private until a problem shows it, so it is asked for by the link. */
async function showPicture(x: Exchange): Promise<Response> {
  const message = await messageByLink(x.ctx, x.param("token"));
  const id = found((await picturesOf(x.ctx, message.id)).find((one) => one === x.param("picture")));
  const bytes = await pictureBytes(x.ctx, id, "small");
  return secretly(
    new Response(new Uint8Array(bytes), { headers: { "content-type": "image/webp" } }),
  );
}

export const signalRoutes: Route[] = [
  ...tellRoutes,
  {
    method: "get",
    path: "/my",
    asks: "public",
    handle: (x) => {
      const t = words[x.lang].my;
      return x.page({ title: t.title, body: <MyPage t={t} tellHref={x.href("/tell")} /> });
    },
  },
  // A secret has 43 characters: shorter addresses under /my belong to other rooms.
  {
    method: "get",
    path: "/my/:token{[\\w-]{43}}",
    asks: "public",
    handle: (x) => showStatus(x),
  },
  { method: "get", path: "/my/:token/pictures/:picture", asks: "public", handle: showPicture },
  verdict,
  again,
  erase,
  buttonRoute("withdraw", async (x, token) => {
    await withdrawMessage(x.ctx, token);
    return words[x.lang].status.withdrawn;
  }),
  buttonRoute("letters", async (x, token) => {
    await stopLetters(x.ctx, token);
    return words[x.lang].status.lettersStopped;
  }),
  ...apiRoutes,
];
