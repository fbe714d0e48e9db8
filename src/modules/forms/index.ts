/**
 * Forms: one questionnaire engine for applications, registrations, feedback, surveys, audits, rubrics.
 */
import type { Module } from "#base/module.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const forms: Module = {
  name: "forms",
  words: { ru, en },
  policies: {},
};
