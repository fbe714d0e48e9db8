import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize, may } from "#base/policy.ts";
import { drawRegion } from "#modules/territories/index.ts";
import { projectListUrl } from "./list-url.ts";
import { loadProjectEntityNames } from "../entity-names.ts";
import { ProjectListPage, ProjectMapPage, maxCounted } from "./page.tsx";
import { MyProjectsPage } from "./my-projects-page.tsx";
import { projectPolicy } from "../policy.ts";
import {
  countProjects,
  listProjects,
  projectListQuery,
  listMyProjects,
  countProjectsByPlace,
} from "./reads.ts";
import { projectViewContext } from "../view.ts";

async function renderList(c: RequestContext): Promise<Response> {
  const query = c.query(projectListQuery);
  const view = projectViewContext(c);
  const [page, found, names] = await Promise.all([
    listProjects(c.ctx, query),
    countProjects(c.ctx, query, maxCounted),
    loadProjectEntityNames(c),
  ]);
  const hrefWith = projectListUrl(c, query);
  return c.page({
    title: view.t.list.title,
    section: "projects",
    description: view.t.list.lead,
    exports: {
      json: hrefWith({}, "/projects.json"),
      csv: hrefWith({}, "/projects.csv"),
      xlsx: hrefWith({}, "/projects.xlsx"),
    },
    body: (
      <ProjectListPage
        viewContext={view}
        query={query}
        projects={page.rows}
        total={found}
        names={names}
        hrefWith={hrefWith}
        mayOpen={may(projectPolicy, c.ctx.actor, "open")}
        {...(page.before !== undefined && { newer: hrefWith({ before: page.before }) })}
        {...(page.after !== undefined && { older: hrefWith({ after: page.after }) })}
      />
    ),
  });
}

async function renderMap(c: RequestContext): Promise<Response> {
  const query = c.query(projectListQuery);
  const view = projectViewContext(c);
  const counts = await countProjectsByPlace(c.ctx, query);
  const drawing = await drawRegion(c.ctx, { lit: [...counts.keys()] });
  return c.page({
    title: view.t.list.map,
    section: "projects",
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/projects") }],
    body: (
      <ProjectMapPage
        viewContext={view}
        names={await loadProjectEntityNames(c)}
        counts={counts}
        drawing={drawing}
        hrefWith={projectListUrl(c, query)}
      />
    ),
  });
}

async function renderMyProjects(c: RequestContext): Promise<Response> {
  authorize({ policy: projectPolicy, actor: c.ctx.actor, action: "open" });
  const view = projectViewContext(c);
  return c.page({
    title: view.t.mine.title,
    section: "projects",
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/projects") }],
    body: (
      <MyProjectsPage
        viewContext={view}
        lines={await listMyProjects(c.ctx)}
        names={await loadProjectEntityNames(c)}
      />
    ),
  });
}

export const listRoutes: Route[] = [
  { method: "get", path: "/projects", permission: "public", handle: renderList },
  { method: "get", path: "/projects/map", permission: "public", handle: renderMap },
  {
    method: "get",
    path: "/projects/mine",
    permission: "projects.project.open",
    handle: renderMyProjects,
  },
];
