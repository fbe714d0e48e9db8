import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import { may } from "#base/policy.ts";
import { orNotFound, notFound, invalidField } from "#base/refusal.ts";
import { isLinkToken, linkHash, withPrivateHeaders } from "#base/http/private-link.ts";
import { formatDate } from "#base/ui/index.ts";
import { emailField, loadPersonNames, phoneField } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { chooseSlot } from "../slots/booking.ts";
import { requestConsultation, withdrawConsultation } from "./actions.ts";
import { meetingCalendar } from "../calendar.ts";
import { consultationTopics, consultationModes } from "../consultation.ts";
import { privatePath } from "../letters.ts";
import { RequestPage } from "./ask-page.tsx";
import { HomePage } from "./home-page.tsx";
import { MyConsultationPage } from "./my-page.tsx";
import { consultationPolicy } from "../policy.ts";
import { loadFigures } from "../reads.ts";
import { listFreeSlots } from "../slots/store.ts";
import { findByLink, type Consultation } from "../store.ts";
import { createConsultationViewContext } from "../view.ts";

export type ConsultationsDeps = { projects: EntityLookup };

const maxSlotsShown = 8;

/** Creates the public routes: figures, the form, the private page. */
export function publicRoutes(deps: ConsultationsDeps): Route[] {
  return [
    { method: "get", path: "/consultations", permission: "public", handle: renderHome },
    {
      method: "get",
      path: "/consultations/ask",
      permission: "public",
      handle: (c) => renderRequestForm(c, deps),
    },
    actionRoute({
      path: "/consultations/ask",
      permission: "public",
      limit: { name: "ask", requests: 10, seconds: 600 },
      schema: guestRequestForm,
      load: createConsultationViewContext,
      async act(c, input, view) {
        const project = await findProjectRef(c, deps, input.project);
        const { surname, givenName, email, phone, organisation } = input;
        const { id, number } = await requestConsultation(c.ctx, {
          contact: { surname, givenName, email, phone, organisation, consent: "consultation" },
          topic: input.topic,
          mode: input.mode,
          channel: project === undefined ? "form" : "project",
          question: input.question,
          municipalityId: input.municipalityId,
          aboutProjectId: project?.id,
          slotId: input.slotId,
          key: input.key,
        });
        return withPrivateHeaders(c.redirect(privatePath(c.ctx, id), view.t.ask.done(number)));
      },
      onInvalid: (c, form, status) => renderRequestForm(c, deps, { form, status }),
    }),
    {
      method: "get",
      path: "/consultations/my/:file{[\\w-]{43}\\.ics}",
      permission: "public",
      handle: myCalendar,
    },
    {
      method: "get",
      path: "/consultations/my/:token",
      permission: "public",
      handle: (c) => renderMyConsultation(c),
    },
    actionRoute({
      path: "/consultations/my/:token/book",
      permission: "public",
      limit: { name: "my-consultation", requests: 20, seconds: 600 },
      schema: z.object({ slotId: z.uuid("consultations.time-missing") }),
      async load(c) {
        const { id } = await findByPrivateLink(c);
        return { id };
      },
      async act(c, { slotId }, { id }) {
        await chooseSlot(c.ctx, id, slotId);
        return withPrivateHeaders(
          c.redirect(
            `/consultations/my/${c.param("token")}`,
            createConsultationViewContext(c).t.my.chosen,
          ),
        );
      },
      onInvalid: (c, form, status) => renderMyConsultation(c, { form, status }),
    }),
    {
      method: "post",
      path: "/consultations/my/:token/withdraw",
      permission: "public",
      limit: { name: "my-consultation", requests: 20, seconds: 600 },
      handle: postWithdraw,
    },
  ];
}

async function renderHome(c: RequestContext): Promise<Response> {
  const view = createConsultationViewContext(c);
  const since = `${view.today.slice(0, 4)}-01-01`;
  const [figures, slots] = await Promise.all([
    loadFigures(c.ctx, since),
    listFreeSlots(c.ctx, { limit: maxSlotsShown }),
  ]);
  return c.page({
    title: view.t.home.title,
    section: "consultations",
    description: view.t.home.lead,
    body: (
      <HomePage
        view={view}
        figures={figures}
        since={formatDate(new Date(`${since}T12:00:00Z`), {
          lang: c.lang,
          zone: "UTC",
          now: new Date(0),
        })}
        slots={slots}
        staff={may(consultationPolicy, c.ctx.actor, "queue")}
      />
    ),
  });
}

const requestQuery = z.object({ slot: z.uuid().optional(), project: z.uuid().optional() });

export const requestForm = z
  .object({
    surname: z.string("people.surname-missing").max(100),
    givenName: z.string().max(100).default(""),
    email: emailField.optional(),
    phone: phoneField.optional(),
    organisation: z.string().max(200).default(""),
    municipalityId: z.uuid("consultations.municipality-missing"),
    topic: z.enum(consultationTopics, "consultations.topic-missing"),
    mode: z.enum(consultationModes).default("individual"),
    question: z
      .string("consultations.question-missing")
      .min(10, "consultations.question-short")
      .max(4000, "consultations.question-long"),
    project: z.uuid().optional(),
    slotId: z.uuid().optional(),
    key: z.uuid(),
  })
  .superRefine((form, issues) => {
    if (form.email !== undefined || form.phone !== undefined) return;
    issues.addIssue({ code: "custom", path: ["email"], message: "consultations.contact-missing" });
  });

const guestRequestForm = requestForm.and(
  z.object({
    consent: z.literal("yes", "consultations.consent-missing"),
    /** The trap: people do not see it. */
    website: z.undefined("consultations.robot").optional(),
  }),
);

async function renderRequestForm(
  c: RequestContext,
  deps: ConsultationsDeps,
  { form, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = createConsultationViewContext(c);
  const query = form === undefined ? c.query(requestQuery) : { project: form.values.project };
  const [municipalities, slots, project] = await Promise.all([
    listMunicipalities(c.ctx),
    listFreeSlots(c.ctx, { limit: 30 }),
    findProjectRef(c, deps, query.project),
  ]);
  const values = form?.values ?? { slotId: "slot" in query ? (query.slot ?? "") : "" };
  return c.page({
    title: view.t.ask.title,
    section: "consultations",
    status,
    islands: ["okno-counter"],
    breadcrumbs: [{ label: view.t.home.title, href: c.href("/consultations") }],
    body: (
      <RequestPage
        view={view}
        form={{ ...(form ?? emptyForm), values: { ...values, key: values.key ?? c.ctx.newId() } }}
        municipalities={municipalities}
        slots={slots}
        project={project}
        series={[]}
        noting={false}
      />
    ),
  });
}

async function findProjectRef(
  c: RequestContext,
  { projects }: ConsultationsDeps,
  id: string | undefined,
) {
  return id === undefined ? undefined : (await projects.findNames(c.ctx, [id])).get(id);
}

async function findByPrivateLink(c: RequestContext): Promise<Consultation> {
  const token = c.param("token");
  if (!isLinkToken(token)) throw notFound("base.not-found");
  return orNotFound(await findByLink(c.ctx, linkHash(token)));
}

async function renderMyConsultation(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = createConsultationViewContext(c);
  const consultation = await findByPrivateLink(c);
  const id = consultation.consultant_id;
  const [slots, names] = await Promise.all([
    listFreeSlots(c.ctx, { limit: 30 }),
    loadPersonNames(c.ctx, id === null ? [] : [id]),
  ]);
  return withPrivateHeaders(
    c.page({
      title: view.t.my.title(consultation.number),
      status,
      section: "consultations",
      body: (
        <MyConsultationPage
          view={view}
          consultation={consultation}
          consultant={names.get(id ?? "")}
          slots={slots}
          form={form}
          path={c.href(`/consultations/my/${c.param("token")}`)}
        />
      ),
    }),
  );
}

async function myCalendar(c: RequestContext): Promise<Response> {
  const token = c.param("file").slice(0, -".ics".length);
  const consultation = orNotFound(await findByLink(c.ctx, linkHash(token)));
  const { t } = createConsultationViewContext(c);
  return withPrivateHeaders(
    meetingCalendar(consultation, {
      title: `${t.home.title}: ${t.topics[consultation.topic].toLowerCase()}`,
      url: `${c.ctx.app.url}${c.href(`/consultations/my/${token}`)}`,
    }),
  );
}

async function postWithdraw(c: RequestContext): Promise<Response> {
  const { id } = await findByPrivateLink(c);
  await withdrawConsultation(c.ctx, id);
  return withPrivateHeaders(
    c.redirect(
      `/consultations/my/${c.param("token")}`,
      createConsultationViewContext(c).t.my.withdrawn_,
    ),
  );
}

/** Parses lines «surname name, e-mail or telephone»; refuses a malformed line at `others`. */
export function parsePeople(text: string) {
  return text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => {
      const [name = "", reach = ""] = one.split(",").map((part) => part.trim());
      const [surname = "", givenName = "", patronymic = ""] = name.split(/\s+/);
      const email = emailField.safeParse(reach);
      const phone = phoneField.safeParse(reach);
      if (surname === "" || (reach !== "" && !email.success && !phone.success)) {
        throw invalidField("others", "consultations.people-wrong", { line: one.slice(0, 60) });
      }
      return {
        surname,
        givenName,
        patronymic,
        ...(email.success && { email: email.data }),
        ...(phone.success && { phone: phone.data }),
      };
    });
}
