import type { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import type { Job } from "#base/jobs.ts";
import { recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { conflict, orNotFound, notFound } from "#base/refusal.ts";
import {
  findForm,
  saveForm,
  publishForm,
  loadResults,
  sendReply,
  type Answers,
  type FormResults,
} from "#modules/forms/index.ts";
import { loadContacts } from "#modules/people/index.ts";
import { feedbackPath, isContactToken } from "../learning/private-links.ts";
import { feedbackRequestJob } from "../attendance/actions.ts";
import { attendanceEmails } from "../certificates/letters.ru.ts";
import { listPresences } from "../attendance/store.ts";
import { findEvent, lockEvent, type Event } from "../store.ts";

const defaultFormCode = "event_feedback";

/** Finds the feedback form of an event: its own, or the default one. */
export async function findFeedbackForm(ctx: Ctx, event: Event) {
  return findForm(ctx, event.feedback_form_id ?? defaultFormCode);
}

/** Creates the default feedback form of three questions where the region has none. */
async function ensureDefaultForm(ctx: Ctx): Promise<void> {
  if ((await findForm(ctx, defaultFormCode)) !== undefined) return;
  const t = attendanceEmails.feedbackForm;
  const form = await saveForm(ctx, {
    code: defaultFormCode,
    resultsPublic: true,
    definition: {
      title: { ru: t.title },
      purpose: "feedback",
      sections: [
        {
          code: "feedback",
          title: { ru: t.section },
          questions: [
            {
              code: "useful",
              kind: "scale",
              text: { ru: t.useful },
              low: { ru: t.low },
              high: { ru: t.high },
              required: true,
              publicity: "public",
            },
            { code: "use", kind: "long-text", text: { ru: t.use }, most: 1000 },
            { code: "better", kind: "long-text", text: { ru: t.better }, most: 1000 },
          ],
        },
      ],
    },
  });
  await publishForm(ctx, form.id);
}

/** Queues an email to everybody present, once; the job can run again after later marks. */
async function queueFeedbackRequests(
  ctx: Ctx,
  { event: id }: z.output<typeof feedbackRequestJob.input>,
): Promise<void> {
  await transact(asSystem(ctx, "events.request-feedback"), async (tx) => {
    const event = await lockEvent(tx, id);
    if (event.feedback_form_id === null) await ensureDefaultForm(tx);
    const present = await listPresences(tx, event.id);
    const people = [...new Map(present.map((row) => [row.human_id, row.contact_id])).values()];
    if (people.length === 0) return;
    const contacts = await loadContacts(tx, people);
    await insertInto(
      tx,
      "events_feedback",
      people.map((contact_id) => ({ event_id: id, contact_id })),
    )
      .onConflict((conflict) =>
        conflict.columns(["region_id", "event_id", "contact_id"]).doNothing(),
      )
      .execute();
    for (const contactId of people) {
      const email = contacts.get(contactId)?.email ?? null;
      if (email === null) continue;
      const href = `${tx.app.url}/${tx.region.id}${feedbackPath(tx, event, contactId)}`;
      await queueEmail(tx, {
        to: email,
        ...attendanceEmails.feedback({ title: event.title, href }),
        dedupeKey: `feedback:${event.id}:${contactId}`,
      });
    }
  });
}

export const feedbackJob: Job<z.output<typeof feedbackRequestJob.input>> = {
  ...feedbackRequestJob,
  run: queueFeedbackRequests,
};

type FeedbackLink = { key: string; contact: string; token: string };

/**
 * Finds the event behind a private link; throws for a wrong token or a person who was not asked.
 */
export async function findByFeedbackLink(
  ctx: Ctx,
  { key, contact, token }: FeedbackLink,
): Promise<{ event: Event; replied: boolean }> {
  const event = orNotFound(await findEvent(ctx, key));
  if (!isContactToken(ctx, `feedback ${event.id}`, { contact, token }))
    throw notFound("base.not-found");
  const request = await from(ctx, "events_feedback")
    .select("replied")
    .where("event_id", "=", event.id)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return { event, replied: orNotFound(request).replied };
}

/**
 * Saves a reply. `forms` stores the answers without a name under a key of the page; here only the
 * fact of the reply is stored, for the response rate and against a second reply.
 */
export async function sendFeedback(
  ctx: Ctx,
  link: FeedbackLink,
  reply: { answers: Answers; key: string },
): Promise<void> {
  const { event } = await findByFeedbackLink(ctx, link);
  const form = orNotFound(await findFeedbackForm(ctx, event));
  await transact(asSystem(ctx, "events.feedback"), async (tx) => {
    const first = await updateIn(tx, "events_feedback")
      .set({ replied: true })
      .where("event_id", "=", event.id)
      .where("contact_id", "=", link.contact)
      .where("replied", "=", false)
      .returning("event_id")
      .executeTakeFirst();
    if (first === undefined) throw conflict("events.feedback-sent");
    await sendReply(tx, {
      formId: form.id,
      subject: { kind: "event", id: event.id },
      answers: reply.answers,
      key: reply.key,
    });
    recordFact(tx, { subject: event.id, type: "feedback.given" });
  });
}

export type FeedbackResults = { results: FormResults; replies: number; present: number };

/**
 * Loads the results of feedback. Below the form's minimum group no answers are returned to anybody;
 * above it staff see exact answers, guests what the form makes public.
 */
export async function loadFeedbackResults(
  ctx: Ctx,
  event: Event,
  audience: "staff" | "public",
): Promise<FeedbackResults | undefined> {
  const form = await findFeedbackForm(ctx, event);
  if (form === undefined) return undefined;
  const subject = { kind: "event", id: event.id };
  const anonymous = await loadResults(ctx, { formId: form.id, subject, as: audience });
  const enough = anonymous.count >= anonymous.minimumGroup;
  const results =
    audience === "staff" && enough
      ? await loadResults(ctx, { formId: form.id, subject, as: "exact" })
      : { ...anonymous, questions: enough ? anonymous.questions : [] };
  return { results, replies: results.count, present: event.present };
}
