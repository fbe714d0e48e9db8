import { type Messages, pluralEn } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  list: {
    title: "Problems",
    lead: "Everything residents told us: what is done, what is only promised and what is still awaited.",
    search: "Find",
    searchHint: "Words, a street or a number",
    municipality: "Territory",
    topic: "Topic",
    stage: "Stage",
    body: "Responsible body",
    sort: "Order",
    newest: "Newest first",
    burning: "Most pressing",
    due: "By deadline",
    all: "All",
    open: "Open",
    closed: "Closed",
    overdue: "Overdue",
    chronic: "Coming back",
    emptyTitle: "No such problems",
    emptyText: "Remove some of the filters, or tell us what happened where you live.",
    tell: "Report a problem",
    points: (n: number) => pluralEn(n, "point", "points"),
    messages: (n: number) => `${n} ${pluralEn(n, "message", "messages")}`,
    map: "On the map",
    data: "The same problems as data:",
    found: (n: number) => `${n} found`,
  },
  map: {
    title: "Problems on the map",
    lead: "The same problems as in the list, and the same filters.",
    label: "Map of problems: borders of municipalities and places",
    asList: (n: number) => `The same as a list: ${n >= 1000 ? "over 1000" : n}`,
  },
} satisfies Messages<typeof ru>;
