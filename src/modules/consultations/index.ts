/**
 * Consultations: advice to NKO and project groups, from the request to the record and what came of it.
 */
import type { Module } from "#base/module.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const consultations: Module = {
  name: "consultations",
  words: { ru, en },
  policies: {},
};
