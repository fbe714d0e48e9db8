import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { authorize } from "#base/policy.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import { orNotFound } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { answerFileResponse } from "../filling/answer-files.ts";
import { StaffReplyPage, RepliesPage } from "./staff-page.tsx";
import { formPolicy } from "../policy.ts";
import { findReply, type ReplyView } from "./reads.ts";
import { countReplies, selectSentRepliesPage } from "./store.ts";
import { formatReplyTitle } from "./title.ts";
import { selectForm, selectVersions, type Form } from "../store.ts";
import { createFormViewContext } from "../view.ts";

const buildPermission = "forms.form.build";
const repliesPath = "/admin/forms/:code{[a-z][a-z0-9_]*}/replies";
const replyPath = `${repliesPath}/:reply{[0-9a-f-]{36}}`;
const pageSize = 40;

/** Replies one by one with their files, for the staff of forms. */
export const staffReplyRoutes: Route[] = [
  { method: "get", path: repliesPath, permission: buildPermission, handle: renderReplies },
  { method: "get", path: replyPath, permission: buildPermission, handle: renderReply },
  {
    method: "get",
    path: `${replyPath}/files/:file{[0-9a-f-]{36}}`,
    permission: buildPermission,
    handle: sendFile,
  },
];

async function loadForm(c: RequestContext): Promise<Form> {
  const row = orNotFound(await selectForm(c.ctx, c.param("code")));
  authorize({ policy: formPolicy, actor: c.ctx.actor, action: "build", row });
  return row;
}

const breadcrumbs = (c: RequestContext, row: Form) => [
  { label: createFormViewContext(c).t.builder.title, href: c.href("/admin/forms") },
  { label: row.title, href: c.href(`/admin/forms/${row.code}`) },
];

const query = z.object({ after: z.string().optional(), before: z.string().optional() });

async function renderReplies(c: RequestContext): Promise<Response> {
  const row = await loadForm(c);
  const cursor = readCursor(c.query(query), cursorKeys.instant);
  const [read, counts, versions, directory] = await Promise.all([
    selectSentRepliesPage(c.ctx, { formId: row.id, cursor, limit: pageSize }),
    countReplies(c.ctx, row.id),
    selectVersions(c.ctx, row.id),
    territoryDirectory(c.ctx),
  ]);
  const definitions = new Map(versions.map(({ number, definition }) => [number, definition]));
  const page = pageOf(read, {
    limit: pageSize,
    cursor,
    key: ({ sent_at, id }) => [sent_at?.toISOString() ?? "", id],
  });
  const view = createFormViewContext(c);
  const here = c.href(`/admin/forms/${row.code}/replies`);
  return withPrivateHeaders(
    c.page({
      title: view.t.results.one,
      section: "forms",
      breadcrumbs: breadcrumbs(c, row),
      body: (
        <RepliesPage
          view={view}
          count={counts.sent}
          results={c.href(`/forms/${row.code}/results`)}
          page={c.href(`/forms/${row.code}`)}
          rows={page.rows.map((reply) => ({
            href: `${here}/${reply.id}`,
            title: formatReplyTitle(definitions.get(reply.form_version), reply.answers),
            sentAt: reply.sent_at,
            source: reply.source,
            place: directory.nameOf(reply.municipality_id ?? ""),
            points: reply.points,
            pointsOf: reply.points_of,
          }))}
          newer={page.before === undefined ? undefined : `${here}?before=${page.before}`}
          older={page.after === undefined ? undefined : `${here}?after=${page.after}`}
        />
      ),
    }),
  );
}

/** Loads a sent reply of this form; drafts belong to their authors only. */
async function loadReply(c: RequestContext, row: Form): Promise<ReplyView> {
  const id = c.param("reply");
  const reply = orNotFound(isUuid(id) ? await findReply(c.ctx, { id }) : undefined);
  return orNotFound(reply.formId === row.id && reply.state === "sent" ? reply : undefined);
}

async function renderReply(c: RequestContext): Promise<Response> {
  const row = await loadForm(c);
  const reply = await loadReply(c, row);
  const directory = await territoryDirectory(c.ctx);
  const view = createFormViewContext(c);
  const here = `/admin/forms/${row.code}/replies`;
  const name = formatReplyTitle(reply.definition, reply.answers) || view.t.results.unnamed;
  return withPrivateHeaders(
    c.page({
      title: view.t.results.oneOf(name),
      breadcrumb: name,
      section: "forms",
      breadcrumbs: [...breadcrumbs(c, row), { label: view.t.results.one, href: c.href(here) }],
      body: (
        <StaffReplyPage
          view={view}
          name={name}
          reply={reply}
          placeName={(id) => directory.nameOf(id)}
          fileHref={(id) => c.href(`${here}/${reply.id}/files/${id}`)}
        />
      ),
    }),
  );
}

async function sendFile(c: RequestContext): Promise<Response> {
  const reply = await loadReply(c, await loadForm(c));
  return withPrivateHeaders(await answerFileResponse(c.ctx, reply, c.param("file")));
}
