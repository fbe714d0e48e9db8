import { certificatesEn } from "./messages.en.ts";
import { certificatesRu } from "./messages.ru.ts";

export const certificateMessages = { ru: certificatesRu, en: certificatesEn };
