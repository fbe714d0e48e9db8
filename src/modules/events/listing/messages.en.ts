import type { Messages } from "#base/messages.ts";
import type { listingRu } from "./messages.ru.ts";

export const listingEn = {
  list: {
    title: "Events",
    lead: "Seminars, conferences, clubs and meetings: where, when and how to register.",
    search: "Find",
    searchHint: "Words or a number",
    kind: "Kind",
    municipality: "Place",
    format: "How to take part",
    coming: "Coming",
    past: "Past",
    all: "All",
    project: "Project",
    emptyTitle: "There are no such events",
    emptyText: "Take a filter away, or look among the past ones.",
    emptyAction: "Past events",
    found: (n) => `${n} ${n === 1 ? "event" : "events"}`,
    data: "The same events:",
    subscribe: "into your calendar",
    month: "Month",
    views: "How to show",
    make: "New event",
    series: "Recurring",
    rooms: "Rooms",
    monthBefore: "Month before",
    monthAfter: "Month after",
    emptyMonth: "There are no events in this month",
    present: (n) => `${n} ${n === 1 ? "person" : "people"} came`,
  },
} satisfies Messages<typeof listingRu>;
