import { pluralEn, type Messages } from "#base/messages.ts";
import type { registryMessages as ru } from "./messages.ru.ts";

export const registryMessages = {
  registry: {
    title: "Organisations",
    lead: "Who answers for roads, water and yards, and who helps residents: services, NGOs and neighbourhood bodies of the region.",
    search: "Name or INN",
    found: (n: number, text: string) =>
      `${text} ${pluralEn(n, "organisation", "organisations")} found:`,
    direction: "Direction",
    anyDirection: "Any direction",
    emptyTitle: "No such organisations",
    emptyText: "Try a part of the name, or remove a filter.",
    all: "Show all",
    list: "Organisations by name",
    csv: "Download CSV",
    json: "JSON data",
    manage: "Keep the registry",
  },
  admin: {
    title: "Registry of organisations",
    lead: "Cards of organisations, their people and what they answer for.",
    competence: "Who answers for what",
  },
  csv: {
    id: "Id",
    groupCode: "Topic code",
  },
  state: {
    unconfirmed: "Not confirmed for long",
    unconfirmedSince: (day: string) =>
      `The organisation has not answered «Do you still work?» since ${day}.`,
    states: {
      active: "Working",
      unconfirmed: "Not confirmed for long",
      closed: "Closed",
      all: "All",
    },
  },
} as const satisfies Messages<typeof ru>;
