import type { Route } from "#base/http/route.ts";
import { pictureLimits } from "#base/files/pictures.ts";
import { memberRoutes } from "../members/web.tsx";
import { proposalRoutes } from "../proposals/web.tsx";
import { relationRoutes } from "../relations/web.tsx";
import { ownServiceRoutes } from "../services/own-web.tsx";
import { yearlyRoutes } from "../annual-check/web.tsx";
import { postConfirm, postPage, showPage } from "./profile-page.tsx";

const keep = "organisations.organisations.keep";

/** Everything that an organisation's own people keep of it. */
export const ownRoutes: Route[] = [
  {
    method: "get",
    path: "/organisations/:id{[0-9a-f-]+}/edit",
    asks: keep,
    handle: (x) => showPage(x),
  },
  {
    method: "post",
    path: "/organisations/:id{[0-9a-f-]+}/edit",
    asks: keep,
    maxBody: pictureLimits.bytes + 256 * 1024,
    handle: postPage,
  },
  {
    method: "post",
    path: "/organisations/:id{[0-9a-f-]+}/confirm",
    asks: keep,
    handle: postConfirm,
  },
  ...ownServiceRoutes,
  ...memberRoutes,
  ...relationRoutes,
  ...proposalRoutes,
  ...yearlyRoutes,
];
