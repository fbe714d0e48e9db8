import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { linkToken } from "#base/http/private-link.ts";
import { formatDate, formatTime } from "#base/ui/index.ts";
import { loadContacts } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { findRoom } from "../rooms/conflicts-store.ts";
import { listRegistrations, type Registration } from "./store.ts";
import { registrationEmails } from "./letters.ru.ts";
import { findEvent, type Event } from "../store.ts";

/** Returns the absolute address of the private page of a registration. */
export function registrationUrl(ctx: Ctx, registration: { id: string }): string {
  const token = linkToken(ctx.app.linkKey, ctx.region.id, registration.id);
  return `${ctx.app.url}/${ctx.region.id}/my/events/${token}`;
}

/** Formats «17 апреля 2026, пятница, 10:00–17:30» in the region's zone. */
export function formatEventSpan(ctx: Ctx, event: Pick<Event, "starts_at" | "ends_at">): string {
  const how = { lang: "ru", zone: ctx.region.timeZone, now: ctx.now() } as const;
  const [from, to] = [event.starts_at, event.ends_at];
  const day = formatDate(from, how);
  const lastDay = formatDate(to, how);
  return day === lastDay
    ? `${day}, ${formatTime(from, how)}–${formatTime(to, how)}`
    : `${day}, ${formatTime(from, how)} — ${lastDay}, ${formatTime(to, how)}`;
}

async function formatEventPlace(ctx: Ctx, event: Event): Promise<string> {
  if (event.format === "online") return registrationEmails.online;
  const room = event.room_id === null ? undefined : await findRoom(ctx, event.room_id);
  const town = await findTerritory(ctx, event.municipality_id);
  return [town?.name, room?.name, room?.address, event.address].filter(Boolean).join(", ");
}

/** Queues an email about the state of a seat: confirmed, offered, waiting or cancelled. */
export async function notifySeat(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  registration: Registration,
): Promise<void> {
  const contact = (await loadContacts(ctx, [registration.contact_id])).get(registration.contact_id);
  if (contact === undefined || contact.email === null) return;
  const how = { lang: "ru", zone: ctx.region.timeZone, now: ctx.now() } as const;
  const until = registration.offered_until;
  const content = registrationEmails.seat[registration.state]({
    title: event.title,
    code: registration.code,
    until: until === null ? "" : `${formatDate(until, how)}, ${formatTime(until, how)}`,
  });
  await queueEmail(ctx, {
    to: contact.email,
    subject: content.subject,
    body: await emailBody(ctx, { event, registration, text: content.text }),
    dedupeKey: `seat:${registration.id}:${registration.version}`,
  });
}

/** Composes the body of an email to a registered person: text, event, place and private link. */
export async function emailBody(
  ctx: Ctx,
  { event, registration, text }: { event: Event; registration: { id: string }; text: string },
): Promise<string> {
  return [
    registrationEmails.hello,
    text,
    registrationEmails.facts(
      event.title,
      formatEventSpan(ctx, event),
      await formatEventPlace(ctx, event),
    ),
    registrationEmails.link(registrationUrl(ctx, registration)),
    registrationEmails.why,
  ].join("\n\n");
}

/** Queues an email with the private link after a repeated registration, at most once a day. */
export async function resendLink(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  registration: Registration,
): Promise<void> {
  const contact = (await loadContacts(ctx, [registration.contact_id])).get(registration.contact_id);
  if (contact === undefined || contact.email === null) return;
  await queueEmail(ctx, {
    to: contact.email,
    subject: registrationEmails.again.subject(event.title),
    body: await emailBody(ctx, { event, registration, text: registrationEmails.again.text }),
    dedupeKey: `registration-link:${registration.id}:${ctx.now().toISOString().slice(0, 10)}`,
  });
}

const changeNoticeInput = z.object({
  event: z.uuid(),
  news: z.enum(["moved", "cancelled", "programme"]),
  /** Key of the change, so that a repeated job sends nothing twice. */
  change: z.string().max(80),
  /** Lines of text about what changed. */
  lines: z.array(z.string().max(600)).max(60),
  /** Ids of the registrations affected. */
  registrations: z.array(z.uuid()),
});
type ChangeNotice = z.infer<typeof changeNoticeInput>;

const changeNoticeJobName = { name: "events.send-change-notices", input: changeNoticeInput };

/**
 * Queues one email about a change to each person affected; a repetition of the same change queues
 * none.
 */
export const changeNoticeJob: Job<ChangeNotice> = {
  ...changeNoticeJobName,
  run: sendChangeNotices,
};

async function sendChangeNotices(ctx: Ctx, notice: ChangeNotice): Promise<void> {
  const event = await findEvent(ctx, notice.event);
  if (event === undefined) return;
  const wanted = new Set(notice.registrations);
  const people = (await listRegistrations(ctx, event.id)).filter(({ id }) => wanted.has(id));
  const contacts = await loadContacts(
    ctx,
    people.map((one) => one.contact_id),
  );
  const content = registrationEmails.news[notice.news]({ title: event.title, lines: notice.lines });
  await transact(ctx, async (tx) => {
    for (const registration of people) {
      const to = contacts.get(registration.contact_id)?.email;
      if (to === undefined || to === null) continue;
      await queueEmail(tx, {
        to,
        subject: content.subject,
        body: await emailBody(tx, { event, registration, text: content.text }),
        dedupeKey: `event:${notice.change}:${registration.id}`,
      });
    }
  });
}

/** Enqueues emails about a new time or place to everybody who has a seat or waits for one. */
export async function notifyMoved(
  ctx: Ctx & { unit: UnitOfWork },
  { before, after }: { before: Event; after: Event },
): Promise<void> {
  const people = await listRegistrations(ctx, after.id, ["waiting", "offered", "confirmed"]);
  const lines = [
    registrationEmails.was(formatEventSpan(ctx, before), await formatEventPlace(ctx, before)),
  ];
  enqueueChangeNotice(ctx, after, { news: "moved", lines, people });
}

/** Enqueues emails about the cancellation, with its reason. */
export async function notifyCancelled(
  ctx: Ctx & { unit: UnitOfWork },
  { event, people }: { event: Event; people: readonly Registration[] },
): Promise<void> {
  enqueueChangeNotice(ctx, event, { news: "cancelled", lines: [event.cancel_reason], people });
}

/** Enqueues emails about a new version of the programme to the people it affects. */
export function notifyProgrammeChanged(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { lines, people }: { lines: string[]; people: readonly { id: string }[] },
): void {
  enqueueChangeNotice(ctx, event, { news: "programme", lines, people });
}

function enqueueChangeNotice(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  {
    news,
    lines,
    people,
  }: { news: ChangeNotice["news"]; lines: string[]; people: readonly { id: string }[] },
): void {
  if (people.length === 0) return;
  enqueue(ctx, changeNoticeJobName, {
    event: event.id,
    news,
    change: `${event.id}:${event.version}:${news}`,
    lines: lines.slice(0, 60).map((line) => line.slice(0, 600)),
    registrations: people.map(({ id }) => id),
  });
}
