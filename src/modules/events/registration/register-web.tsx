import { z } from "zod";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import { transact, type Ctx } from "#base/context.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { linkToken, withPrivateHeaders } from "#base/http/private-link.ts";
import {
  answerErrors,
  evaluate,
  loadFieldOptions,
  findForm,
  parseAnswers,
  sendReply,
  type Answers,
  type FormDefinition,
} from "#modules/forms/index.ts";
import { findContactOfPerson } from "#modules/people/index.ts";
import { loadEventCard } from "../card/reads.ts";
import { readEventParam } from "../load.ts";
import { RegisterPage } from "./register-page.tsx";
import {
  register,
  registrationSchema,
  requireRegistrationOpen,
  type RegistrationResult,
} from "./actions.ts";
import { listQuotas, updateRegistration } from "./store.ts";
import type { Event } from "../store.ts";
import { eventBreadcrumbs, eventsViewContext } from "../view.ts";

const registrationForm = registrationSchema.omit({ replyId: true, organisationId: true }).extend({
  consent: z.literal("yes", "events.no-consent"),
});

type EventQuestions = { definition: FormDefinition; formId: string };

/** Finds the published form of the event's own questions. */
async function findQuestions(ctx: Ctx, event: Event): Promise<EventQuestions | undefined> {
  if (event.registration_form_id === null) return undefined;
  const found = await findForm(ctx, event.registration_form_id);
  return found?.state === "published"
    ? { definition: found.definition, formId: found.id }
    : undefined;
}

type RegisterPageState = { state: FormState; status?: number; answers?: Answers };

async function renderRegister(
  c: RequestContext,
  { projects }: { projects: EntityLookup },
  { state, status = 200, answers = {} }: RegisterPageState,
): Promise<Response> {
  const view = eventsViewContext(c);
  const event = await readEventParam(c, "read");
  requireRegistrationOpen(event, { at: c.ctx.now(), source: "self" });
  const [card, quotas, form] = [
    await loadEventCard(c.ctx, event, { projects }),
    await listQuotas(c.ctx, event.id),
    await findQuestions(c.ctx, event),
  ];
  return c.page({
    title: `${view.t.register.title}: ${event.title}`,
    breadcrumb: view.t.register.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    breadcrumbs: eventBreadcrumbs(c, event),
    body: (
      <RegisterPage
        viewContext={view}
        card={card}
        state={state}
        needsRole={quotas.some(({ by }) => by === "role")}
        action={c.href(`/events/${event.number}/register`)}
        questions={
          form && {
            definition: form.definition,
            answers,
            options: await loadFieldOptions(c.ctx, form.definition),
          }
        }
      />
    ),
  });
}

/** Returns the form with the known data of a signed-in person. */
async function prefilledForm(c: RequestContext): Promise<FormState> {
  const { actor } = c.ctx;
  const known = actor.kind === "person" ? await findContactOfPerson(c.ctx, actor.id) : undefined;
  return filledForm({
    surname: known?.surname,
    givenName: known?.given_name,
    patronymic: known?.patronymic,
    email: known?.email,
    phone: known?.phone,
    municipalityId: known?.municipality_id,
    organisation: known?.organisation,
    position: known?.position,
  });
}

async function submitRegistration(
  c: RequestContext,
  deps: { projects: EntityLookup },
): Promise<Response> {
  const event = await readEventParam(c, "read");
  const form = await findQuestions(c.ctx, event);
  const posted = await c.request
    .clone()
    .formData()
    .catch(() => new FormData());
  const answers = form === undefined ? {} : parseAnswers(form.definition, posted);
  const answerIssues =
    form === undefined ? {} : answerErrors(c, evaluate(form.definition, answers));
  const renderInvalid = (state: FormState, status: number) =>
    renderRegister(c, deps, {
      state: { ...state, errors: { ...state.errors, ...answerIssues } },
      status,
      answers,
    });
  return submit(c, {
    schema: registrationForm,
    onInvalid: renderInvalid,
    async onValid({ consent: _, ...input }) {
      if (Object.keys(answerIssues).length > 0) return renderInvalid(toFormState(posted), 422);
      const result = await transact(c.ctx, async (tx) => {
        const done = await register(tx, event.id, input);
        if (form !== undefined && done.isNew) await saveReply(tx, done, { ...form, answers });
        return done;
      });
      return redirectAfterRegistration(c, result);
    },
  });
}

async function saveReply(
  ctx: Ctx,
  { registration, contact }: RegistrationResult,
  { formId, answers }: EventQuestions & { answers: Answers },
): Promise<void> {
  const reply = await sendReply(ctx, {
    formId,
    subject: { kind: "registration", id: registration.id },
    respondent: contact.id,
    municipalityId: registration.municipality_id ?? undefined,
    answers,
    key: `registration:${registration.id}`,
  });
  await updateRegistration(ctx, registration.id, { reply_id: reply.id });
}

/**
 * Redirects to the private page after a new registration only: a repeated one may be a stranger's,
 * who gets no link.
 */
function redirectAfterRegistration(
  c: RequestContext,
  { event, registration, isNew }: RegistrationResult,
): Response {
  const { t } = eventsViewContext(c);
  if (!isNew) return c.redirect(`/events/${event.number}`, t.register.known);
  const token = linkToken(c.ctx.app.linkKey, c.ctx.region.id, registration.id);
  const flash =
    registration.state === "confirmed" ? t.register.done(registration.code) : t.register.waiting;
  return withPrivateHeaders(c.redirect(`/my/events/${token}`, flash));
}

function toFormState(posted: FormData): FormState {
  const state: FormState = { values: {}, lists: {}, errors: {} };
  for (const name of new Set(posted.keys())) {
    const texts = posted.getAll(name).filter((value) => typeof value === "string");
    if (name.endsWith("[]")) state.lists[name.slice(0, -2)] = texts;
    else state.values[name] = texts[0] ?? "";
  }
  return state;
}

/** Creates the routes of the public form of registration. */
export function registerRoutes(deps: { projects: EntityLookup }): Route[] {
  const path = "/events/:number/register";
  return [
    {
      method: "get",
      path,
      permission: "events.event.read",
      handle: async (c) => renderRegister(c, deps, { state: await prefilledForm(c) }),
    },
    {
      method: "post",
      path,
      permission: "events.event.read",
      limit: { name: "register", requests: 60, seconds: 600 },
      handle: (c) => submitRegistration(c, deps),
    },
  ];
}
