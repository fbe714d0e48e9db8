import type { Messages } from "#base/messages.ts";
import { certificatesEn } from "./certificates/messages.en.ts";
import { attendanceEn } from "./attendance/messages.en.ts";
import type { ru } from "./messages.ru.ts";
import { cardEn } from "./card/messages.en.ts";
import { editEn } from "./edit/messages.en.ts";
import { listingEn } from "./listing/messages.en.ts";
import { materialsEn } from "./materials/messages.en.ts";
import { programmeEn } from "./programme/messages.en.ts";
import { registrationEn } from "./registration/messages.en.ts";
import { roomsEn } from "./rooms/messages.en.ts";
import { seriesEn } from "./series/messages.en.ts";

export const en = {
  kinds: {
    conference: "Conference",
    seminar: "Seminar",
    webinar: "Webinar",
    "round-table": "Round table",
    discussion: "Discussion",
    sitting: "Sitting",
    "open-door-day": "Open door day",
    visit: "Visit",
    internship: "Internship",
    club: "Club",
    meeting: "Meeting",
    other: "Event",
  },
  stages: { draft: "Draft", announced: "Announced", held: "Held", cancelled: "Cancelled" },
  formats: {
    "in-person": "In person",
    online: "By video link",
    hybrid: "In person and by video link",
  },
  modes: { "in-person": "in person", online: "by video link" },
  roles: {
    participant: "Participant",
    volunteer: "Volunteer",
    press: "Press",
    speaker: "Speaker",
    expert: "Expert",
    organiser: "Organiser",
  },
  form: { choose: "Choose", back: "Back to the event" },
  navigation: { events: "Events", learning: "My learning" },
  ...cardEn,
  ...editEn,
  ...listingEn,
  ...materialsEn,
  ...programmeEn,
  ...registrationEn,
  ...roomsEn,
  ...seriesEn,
  refusals: {
    ...attendanceEn.refusals,
    ...certificatesEn.refusals,
    "changed-meanwhile":
      "While you were writing, somebody changed the event. Your fields are kept below; compare and send again.",
    "stage-forbids": "This cannot be done now: the event is in another state already.",
    "moment-wrong": "Give the day and the time, for example 17.04.2026 10:00",
    "url-wrong": "An address begins with https://",
    "ends-before": "The end is before the beginning. Mend the time",
    "too-long": "Longer than a month: check the last day",
    "before-project": "The project begins on {day}. Choose that day or a later one",
    "after-project": "The project ends on {day}. Choose that day or an earlier one",
    "closes-before": "Registration closes before it opens",
    "closes-after-end": "Registration closes after the event ends",
    "room-online":
      "An event held by video link has no room. Take the room away or choose another format",
    "unknown-municipality": "Choose a municipality from the list",
    "unknown-organisation": "This organisation is not in the registry. Choose from the list",
    "unknown-room": "There is no such room, or it is closed. Choose another",
    "room-small": "This room holds only {seats}",
    "room-taken": "The room is taken at that time: {event}",
    "speaker-taken": "{who} speaks elsewhere at that time: {event}",
    "speaker-there": "This person speaks here already",
    "fewer-than-taken": "Seats already taken: {people}. It cannot be fewer",
    "format-taken": "{people} people registered this way. Move them first",
    "programme-outside": "The programme does not fit into this time. Mend it first",
    "is-past": "The event is over",
    "not-yet": "The event has not begun",
    "is-cancelled": "The event is cancelled and is not changed any more",
    "not-announced": "The event is not announced yet, so nobody can register",
    "no-reason": "Write why it is cancelled: everybody who registered will read it",
    "list-closed": "The list of participants is closed",
    "registration-not-yet": "Registration is not open yet",
    "registration-closed": "Registration is closed",
    "registration-cancelled": "This registration is cancelled. Register again",
    "role-by-staff": "Organisers write people down in this role. Choose another",
    "no-address": "Leave an e-mail or a telephone: otherwise we cannot send the ticket",
    "no-consent": "Without your consent we cannot keep your data",
    "mode-choose": "Choose how you will take part",
    "no-seat-there": "There are no seats on that side now; the seat you have remains yours",
    "still-waiting": "No seat is free yet. We will write when it is your turn",
    "offer-gone":
      "The time to confirm is over and the seat went to the next. You may register again",
    "unknown-session": "There is no such section. Choose from the list",
    "sessions-together": "“{one}” and “{other}” run at the same time. Keep one of them",
    "session-outside": "This lies outside the event. Mend the time",
    "session-outside-parent":
      "This lies outside the part of the programme it belongs to. Mend the time",
    "session-ring": "A part of the programme cannot belong to itself",
    "programme-empty": "The programme is empty: add a line at least",
    "exception-wrong": "Write days like this: 2026-06-12",
    "last-before-first": "The last day is before the first",
    "series-ended": "This series has ended",
    "material-empty": "Attach a file or give an address",
    "group-empty": "Write one person at least",
    "group-wrong": "Mend the lines: {lines}",
    "programme-same": "Nothing has changed in the programme",
  },
} satisfies Messages<typeof ru>;
