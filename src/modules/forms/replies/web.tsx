import { z } from "zod";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { findPersonOptions, loadPersonNames } from "#modules/people/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { authorizeOwner, inviteAuthor, removeAuthor, restoreRevision } from "./authors.ts";
import { findForm } from "../actions.ts";
import { answerFileResponse } from "../filling/answer-files.ts";
import { findReplyByToken, type FillingState } from "../filling/filling.ts";
import { AuthorsPage, HistoryPage, LostLinkPage, ReplyPage } from "./page.tsx";
import { sendReplyLink, sendLostLinks } from "./letters.ts";
import type { ReplyView } from "./reads.ts";
import { selectAuthors, selectRevisions } from "./store.ts";
import { localize } from "../localize.ts";
import { selectForm } from "../store.ts";
import {
  autosaveDescription,
  autosaveReply,
  renderFillPage,
  postFilling,
} from "../filling/web.tsx";
import { createFormViewContext } from "../view.ts";

const replyPath = "/forms/replies/:token{[A-Za-z0-9_-]{43}}";
const sendLimit = { name: "forms.send", requests: 120, seconds: 3600 };
const saveLimit = { name: "forms.save", requests: 1200, seconds: 3600 };
const emailLimit = { name: "forms.letter", requests: 10, seconds: 3600 };
const maxBodyWithFiles = 60 * 1024 * 1024;

const uploads = { limit: sendLimit, maxBody: maxBodyWithFiles };

const routes: Route[] = [
  { method: "get", path: replyPath, permission: "public", handle: renderReply },
  {
    method: "post",
    path: replyPath,
    permission: "public",
    ...uploads,
    handle: async (c) => postFilling(c, { filling: await loadFilling(c), again: renderFillPage }),
  },
  {
    method: "post",
    path: `${replyPath}/save.json`,
    permission: "public",
    limit: saveLimit,
    maxBody: maxBodyWithFiles,
    api: autosaveDescription,
    handle: async (c) => autosaveReply(c, await loadFilling(c)),
  },
  {
    method: "get",
    path: `${replyPath}/files/:file{[0-9a-f-]{36}}`,
    permission: "public",
    handle: async (c) => answerFileResponse(c.ctx, (await loadFilling(c)).reply, c.param("file")),
  },
  {
    method: "post",
    path: `${replyPath}/letter`,
    permission: "public",
    limit: emailLimit,
    handle: postReplyLink,
  },
  { method: "get", path: `${replyPath}/history`, permission: "public", handle: renderHistory },
  {
    method: "post",
    path: `${replyPath}/restore`,
    permission: "public",
    limit: sendLimit,
    handle: postRestore,
  },
  { method: "get", path: `${replyPath}/authors`, permission: "signed-in", handle: renderAuthors },
  { method: "post", path: `${replyPath}/authors`, permission: "signed-in", handle: postAuthor },
  {
    method: "post",
    path: `${replyPath}/authors/remove`,
    permission: "signed-in",
    handle: postRemove,
  },
];

const lostLinkPath = "/forms/:code{[a-z][a-z0-9_]*}/link";

/** A reply's own pages behind its private link, which leaves by no cache and no referrer. */
export const replyRoutes: Route[] = [
  {
    method: "get",
    path: lostLinkPath,
    permission: "public",
    handle: (c) => renderLostLink(c, emptyForm),
  },
  {
    method: "post",
    path: lostLinkPath,
    permission: "public",
    limit: emailLimit,
    handle: postLostLink,
  },
  ...routes.map((route) => ({
    ...route,
    handle: async (c: RequestContext) => withPrivateHeaders(await route.handle(c)),
  })),
];

async function loadFilling(c: RequestContext): Promise<FillingState & { reply: ReplyView }> {
  const reply = await findReplyByToken(c.ctx, c.param("token"));
  const { id, code, title, state } = orNotFound(await selectForm(c.ctx, reply.formId));
  return {
    form: { id, code, title, state },
    formVersion: reply.formVersion,
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

async function replyModel(c: RequestContext, { form, reply }: FillingState & { reply: ReplyView }) {
  const directory = await territoryDirectory(c.ctx);
  const here = c.href(`/forms/replies/${reply.token}`);
  return {
    view: createFormViewContext(c),
    reply,
    placeName: (id: string) => directory.nameOf(id),
    link: `${c.ctx.app.url}${here}`,
    open: form.state === "published",
    here,
  };
}

async function renderReply(c: RequestContext): Promise<Response> {
  const filling = await loadFilling(c);
  const { section, edit } = c.query(query);
  const writes = filling.reply.state === "draft" || edit !== undefined;
  if (writes && filling.form.state === "published")
    return renderFillPage(c, { ...filling, section });
  const model = await replyModel(c, filling);
  return c.page({
    title: localize(filling.definition.title, c.lang),
    section: "forms",
    body: <ReplyPage {...model} />,
  });
}

const emailForm = z.object({ email: z.email("forms.email-wrong").max(200, "forms.email-wrong") });

async function postReplyLink(c: RequestContext): Promise<Response> {
  const filling = await loadFilling(c);
  return submit(c, {
    schema: emailForm,
    async onValid({ email }) {
      await sendReplyLink(c.ctx, { replyId: filling.reply.id, email, lang: c.lang });
      return c.redirect(
        `/forms/replies/${filling.reply.token}`,
        createFormViewContext(c).t.fill.lettered,
      );
    },
    onInvalid: async (letter, status) => {
      const model = await replyModel(c, filling);
      return c.page({
        title: localize(filling.definition.title, c.lang),
        section: "forms",
        status,
        body: <ReplyPage {...model} letter={letter} />,
      });
    },
  });
}

/**
 * Renders the page that sends the links of one form to their address; its answer never shows whether
 * there are any.
 */
async function renderLostLink(c: RequestContext, form: FormState, status = 200): Promise<Response> {
  const { code, title } = orNotFound(await findForm(c.ctx, c.param("code")));
  const view = createFormViewContext(c);
  return c.page({
    title: view.t.fill.lostTitle,
    section: "forms",
    status,
    breadcrumbs: [{ label: title, href: c.href(`/forms/${code}`) }],
    body: <LostLinkPage view={view} form={form} action={c.href(`/forms/${code}/link`)} />,
  });
}

async function postLostLink(c: RequestContext): Promise<Response> {
  const { id, code } = orNotFound(await findForm(c.ctx, c.param("code")));
  return submit(c, {
    schema: emailForm,
    async onValid({ email }) {
      await sendLostLinks(c.ctx, { formId: id, email, lang: c.lang });
      return c.redirect(`/forms/${code}`, createFormViewContext(c).t.fill.lostSent);
    },
    onInvalid: (form, status) => renderLostLink(c, form, status),
  });
}

async function renderHistory(c: RequestContext): Promise<Response> {
  const filling = await loadFilling(c);
  const [model, revisions] = await Promise.all([
    replyModel(c, filling),
    selectRevisions(c.ctx, filling.reply.id),
  ]);
  return c.page({
    title: model.view.t.fill.history,
    section: "forms",
    breadcrumbs: [{ label: localize(filling.definition.title, c.lang), href: model.here }],
    body: <HistoryPage {...model} revisions={revisions} />,
  });
}

async function postRestore(c: RequestContext): Promise<Response> {
  const { reply } = await loadFilling(c);
  return submit(c, {
    schema: z.object({ number: z.coerce.number().int().positive() }),
    async onValid({ number }) {
      await restoreRevision(c.ctx, { replyId: reply.id, number });
      return c.redirect(`/forms/replies/${reply.token}`, createFormViewContext(c).t.fill.restored);
    },
    onInvalid: () => renderHistory(c),
  });
}

async function renderAuthors(c: RequestContext): Promise<Response> {
  return renderAuthorsPage(c, {});
}

async function renderAuthorsPage(
  c: RequestContext,
  { trouble, status }: { trouble?: string | undefined; status?: number },
): Promise<Response> {
  const filling = await loadFilling(c);
  authorizeOwner(c.ctx, filling.reply);
  const { person } = c.query(z.object({ person: z.string().trim().max(120).optional() }));
  const ids = await selectAuthors(c.ctx, filling.reply.id);
  const [names, choices] = await Promise.all([
    loadPersonNames(c.ctx, ids),
    person === undefined || person.length < 2 ? [] : findPersonOptions(c.ctx, person),
  ]);
  const view = createFormViewContext(c);
  const here = c.href(`/forms/replies/${filling.reply.token}`);
  return c.page({
    title: view.t.fill.authors,
    section: "forms",
    breadcrumbs: [{ label: localize(filling.definition.title, c.lang), href: here }],
    ...(status !== undefined && { status }),
    body: (
      <AuthorsPage
        view={view}
        here={here}
        authors={ids.map((id) => ({ id, name: names.get(id) ?? "" }))}
        query={person}
        found={choices}
        error={trouble}
      />
    ),
  });
}

const personForm = z.object({ personId: z.uuid("forms.person-missing") });

async function postAuthor(c: RequestContext): Promise<Response> {
  const { reply } = await loadFilling(c);
  return submit(c, {
    schema: personForm,
    async onValid({ personId }) {
      const { name } = await inviteAuthor(c.ctx, { replyId: reply.id, personId });
      return c.redirect(
        `/forms/replies/${reply.token}/authors`,
        createFormViewContext(c).t.fill.invited(name),
      );
    },
    onInvalid: (form, status) =>
      renderAuthorsPage(c, { status, trouble: form.refusal ?? Object.values(form.errors)[0] }),
  });
}

async function postRemove(c: RequestContext): Promise<Response> {
  const { reply } = await loadFilling(c);
  return submit(c, {
    schema: personForm,
    async onValid({ personId }) {
      await removeAuthor(c.ctx, { replyId: reply.id, personId });
      return c.redirect(
        `/forms/replies/${reply.token}/authors`,
        createFormViewContext(c).t.fill.removed,
      );
    },
    onInvalid: (form, status) =>
      renderAuthorsPage(c, { status, trouble: form.refusal ?? Object.values(form.errors)[0] }),
  });
}
