import { transact, type Ctx } from "#base/context.ts";
import { dateOfDay, dayNumber, fromZoned, toZoned } from "#base/time/local-time.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { contactsById } from "#modules/people/index.ts";
import { bodyOf } from "./letters.ts";
import { letters } from "./letters.ru.ts";
import { registrationsOf } from "./store.ts";
import { announcedBetween, type Event } from "../store.ts";

/** From noon until nine in the evening of the day before, by the region's clock: minutes of the day. */
const [earliest, latest] = [12 * 60, 21 * 60];

/**
 * On the eve of an announced event everybody with a seat is reminded, once; where the event is moved to
 * another day, once more. Answers how many events begin tomorrow.
 */
export async function tellEve(ctx: Ctx): Promise<number> {
  const zone = ctx.region.timeZone;
  const { date, minutes } = toZoned(ctx.now(), zone);
  if (minutes < earliest || minutes >= latest) return 0;
  const midnight = (days: number) => fromZoned(dateOfDay(dayNumber(date) + days), 0, zone);
  const events = await announcedBetween(ctx, { from: midnight(1), to: midnight(2) });
  for (const event of events) await remind(ctx, event);
  return events.length;
}

async function remind(ctx: Ctx, event: Event): Promise<void> {
  const seated = await registrationsOf(ctx, event.id, ["confirmed"]);
  const contacts = await contactsById(
    ctx,
    seated.map((one) => one.contact_id),
  );
  await transact(ctx, async (tx) => {
    for (const registration of seated) {
      const to = contacts.get(registration.contact_id)?.email;
      if (to === undefined || to === null) continue;
      const { mode, code } = registration;
      const ticket = mode === "online" ? letters.eve.online : letters.eve.hall(code);
      const said = `${ticket}\n${letters.eve.plans}`;
      await writeLetter(tx, {
        to,
        subject: letters.eve.subject(event.title),
        body: await bodyOf(tx, { event, registration, said }),
        occasion: `eve:${event.day}:${registration.id}`,
      });
    }
  });
}
