import ical, { ICalCalendarMethod } from "ical-generator";
import { notFound } from "#base/refusal.ts";
import type { Consultation } from "./store.ts";

/**
 * Creates the calendar file of a booked meeting. Its instant is written in UTC, which every calendar
 * shows by its
 * own time zone; the version is the SEQUENCE, so that another time moves the entry. Refuses with
 * not-found where none is booked.
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
