import type { Messages } from "#base/messages.ts";
import type { slotMessages as ruMessages, slotRefusals as ruRefusals } from "./messages.ru.ts";

export const slotMessages = {
  slots: {
    title: "My hours",
    lead: "When people may come or call. They choose the time themselves.",
    date: "Day",
    from: "From",
    to: "To",
    minutes: "One talk, minutes",
    format: "How",
    place: "Where, or by which link",
    add: "Add hours",
    empty: "No hours yet",
    emptyText: "Add the first: people see them on the page of consultations.",
    taken: "taken",
    free: "free",
    remove: "Take back",
    when: "When",
    state: "State",
  },
  series: {
    title: "A new series of meetings",
    name: "About what and for whom",
    planned: "How many meetings",
    open: "Open the series",
  },
} satisfies Messages<typeof ruMessages>;

export const slotRefusals = {
  "slot-taken": "This time was taken a moment ago. Choose another, the question is kept",
  "slot-booked": "This hour is booked. Move the meeting first",
  "slot-overlaps": "You offer hours at this time already",
  "stretch-short": "Not one talk fits into this stretch",
  "series-full": "All meetings of the series are planned already",
  "title-missing": "Say what the series is about",
  "planned-wrong": "Between {minimum} and {maximum} meetings",
} satisfies Messages<typeof ruRefusals>;
