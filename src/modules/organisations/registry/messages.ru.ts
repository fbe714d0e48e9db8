import { pluralRu } from "#base/messages.ts";

/** Messages about the registry: its list, filters and files. */
export const registryMessages = {
  registry: {
    title: "Организации",
    lead: "Кто отвечает за дороги, воду и дворы, и кто помогает жителям: службы, НКО и ТОС региона.",
    search: "Название или ИНН",
    found: (n: number, text: string) =>
      `${pluralRu(n, "Нашлась", "Нашлись", "Нашлось")} ${text} ${pluralRu(n, "организация", "организации", "организаций")}:`,
    direction: "Направление",
    anyDirection: "Любое направление",
    emptyTitle: "Таких организаций нет",
    emptyText: "Попробуйте часть названия или уберите отбор.",
    all: "Показать все",
    list: "Организации по названию",
    csv: "Скачать CSV",
    json: "Данные JSON",
    manage: "Вести реестр",
  },
  admin: {
    title: "Реестр организаций",
    lead: "Карточки организаций, их люди и то, за что они отвечают.",
    competence: "Кто за что отвечает",
  },
  csv: {
    id: "Код",
    groupCode: "Код темы",
  },
  state: {
    unconfirmed: "Давно не подтверждали",
    unconfirmedSince: (day: string) =>
      `Организация не отвечает на вопрос «Вы работаете?» с ${day}.`,
    states: {
      active: "Работают",
      unconfirmed: "Давно не подтверждали",
      closed: "Закрыты",
      all: "Все",
    },
  },
} as const;
