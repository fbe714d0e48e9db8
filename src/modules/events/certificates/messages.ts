import { certificatesEn } from "./messages.en.ts";
import { certificatesRu } from "./messages.ru.ts";

export const certificateWords = { ru: certificatesRu, en: certificatesEn };
