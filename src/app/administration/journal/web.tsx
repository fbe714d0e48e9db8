import { z } from "zod";
import { isUuid } from "#base/db/ids.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { factQuery, factTypes, listFacts, type Fact } from "#base/journal.ts";
import type { PageOf } from "#base/db/paging.ts";
import { personNames } from "#modules/people/index.ts";
import { findProblem } from "#modules/problems/index.ts";
import { askJournalCheck } from "./check.ts";
import { JournalPage } from "./page.tsx";
import { demandAdministrator } from "../policy.ts";
import { lastRun } from "../rules/actions.ts";
import { adminPage, neighbours, viewOf, withQuery } from "../view.tsx";

const asks = "house.house.administer";

export const journalRoutes: Route[] = [
  { method: "get", path: "/admin/journal", asks, handle: showJournal },
  { method: "post", path: "/admin/journal/verify", asks, handle: postVerify },
];

/** A subject is written as its id, or as the number of a problem. */
const pageQuery = factQuery.extend({ subject: z.string().trim().max(60).optional() });

async function showJournal(x: Exchange): Promise<Response> {
  demandAdministrator(x.ctx);
  const view = viewOf(x);
  const query = x.query(pageQuery);
  const subject = await subjectOf(x, query.subject);
  const nobody = query.subject !== undefined && subject === undefined;
  const [page, types, check] = await Promise.all([
    nobody ? nothing : listFacts(x.ctx, { ...query, subject }),
    factTypes(x.ctx),
    lastRun(x.ctx, { asked: "journal.check-asked", done: "journal.verified" }),
  ]);
  const names = await personNames(x.ctx, page.rows.flatMap(personOf));
  const hrefWith = (change: Partial<z.output<typeof pageQuery>>) =>
    withQuery(x.href("/admin/journal"), { type: query.type, subject: query.subject, ...change });
  return adminPage(x, {
    title: view.t.journal.title,
    body: (
      <JournalPage
        view={view}
        query={query}
        facts={page.rows}
        types={types}
        check={check}
        nameOf={(id) => names.get(id) ?? id}
        hrefWith={hrefWith}
        {...neighbours(page, hrefWith)}
      />
    ),
  });
}

const nothing: PageOf<Fact> = { rows: [] };

async function subjectOf(x: Exchange, text: string | undefined): Promise<string | undefined> {
  if (text === undefined || isUuid(text)) return text;
  return (await findProblem(x.ctx, text))?.id;
}

function personOf({ actor }: Fact): string[] {
  const [kind, id] = actor.split(":");
  return kind === "person" && id !== undefined ? [id] : [];
}

async function postVerify(x: Exchange): Promise<Response> {
  await askJournalCheck(x.ctx);
  return x.go("/admin/journal", viewOf(x).t.journal.asked);
}
