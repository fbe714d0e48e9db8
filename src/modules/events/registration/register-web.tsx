import { z } from "zod";
import type { Choices } from "#base/ports/entity-lookup.ts";
import { transact, type Ctx } from "#base/context.ts";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { linkToken, secretly } from "#base/http/private-link.ts";
import {
  answerErrors,
  evaluate,
  fieldGround,
  findForm,
  readAnswers,
  sendReply,
  type Answers,
  type FormDefinition,
} from "#modules/forms/index.ts";
import { contactOfPerson } from "#modules/people/index.ts";
import { loadCard } from "../card/reads.ts";
import { readAllowed } from "../load.ts";
import { RegisterPage } from "./register-page.tsx";
import { register, registerInput, demandOpen, type Registered } from "./actions.ts";
import { quotasOf, saveRegistration } from "./store.ts";
import type { Event } from "../store.ts";
import { readerOf } from "../view.ts";

const form = registerInput.omit({ replyId: true, organisationId: true }).extend({
  consent: z.literal("yes", "events.no-consent"),
});

type Asked = { definition: FormDefinition; formId: string };

/** The event's own questions, where it has any and they are open. */
async function questionsOf(ctx: Ctx, event: Event): Promise<Asked | undefined> {
  if (event.registration_form_id === null) return undefined;
  const found = await findForm(ctx, event.registration_form_id);
  return found?.state === "published"
    ? { definition: found.definition, formId: found.id }
    : undefined;
}

type Shown = { state: FormState; status?: number; answers?: Answers };

async function show(
  x: Exchange,
  { projects }: { projects: Choices },
  { state, status = 200, answers = {} }: Shown,
): Promise<Response> {
  const reader = readerOf(x);
  const event = await readAllowed(x.ctx, x.param("number"), "read");
  demandOpen(event, { at: x.ctx.now(), source: "self" });
  const [card, quotas, asked] = [
    await loadCard(x.ctx, event, { projects }),
    await quotasOf(x.ctx, event.id),
    await questionsOf(x.ctx, event),
  ];
  return x.page({
    title: `${reader.t.register.title}: ${event.title}`,
    crumb: reader.t.register.title,
    section: "events",
    status,
    islands: ["okno-busy", "okno-errors"],
    crumbs: [
      { label: reader.t.list.title, href: x.href("/events") },
      { label: event.title, href: x.href(`/events/${event.number}`) },
    ],
    body: (
      <RegisterPage
        reader={reader}
        card={card}
        state={state}
        asksRole={quotas.some(({ by }) => by === "role")}
        action={x.href(`/events/${event.number}/register`)}
        questions={
          asked && {
            definition: asked.definition,
            answers,
            ground: await fieldGround(x.ctx, asked.definition),
          }
        }
      />
    ),
  });
}

/** A signed-in person finds the form filled with what we know of them. */
async function opened(x: Exchange): Promise<FormState> {
  const { actor } = x.ctx;
  const known = actor.kind === "person" ? await contactOfPerson(x.ctx, actor.id) : undefined;
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

async function send(x: Exchange, ground: { projects: Choices }): Promise<Response> {
  const event = await readAllowed(x.ctx, x.param("number"), "read");
  const asked = await questionsOf(x.ctx, event);
  const posted = await x.request
    .clone()
    .formData()
    .catch(() => new FormData());
  const answers = asked === undefined ? {} : readAnswers(asked.definition, posted);
  const wrong = asked === undefined ? {} : answerErrors(x, evaluate(asked.definition, answers));
  const again = (state: FormState, status: number) =>
    show(x, ground, {
      state: { ...state, errors: { ...state.errors, ...wrong } },
      status,
      answers,
    });
  return submit(x, {
    schema: form,
    again,
    async act({ consent: _, ...input }) {
      if (Object.keys(wrong).length > 0) return again(textsOf(posted), 422);
      const made = await transact(x.ctx, async (tx) => {
        const done = await register(tx, event.id, input);
        if (asked !== undefined && done.fresh) await keepReply(tx, done, { ...asked, answers });
        return done;
      });
      return told(x, made);
    },
  });
}

async function keepReply(
  ctx: Ctx,
  { registration, contact }: Registered,
  { formId, answers }: Asked & { answers: Answers },
): Promise<void> {
  const reply = await sendReply(ctx, {
    formId,
    subject: { kind: "registration", id: registration.id },
    respondent: contact.id,
    municipalityId: registration.municipality_id ?? undefined,
    answers,
    key: `registration:${registration.id}`,
  });
  await saveRegistration(ctx, registration.id, { reply_id: reply.id });
}

/** Only a new registration opens the private page: a second one might be a stranger's, who gets no link. */
function told(x: Exchange, { event, registration, fresh }: Registered): Response {
  const { t } = readerOf(x);
  if (!fresh) return x.go(`/events/${event.number}`, t.register.known);
  const token = linkToken(x.ctx.house.linkKey, x.ctx.region.id, registration.id);
  const said =
    registration.state === "confirmed" ? t.register.done(registration.code) : t.register.waiting;
  return secretly(x.go(`/my/events/${token}`, said));
}

function textsOf(posted: FormData): FormState {
  const state: FormState = { values: {}, lists: {}, errors: {} };
  for (const name of new Set(posted.keys())) {
    const texts = posted.getAll(name).filter((value) => typeof value === "string");
    if (name.endsWith("[]")) state.lists[name.slice(0, -2)] = texts;
    else state.values[name] = texts[0] ?? "";
  }
  return state;
}

export function registerRoutes(ground: { projects: Choices }): Route[] {
  const path = "/events/:number/register";
  return [
    {
      method: "get",
      path,
      asks: "events.event.read",
      handle: async (x) => show(x, ground, { state: await opened(x) }),
    },
    {
      method: "post",
      path,
      asks: "events.event.read",
      limit: { name: "register", requests: 60, seconds: 600 },
      handle: (x) => send(x, ground),
    },
  ];
}
