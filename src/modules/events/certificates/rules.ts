import { createHmac } from "node:crypto";
import { hoursOf, type Span } from "../attendance/presence.ts";

/** Why somebody gets no certificate; each has its sentence. */
export type NotEarned =
  | "certificates-off"
  | "certificate-before-close"
  | "certificate-absent"
  | "certificate-few-sessions"
  | "certificate-few-hours";

type Terms = {
  certificate_hours: number | null;
  certificate_after_sessions: number | null;
  certificate_after_hours: number | null;
  attendance_closed_at: Date | null;
};

/** What a person earned: the hours that are printed, or why none. Only who came earns anything. */
export function earned(
  event: Terms,
  who: { present: boolean; sessions: readonly Span[] },
): { hours: number } | { refused: NotEarned; least: number; has: number } {
  const refused = (reason: NotEarned, least = 0, has = 0) => ({ refused: reason, least, has });
  const { certificate_hours: hours } = event;
  if (hours === null) return refused("certificates-off");
  if (!who.present) return refused("certificate-absent");
  if (event.attendance_closed_at === null) return refused("certificate-before-close");
  const sessions = event.certificate_after_sessions ?? 0;
  if (who.sessions.length < sessions)
    return refused("certificate-few-sessions", sessions, who.sessions.length);
  const attended = hoursOf(who.sessions);
  const least = event.certificate_after_hours ?? 0;
  if (attended < least)
    return refused("certificate-few-hours", least, Math.round(attended * 10) / 10);
  return { hours };
}

/** «С-2026-00042», with a Cyrillic letter; the series begins anew each year. */
export function certificateNumber(year: string, n: number): string {
  return `\u0421-${year}-${String(n).padStart(5, "0")}`;
}

// No letters that are taken for digits or for one another.
const letters = "23456789abcdefghjkmnpqrstvwxyz";

/** The code of the public page: 14 signs that nobody guesses, derived from the certificate's id. */
export function certificateCode(linkKey: string, region: string, id: string): string {
  const bytes = createHmac("sha256", linkKey).update(`certificate ${region} ${id}`).digest();
  return [...bytes.subarray(0, 14)].map((byte) => letters[byte % letters.length]).join("");
}

export const certificateCodeShape = /^[2-9a-hjkmnp-tv-z]{14}$/;
