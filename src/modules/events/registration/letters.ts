import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { linkToken } from "#base/http/private-link.ts";
import { formatDate, formatTime } from "#base/ui/index.ts";
import { contactsById } from "#modules/people/index.ts";
import { findTerritory } from "#modules/territories/index.ts";
import { findRoom } from "../rooms/conflicts-store.ts";
import { registrationsOf, type Registration } from "./store.ts";
import { letters } from "./letters.ru.ts";
import { findEvent, type Event } from "../store.ts";

/** The private page of a registration, whole. */
export function linkOf(ctx: Ctx, registration: { id: string }): string {
  const token = linkToken(ctx.house.linkKey, ctx.region.id, registration.id);
  return `${ctx.house.url}/${ctx.region.id}/my/events/${token}`;
}

/** «17 апреля 2026, пятница, 10:00–17:30»: by the region's clock. */
export function whenText(ctx: Ctx, event: Pick<Event, "starts_at" | "ends_at">): string {
  const how = { lang: "ru", zone: ctx.region.timeZone, now: ctx.now() } as const;
  const [from, to] = [event.starts_at, event.ends_at];
  const day = formatDate(from, how);
  const lastDay = formatDate(to, how);
  return day === lastDay
    ? `${day}, ${formatTime(from, how)}–${formatTime(to, how)}`
    : `${day}, ${formatTime(from, how)} — ${lastDay}, ${formatTime(to, how)}`;
}

async function whereText(ctx: Ctx, event: Event): Promise<string> {
  if (event.format === "online") return letters.online;
  const room = event.room_id === null ? undefined : await findRoom(ctx, event.room_id);
  const town = await findTerritory(ctx, event.municipality_id);
  return [town?.name, room?.name, room?.address, event.address].filter(Boolean).join(", ");
}

/** Tells one person what became of the seat: given, kept for some hours, waiting, or gone. */
export async function tellSeat(
  ctx: Ctx & { unit: Unit },
  event: Event,
  registration: Registration,
): Promise<void> {
  const contact = (await contactsById(ctx, [registration.contact_id])).get(registration.contact_id);
  if (contact === undefined || contact.email === null) return;
  const how = { lang: "ru", zone: ctx.region.timeZone, now: ctx.now() } as const;
  const until = registration.offered_until;
  const said = letters.seat[registration.state]({
    title: event.title,
    code: registration.code,
    until: until === null ? "" : `${formatDate(until, how)}, ${formatTime(until, how)}`,
  });
  await writeLetter(ctx, {
    to: contact.email,
    subject: said.subject,
    body: await bodyOf(ctx, { event, registration, said: said.text }),
    occasion: `seat:${registration.id}:${registration.version}`,
  });
}

export async function bodyOf(
  ctx: Ctx,
  { event, registration, said }: { event: Event; registration: { id: string }; said: string },
): Promise<string> {
  return [
    letters.hello,
    said,
    letters.facts(event.title, whenText(ctx, event), await whereText(ctx, event)),
    letters.link(linkOf(ctx, registration)),
    letters.why,
  ].join("\n\n");
}

/** The private link once more, at most once a day: somebody registered a second time. */
export async function tellAgain(
  ctx: Ctx & { unit: Unit },
  event: Event,
  registration: Registration,
): Promise<void> {
  const contact = (await contactsById(ctx, [registration.contact_id])).get(registration.contact_id);
  if (contact === undefined || contact.email === null) return;
  await writeLetter(ctx, {
    to: contact.email,
    subject: letters.again.subject(event.title),
    body: await bodyOf(ctx, { event, registration, said: letters.again.text }),
    occasion: `seat-link:${registration.id}:${ctx.now().toISOString().slice(0, 10)}`,
  });
}

const input = z.object({
  event: z.uuid(),
  news: z.enum(["moved", "cancelled", "programme"]),
  /** Names the change, so that a repeated job writes nothing twice. */
  change: z.string().max(80),
  /** Lines of what changed, ready to be read. */
  lines: z.array(z.string().max(600)).max(60),
  /** Whom it concerns. */
  registrations: z.array(z.uuid()),
});
type Told = z.infer<typeof input>;

const job = { name: "events.tell", input };

/** Writes one letter to each whom the news concerns; a repetition of the same news writes none. */
export const tellWork: Job<Told> = { ...job, run: tell };

async function tell(ctx: Ctx, told: Told): Promise<void> {
  const event = await findEvent(ctx, told.event);
  if (event === undefined) return;
  const wanted = new Set(told.registrations);
  const people = (await registrationsOf(ctx, event.id)).filter(({ id }) => wanted.has(id));
  const contacts = await contactsById(
    ctx,
    people.map((one) => one.contact_id),
  );
  const said = letters.news[told.news]({ title: event.title, lines: told.lines });
  await transact(ctx, async (tx) => {
    for (const registration of people) {
      const to = contacts.get(registration.contact_id)?.email;
      if (to === undefined || to === null) continue;
      await writeLetter(tx, {
        to,
        subject: said.subject,
        body: await bodyOf(tx, { event, registration, said: said.text }),
        occasion: `event:${told.change}:${registration.id}`,
      });
    }
  });
}

/** Everybody who has a seat or waits for one learns of the new time or place. */
export async function tellMoved(
  ctx: Ctx & { unit: Unit },
  { before, after }: { before: Event; after: Event },
): Promise<void> {
  const people = await registrationsOf(ctx, after.id, ["waiting", "offered", "confirmed"]);
  const lines = [letters.was(whenText(ctx, before), await whereText(ctx, before))];
  tellLater(ctx, after, { news: "moved", lines, people });
}

export async function tellCancelled(
  ctx: Ctx & { unit: Unit },
  { event, people }: { event: Event; people: readonly Registration[] },
): Promise<void> {
  tellLater(ctx, event, { news: "cancelled", lines: [event.cancel_reason], people });
}

/** Those whom a new version of the programme concerns, with the lines that say what is different. */
export function tellProgramme(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { lines, people }: { lines: string[]; people: readonly { id: string }[] },
): void {
  tellLater(ctx, event, { news: "programme", lines, people });
}

function tellLater(
  ctx: Ctx & { unit: Unit },
  event: Event,
  {
    news,
    lines,
    people,
  }: { news: Told["news"]; lines: string[]; people: readonly { id: string }[] },
): void {
  if (people.length === 0) return;
  enqueue(ctx, job, {
    event: event.id,
    news,
    change: `${event.id}:${event.version}:${news}`,
    lines: lines.slice(0, 60).map((line) => line.slice(0, 600)),
    registrations: people.map(({ id }) => id),
  });
}
