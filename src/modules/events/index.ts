/**
 * Events: conferences, seminars, sittings, visits; programme, registration, attendance, certificates.
 */
import type { Module } from "#base/module.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const events: Module = {
  name: "events",
  words: { ru, en },
  policies: {},
};
