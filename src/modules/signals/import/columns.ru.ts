import type { Channel } from "../signal.ts";

/** What a column may hold. */
export const importFields = [
  "externalId",
  "text",
  "writtenAt",
  "address",
  "lat",
  "lon",
  "municipality",
  "source",
  "channel",
  "authorKey",
  "authorName",
  "email",
  "phone",
] as const;
export type MessageImportField = (typeof importFields)[number];

/** A file's kind, told by columns that only it has; `columns` in the spelling of `headerKey`. */
export type ImportMapping = {
  name: string;
  channel: Channel;
  requiredHeaders: readonly string[];
  columns: Readonly<Record<string, MessageImportField>>;
};

/** Columns that mean one thing in whatever file they stand. */
const commonColumns: Record<string, MessageImportField> = {
  текст: "text",
  "текст сообщения": "text",
  сообщение: "text",
  "текст обращения": "text",
  описание: "text",
  "суть обращения": "text",
  text: "text",
  message: "text",
  description: "text",
  дата: "writtenAt",
  "дата и время": "writtenAt",
  "дата создания": "writtenAt",
  "дата публикации": "writtenAt",
  "дата поступления": "writtenAt",
  "дата обращения": "writtenAt",
  создано: "writtenAt",
  date: "writtenAt",
  created_at: "writtenAt",
  written_at: "writtenAt",
  requested_datetime: "writtenAt",
  адрес: "address",
  место: "address",
  "адрес проблемы": "address",
  address: "address",
  place: "address",
  широта: "lat",
  lat: "lat",
  latitude: "lat",
  долгота: "lon",
  lon: "lon",
  lng: "lon",
  long: "lon",
  longitude: "lon",
  "муниципальное образование": "municipality",
  муниципалитет: "municipality",
  мо: "municipality",
  район: "municipality",
  округ: "municipality",
  территория: "municipality",
  municipality: "municipality",
  октмо: "municipality",
  oktmo: "municipality",
  источник: "source",
  сообщество: "source",
  группа: "source",
  source: "source",
  канал: "channel",
  channel: "channel",
  автор: "authorName",
  заявитель: "authorName",
  фио: "authorName",
  author: "authorName",
  author_id: "authorKey",
  "id автора": "authorKey",
  "ссылка на автора": "authorKey",
  author_key: "authorKey",
  "e-mail": "email",
  email: "email",
  почта: "email",
  "электронная почта": "email",
  телефон: "phone",
  phone: "phone",
  id: "externalId",
  номер: "externalId",
  "№": "externalId",
  external_id: "externalId",
  ид: "externalId",
  ссылка: "externalId",
  url: "externalId",
  service_request_id: "externalId",
  "ссылка на сообщение": "externalId",
};

/** The kinds of file we know, the most particular first; the last one fits any file. */
export const builtInMappings: readonly ImportMapping[] = [
  {
    name: "incident",
    channel: "incident",
    requiredHeaders: ["номер инцидента"],
    columns: {
      ...commonColumns,
      "номер инцидента": "externalId",
      ссылка: "source",
      "ссылка на сообщение": "source",
      id: "source",
      "текст инцидента": "text",
      "дата инцидента": "writtenAt",
      "дата взятия в работу": "writtenAt",
    },
  },
  {
    name: "pos",
    channel: "pos",
    requiredHeaders: ["номер обращения"],
    columns: {
      ...commonColumns,
      "номер обращения": "externalId",
      "дата регистрации": "writtenAt",
      "адрес места": "address",
      "адрес объекта": "address",
      id: "source",
    },
  },
  {
    name: "pos",
    channel: "pos",
    requiredHeaders: ["id сообщения"],
    columns: { ...commonColumns, "id сообщения": "externalId" },
  },
  {
    name: "own",
    channel: "api",
    requiredHeaders: ["external_id", "written_at", "text"],
    columns: { ...commonColumns, number: "source" },
  },
  { name: "any", channel: "api", requiredHeaders: [], columns: commonColumns },
];

/** Names of channels as people write them in a table. */
export const channelNames: Readonly<Record<string, Channel>> = {
  вк: "vk",
  вконтакте: "vk",
  vk: "vk",
  телеграм: "telegram",
  telegram: "telegram",
  ок: "odnoklassniki",
  одноклассники: "odnoklassniki",
  odnoklassniki: "odnoklassniki",
  почта: "email",
  email: "email",
  сайт: "site",
  site: "site",
  open311: "open311",
  rss: "rss",
  "инцидент менеджмент": "incident",
  инцидент: "incident",
  incident: "incident",
  пос: "pos",
  pos: "pos",
  звонок: "phone",
  телефон: "phone",
  phone: "phone",
  api: "api",
  портал: "portal",
  portal: "portal",
};

/** A header as it is compared: lower case, ё as е, one space, no quotes or colon. */
export function normalizeHeader(header: string): string {
  return header
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/["«»:*]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
