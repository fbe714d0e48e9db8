import { certificatesEn } from "./certificates-words.en.ts";
import { certificatesRu } from "./certificates-words.ru.ts";

export const certificateWords = { ru: certificatesRu, en: certificatesEn };
