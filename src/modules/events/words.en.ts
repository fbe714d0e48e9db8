import type { Words } from "#base/words.ts";
import type { ChangedPart } from "./programme-diff.ts";
import type { ru } from "./words.ru.ts";

const parts: Record<ChangedPart, string> = {
  time: "time",
  place: "place",
  title: "title",
  speakers: "speakers",
  line: "video link",
  places: "number of places",
  text: "description",
};

export const en = {
  programmeLine: ({ title, what, parts: changed, from, to }) => {
    if (what === "added") return `“${title}”: added`;
    if (what === "removed") return `“${title}”: will not take place`;
    const moved = to === "" ? [] : [`now ${to}, was ${from}`];
    const others = changed.filter((part) => part !== "time").map((part) => parts[part]);
    const rest = others.length === 0 ? [] : [`changed: ${others.join(", ")}`];
    return `“${title}”: ${[...moved, ...rest].join("; ")}`;
  },
  refusals: {
    "changed-meanwhile":
      "While you were writing, somebody changed the event. Your fields are kept below; compare and send again.",
    "stage-forbids": "This cannot be done now: the event is in another state already.",
    "moment-wrong": "Give the day and the time, for example 17.04.2026 10:00",
    "url-wrong": "An address begins with https://",
    "ends-before": "The end is before the beginning. Mend the time",
    "too-long": "Longer than a month: check the last day",
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
    "programme-same": "Nothing has changed in the programme",
  },
} satisfies Words<typeof ru>;
