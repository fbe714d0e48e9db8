import { transact, type Ctx } from "#base/context.ts";
import { dateOfDay, dayNumber, fromZoned, toZoned } from "#base/time/local-time.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { loadContacts } from "#modules/people/index.ts";
import { emailBody } from "./letters.ts";
import { registrationEmails } from "./letters.ru.ts";
import { listRegistrations } from "./store.ts";
import { listAnnouncedBetween, type Event } from "../store.ts";

/**
 * Time of day at which reminders are sent, in local minutes: from 12:00 to 21:00 of the day before.
 */
const [earliest, latest] = [12 * 60, 21 * 60];

/**
 * Queues a reminder on the day before an event to everybody with a seat, once for each date.
 * Returns how many events begin tomorrow.
 */
export async function sendReminders(ctx: Ctx): Promise<number> {
  const zone = ctx.region.timeZone;
  const { date, minutes } = toZoned(ctx.now(), zone);
  if (minutes < earliest || minutes >= latest) return 0;
  const midnight = (days: number) => fromZoned(dateOfDay(dayNumber(date) + days), 0, zone);
  const events = await listAnnouncedBetween(ctx, { from: midnight(1), to: midnight(2) });
  for (const event of events) await queueReminders(ctx, event);
  return events.length;
}

async function queueReminders(ctx: Ctx, event: Event): Promise<void> {
  const seated = await listRegistrations(ctx, event.id, ["confirmed"]);
  const contacts = await loadContacts(
    ctx,
    seated.map((one) => one.contact_id),
  );
  await transact(ctx, async (tx) => {
    for (const registration of seated) {
      const to = contacts.get(registration.contact_id)?.email;
      if (to === undefined || to === null) continue;
      const { mode, code } = registration;
      const ticket =
        mode === "online" ? registrationEmails.eve.online : registrationEmails.eve.hall(code);
      const text = `${ticket}\n${registrationEmails.eve.plans}`;
      await queueEmail(tx, {
        to,
        subject: registrationEmails.eve.subject(event.title),
        body: await emailBody(tx, { event, registration, text: text }),
        dedupeKey: `reminder:${event.day}:${registration.id}`,
      });
    }
  });
}
