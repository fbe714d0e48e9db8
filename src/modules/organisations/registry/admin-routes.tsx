import type { Route } from "#base/http/route.ts";
import { importRoutes } from "../imports/web.tsx";
import { mergeRoutes } from "../merges/web.tsx";
import { postDecision, showProposals } from "../proposals/web.tsx";

const permission = "organisations.organisations.change";

/** Administrators' routes besides single cards: imports, proposals, merges. */
export const registryAdminRoutes: Route[] = [
  {
    method: "get",
    path: "/admin/organisations/proposals",
    permission,
    handle: (c) => showProposals(c),
  },
  { method: "post", path: "/admin/organisations/proposals", permission, handle: postDecision },
  ...importRoutes,
  ...mergeRoutes,
];
