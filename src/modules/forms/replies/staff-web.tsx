import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { demand } from "#base/policy.ts";
import { secretly } from "#base/http/private-link.ts";
import { found } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { answerFile } from "../filling/answer-files.ts";
import { OneReplyPage, RepliesPage } from "./staff-page.tsx";
import { formPolicy } from "../policy.ts";
import { replyOf, type ReplyView } from "./reads.ts";
import { countReplies, selectSentPage } from "./store.ts";
import { titleOfReply } from "./title.ts";
import { selectForm, selectVersions, type Form } from "../store.ts";
import { viewOf } from "../view.ts";

const asks = "forms.form.build";
const all = "/admin/forms/:code{[a-z][a-z0-9_]*}/replies";
const one = `${all}/:reply{[0-9a-f-]{36}}`;
const pageSize = 40;

/** Replies one by one with their files, for those who keep forms. */
export const oneByOneRoutes: Route[] = [
  { method: "get", path: all, asks, handle: showAll },
  { method: "get", path: one, asks, handle: showOne },
  { method: "get", path: `${one}/files/:file{[0-9a-f-]{36}}`, asks, handle: sendFile },
];

async function load(x: Exchange): Promise<Form> {
  const row = found(await selectForm(x.ctx, x.param("code")));
  demand({ policy: formPolicy, actor: x.ctx.actor, action: "build", row });
  return row;
}

const crumbsOf = (x: Exchange, row: Form) => [
  { label: viewOf(x).t.builder.title, href: x.href("/admin/forms") },
  { label: row.title, href: x.href(`/admin/forms/${row.code}`) },
];

const query = z.object({ after: z.string().optional(), before: z.string().optional() });

async function showAll(x: Exchange): Promise<Response> {
  const row = await load(x);
  const cursor = readCursor(x.query(query), cursorKeys.instant);
  const [read, counts, versions, book] = await Promise.all([
    selectSentPage(x.ctx, { formId: row.id, cursor, limit: pageSize }),
    countReplies(x.ctx, row.id),
    selectVersions(x.ctx, row.id),
    territoryBook(x.ctx),
  ]);
  const definitions = new Map(versions.map(({ number, definition }) => [number, definition]));
  const page = pageOf(read, {
    limit: pageSize,
    cursor,
    key: ({ sent_at, id }) => [sent_at?.toISOString() ?? "", id],
  });
  const view = viewOf(x);
  const here = x.href(`/admin/forms/${row.code}/replies`);
  return secretly(
    x.page({
      title: view.t.results.one,
      section: "forms",
      crumbs: crumbsOf(x, row),
      body: (
        <RepliesPage
          view={view}
          count={counts.sent}
          results={x.href(`/forms/${row.code}/results`)}
          page={x.href(`/forms/${row.code}`)}
          rows={page.rows.map((reply) => ({
            href: `${here}/${reply.id}`,
            title: titleOfReply(definitions.get(reply.form_version), reply.answers),
            sentAt: reply.sent_at,
            source: reply.source,
            place: book.nameOf(reply.municipality_id ?? ""),
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

/** A sent reply of this form; drafts are their authors' own. */
async function loadReply(x: Exchange, row: Form): Promise<ReplyView> {
  const id = x.param("reply");
  const reply = found(isUuid(id) ? await replyOf(x.ctx, { id }) : undefined);
  return found(reply.formId === row.id && reply.state === "sent" ? reply : undefined);
}

async function showOne(x: Exchange): Promise<Response> {
  const row = await load(x);
  const reply = await loadReply(x, row);
  const book = await territoryBook(x.ctx);
  const view = viewOf(x);
  const here = `/admin/forms/${row.code}/replies`;
  const name = titleOfReply(reply.definition, reply.answers) || view.t.results.unnamed;
  return secretly(
    x.page({
      title: view.t.results.oneOf(name),
      crumb: name,
      section: "forms",
      crumbs: [...crumbsOf(x, row), { label: view.t.results.one, href: x.href(here) }],
      body: (
        <OneReplyPage
          view={view}
          name={name}
          reply={reply}
          placeName={(id) => book.nameOf(id)}
          fileHref={(id) => x.href(`${here}/${reply.id}/files/${id}`)}
        />
      ),
    }),
  );
}

async function sendFile(x: Exchange): Promise<Response> {
  const reply = await loadReply(x, await load(x));
  return secretly(await answerFile(x.ctx, reply, x.param("file")));
}
