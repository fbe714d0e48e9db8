import { listUrl } from "#base/http/list-url.ts";
import { z } from "zod";
import { isUuid } from "#base/db/ids.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { factQuery, listFactTypes, listFacts, type Fact } from "#base/journal.ts";
import type { PageOf } from "#base/db/paging.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import { findProblem } from "#modules/problems/index.ts";
import { requestJournalCheck } from "./check.ts";
import { JournalPage } from "./page.tsx";
import { authorizeAdministrator } from "../policy.ts";
import { findLastRun } from "../rules/actions.ts";
import { administrationPage, pagerLinks, administrationView } from "../view.tsx";

const permission = "administration.settings.administer";

export const journalRoutes: Route[] = [
  { method: "get", path: "/admin/journal", permission, handle: showJournal },
  { method: "post", path: "/admin/journal/verify", permission, handle: postVerify },
];

/** A subject is written as its id, or as the number of a problem. */
const pageQuery = factQuery.extend({ subject: z.string().trim().max(60).optional() });

async function showJournal(c: RequestContext): Promise<Response> {
  authorizeAdministrator(c.ctx);
  const view = administrationView(c);
  const query = c.query(pageQuery);
  const subject = await findSubject(c, query.subject);
  const nobody = query.subject !== undefined && subject === undefined;
  const [page, types, check] = await Promise.all([
    nobody ? emptyPage : listFacts(c.ctx, { ...query, subject }),
    listFactTypes(c.ctx),
    findLastRun(c.ctx, { asked: "journal.check-requested", done: "journal.verified" }),
  ]);
  const names = await loadPersonNames(c.ctx, page.rows.flatMap(personIds));
  const urlOf = (change: Record<string, string | undefined>) =>
    listUrl(c.href("/admin/journal"), query, change);
  return administrationPage(c, {
    title: view.t.journal.title,
    body: (
      <JournalPage
        view={view}
        query={query}
        facts={page.rows}
        types={types}
        check={check}
        personName={(id) => names.get(id) ?? id}
        listUrl={urlOf}
        {...pagerLinks(page, urlOf)}
      />
    ),
  });
}

const emptyPage: PageOf<Fact> = { rows: [] };

async function findSubject(
  c: RequestContext,
  text: string | undefined,
): Promise<string | undefined> {
  if (text === undefined || isUuid(text)) return text;
  return (await findProblem(c.ctx, text))?.id;
}

function personIds({ actor }: Fact): string[] {
  const [kind, id] = actor.split(":");
  return kind === "person" && id !== undefined ? [id] : [];
}

async function postVerify(c: RequestContext): Promise<Response> {
  await requestJournalCheck(c.ctx);
  return c.redirect("/admin/journal", administrationView(c).t.journal.asked);
}
