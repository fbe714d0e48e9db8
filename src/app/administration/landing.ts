import type { Route } from "#base/http/route.ts";

/** The page that each role opens first; a person with several roles gets the first of this list. */
const landingPages = [
  ["head", "/plan"],
  ["funder", "/indicators"],
  ["consultant", "/consultations/queue"],
  ["coordinator", "/desk"],
  ["specialist", "/inbox"],
  ["nko", "/projects/mine"],
  ["reviewer", "/reviews"],
] as const;

/** Where a person lands who has just come in: at their own work. */
export const landingRoutes: Route[] = [
  {
    method: "get",
    path: "/first",
    permission: "public",
    handle(c) {
      const { actor } = c.ctx;
      const held = actor.kind === "person" ? actor.roles.map(({ role }) => role) : [];
      const first = landingPages.find(([role]) => held.includes(role));
      return c.redirect(first?.[1] ?? "/");
    },
  },
];
