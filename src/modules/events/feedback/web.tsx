import { invalid, Refusal, found } from "#base/refusal.ts";
import { statusOf } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { may } from "#base/policy.ts";
import { secretly } from "#base/http/private-link.ts";
import {
  answerErrors,
  evaluate,
  fieldGround,
  readAnswers,
  type Answers,
} from "#modules/forms/index.ts";
import { certificateWords } from "../certificates/messages.ts";
import { askedByLink, feedbackForm, feedbackResults, sendFeedback } from "./actions.ts";
import { readAllowed } from "../load.ts";
import { FeedbackPage, FeedbackResultsPage, FeedbackThanks } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { crumbsOf, presenceReader } from "../attendance/view.ts";

function link(x: Exchange) {
  const contact = x.param("contact");
  return {
    key: x.param("number"),
    contact: found(isUuid(contact) ? contact : undefined),
    token: x.param("token"),
  };
}

type Shown = {
  answers?: Answers;
  errors?: Record<string, string>;
  refusal?: string;
  status?: number;
  pageKey?: string;
};

async function show(x: Exchange, shown: Shown = {}): Promise<Response> {
  const words = certificateWords[x.lang];
  const { event, replied } = await askedByLink(x.ctx, link(x));
  const form = found(await feedbackForm(x.ctx, event));
  const page = x.page({
    title: words.feedback.title,
    section: "events",
    status: shown.status ?? 200,
    body: replied ? (
      <FeedbackThanks words={words} event={event} />
    ) : (
      <FeedbackPage
        words={words}
        event={event}
        action={x.url.pathname}
        pageKey={shown.pageKey ?? x.ctx.newId()}
        definition={form.definition}
        answers={shown.answers ?? {}}
        errors={shown.errors ?? {}}
        refusal={shown.refusal}
        ground={await fieldGround(x.ctx, form.definition)}
      />
    ),
  });
  return secretly(page);
}

async function send(x: Exchange): Promise<Response> {
  const { event } = await askedByLink(x.ctx, link(x));
  const form = found(await feedbackForm(x.ctx, event));
  const data = await x.request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  const answers = readAnswers(form.definition, data);
  const key = data.get("key");
  const pageKey = typeof key === "string" && isUuid(key) ? key : x.ctx.newId();
  const errors = answerErrors(x, evaluate(form.definition, answers));
  if (Object.keys(errors).length > 0)
    return show(x, { answers, errors, pageKey, status: statusOf.invalid });
  try {
    await sendFeedback(x.ctx, link(x), { answers, key: pageKey });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "not-found") throw error;
    const refusal = x.say(error.reason, error.values);
    return show(x, { answers, pageKey, refusal, status: statusOf[error.kind] });
  }
  const { number, contact, token } = { number: event.number, ...link(x) };
  return x.go(
    `/events/${number}/feedback/${contact}/${token}`,
    certificateWords[x.lang].feedback.done,
  );
}

const limit = { name: "events-feedback", requests: 60, seconds: 600 };

export const feedbackRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/feedback",
    asks: "events.event.read",
    handle: async (x) => {
      const event = await readAllowed(x.ctx, x.param("number"), "read");
      const words = certificateWords[x.lang];
      const staff = may(eventPolicy, x.ctx.actor, "registrations", event);
      return x.page({
        title: `${words.feedback.results}: ${event.title}`,
        crumb: words.feedback.results,
        section: "events",
        crumbs: crumbsOf(x, event),
        body: (
          <FeedbackResultsPage
            reader={await presenceReader(x)}
            words={words}
            event={event}
            feedback={await feedbackResults(x.ctx, event, staff ? "staff" : "public")}
            staff={staff}
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/events/:number/feedback/:contact/:token",
    asks: "public",
    limit,
    handle: (x) => show(x),
  },
  {
    method: "post",
    path: "/events/:number/feedback/:contact/:token",
    asks: "public",
    limit,
    handle: send,
  },
];
