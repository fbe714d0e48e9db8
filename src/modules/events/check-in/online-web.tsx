import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isLinkToken, withPrivateHeaders } from "#base/http/private-link.ts";
import { readEventParam } from "../load.ts";
import { OnlineCodePage, SelfReportPage } from "./online-page.tsx";
import {
  onlineCodeInput,
  selfReportInput,
  listOpenCodes,
  reportOnlineAttendance,
  createOnlineCode,
} from "./online-actions.ts";
import { listMarkableSessions } from "../attendance/store.ts";
import {
  newPageForm,
  eventCrumbs,
  eventPath,
  attendanceViewContext,
  attendanceMessages,
} from "../attendance/view.ts";

async function renderCodePage(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "registrations");
  const view = await attendanceViewContext(c);
  return c.page({
    title: view.t.here.codeTitle,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    status,
    body: (
      <OnlineCodePage
        viewContext={view}
        event={event}
        codes={await listOpenCodes(c.ctx, event.id)}
        sessions={await listMarkableSessions(c.ctx, event.id)}
        url={`${c.ctx.app.url}${c.href(eventPath(event, "/here"))}`}
        form={form}
      />
    ),
  });
}

const ticketQuery = z.object({ ticket: z.string().refine(isLinkToken).optional() });

async function renderSelfReportPage(
  c: RequestContext,
  { form, status } = newPageForm,
): Promise<Response> {
  const event = await readEventParam(c, "read");
  const view = await attendanceViewContext(c);
  const ticket = form.values.ticket ?? c.query(ticketQuery).ticket;
  const response = c.page({
    title: view.t.here.title,
    section: "events",
    breadcrumbs: eventCrumbs(c, event),
    status,
    body: <SelfReportPage viewContext={view} event={event} ticket={ticket} form={form} />,
  });
  return ticket === undefined ? response : withPrivateHeaders(response);
}

export const onlineRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/code",
    permission: "events.event.registrations",
    handle: (c) => renderCodePage(c),
  },
  actionRoute({
    path: "/events/:number/code",
    permission: "events.event.registrations",
    schema: onlineCodeInput,
    async act(c, input) {
      await createOnlineCode(c.ctx, c.param("number"), input);
      return { path: `/events/${c.param("number")}/code` };
    },
    onInvalid: (c, form, status) => renderCodePage(c, { form, status }),
  }),
  {
    method: "get",
    path: "/events/:number/here",
    permission: "events.event.read",
    handle: (c) => renderSelfReportPage(c),
  },
  actionRoute({
    path: "/events/:number/here",
    permission: "events.event.read",
    limit: { name: "events-here", requests: 60, seconds: 600 },
    schema: selfReportInput,
    async act(c, input) {
      const { name } = await reportOnlineAttendance(c.ctx, c.param("number"), input);
      const done = attendanceMessages(c).here.done(name);
      const ticket = input.ticket === undefined ? "" : `?ticket=${input.ticket}`;
      return { path: `/events/${c.param("number")}/here${ticket}`, flash: done };
    },
    onInvalid: (c, form, status) => renderSelfReportPage(c, { form, status }),
  }),
];
