import type { Exchange, Route } from "#base/http/route.ts";
import { demand, may } from "#base/policy.ts";
import { regionDrawing } from "#modules/territories/index.ts";
import { hrefsOf } from "./list-url.ts";
import { namesFor } from "../entity-names.ts";
import { ListPage, MapPage, mostCounted } from "./page.tsx";
import { MinePage } from "./my-projects-page.tsx";
import { projectPolicy } from "../policy.ts";
import { countProjects, listProjects, listQuery, myProjects, projectsByPlace } from "./reads.ts";
import { readerOf } from "../view.ts";

async function showList(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const [page, found, names] = await Promise.all([
    listProjects(x.ctx, query),
    countProjects(x.ctx, query, mostCounted),
    namesFor(x),
  ]);
  const hrefWith = hrefsOf(x, query);
  return x.page({
    title: reader.t.list.title,
    section: "projects",
    description: reader.t.list.lead,
    twins: {
      json: hrefWith({}, "/projects.json"),
      csv: hrefWith({}, "/projects.csv"),
      xlsx: hrefWith({}, "/projects.xlsx"),
    },
    body: (
      <ListPage
        reader={reader}
        query={query}
        lines={page.rows}
        found={found}
        names={names}
        hrefWith={hrefWith}
        mayOpen={may(projectPolicy, x.ctx.actor, "open")}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

async function showMap(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const counts = await projectsByPlace(x.ctx, query);
  const drawing = await regionDrawing(x.ctx, { lit: [...counts.keys()] });
  return x.page({
    title: reader.t.list.map,
    section: "projects",
    crumbs: [{ label: reader.t.list.title, href: x.href("/projects") }],
    body: (
      <MapPage
        reader={reader}
        names={await namesFor(x)}
        counts={counts}
        drawing={drawing}
        hrefWith={hrefsOf(x, query)}
      />
    ),
  });
}

async function showMine(x: Exchange): Promise<Response> {
  demand({ policy: projectPolicy, actor: x.ctx.actor, action: "open" });
  const reader = readerOf(x);
  return x.page({
    title: reader.t.mine.title,
    section: "projects",
    crumbs: [{ label: reader.t.list.title, href: x.href("/projects") }],
    body: <MinePage reader={reader} lines={await myProjects(x.ctx)} names={await namesFor(x)} />,
  });
}

export const listRoutes: Route[] = [
  { method: "get", path: "/projects", asks: "public", handle: showList },
  { method: "get", path: "/projects/map", asks: "public", handle: showMap },
  { method: "get", path: "/projects/mine", asks: "projects.project.open", handle: showMine },
];
