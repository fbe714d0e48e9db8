import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { loadDisplayNames } from "./display-names.ts";
import type { ProblemsDeps } from "./card/linked-projects.ts";
import { PendingChecksPage, InboxPage } from "./verifications/page.tsx";
import { ProblemListPage } from "./list/page.tsx";
import { ReportsPage } from "./reports/page.tsx";
import { problemPolicy } from "./policy.ts";
import {
  listPendingChecks,
  countProblems,
  listInbox,
  listProblems,
  problemListQuery,
  loadProblemCard,
  listReports,
} from "./list/reads.ts";
import { problemViewContext } from "./view.ts";
import { answerRoutes } from "./answers/web.tsx";
import { checkRoutes } from "./verifications/web.tsx";
import { mapRoutes } from "./list/map-web.tsx";
import { exportRoutes } from "./list/exports.ts";
import { createListUrl } from "./list/list-url.ts";

import { cardRoutes } from "./card/web.tsx";

const numberParam = (c: RequestContext) => c.param("number");

async function showList(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const view = problemViewContext(c);
  const [page, found, names] = await Promise.all([
    listProblems(c.ctx, query),
    countProblems(c.ctx, query),
    loadDisplayNames(c),
  ]);
  const hrefWith = createListUrl(c, query);
  return c.page({
    title: view.t.list.title,
    section: "problems",
    description: view.t.list.lead,
    exports: {
      json: hrefWith({}, "/problems.json"),
      csv: hrefWith({}, "/problems.csv"),
      xlsx: hrefWith({}, "/problems.xlsx"),
      geojson: hrefWith({}, "/problems.geojson"),
      atom: hrefWith({}, "/problems.atom"),
    },
    body: (
      <ProblemListPage
        viewContext={view}
        query={query}
        lines={page.rows}
        found={found}
        names={names}
        municipalities={names.municipalities}
        bodies={names.bodies}
        hrefWith={hrefWith}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

export const problemRoutes = (deps: ProblemsDeps): Route[] => [
  { method: "get", path: "/problems", permission: "public", handle: showList },
  // Twins stand before the card: «/problems/К-1.json» must not be taken for a number.
  ...exportRoutes,
  ...mapRoutes,
  ...cardRoutes(deps),
  {
    method: "get",
    path: "/problems/:number/voices",
    permission: "problems.problem.read",
    handle: async (c) => {
      const view = problemViewContext(c);
      const { problem } = await loadProblemCard(c.ctx, numberParam(c));
      const href = c.href(`/problems/${problem.number}`);
      return c.page({
        title: view.t.card.voices,
        section: "problems",
        breadcrumbs: [{ label: problem.number, href }],
        body: (
          <ReportsPage
            viewContext={view}
            title={problem.title}
            href={href}
            voices={await listReports(c.ctx, problem.id)}
          />
        ),
      });
    },
  },
  ...answerRoutes,
  ...checkRoutes,
  {
    method: "get",
    path: "/inbox",
    permission: "problems.problem.inbox",
    handle: async (c) => {
      authorize({ policy: problemPolicy, actor: c.ctx.actor, action: "inbox" });
      const view = problemViewContext(c);
      return c.page({
        title: view.t.inbox.title,
        section: "inbox",
        body: (
          <InboxPage
            viewContext={view}
            lines={await listInbox(c.ctx)}
            names={await loadDisplayNames(c)}
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/checks",
    permission: "problems.problem.walk",
    handle: async (c) => {
      authorize({ policy: problemPolicy, actor: c.ctx.actor, action: "walk" });
      const view = problemViewContext(c);
      return c.page({
        title: view.t.checks.title,
        section: "checks",
        body: (
          <PendingChecksPage
            viewContext={view}
            lines={await listPendingChecks(c.ctx)}
            names={await loadDisplayNames(c)}
          />
        ),
      });
    },
  },
];
