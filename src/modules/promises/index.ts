/**
 * Promises: a promised number, computed from facts, with its evidence.
 */
import type { Module } from "#base/module.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const promises: Module = {
  name: "promises",
  words: { ru, en },
  policies: {},
};
