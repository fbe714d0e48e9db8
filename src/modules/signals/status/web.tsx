import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { readPictureBytes } from "#base/files/pictures.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { saveUploadedPictures } from "#modules/problems/index.ts";
import { apiRoutes } from "../intake/api.ts";
import {
  reopenInput,
  eraseAuthor,
  verifyFix,
  requireMessageByLink,
  reportAgain,
  unsubscribeAuthor,
  verifyFixInput,
  withdrawMessage,
} from "./actions.ts";
import { MyMessagesPage } from "./my-page.tsx";
import { StatusPage, type StatusForm } from "./page.tsx";
import { loadStatusView } from "./view.ts";
import { listPictureIds } from "../store.ts";
import { messages } from "../messages.ts";
import { intakeRoutes } from "../intake/web.tsx";

async function showStatus(
  c: RequestContext,
  form?: { of: StatusForm; state: FormState },
  status = 200,
): Promise<Response> {
  const token = c.param("token");
  const message = await requireMessageByLink(c.ctx, token);
  const view = await loadStatusView(c, message, { token, form });
  return withPrivateHeaders(
    c.page({
      title: view.t.title(message.number),
      status,
      islands: ["okno-busy", "okno-errors"],
      body: <StatusPage {...view} />,
    }),
  );
}

/** Redirects to the private page with a message of what was done. */
function redirectToStatus(c: RequestContext, flash: string): Response {
  return withPrivateHeaders(c.redirect(`/my/${c.param("token")}`, flash));
}

/** Builds the post of a form of the page, authorised by the link; on an error the page comes back. */
function formRoute<T>(options: {
  name: StatusForm;
  schema: z.ZodType<T>;
  act: (c: RequestContext, token: string, input: T) => Promise<string>;
}): Route {
  const { name, schema, act } = options;
  return actionRoute({
    path: `/my/:token/${name}`,
    permission: "public",
    limit: { name: "my", requests: 20, seconds: 600 },
    maxBody: 52 * 1024 * 1024,
    schema: schema,
    async load(c) {
      const token = c.param("token");
      await requireMessageByLink(c.ctx, token);
      return { token };
    },
    act: async (c, input, { token }) => redirectToStatus(c, await act(c, token, input)),
    onInvalid: (c, state, status) => showStatus(c, { of: name, state }, status),
  });
}

/** Builds the post of a button without fields. */
function buttonRoute(
  name: string,
  act: (c: RequestContext, token: string) => Promise<string>,
): Route {
  return {
    method: "post",
    path: `/my/:token/${name}`,
    permission: "public",
    limit: { name: "my", requests: 20, seconds: 600 },
    handle: async (c) => redirectToStatus(c, await act(c, c.param("token"))),
  };
}

const fileFields = z.array(z.file()).default([]);

const verdictRoute = formRoute({
  name: "verdict",
  schema: verifyFixInput.extend({ pictures: fileFields }),
  async act(c, token, input) {
    await verifyFix(c.ctx, token, {
      ...input,
      pictures: await saveUploadedPictures(c.ctx, input.pictures),
    });
    return messages[c.lang].status.judged[input.outcome];
  },
});

const reportAgainRoute = formRoute({
  name: "again",
  schema: reopenInput.extend({ pictures: fileFields }),
  async act(c, token, input) {
    await reportAgain(c.ctx, token, {
      ...input,
      pictures: await saveUploadedPictures(c.ctx, input.pictures),
    });
    return messages[c.lang].status.againDone;
  },
});

const eraseRoute = formRoute({
  name: "erase",
  schema: z.object({ sure: z.literal("yes", "signals.erase-unsure") }),
  async act(c, token) {
    await eraseAuthor(c.ctx, token);
    return messages[c.lang].status.erased;
  },
});

/** Sends the author's own picture, private until a problem shows it, authorised by the link. */
async function showPicture(c: RequestContext): Promise<Response> {
  const message = await requireMessageByLink(c.ctx, c.param("token"));
  const id = orNotFound(
    (await listPictureIds(c.ctx, message.id)).find((one) => one === c.param("picture")),
  );
  const bytes = await readPictureBytes(c.ctx, id, "small");
  return withPrivateHeaders(
    new Response(new Uint8Array(bytes), { headers: { "content-type": "image/webp" } }),
  );
}

export const signalRoutes: Route[] = [
  ...intakeRoutes,
  {
    method: "get",
    path: "/my",
    permission: "public",
    handle: (c) => {
      const t = messages[c.lang].my;
      return c.page({ title: t.title, body: <MyMessagesPage t={t} tellHref={c.href("/tell")} /> });
    },
  },
  // A secret has 43 characters: shorter addresses under /my belong to other rooms.
  {
    method: "get",
    path: "/my/:token{[\\w-]{43}}",
    permission: "public",
    handle: (c) => showStatus(c),
  },
  {
    method: "get",
    path: "/my/:token/pictures/:picture",
    permission: "public",
    handle: showPicture,
  },
  verdictRoute,
  reportAgainRoute,
  eraseRoute,
  buttonRoute("withdraw", async (c, token) => {
    await withdrawMessage(c.ctx, token);
    return messages[c.lang].status.withdrawn;
  }),
  buttonRoute("letters", async (c, token) => {
    await unsubscribeAuthor(c.ctx, token);
    return messages[c.lang].status.lettersStopped;
  }),
  ...apiRoutes,
];
