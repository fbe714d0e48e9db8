import { invalid, Refusal, orNotFound } from "#base/refusal.ts";
import { httpStatus } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { may } from "#base/policy.ts";
import { withPrivateHeaders } from "#base/http/private-link.ts";
import {
  answerErrors,
  evaluate,
  loadFieldOptions,
  parseAnswers,
  type Answers,
} from "#modules/forms/index.ts";
import { certificateMessages } from "../certificates/messages.ts";
import {
  findByFeedbackLink,
  findFeedbackForm,
  loadFeedbackResults,
  sendFeedback,
} from "./actions.ts";
import { readEventParam } from "../load.ts";
import { FeedbackPage, FeedbackResultsPage, FeedbackThanks } from "./page.tsx";
import { eventPolicy } from "../policy.ts";
import { contactIdParam, eventCrumbs, attendanceViewContext } from "../attendance/view.ts";

function feedbackLinkParams(c: RequestContext) {
  return { key: c.param("number"), contact: contactIdParam(c), token: c.param("token") };
}

type FeedbackPageState = {
  answers?: Answers;
  errors?: Record<string, string>;
  refusal?: string;
  status?: number;
  pageKey?: string;
};

async function renderFeedback(
  c: RequestContext,
  submitted: FeedbackPageState = {},
): Promise<Response> {
  const words = certificateMessages[c.lang];
  const { event, replied } = await findByFeedbackLink(c.ctx, feedbackLinkParams(c));
  const form = orNotFound(await findFeedbackForm(c.ctx, event));
  const page = c.page({
    title: words.feedback.title,
    section: "events",
    status: submitted.status ?? 200,
    body: replied ? (
      <FeedbackThanks words={words} event={event} />
    ) : (
      <FeedbackPage
        words={words}
        event={event}
        action={c.url.pathname}
        pageKey={submitted.pageKey ?? c.ctx.newId()}
        definition={form.definition}
        answers={submitted.answers ?? {}}
        errors={submitted.errors ?? {}}
        refusal={submitted.refusal}
        options={await loadFieldOptions(c.ctx, form.definition)}
      />
    ),
  });
  return withPrivateHeaders(page);
}

async function submitFeedback(c: RequestContext): Promise<Response> {
  const { event } = await findByFeedbackLink(c.ctx, feedbackLinkParams(c));
  const form = orNotFound(await findFeedbackForm(c.ctx, event));
  const data = await c.request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  const answers = parseAnswers(form.definition, data);
  const key = data.get("key");
  const pageKey = typeof key === "string" && isUuid(key) ? key : c.ctx.newId();
  const errors = answerErrors(c, evaluate(form.definition, answers));
  if (Object.keys(errors).length > 0)
    return renderFeedback(c, { answers, errors, pageKey, status: httpStatus.invalid });
  try {
    await sendFeedback(c.ctx, feedbackLinkParams(c), { answers, key: pageKey });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "not-found") throw error;
    const refusal = c.t(error.reason, error.values);
    return renderFeedback(c, { answers, pageKey, refusal, status: httpStatus[error.kind] });
  }
  const { number, contact, token } = { number: event.number, ...feedbackLinkParams(c) };
  return c.redirect(
    `/events/${number}/feedback/${contact}/${token}`,
    certificateMessages[c.lang].feedback.done,
  );
}

const rateLimit = { name: "events-feedback", requests: 60, seconds: 600 };

export const feedbackRoutes: Route[] = [
  {
    method: "get",
    path: "/events/:number/feedback",
    permission: "events.event.read",
    handle: async (c) => {
      const event = await readEventParam(c, "read");
      const words = certificateMessages[c.lang];
      const staff = may(eventPolicy, c.ctx.actor, "registrations", event);
      return c.page({
        title: `${words.feedback.results}: ${event.title}`,
        breadcrumb: words.feedback.results,
        section: "events",
        breadcrumbs: eventCrumbs(c, event),
        body: (
          <FeedbackResultsPage
            viewContext={await attendanceViewContext(c)}
            words={words}
            event={event}
            feedback={await loadFeedbackResults(c.ctx, event, staff ? "staff" : "public")}
            staff={staff}
          />
        ),
      });
    },
  },
  {
    method: "get",
    path: "/events/:number/feedback/:contact/:token",
    permission: "public",
    limit: rateLimit,
    handle: (c) => renderFeedback(c),
  },
  {
    method: "post",
    path: "/events/:number/feedback/:contact/:token",
    permission: "public",
    limit: rateLimit,
    handle: submitFeedback,
  },
];
