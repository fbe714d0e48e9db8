import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { namesFor } from "./display-names.ts";
import type { Ground } from "./card/linked-projects.ts";
import { ChecksPage, InboxPage } from "./verifications/page.tsx";
import { ListPage } from "./list/page.tsx";
import { VoicesPage } from "./reports/page.tsx";
import { problemPolicy } from "./policy.ts";
import {
  checksOf,
  countProblems,
  inboxOf,
  listProblems,
  listQuery,
  problemCard,
  voicesOf,
} from "./list/reads.ts";
import { readerOf } from "./view.ts";
import { answerRoutes } from "./answers/web.tsx";
import { checkRoutes } from "./verifications/web.tsx";
import { mapRoutes } from "./list/map-web.tsx";
import { twinRoutes } from "./list/exports.ts";
import { hrefsOf } from "./list/list-url.ts";

import { cardRoutes } from "./card/web.tsx";

const number = (x: Exchange) => x.param("number");

async function showList(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const [page, found, names] = await Promise.all([
    listProblems(x.ctx, query),
    countProblems(x.ctx, query),
    namesFor(x),
  ]);
  const hrefWith = hrefsOf(x, query);
  return x.page({
    title: reader.t.list.title,
    section: "problems",
    description: reader.t.list.lead,
    twins: {
      json: hrefWith({}, "/problems.json"),
      csv: hrefWith({}, "/problems.csv"),
      xlsx: hrefWith({}, "/problems.xlsx"),
      geojson: hrefWith({}, "/problems.geojson"),
      atom: hrefWith({}, "/problems.atom"),
    },
    body: (
      <ListPage
        reader={reader}
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

export const problemRoutes = (ground: Ground): Route[] => [
  { method: "get", path: "/problems", asks: "public", handle: showList },
  // Twins stand before the card: «/problems/К-1.json» must not be taken for a number.
  ...twinRoutes,
  ...mapRoutes,
  ...cardRoutes(ground),
  {
    method: "get",
    path: "/problems/:number/voices",
    asks: "problems.problem.read",
    handle: async (x) => {
      const reader = readerOf(x);
      const { problem } = await problemCard(x.ctx, number(x));
      const href = x.href(`/problems/${problem.number}`);
      return x.page({
        title: reader.t.card.voices,
        section: "problems",
        crumbs: [{ label: problem.number, href }],
        body: (
          <VoicesPage
            reader={reader}
            title={problem.title}
            href={href}
            voices={await voicesOf(x.ctx, problem.id)}
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
    asks: "problems.problem.inbox",
    handle: async (x) => {
      demand({ policy: problemPolicy, actor: x.ctx.actor, action: "inbox" });
      const reader = readerOf(x);
      return x.page({
        title: reader.t.inbox.title,
        section: "inbox",
        body: <InboxPage reader={reader} lines={await inboxOf(x.ctx)} names={await namesFor(x)} />,
      });
    },
  },
  {
    method: "get",
    path: "/checks",
    asks: "problems.problem.walk",
    handle: async (x) => {
      demand({ policy: problemPolicy, actor: x.ctx.actor, action: "walk" });
      const reader = readerOf(x);
      return x.page({
        title: reader.t.checks.title,
        section: "checks",
        body: (
          <ChecksPage reader={reader} lines={await checksOf(x.ctx)} names={await namesFor(x)} />
        ),
      });
    },
  },
];
