import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isLinkToken, secretly } from "#base/http/private-link.ts";
import { readAllowed } from "../load.ts";
import { HereCodePage, HerePage } from "./online-page.tsx";
import { codeInput, hereInput, openCodes, reportHere, showHereCode } from "./online.ts";
import { sessionsToMark } from "../attendance/store.ts";
import { crumbsOf, eventPath, presenceReader, presenceWords } from "../attendance/view.ts";

const number = (x: Exchange) => x.param("number");

async function showCode(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "registrations");
  const reader = await presenceReader(x);
  return x.page({
    title: reader.t.here.codeTitle,
    section: "events",
    crumbs: crumbsOf(x, event),
    status,
    body: (
      <HereCodePage
        reader={reader}
        event={event}
        codes={await openCodes(x.ctx, event.id)}
        sessions={await sessionsToMark(x.ctx, event.id)}
        url={`${x.ctx.house.url}${x.href(eventPath(event, "/here"))}`}
        form={form}
      />
    ),
  });
}

const ticketQuery = z.object({ ticket: z.string().refine(isLinkToken).optional() });

async function showHere(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const event = await readAllowed(x.ctx, number(x), "read");
  const reader = await presenceReader(x);
  const ticket = form.values.ticket ?? x.query(ticketQuery).ticket;
  const response = x.page({
    title: reader.t.here.title,
    section: "events",
    crumbs: crumbsOf(x, event),
    status,
    body: <HerePage reader={reader} event={event} ticket={ticket} form={form} />,
  });
  return ticket === undefined ? response : secretly(response);
}

export const hereRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/code",
    asks: "events.event.registrations",
    handle: (x) => showCode(x),
  },
  {
    method: "post",
    path: "/events/:number/code",
    asks: "events.event.registrations",
    handle: (x) =>
      submit(x, {
        schema: codeInput,
        act: async (input) => {
          await showHereCode(x.ctx, number(x), input);
          return x.go(`/events/${number(x)}/code`);
        },
        again: (form, status) => showCode(x, form, status),
      }),
  },
  {
    method: "get",
    path: "/events/:number/here",
    asks: "events.event.read",
    handle: (x) => showHere(x),
  },
  {
    method: "post",
    path: "/events/:number/here",
    asks: "events.event.read",
    // A class that sits behind one address enters the code at once; a guesser gets no further.
    limit: { name: "events-here", requests: 60, seconds: 600 },
    handle: (x) =>
      submit(x, {
        schema: hereInput,
        act: async (input) => {
          const { name } = await reportHere(x.ctx, number(x), input);
          const done = presenceWords(x).here.done(name);
          const ticket = input.ticket === undefined ? "" : `?ticket=${input.ticket}`;
          return x.go(`/events/${number(x)}/here${ticket}`, done);
        },
        again: (form, status) => showHere(x, form, status),
      }),
  },
];
