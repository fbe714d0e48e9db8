import { z } from "zod";
import { dateOfDay, dayNumber, localDate } from "#base/time/local-time.ts";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { ScheduledTask } from "#base/jobs.ts";
import { recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { conflict, notFound } from "#base/refusal.ts";
import { changeRegistry } from "../actions.ts";
import { optionalText } from "../card/fields.ts";
import {
  loadCurrentOrganisation,
  lockOrganisation,
  updateOrganisation,
  type Organisation,
} from "../store.ts";
import { messages } from "../messages.ts";
import { checkLink, parseCheckLink } from "./link.ts";
import {
  listDueOrganisations,
  insertCheck,
  loadCheck,
  markUnconfirmed,
  saveAnswer,
  type AnnualCheck,
} from "./store.ts";

/** Limits the letters of one day: a registry of thousands is asked over several weeks. */
const emailsPerDay = 200;
const yearDays = 365;
const answerDays = 60;

/** Asks those silent for a year whether they still work, and marks those silent for sixty days more. */
export const annualCheckTask: ScheduledTask = {
  name: "organisations.send-annual-checks",
  every: "20 4 * * *",
  async run(ctx) {
    await changeRegistry(ctx, async (tx) => {
      const today = tx.today();
      const ago = (days: number) => dateOfDay(dayNumber(localDate(today)) - days);
      for (const id of await markUnconfirmed(tx, { askedBy: ago(answerDays), today })) {
        recordFact(tx, { subject: id, type: "organisation.unconfirmed" });
      }
      const due = await listDueOrganisations(tx, {
        silentSince: ago(yearDays),
        limit: emailsPerDay,
      });
      for (const organisation of due) {
        const id = tx.newId();
        const { email } = organisation;
        await insertCheck(tx, {
          id,
          organisation_id: organisation.id,
          asked_on: today,
          written: email !== null,
        });
        recordFact(tx, {
          subject: organisation.id,
          type: "organisation.check-sent",
          data: { ask: id },
        });
        if (email === null) continue;
        const link = `${tx.app.url}/${tx.region.id}/still-active?link=${checkLink(tx, id)}`;
        const { subject, body } = messages.ru.yearly.letter({
          name: organisation.short_name,
          link,
        });
        await queueEmail(tx, { to: email, subject, body, dedupeKey: `still-active ${id}` });
      }
    });
  },
};

/**
 * Finds the question behind a private link with its card; refuses a link of no letter with not-found.
 */
export async function findCheckByLink(
  ctx: Ctx,
  link: string,
): Promise<{ ask: AnnualCheck; organisation: Organisation }> {
  const id = parseCheckLink(ctx, link);
  if (id === undefined) throw notFound("base.not-found");
  const ask = await loadCheck(ctx, id);
  return { ask, organisation: await loadCurrentOrganisation(ctx, ask.organisation_id) };
}

export const answerInput = z.object({
  answer: z.enum(["yes", "changed", "closed"], "organisations.no-answer"),
  note: optionalText(1000).default(""),
});

/**
 * Saves the answer of whoever has the letter. «Closed» and «changed» are shown to administrators, who
 * change the
 * card: a link in a letter closes nothing by itself.
 */
export async function answerCheck(
  ctx: Ctx,
  link: string,
  rawInput: z.input<typeof answerInput>,
): Promise<void> {
  const input = answerInput.parse(rawInput);
  await transact(asSystem(ctx, "letter"), async (tx) => {
    const { ask, organisation } = await findCheckByLink(tx, link);
    if (ask.answer !== null) throw conflict("organisations.already-answered");
    await saveAnswer(tx, ask.id, input);
    const card = await lockOrganisation(tx, organisation.id);
    const today = tx.today();
    await updateOrganisation(
      tx,
      card,
      input.answer === "closed"
        ? { unconfirmed_since: card.unconfirmed_since ?? today }
        : { confirmed_on: today, unconfirmed_since: null },
    );
    recordFact(tx, {
      subject: card.id,
      type: "organisation.answered",
      data: { ask: ask.id, answer: input.answer },
    });
  });
}
