import type { Messages } from "#base/messages.ts";
import type { seriesRu } from "./messages.ru.ts";

export const seriesEn = {
  series: {
    title: "Recurring events",
    lead: "A club, a school, a hall's timetable: events are made by themselves some weeks ahead.",
    emptyTitle: "There are no recurring events yet",
    emptyText: "Begin a club once, and its meetings appear in the calendar by themselves.",
    add: "New series",
    change: "Change the series",
    rule: "How often",
    rules: {
      week: "By weeks, on the same weekday",
      month: "By months, on the same weekday of the month",
    },
    every: "Every how many",
    everyHint: "1: each week or month, 2: every other",
    firstDay: "First day",
    lastDay: "Last day",
    lastDayHint: "Empty: until you end it",
    start: "Begins at",
    length: "How many minutes",
    weeksAhead: "How many weeks ahead to make",
    exceptions: "When it is not held",
    exceptionsHint: "Days with commas: 2026-06-12, 2026-11-04",
    announce: "Announce at once",
    save: "Save",
    saved: "The series is kept",
    end: "End the series",
    isEnded: "Ended",
    ended: "The series is ended: no new events will come",
    recurrence: {
      week: (n, day) => (n === 1 ? `every week, ${day}` : `every ${n} weeks, ${day}`),
      month: (n, day) => (n === 1 ? `every month, ${day}` : `every ${n} months, ${day}`),
    },
  },
} satisfies Messages<typeof seriesRu>;
