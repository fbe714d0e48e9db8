import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { conflict, orNotFound, type Refusal } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import { certificateCode, certificateNumber, evaluateCertificate } from "./rules.ts";
import {
  findCertificateByCode,
  insertCertificate,
  markCertificateRevoked,
  setReplacedBy,
  findValidCertificate,
  listContactsWithoutCertificate,
  type Certificate,
} from "./store.ts";
import { loadAuthorized } from "../load.ts";
import { attendanceEmails } from "./letters.ru.ts";
import { learningLink } from "../learning/private-links.ts";
import { findPresence, listSessionsAttended, listMarkableSessions } from "../attendance/store.ts";
import { requireVersion, findEvent, lockEvent, updateEvent, type Event } from "../store.ts";

/** Returns the absolute address of the public page, which the QR code contains. */
export const certificateUrl = (ctx: Ctx, code: string): string =>
  `${ctx.app.url}/${ctx.region.id}/certificates/${code}`;

const printedName = z
  .string("events.name-missing")
  .trim()
  .min(2, "events.name-missing")
  .max(120, "events.name-long");

export const issueCertificateInput = z.object({
  contactId: z.uuid(),
  name: printedName.optional(),
});

const optionalThreshold = (max: number) => z.coerce.number().positive().max(max).optional();

export const certificateRuleInput = z.object({
  /** Hours to print; without them there are no certificates. */
  hours: optionalThreshold(1000),
  afterSessions: z.coerce.number().int().positive().max(100).optional(),
  afterHours: optionalThreshold(1000),
  version: seenVersion,
});

/** Sets the hours printed and the threshold of a certificate; issued certificates do not change. */
export function setCertificateRule(
  ctx: Ctx,
  key: string,
  given: z.input<typeof certificateRuleInput>,
): Promise<Event> {
  const input = certificateRuleInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    requireVersion(event, input.version);
    const saved = await updateEvent(tx, event, {
      certificate_hours: input.hours ?? null,
      certificate_after_sessions: input.afterSessions ?? null,
      certificate_after_hours: input.afterHours ?? null,
    });
    recordFact(tx, {
      subject: event.id,
      type: "event.changed",
      data: { fields: ["certificates"] },
    });
    return saved;
  });
}

/**
 * Issues a certificate to a person who was present; throws with the reason where it is not earned.
 */
export function issueCertificate(
  ctx: Ctx,
  key: string,
  given: z.input<typeof issueCertificateInput>,
): Promise<Certificate> {
  const input = issueCertificateInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const known = await findValidCertificate(tx, { event: event.id, contact: input.contactId });
    if (known !== undefined)
      throw conflict("events.certificate-there", { values: { number: known.number } });
    return saveCertificate(tx, event, input);
  });
}

export const reissueCertificateInput = issueCertificateInput.required({ name: true });

/** Issues a certificate with a corrected name and revokes the previous one. */
export function reissueCertificate(
  ctx: Ctx,
  key: string,
  given: z.input<typeof reissueCertificateInput>,
): Promise<Certificate> {
  const input = reissueCertificateInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const at = { event: event.id, contact: input.contactId };
    const old = orNotFound(await findValidCertificate(tx, at));
    if (old.name === input.name)
      throw conflict("events.name-same", { fields: { name: "events.name-same" } });
    await markCertificateRevoked(tx, old.id, { reason: "replaced" });
    const fresh = await saveCertificate(tx, event, input);
    await setReplacedBy(tx, old.id, fresh.id);
    recordFact(tx, {
      subject: event.id,
      type: "certificate.revoked",
      data: { certificate: old.id, replacedBy: fresh.id },
    });
    return fresh;
  });
}

/** Revokes a certificate without a replacement. */
export function revokeCertificate(
  ctx: Ctx,
  key: string,
  { contactId, reason }: { contactId: string; reason: string },
): Promise<void> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const old = orNotFound(await findValidCertificate(tx, { event: event.id, contact: contactId }));
    await markCertificateRevoked(tx, old.id, { reason });
    recordFact(tx, {
      subject: event.id,
      type: "certificate.revoked",
      data: { certificate: old.id },
    });
  });
}

/**
 * Saves a certificate and queues its email; checks that it is earned, so that no caller can skip
 * the check.
 */
async function saveCertificate(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { contactId, name }: z.output<typeof issueCertificateInput>,
): Promise<Certificate> {
  const contact = orNotFound((await loadContacts(ctx, [contactId])).get(contactId));
  const verdict = await evaluateForContact(ctx, event, contactId);
  if ("refused" in verdict) throw toRefusal(verdict, fullName(contact));
  const year = ctx.today().slice(0, 4);
  const n = await ctx.app.database.nextNumber(ctx.region.id, `certificates-${year}`);
  const id = ctx.newId();
  const certificate = await insertCertificate(ctx, {
    id,
    number: certificateNumber(year, n),
    code: certificateCode(ctx.app.linkKey, ctx.region.id, id),
    event_id: event.id,
    contact_id: contactId,
    human_id: contact.id,
    name: name ?? fullName(contact),
    hours: verdict.hours,
    issued_at: ctx.now(),
    issued_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
  });
  recordFact(ctx, { subject: event.id, type: "certificate.issued", data: { certificate: id } });
  if (contact.email !== null) {
    await queueEmail(ctx, {
      to: contact.email,
      ...attendanceEmails.certificate({
        title: event.title,
        number: certificate.number,
        href: `${certificateUrl(ctx, certificate.code)}/pdf`,
        check: certificateUrl(ctx, certificate.code),
        learning: learningLink(ctx, contact.id),
      }),
      dedupeKey: `certificate:${id}`,
    });
  }
  return certificate;
}

async function evaluateForContact(ctx: Ctx, event: Event, contactId: string) {
  const presence = await findPresence(ctx, event.id, contactId);
  const attended = (await listSessionsAttended(ctx, event.id, contactId)).get(contactId) ?? [];
  const sessions = (await listMarkableSessions(ctx, event.id)).filter(({ id }) =>
    attended.includes(id),
  );
  return evaluateCertificate(event, {
    present: presence !== undefined && presence.withdrawn_at === null,
    sessions: sessions.map((one) => ({ startsAt: one.starts_at, endsAt: one.ends_at })),
  });
}

function toRefusal(
  verdict: Extract<ReturnType<typeof evaluateCertificate>, { refused: string }>,
  name: string,
): Refusal {
  const reason = `events.${verdict.refused}`;
  return conflict(reason, {
    values: { name, least: verdict.least, has: verdict.has },
    fields: { contactId: reason },
  });
}

const bulkIssueInput = z.object({ event: z.uuid() });
const bulkIssueJob = { name: "events.issue-certificates", input: bulkIssueInput };
const batchSize = 50;

/** Enqueues a job that issues certificates to everybody who earned one and has none. */
export function issueCertificates(ctx: Ctx, key: string): Promise<void> {
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    if (event.certificate_hours === null) throw conflict("events.certificates-off");
    if (event.attendance_closed_at === null) throw conflict("events.certificate-before-close");
    enqueue(tx, bulkIssueJob, { event: event.id });
    recordFact(tx, { subject: event.id, type: "certificates.ordered" });
  });
}

/** Issues in batches, each in a transaction of its own, so that an interrupted job can continue. */
async function runBulkIssue(
  ctx: Ctx,
  { event: id }: z.output<typeof bulkIssueInput>,
): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const contacts = await listContactsWithoutCertificate(ctx, id, { after, limit: batchSize });
    if (contacts.length === 0) return;
    after = contacts.at(-1);
    await transact(ctx, async (tx) => {
      const event = await lockEvent(tx, id);
      for (const contactId of contacts) {
        const verdict = await evaluateForContact(tx, event, contactId);
        const known = await findValidCertificate(tx, { event: id, contact: contactId });
        if ("hours" in verdict && known === undefined)
          await saveCertificate(tx, event, { contactId });
      }
    });
  }
}

export const issueCertificatesJob: Job<z.output<typeof bulkIssueInput>> = {
  ...bulkIssueJob,
  run: runBulkIssue,
};

/** Finds a certificate by its public code, with its event, for anybody who has the code. */
export async function verifyCertificate(
  ctx: Ctx,
  code: string,
): Promise<{ certificate: Certificate; event: Event }> {
  const certificate = orNotFound(await findCertificateByCode(ctx, code));
  return { certificate, event: orNotFound(await findEvent(ctx, certificate.event_id)) };
}
