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
import { deskPolicy } from "./desk/policy.ts";
import { deskRoutes } from "./desk/web.tsx";
import { deskEn } from "./desk/messages.en.ts";
import { deskRu } from "./desk/messages.ru.ts";
import { joinDuplicateWork } from "./duplicates/auto-join.ts";
import { tellAuthorsWork } from "./status/emails.ts";
import { signalPolicy } from "./policy.ts";
import { reactions } from "./reactions.ts";
import { teachingRoutes } from "./training/web.tsx";
import { teachClock, teachWork } from "./training/actions.ts";
import { words } from "./messages.ts";
import { signalRoutes } from "./status/web.tsx";

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
} from "./status/actions.ts";
export { answerMessage, dismissMessage, joinMessage, openFromMessage } from "./desk/actions.ts";
export { undoDecision } from "./desk/undo.ts";
export { messagesHeard, topicsHeard } from "./activity/reads.ts";
export type { HeardMessage } from "./activity/reads.ts";
export { importMessages } from "./import/actions.ts";
export type { ImportOptions, ImportProgress, ReportRow } from "./import/actions.ts";
export { importMessagesCommand } from "./import/command.ts";
export { linkTokenOf, receiveMany, receiveMessage } from "./intake/actions.ts";
export type { Outcome, Refused, Taken } from "./intake/actions.ts";
export { writeToAuthors } from "./status/emails.ts";
export type { MessageInput } from "./intake/message-input.ts";
export { signalPolicy } from "./policy.ts";
export { channels } from "./signal.ts";
export type { Channel, MessageState, StoredSuggestion } from "./signal.ts";
export { channelHealth } from "./activity/channel-health.ts";
export type { ChannelHealth } from "./activity/channel-health.ts";
export { findByKeys } from "./store.ts";
export { openSuggester } from "./intake/suggester.ts";
export type { Suggester, SuggestionLine } from "./intake/suggester.ts";
export { teachTriage, teachWork } from "./training/actions.ts";
export type { Taught } from "./training/actions.ts";
