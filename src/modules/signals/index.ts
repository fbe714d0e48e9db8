/**
 * Signals: residents' messages, from any channel to the desk where they become problems.
 *
 * A message is stored once by (channel, external id) and never changed; triage's suggestion, its
 * clock and what was decided stand beside it: waiting → opened, joined, noise, answered, withdrawn.
 * Ways in: the public form, JSON by a program's key, tables by `okno import messages`.
 *
 * Who: anybody writes without an account and comes back by a private link, of which only the hash is
 * kept; coordinators and operators sort at the desk. Authors hear of every step, judge a claimed fix,
 * say «again», withdraw and have their data erased.
 * Refused: an empty text, an impossible date, a point outside the region when nothing else tells the
 * place; each row or field with its reason, the others are still taken.
 */
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { deskPolicy } from "./desk-policy.ts";
import { deskRoutes } from "./desk-web.tsx";
import { deskEn } from "./desk-words.en.ts";
import { deskRu } from "./desk-words.ru.ts";
import { joinDuplicateWork } from "./join-by-machine.ts";
import { tellAuthorsWork } from "./letters.ts";
import { signalPolicy } from "./policy.ts";
import { reactions } from "./reactions.ts";
import { teachingRoutes } from "./teaching-web.tsx";
import { teachClock, teachWork } from "./teaching.ts";
import { words } from "./view.ts";
import { signalRoutes } from "./web.tsx";

export const signals: Module = {
  name: "signals",
  words: {
    ru: { refusals: { ...words.ru.refusals, ...deskRu.refusals } },
    en: { refusals: { ...words.en.refusals, ...deskEn.refusals } },
  },
  policies: { message: signalPolicy, desk: deskPolicy },
  routes: [...signalRoutes, ...deskRoutes, ...teachingRoutes],
  jobs: [tellAuthorsWork as Job, joinDuplicateWork as Job, teachWork as Job],
  clockwork: [teachClock],
  reactions,
};

export {
  eraseAuthor,
  judgeFix,
  messageByLink,
  sayAgain,
  stopLetters,
  withdrawMessage,
} from "./authors.ts";
export { answerMessage, dismissMessage, joinMessage, openFromMessage } from "./desk.ts";
export { undoDecision } from "./desk-undo.ts";
export { messagesHeard, topicsHeard } from "./heard.ts";
export type { HeardMessage } from "./heard.ts";
export { importMessages } from "./import.ts";
export type { ImportOptions, ImportProgress, ReportRow } from "./import.ts";
export { importMessagesCommand } from "./import-command.ts";
export { linkTokenOf, receiveMany, receiveMessage } from "./intake.ts";
export type { Outcome, Refused, Taken } from "./intake.ts";
export { writeToAuthors } from "./letters.ts";
export type { MessageInput } from "./message-input.ts";
export { signalPolicy } from "./policy.ts";
export { channels } from "./signal.ts";
export type { Channel, MessageState, StoredSuggestion } from "./signal.ts";
export { channelHealth } from "./health.ts";
export type { ChannelHealth } from "./health.ts";
export { findByKeys } from "./store.ts";
export { openSuggester } from "./suggest-line.ts";
export type { Suggester, SuggestionLine } from "./suggest-line.ts";
export { teachTriage, teachWork } from "./teaching.ts";
export type { Taught } from "./teaching.ts";
