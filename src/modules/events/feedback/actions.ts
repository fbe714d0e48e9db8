import type { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { record } from "#base/journal.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { conflict, found, notFound } from "#base/refusal.ts";
import {
  findForm,
  keepForm,
  publishForm,
  repliesTo,
  sendReply,
  type Answers,
  type Results,
} from "#modules/forms/index.ts";
import { contactsById } from "#modules/people/index.ts";
import { feedbackPath, isCardToken } from "../learning/private-links.ts";
import { attendanceClosed } from "../attendance/actions.ts";
import { presenceLetters } from "../certificates/letters.ru.ts";
import { presencesAt } from "../attendance/store.ts";
import { findEvent, lockEvent, type Event } from "../store.ts";

const usualCode = "event_feedback";

/** The questions to those who came: the event's own form, or the three asked everywhere. */
export async function feedbackForm(ctx: Ctx, event: Event) {
  return findForm(ctx, event.feedback_form_id ?? usualCode);
}

/** Makes the three usual questions where nobody has asked them yet. */
async function demandUsualForm(ctx: Ctx): Promise<void> {
  if ((await findForm(ctx, usualCode)) !== undefined) return;
  const t = presenceLetters.feedbackForm;
  const form = await keepForm(ctx, {
    code: usualCode,
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

/** Letters to everybody present, once: whoever was marked later is asked when the job runs again. */
async function askFeedback(
  ctx: Ctx,
  { event: id }: z.output<typeof attendanceClosed.input>,
): Promise<void> {
  await transact(asSystem(ctx, "events.ask-feedback"), async (tx) => {
    const event = await lockEvent(tx, id);
    if (event.feedback_form_id === null) await demandUsualForm(tx);
    const present = await presencesAt(tx, event.id);
    const people = [...new Map(present.map((row) => [row.human_id, row.contact_id])).values()];
    if (people.length === 0) return;
    const contacts = await contactsById(tx, people);
    await tx.db
      .insertInto("events_feedback")
      .values(people.map((contact_id) => ({ region_id: tx.region.id, event_id: id, contact_id })))
      .onConflict((conflict) =>
        conflict.columns(["region_id", "event_id", "contact_id"]).doNothing(),
      )
      .execute();
    for (const contactId of people) {
      const email = contacts.get(contactId)?.email ?? null;
      if (email === null) continue;
      const href = `${tx.house.url}/${tx.region.id}${feedbackPath(tx, event, contactId)}`;
      await writeLetter(tx, {
        to: email,
        ...presenceLetters.feedback({ title: event.title, href }),
        occasion: `feedback:${event.id}:${contactId}`,
      });
    }
  });
}

export const feedbackWork: Job<z.output<typeof attendanceClosed.input>> = {
  ...attendanceClosed,
  run: askFeedback,
};

type Asked = { key: string; contact: string; token: string };

/** Whom the private link is for: it opens nothing for one who was not there. */
export async function askedByLink(
  ctx: Ctx,
  { key, contact, token }: Asked,
): Promise<{ event: Event; replied: boolean }> {
  const event = found(await findEvent(ctx, key));
  if (!isCardToken(ctx, `feedback ${event.id}`, { contact, token }))
    throw notFound("base.not-found");
  const asked = await ctx.db
    .selectFrom("events_feedback")
    .select("replied")
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event.id)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return { event, replied: found(asked).replied };
}

/**
 * Takes a reply. What is said is kept by `forms` without a name and under a key of the page; here
 * stays only that this person has replied, so that the share is known and nobody replies twice.
 */
export async function sendFeedback(
  ctx: Ctx,
  asked: Asked,
  reply: { answers: Answers; key: string },
): Promise<void> {
  const { event } = await askedByLink(ctx, asked);
  const form = found(await feedbackForm(ctx, event));
  await transact(asSystem(ctx, "events.feedback"), async (tx) => {
    const first = await tx.db
      .updateTable("events_feedback")
      .set({ replied: true })
      .where("region_id", "=", tx.region.id)
      .where("event_id", "=", event.id)
      .where("contact_id", "=", asked.contact)
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
    record(tx, { subject: event.id, type: "feedback.given" });
  });
}

export type FeedbackView = { results: Results; replies: number; present: number };

/**
 * What participants said. Below the form's smallest group nothing that could be traced to a person
 * is shown to anybody; staff read words only past it, guests see what the form makes public.
 */
export async function feedbackResults(
  ctx: Ctx,
  event: Event,
  as: "staff" | "public",
): Promise<FeedbackView | undefined> {
  const form = await feedbackForm(ctx, event);
  if (form === undefined) return undefined;
  const subject = { kind: "event", id: event.id };
  const careful = await repliesTo(ctx, { formId: form.id, subject, as });
  const enough = careful.count >= careful.minimumGroup;
  const results =
    as === "staff" && enough
      ? await repliesTo(ctx, { formId: form.id, subject, as: "exact" })
      : { ...careful, questions: enough ? careful.questions : [] };
  return { results, replies: results.count, present: event.present };
}
