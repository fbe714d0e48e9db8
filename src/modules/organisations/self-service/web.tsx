import type { Route } from "#base/http/route.ts";
import { pictureLimits } from "#base/files.ts";
import { memberRoutes } from "../members/web.tsx";
import { proposalRoutes } from "../proposals/web.tsx";
import { relationRoutes } from "../relations/web.tsx";
import { ownServiceRoutes } from "../help/web-own.tsx";
import { yearlyRoutes } from "../yearly/web.tsx";
import { postConfirm, postPage, showPage } from "./web-page.tsx";

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
