import { z } from "zod";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { record } from "#base/journal.ts";
import { toZoned } from "#base/time/local-time.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { conflict, found, type Refusal } from "#base/refusal.ts";
import { contactsById, fullName } from "#modules/people/index.ts";
import { certificateCode, certificateNumber, earned } from "./rules.ts";
import {
  certificateByCode,
  insertCertificate,
  revokeRow,
  setReplacedBy,
  validCertificate,
  withoutCertificate,
  type Certificate,
} from "./store.ts";
import { loadAllowed } from "../load.ts";
import { presenceLetters } from "./letters.ru.ts";
import { learningLink } from "../learning/private-links.ts";
import { presenceAt, sessionsAttended, sessionsToMark } from "../attendance/store.ts";
import { demandVersion, findEvent, lockEvent, saveEvent, type Event } from "../store.ts";

/** The address of the public page, as the QR code on paper has it. */
export const certificateUrl = (ctx: Ctx, code: string): string =>
  `${ctx.house.url}/${ctx.region.id}/certificates/${code}`;

const printedName = z
  .string("events.name-missing")
  .trim()
  .min(2, "events.name-missing")
  .max(120, "events.name-long");

export const issueInput = z.object({ contactId: z.uuid(), name: printedName.optional() });

const threshold = (most: number) => z.coerce.number().positive().max(most).optional();

export const ruleInput = z.object({
  /** Hours that are printed; no certificates where left out. */
  hours: threshold(1000),
  afterSessions: z.coerce.number().int().positive().max(100).optional(),
  afterHours: threshold(1000),
  version: z.coerce.number().int().optional(),
});

/** What a certificate says and what it takes to earn one; those issued already stay as they are. */
export function setCertificateRule(
  ctx: Ctx,
  key: string,
  given: z.input<typeof ruleInput>,
): Promise<Event> {
  const input = ruleInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    demandVersion(event, input.version);
    const saved = await saveEvent(tx, event, {
      certificate_hours: input.hours ?? null,
      certificate_after_sessions: input.afterSessions ?? null,
      certificate_after_hours: input.afterHours ?? null,
    });
    record(tx, { subject: event.id, type: "event.changed", data: { fields: ["certificates"] } });
    return saved;
  });
}

/** A certificate for one who came; refused with the reason for one who did not. */
export function issueCertificate(
  ctx: Ctx,
  key: string,
  given: z.input<typeof issueInput>,
): Promise<Certificate> {
  const input = issueInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    const known = await validCertificate(tx, { event: event.id, contact: input.contactId });
    if (known !== undefined)
      throw conflict("events.certificate-there", { values: { number: known.number } });
    return issue(tx, event, input);
  });
}

export const reissueInput = issueInput.required({ name: true });

/** The name was wrong on paper: a new certificate, and the old one says that it no longer holds. */
export function reissueCertificate(
  ctx: Ctx,
  key: string,
  given: z.input<typeof reissueInput>,
): Promise<Certificate> {
  const input = reissueInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    const at = { event: event.id, contact: input.contactId };
    const old = found(await validCertificate(tx, at));
    if (old.name === input.name)
      throw conflict("events.name-same", { fields: { name: "events.name-same" } });
    await revokeRow(tx, old.id, { reason: "replaced" });
    const fresh = await issue(tx, event, input);
    await setReplacedBy(tx, old.id, fresh.id);
    record(tx, {
      subject: event.id,
      type: "certificate.revoked",
      data: { certificate: old.id, replacedBy: fresh.id },
    });
    return fresh;
  });
}

/** Taken back without another: its public page says so. */
export function revokeCertificate(
  ctx: Ctx,
  key: string,
  { contactId, reason }: { contactId: string; reason: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    const old = found(await validCertificate(tx, { event: event.id, contact: contactId }));
    await revokeRow(tx, old.id, { reason });
    record(tx, {
      subject: event.id,
      type: "certificate.revoked",
      data: { certificate: old.id },
    });
  });
}

/** Save and record; whether it was earned is asked here, so that no way round it exists. */
async function issue(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { contactId, name }: z.output<typeof issueInput>,
): Promise<Certificate> {
  const contact = found((await contactsById(ctx, [contactId])).get(contactId));
  const verdict = await earnedBy(ctx, event, contactId);
  if ("refused" in verdict) throw refusalOf(verdict, fullName(contact));
  const year = toZoned(ctx.now(), ctx.region.timeZone).date.slice(0, 4);
  const n = await ctx.house.database.nextNumber(ctx.region.id, `certificates-${year}`);
  const id = ctx.newId();
  const certificate = await insertCertificate(ctx, {
    id,
    number: certificateNumber(year, n),
    code: certificateCode(ctx.house.linkKey, ctx.region.id, id),
    event_id: event.id,
    contact_id: contactId,
    human_id: contact.id,
    name: name ?? fullName(contact),
    hours: verdict.hours,
    issued_at: ctx.now(),
    issued_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
  });
  record(ctx, { subject: event.id, type: "certificate.issued", data: { certificate: id } });
  if (contact.email !== null) {
    await writeLetter(ctx, {
      to: contact.email,
      ...presenceLetters.certificate({
        title: event.title,
        number: certificate.number,
        href: `${certificateUrl(ctx, certificate.code)}/pdf`,
        check: certificateUrl(ctx, certificate.code),
        learning: learningLink(ctx, contact.id),
      }),
      occasion: `certificate:${id}`,
    });
  }
  return certificate;
}

async function earnedBy(ctx: Ctx, event: Event, contactId: string) {
  const presence = await presenceAt(ctx, event.id, contactId);
  const attended = (await sessionsAttended(ctx, event.id, contactId)).get(contactId) ?? [];
  const sessions = (await sessionsToMark(ctx, event.id)).filter(({ id }) => attended.includes(id));
  return earned(event, {
    present: presence !== undefined && presence.withdrawn_at === null,
    sessions: sessions.map((one) => ({ startsAt: one.starts_at, endsAt: one.ends_at })),
  });
}

function refusalOf(
  verdict: Extract<ReturnType<typeof earned>, { refused: string }>,
  name: string,
): Refusal {
  const reason = `events.${verdict.refused}`;
  return conflict(reason, {
    values: { name, least: verdict.least, has: verdict.has },
    fields: { contactId: reason },
  });
}

const bulkInput = z.object({ event: z.uuid() });
const bulk = { name: "events.issue-certificates", input: bulkInput };
const portion = 50;

/** Certificates for all who earned one and have none yet: a job with letters. */
export function issueCertificates(ctx: Ctx, key: string): Promise<void> {
  return transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "registrations");
    if (event.certificate_hours === null) throw conflict("events.certificates-off");
    if (event.attendance_closed_at === null) throw conflict("events.certificate-before-close");
    enqueue(tx, bulk, { event: event.id });
    record(tx, { subject: event.id, type: "certificates.ordered" });
  });
}

/** One portion in a transaction of its own: what broke off goes on where it stood. */
async function issueAll(ctx: Ctx, { event: id }: z.output<typeof bulkInput>): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const contacts = await withoutCertificate(ctx, id, { after, limit: portion });
    if (contacts.length === 0) return;
    after = contacts.at(-1);
    await transact(ctx, async (tx) => {
      const event = await lockEvent(tx, id);
      for (const contactId of contacts) {
        const verdict = await earnedBy(tx, event, contactId);
        const known = await validCertificate(tx, { event: id, contact: contactId });
        if ("hours" in verdict && known === undefined) await issue(tx, event, { contactId });
      }
    });
  }
}

export const issueWork: Job<z.output<typeof bulkInput>> = { ...bulk, run: issueAll };

/** What anybody may know who holds the paper: the name as printed, what for, and whether it holds. */
export async function checkCertificate(
  ctx: Ctx,
  code: string,
): Promise<{ certificate: Certificate; event: Event }> {
  const certificate = found(await certificateByCode(ctx, code));
  return { certificate, event: found(await findEvent(ctx, certificate.event_id)) };
}
