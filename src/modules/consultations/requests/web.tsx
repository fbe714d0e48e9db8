import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import type { Choices } from "#base/ports/entity-lookup.ts";
import { may } from "#base/policy.ts";
import { found, invalid, notFound } from "#base/refusal.ts";
import { isLinkToken, linkHash, secretly } from "#base/http/private-link.ts";
import { formatDate } from "#base/ui/index.ts";
import { emailField, personNames, phoneField } from "#modules/people/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { chooseSlot, requestConsultation, withdrawConsultation } from "../actions.ts";
import { meetingCalendar } from "../calendar.ts";
import { topics, modes } from "../consultation.ts";
import { privatePath } from "../letters.ts";
import { AskPage } from "./ask-page.tsx";
import { HomePage } from "./home-page.tsx";
import { MyPage } from "./my-page.tsx";
import { consultationPolicy } from "../policy.ts";
import { figuresSince } from "../reads.ts";
import { freeSlots } from "../slots/store.ts";
import { findByLink, type Consultation } from "../store.ts";
import { viewOf } from "../view.ts";

export type Ground = { projects: Choices };

const slotsShown = 8;

/** What anyone may do: read what the centre advises on, ask, and follow the own question. */
export function publicRoutes(ground: Ground): Route[] {
  return [
    { method: "get", path: "/consultations", asks: "public", handle: showHome },
    {
      method: "get",
      path: "/consultations/ask",
      asks: "public",
      handle: (x) => showAsk(x, ground),
    },
    {
      method: "post",
      path: "/consultations/ask",
      asks: "public",
      limit: { name: "ask", requests: 10, seconds: 600 },
      handle: (x) => postAsk(x, ground),
    },
    {
      method: "get",
      path: "/consultations/my/:file{[\\w-]{43}\\.ics}",
      asks: "public",
      handle: myCalendar,
    },
    { method: "get", path: "/consultations/my/:token", asks: "public", handle: (x) => showMy(x) },
    {
      method: "post",
      path: "/consultations/my/:token/book",
      asks: "public",
      limit: { name: "my-consultation", requests: 20, seconds: 600 },
      handle: postChoice,
    },
    {
      method: "post",
      path: "/consultations/my/:token/withdraw",
      asks: "public",
      limit: { name: "my-consultation", requests: 20, seconds: 600 },
      handle: postWithdraw,
    },
  ];
}

async function showHome(x: Exchange): Promise<Response> {
  const view = viewOf(x);
  const since = `${view.today.slice(0, 4)}-01-01`;
  const [figures, slots] = await Promise.all([
    figuresSince(x.ctx, since),
    freeSlots(x.ctx, { limit: slotsShown }),
  ]);
  return x.page({
    title: view.t.home.title,
    section: "consultations",
    description: view.t.home.lead,
    body: (
      <HomePage
        view={view}
        figures={figures}
        since={formatDate(new Date(`${since}T12:00:00Z`), {
          lang: x.lang,
          zone: "UTC",
          now: new Date(0),
        })}
        slots={slots}
        staff={may(consultationPolicy, x.ctx.actor, "queue")}
      />
    ),
  });
}

const asked = z.object({ slot: z.uuid().optional(), project: z.uuid().optional() });

export const askForm = z
  .object({
    surname: z.string("people.surname-missing").max(100),
    givenName: z.string().max(100).default(""),
    email: emailField.optional(),
    phone: phoneField.optional(),
    organisation: z.string().max(200).default(""),
    municipalityId: z.uuid("consultations.municipality-missing"),
    topic: z.enum(topics, "consultations.topic-missing"),
    mode: z.enum(modes).default("individual"),
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

const guestForm = askForm.and(
  z.object({
    consent: z.literal("yes", "consultations.consent-missing"),
    /** The trap: people do not see it. */
    website: z.undefined("consultations.robot").optional(),
  }),
);

async function showAsk(
  x: Exchange,
  ground: Ground,
  { form, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = viewOf(x);
  const query = form === undefined ? x.query(asked) : { project: form.values.project };
  const [municipalities, slots, project] = await Promise.all([
    listMunicipalities(x.ctx),
    freeSlots(x.ctx, { limit: 30 }),
    projectOf(x, ground, query.project),
  ]);
  const values = form?.values ?? { slotId: "slot" in query ? (query.slot ?? "") : "" };
  return x.page({
    title: view.t.ask.title,
    section: "consultations",
    status,
    islands: ["okno-counter"],
    crumbs: [{ label: view.t.home.title, href: x.href("/consultations") }],
    body: (
      <AskPage
        view={view}
        form={{ ...(form ?? blankForm), values: { ...values, key: values.key ?? x.ctx.newId() } }}
        municipalities={municipalities}
        slots={slots}
        project={project}
        series={[]}
        noting={false}
      />
    ),
  });
}

async function projectOf(x: Exchange, { projects }: Ground, id: string | undefined) {
  return id === undefined ? undefined : (await projects.names(x.ctx, [id])).get(id);
}

async function postAsk(x: Exchange, ground: Ground): Promise<Response> {
  const view = viewOf(x);
  return submit(x, {
    schema: guestForm,
    act: async (input) => {
      const project = await projectOf(x, ground, input.project);
      const { surname, givenName, email, phone, organisation } = input;
      const { id, number } = await requestConsultation(x.ctx, {
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
      return secretly(x.go(privatePath(x.ctx, id), view.t.ask.done(number)));
    },
    again: (form, status) => showAsk(x, ground, { form, status }),
  });
}

async function byLink(x: Exchange): Promise<Consultation> {
  const token = x.param("token");
  if (!isLinkToken(token)) throw notFound("base.not-found");
  return found(await findByLink(x.ctx, linkHash(token)));
}

async function showMy(
  x: Exchange,
  { form = blankForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const view = viewOf(x);
  const consultation = await byLink(x);
  const id = consultation.consultant_id;
  const [slots, names] = await Promise.all([
    freeSlots(x.ctx, { limit: 30 }),
    personNames(x.ctx, id === null ? [] : [id]),
  ]);
  return secretly(
    x.page({
      title: view.t.my.title(consultation.number),
      status,
      section: "consultations",
      body: (
        <MyPage
          view={view}
          consultation={consultation}
          consultant={names.get(id ?? "")}
          slots={slots}
          form={form}
          path={x.href(`/consultations/my/${x.param("token")}`)}
        />
      ),
    }),
  );
}

async function myCalendar(x: Exchange): Promise<Response> {
  const token = x.param("file").slice(0, -".ics".length);
  const consultation = found(await findByLink(x.ctx, linkHash(token)));
  const { t } = viewOf(x);
  return secretly(
    meetingCalendar(consultation, {
      title: `${t.home.title}: ${t.topics[consultation.topic].toLowerCase()}`,
      url: `${x.ctx.house.url}${x.href(`/consultations/my/${token}`)}`,
    }),
  );
}

async function postChoice(x: Exchange): Promise<Response> {
  const { id } = await byLink(x);
  return submit(x, {
    schema: z.object({ slotId: z.uuid("consultations.time-missing") }),
    act: async ({ slotId }) => {
      await chooseSlot(x.ctx, id, slotId);
      return secretly(x.go(`/consultations/my/${x.param("token")}`, viewOf(x).t.my.chosen));
    },
    again: (form, status) => showMy(x, { form, status }),
  });
}

async function postWithdraw(x: Exchange): Promise<Response> {
  const { id } = await byLink(x);
  await withdrawConsultation(x.ctx, id);
  return secretly(x.go(`/consultations/my/${x.param("token")}`, viewOf(x).t.my.withdrawn_));
}

/** «surname name, e-mail or telephone», one a line; a line that says none of it is told back. */
export function readPeople(text: string) {
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
        throw invalid("consultations.people-wrong", {
          values: { line: one.slice(0, 60) },
          fields: { others: "consultations.people-wrong" },
        });
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
