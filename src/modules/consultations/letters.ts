import type { Ctx, UnitOfWork } from "#base/context.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { formatDateTime } from "#base/ui/index.ts";
import { linkToken } from "#base/http/private-link.ts";
import { loadContacts } from "#modules/people/index.ts";
import type { Consultation } from "./store.ts";
import { ru } from "./messages.ru.ts";

/** Letters to the person who asked. */
export type EmailKind = "requested" | "booked" | "given" | "declined" | "eve";

/** Returns the path of the private page of a request, inside the region. */
export function privatePath(ctx: Pick<Ctx, "app" | "region">, id: string): string {
  return `/consultations/my/${linkToken(ctx.app.linkKey, ctx.region.id, id)}`;
}

/** Sends a letter to the person who asked, where they left an address; each occasion once. */
export async function notifyRequester(
  tx: Ctx & { unit: UnitOfWork },
  consultation: Consultation,
  occasion: EmailKind,
): Promise<void> {
  const contact = (await loadContacts(tx, [consultation.contact_id])).get(consultation.contact_id);
  if (contact === undefined || contact.email === null) return;
  const link = `${tx.app.url}/${tx.region.id}${privatePath(tx, consultation.id)}`;
  await queueEmail(tx, {
    to: contact.email,
    ...composeEmail(tx, consultation, { occasion, link }),
    dedupeKey: `consultation-${occasion}-${consultation.id}-${consultation.version}`,
  });
}

function composeEmail(
  ctx: Ctx,
  consultation: Consultation,
  { occasion, link }: { occasion: EmailKind; link: string },
): { subject: string; body: string } {
  const t = ru.letters;
  const { number, starts_at: starts, place } = consultation;
  if (occasion === "requested")
    return { subject: t.requestedSubject(number), body: t.requested(link) };
  if (occasion === "given") {
    const body = t.given(consultation.record_next ?? "", link);
    return { subject: t.givenSubject(number), body };
  }
  if (occasion === "declined") {
    return {
      subject: t.declinedSubject(number),
      body: t.declined(consultation.decline_reason, link),
    };
  }
  const clockwork = { lang: "ru" as const, zone: ctx.region.timeZone, now: ctx.now() };
  const when = starts === null ? "" : formatDateTime(starts, clockwork);
  if (occasion === "eve") return { subject: t.eveSubject(number), body: t.eve(when, place, link) };
  return { subject: t.bookedSubject(number), body: t.booked(when, place, link) };
}
