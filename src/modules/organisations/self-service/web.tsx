import type { Route } from "#base/http/route.ts";
import { pictureLimits } from "#base/files/pictures.ts";
import { memberRoutes } from "../members/web.tsx";
import { proposalRoutes } from "../proposals/web.tsx";
import { relationRoutes } from "../relations/web.tsx";
import { selfServiceServiceRoutes } from "../services/own-web.tsx";
import { annualCheckRoutes } from "../annual-check/web.tsx";
import { postConfirm, postProfile, showProfile } from "./profile-page.tsx";

const permission = "organisations.organisations.keep";

/** Routes of an organisation's self-service. */
export const selfServiceRoutes: Route[] = [
  {
    method: "get",
    path: "/organisations/:id{[0-9a-f-]+}/edit",
    permission,
    handle: (c) => showProfile(c),
  },
  {
    method: "post",
    path: "/organisations/:id{[0-9a-f-]+}/edit",
    permission,
    maxBody: pictureLimits.bytes + 256 * 1024,
    handle: postProfile,
  },
  {
    method: "post",
    path: "/organisations/:id{[0-9a-f-]+}/confirm",
    permission,
    handle: postConfirm,
  },
  ...selfServiceServiceRoutes,
  ...memberRoutes,
  ...relationRoutes,
  ...proposalRoutes,
  ...annualCheckRoutes,
];
