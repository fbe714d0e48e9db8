import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { personChoices, personNames } from "#modules/people/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { demandOwner, inviteAuthor, removeAuthor, restoreRevision } from "./authors.ts";
import { findForm } from "../actions.ts";
import { answerFile } from "../filling/answer-files.ts";
import { replyByToken, type Filling } from "../filling/filling.ts";
import { AuthorsPage, HistoryPage, LostLinkPage, ReplyPage } from "./page.tsx";
import { letterLink, letterLostLinks } from "./letters.ts";
import type { ReplyView } from "./reads.ts";
import { selectAuthors, selectRevisions } from "./store.ts";
import { inLang } from "../localize.ts";
import { selectForm } from "../store.ts";
import { autosaveOf, fillPage, post } from "../filling/web.tsx";
import { viewOf } from "../view.ts";

const one = "/forms/replies/:token{[A-Za-z0-9_-]{43}}";
const sending = { name: "forms.send", requests: 120, seconds: 3600 };
const saving = { name: "forms.save", requests: 1200, seconds: 3600 };
const letters = { name: "forms.letter", requests: 10, seconds: 3600 };
const withFiles = 60 * 1024 * 1024;

const uploads = { limit: sending, maxBody: withFiles };

const routes: Route[] = [
  { method: "get", path: one, asks: "public", handle: show },
  {
    method: "post",
    path: one,
    asks: "public",
    ...uploads,
    handle: async (x) => post(x, { filling: await load(x), again: fillPage }),
  },
  {
    method: "post",
    path: `${one}/save.json`,
    asks: "public",
    limit: saving,
    maxBody: withFiles,
    handle: async (x) => autosaveOf(x, await load(x)),
  },
  {
    method: "get",
    path: `${one}/files/:file{[0-9a-f-]{36}}`,
    asks: "public",
    handle: async (x) => answerFile(x.ctx, (await load(x)).reply, x.param("file")),
  },
  { method: "post", path: `${one}/letter`, asks: "public", limit: letters, handle: postLetter },
  { method: "get", path: `${one}/history`, asks: "public", handle: showHistory },
  { method: "post", path: `${one}/restore`, asks: "public", limit: sending, handle: restore },
  { method: "get", path: `${one}/authors`, asks: "signed-in", handle: showAuthors },
  { method: "post", path: `${one}/authors`, asks: "signed-in", handle: postAuthor },
  { method: "post", path: `${one}/authors/remove`, asks: "signed-in", handle: postRemove },
];

const lost = "/forms/:code{[a-z][a-z0-9_]*}/link";

/** A reply's own pages behind its private link, which leaves by no cache and no referrer. */
export const replyRoutes: Route[] = [
  { method: "get", path: lost, asks: "public", handle: (x) => lostPage(x, blankForm) },
  { method: "post", path: lost, asks: "public", limit: letters, handle: postLost },
  ...routes.map((route) => ({
    ...route,
    handle: async (x: Exchange) => secretly(await route.handle(x)),
  })),
];

async function load(x: Exchange): Promise<Filling & { reply: ReplyView }> {
  const reply = await replyByToken(x.ctx, x.param("token"));
  const { id, code, title, state } = found(await selectForm(x.ctx, reply.formId));
  return {
    form: { id, code, title, state },
    number: reply.formVersion,
    definition: reply.definition,
    answers: reply.answers,
    key: reply.key,
    reply,
    errors: {},
  };
}

const query = z.object({
  section: z.string().max(60).optional(),
  edit: z.string().max(5).optional(),
});

async function modelOf(x: Exchange, { form, reply }: Filling & { reply: ReplyView }) {
  const book = await territoryBook(x.ctx);
  const here = x.href(`/forms/replies/${reply.token}`);
  return {
    view: viewOf(x),
    reply,
    placeName: (id: string) => book.nameOf(id),
    link: `${x.ctx.house.url}${here}`,
    open: form.state === "published",
    here,
  };
}

async function show(x: Exchange): Promise<Response> {
  const filling = await load(x);
  const { section, edit } = x.query(query);
  const writes = filling.reply.state === "draft" || edit !== undefined;
  if (writes && filling.form.state === "published") return fillPage(x, { ...filling, section });
  const model = await modelOf(x, filling);
  return x.page({
    title: inLang(filling.definition.title, x.lang),
    section: "forms",
    body: <ReplyPage {...model} />,
  });
}

const letterForm = z.object({ email: z.email("forms.email-wrong").max(200, "forms.email-wrong") });

async function postLetter(x: Exchange): Promise<Response> {
  const filling = await load(x);
  return submit(x, {
    schema: letterForm,
    async act({ email }) {
      await letterLink(x.ctx, { replyId: filling.reply.id, email, lang: x.lang });
      return x.go(`/forms/replies/${filling.reply.token}`, viewOf(x).t.fill.lettered);
    },
    again: async (letter, status) => {
      const model = await modelOf(x, filling);
      return x.page({
        title: inLang(filling.definition.title, x.lang),
        section: "forms",
        status,
        body: <ReplyPage {...model} letter={letter} />,
      });
    },
  });
}

/** Asking for the links of one form by the address they went to; the answer never says whether there are any. */
async function lostPage(x: Exchange, form: FormState, status = 200): Promise<Response> {
  const { code, title } = found(await findForm(x.ctx, x.param("code")));
  const view = viewOf(x);
  return x.page({
    title: view.t.fill.lostTitle,
    section: "forms",
    status,
    crumbs: [{ label: title, href: x.href(`/forms/${code}`) }],
    body: <LostLinkPage view={view} form={form} action={x.href(`/forms/${code}/link`)} />,
  });
}

async function postLost(x: Exchange): Promise<Response> {
  const { id, code } = found(await findForm(x.ctx, x.param("code")));
  return submit(x, {
    schema: letterForm,
    async act({ email }) {
      await letterLostLinks(x.ctx, { formId: id, email, lang: x.lang });
      return x.go(`/forms/${code}`, viewOf(x).t.fill.lostSent);
    },
    again: (form, status) => lostPage(x, form, status),
  });
}

async function showHistory(x: Exchange): Promise<Response> {
  const filling = await load(x);
  const [model, revisions] = await Promise.all([
    modelOf(x, filling),
    selectRevisions(x.ctx, filling.reply.id),
  ]);
  return x.page({
    title: model.view.t.fill.history,
    section: "forms",
    crumbs: [{ label: inLang(filling.definition.title, x.lang), href: model.here }],
    body: <HistoryPage {...model} revisions={revisions} />,
  });
}

async function restore(x: Exchange): Promise<Response> {
  const { reply } = await load(x);
  return submit(x, {
    schema: z.object({ number: z.coerce.number().int().positive() }),
    async act({ number }) {
      await restoreRevision(x.ctx, { replyId: reply.id, number });
      return x.go(`/forms/replies/${reply.token}`, viewOf(x).t.fill.restored);
    },
    again: () => showHistory(x),
  });
}

async function showAuthors(x: Exchange): Promise<Response> {
  return authorsPage(x, {});
}

async function authorsPage(
  x: Exchange,
  { trouble, status }: { trouble?: string | undefined; status?: number },
): Promise<Response> {
  const filling = await load(x);
  demandOwner(x.ctx, filling.reply);
  const { person } = x.query(z.object({ person: z.string().trim().max(120).optional() }));
  const ids = await selectAuthors(x.ctx, filling.reply.id);
  const [names, choices] = await Promise.all([
    personNames(x.ctx, ids),
    person === undefined || person.length < 2 ? [] : personChoices(x.ctx, person),
  ]);
  const view = viewOf(x);
  const here = x.href(`/forms/replies/${filling.reply.token}`);
  return x.page({
    title: view.t.fill.authors,
    section: "forms",
    crumbs: [{ label: inLang(filling.definition.title, x.lang), href: here }],
    ...(status !== undefined && { status }),
    body: (
      <AuthorsPage
        view={view}
        here={here}
        authors={ids.map((id) => ({ id, name: names.get(id) ?? "" }))}
        query={person}
        found={choices}
        trouble={trouble}
      />
    ),
  });
}

const personForm = z.object({ personId: z.uuid("forms.person-missing") });

async function postAuthor(x: Exchange): Promise<Response> {
  const { reply } = await load(x);
  return submit(x, {
    schema: personForm,
    async act({ personId }) {
      const { name } = await inviteAuthor(x.ctx, { replyId: reply.id, personId });
      return x.go(`/forms/replies/${reply.token}/authors`, viewOf(x).t.fill.invited(name));
    },
    again: (form, status) =>
      authorsPage(x, { status, trouble: form.refusal ?? Object.values(form.errors)[0] }),
  });
}

async function postRemove(x: Exchange): Promise<Response> {
  const { reply } = await load(x);
  return submit(x, {
    schema: personForm,
    async act({ personId }) {
      await removeAuthor(x.ctx, { replyId: reply.id, personId });
      return x.go(`/forms/replies/${reply.token}/authors`, viewOf(x).t.fill.removed);
    },
    again: (form, status) =>
      authorsPage(x, { status, trouble: form.refusal ?? Object.values(form.errors)[0] }),
  });
}
