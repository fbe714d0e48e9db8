import ical, { ICalCalendarMethod } from "ical-generator";
import { notFound } from "#base/refusal.ts";
import type { Consultation } from "./store.ts";

/**
 * The booked meeting as a calendar file. Its instant is written in UTC, which every calendar shows by its
 * own clock; the version is the SEQUENCE, so that another hour moves the entry. Not found where none is booked.
 */
export function meetingCalendar(
  meeting: Consultation,
  { title, url }: { title: string; url: string },
): Response {
  const { starts_at: start, ends_at: end, place, stage } = meeting;
  if (stage !== "booked" || start === null || end === null) throw notFound("base.not-found");
  const calendar = ical({
    prodId: { company: "OKNO", product: "consultations", language: "RU" },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${meeting.id}@okno`,
    sequence: meeting.version,
    start,
    end,
    stamp: meeting.stage_since,
    summary: title,
    description: meeting.question,
    ...(place !== "" && { location: place }),
    url,
  });
  return new Response(calendar.toString(), {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'inline; filename="consultation.ics"',
    },
  });
}
