import { pluralEn, type Messages } from "#base/messages.ts";
import type { listRu, mineRu } from "./messages.ru.ts";

export const listEn = {
  title: "Projects",
  lead: "What residents and organisations set out to do, with what money, and what came of it.",
  search: "Words or number",
  searchHint: "П-2026-0031, pavement, school",
  stage: "Stage",
  running: "Under way",
  writing: "Being prepared",
  supported: "Got the money",
  ended: "Ended",
  municipality: "Territory",
  direction: "Field",
  organisation: "Organisation",
  organisationHint: "Name or taxpayer's number",
  year: "Year of beginning",
  programme: "Within a programme",
  programmeHint: "Number of the programme's project",
  all: "All",
  found: (n: number) => `${n} ${pluralEn(n, "project", "projects")}`,
  emptyTitle: "There are no such projects",
  emptyText: "Take off one of the filters, or tell of an idea of your own.",
  begin: "Begin a project",
  data: "The same rows as a file:",
  map: "Where projects are",
  mapLabel: "Map: how many projects in each municipality",
  mapTable: "How many projects where",
  count: "Projects",
  place: "Municipality",
  hidden: "not shown to guests",
  money: "money",
  until: (day: string) => `until ${day}`,
} satisfies Messages<typeof listRu>;

export const mineEn = {
  title: "My projects",
  lead: "What you and your organisation write and do.",
  emptyTitle: "There are no projects yet",
  emptyText: "Begin with a title: the rest can be added later.",
} satisfies Messages<typeof mineRu>;
