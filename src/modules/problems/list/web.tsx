import type { RequestContext, Route } from "#base/http/route.ts";
import { loadDisplayNames } from "../display-names.ts";
import { problemViewContext } from "../view.ts";
import { exportRoutes } from "./exports.ts";
import { createListUrl } from "./list-url.ts";
import { mapRoutes } from "./map-web.tsx";
import { ProblemListPage } from "./page.tsx";
import { countProblems, listProblems, problemListQuery } from "./reads.ts";

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

export const listRoutes: Route[] = [
  { method: "get", path: "/problems", permission: "public", handle: showList },
  ...exportRoutes,
  ...mapRoutes,
];
