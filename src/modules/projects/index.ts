/**
 * Projects: idea, concept, application, decision, implementation, report; the passport and its plan.
 */
import type { Module } from "#base/module.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const projects: Module = {
  name: "projects",
  words: { ru, en },
  policies: {},
};
