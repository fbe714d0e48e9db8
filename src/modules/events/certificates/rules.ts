import { createHmac } from "node:crypto";
import { countHours, type AttendedSpan } from "../attendance/presence.ts";

/** Why a person gets no certificate; each is a message key. */
export type CertificateRefusalReason =
  | "certificates-off"
  | "certificate-before-close"
  | "certificate-absent"
  | "certificate-few-sessions"
  | "certificate-few-hours";

type CertificateTerms = {
  certificate_hours: number | null;
  certificate_after_sessions: number | null;
  certificate_after_hours: number | null;
  attendance_closed_at: Date | null;
};

/**
 * Returns the hours to print, or the reason why no certificate is earned. Only a person who was
 * present earns one.
 */
export function evaluateCertificate(
  event: CertificateTerms,
  attendance: { present: boolean; sessions: readonly AttendedSpan[] },
): { hours: number } | { refused: CertificateRefusalReason; least: number; has: number } {
  const refuse = (reason: CertificateRefusalReason, least = 0, has = 0) => ({
    refused: reason,
    least,
    has,
  });
  const { certificate_hours: hours } = event;
  if (hours === null) return refuse("certificates-off");
  if (!attendance.present) return refuse("certificate-absent");
  if (event.attendance_closed_at === null) return refuse("certificate-before-close");
  const sessions = event.certificate_after_sessions ?? 0;
  if (attendance.sessions.length < sessions)
    return refuse("certificate-few-sessions", sessions, attendance.sessions.length);
  const attended = countHours(attendance.sessions);
  const least = event.certificate_after_hours ?? 0;
  if (attended < least)
    return refuse("certificate-few-hours", least, Math.round(attended * 10) / 10);
  return { hours };
}

/** Formats a number: «С-2026-00042», with a Cyrillic letter; the numbering restarts each year. */
export function certificateNumber(year: string, n: number): string {
  return `\u0421-${year}-${String(n).padStart(5, "0")}`;
}

// Without letters that are confused with digits or with one another.
const codeAlphabet = "23456789abcdefghjkmnpqrstvwxyz";

/**
 * Derives the code of the public page from the certificate's id: 14 characters that cannot be
 * guessed.
 */
export function certificateCode(linkKey: string, region: string, id: string): string {
  const bytes = createHmac("sha256", linkKey).update(`certificate ${region} ${id}`).digest();
  return [...bytes.subarray(0, 14)]
    .map((byte) => codeAlphabet[byte % codeAlphabet.length])
    .join("");
}

export const certificateCodePattern = /^[2-9a-hjkmnp-tv-z]{14}$/;
