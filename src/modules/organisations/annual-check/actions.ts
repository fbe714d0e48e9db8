import { z } from "zod";
import { dateOfDay, dayNumber, localDate, toZoned } from "#base/time/local-time.ts";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import type { Clockwork } from "#base/jobs.ts";
import { record } from "#base/journal.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { conflict, notFound } from "#base/refusal.ts";
import { changeRegistry } from "../actions.ts";
import { line } from "../card/fields.ts";
import { loadStanding, lockOrganisation, saveOrganisation, type Organisation } from "../store.ts";
import { words } from "../messages.ts";
import { askLink, askOfLink } from "./link.ts";
import {
  dueForAsking,
  insertAsk,
  loadAsk,
  markUnconfirmed,
  saveAnswer,
  type Ask,
} from "./store.ts";

/** A day's post stays small: a registry of thousands is asked over weeks. */
const lettersPerDay = 200;
const yearDays = 365;
const patienceDays = 60;

/** Asks those silent for a year whether they still work, and marks those silent for sixty days more. */
export const yearlyQuestion: Clockwork = {
  name: "organisations.ask-still-active",
  every: "20 4 * * *",
  async run(ctx) {
    await changeRegistry(ctx, async (tx) => {
      const today = toZoned(tx.now(), tx.region.timeZone).date;
      const ago = (days: number) => dateOfDay(dayNumber(localDate(today)) - days);
      for (const id of await markUnconfirmed(tx, { askedBy: ago(patienceDays), today })) {
        record(tx, { subject: id, type: "organisation.unconfirmed" });
      }
      const due = await dueForAsking(tx, { silentSince: ago(yearDays), limit: lettersPerDay });
      for (const organisation of due) {
        const id = tx.newId();
        const { email } = organisation;
        await insertAsk(tx, {
          id,
          organisation_id: organisation.id,
          asked_on: today,
          written: email !== null,
        });
        record(tx, { subject: organisation.id, type: "organisation.asked", data: { ask: id } });
        if (email === null) continue;
        const link = `${tx.house.url}/${tx.region.id}/still-active?link=${askLink(tx, id)}`;
        const { subject, body } = words.ru.yearly.letter({ name: organisation.short_name, link });
        await writeLetter(tx, { to: email, subject, body, occasion: `still-active ${id}` });
      }
    });
  },
};

/** The question behind a private link and the card that it is about; not-found for a link of no letter. */
export async function askBehind(
  ctx: Ctx,
  link: string,
): Promise<{ ask: Ask; organisation: Organisation }> {
  const id = askOfLink(ctx, link);
  if (id === undefined) throw notFound("base.not-found");
  const ask = await loadAsk(ctx, id);
  return { ask, organisation: await loadStanding(ctx, ask.organisation_id) };
}

export const answerInput = z.object({
  answer: z.enum(["yes", "changed", "closed"], "organisations.no-answer"),
  note: line(1000).default(""),
});

/**
 * Whoever holds the letter answers. «Closed» and «changed» are said to the keepers, who change the
 * card: a link in a letter closes nothing by itself.
 */
export async function answerAsk(
  ctx: Ctx,
  link: string,
  given: z.input<typeof answerInput>,
): Promise<void> {
  const input = answerInput.parse(given);
  await transact(asSystem(ctx, "letter"), async (tx) => {
    const { ask, organisation } = await askBehind(tx, link);
    if (ask.answer !== null) throw conflict("organisations.already-answered");
    await saveAnswer(tx, ask.id, input);
    const card = await lockOrganisation(tx, organisation.id);
    const today = toZoned(tx.now(), tx.region.timeZone).date;
    await saveOrganisation(
      tx,
      card,
      input.answer === "closed"
        ? { unconfirmed_since: card.unconfirmed_since ?? today }
        : { confirmed_on: today, unconfirmed_since: null },
    );
    record(tx, {
      subject: card.id,
      type: "organisation.answered",
      data: { ask: ask.id, answer: input.answer },
    });
  });
}
