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
import { centreRoles, type Module } from "#base/module.ts";
import { deskPolicy } from "./desk/policy.ts";
import { deskRoutes } from "./desk/web.tsx";
import { deskEn } from "./desk/messages.en.ts";
import { deskRu } from "./desk/messages.ru.ts";
import { autoJoinJob } from "./duplicates/auto-join.ts";
import { notifyAuthorsJob } from "./status/emails.ts";
import { signalPolicy } from "./policy.ts";
import { reactions } from "./reactions.ts";
import { trainingRoutes } from "./training/web.tsx";
import { nightlyTraining, trainTriageJob } from "./training/actions.ts";
import { messages } from "./messages.ts";
import { signalRoutes } from "./status/web.tsx";

/** Creates the module: intake, desk, status pages and the jobs behind them. */
export const createSignalsModule = (): Module => ({
  name: "signals",
  messages: {
    ru: {
      navigation: messages.ru.navigation,
      refusals: { ...messages.ru.refusals, ...deskRu.refusals },
    },
    en: {
      navigation: messages.en.navigation,
      refusals: { ...messages.en.refusals, ...deskEn.refusals },
    },
  },
  navigation: [{ section: "desk", path: "/desk", for: ["coordinator", ...centreRoles], order: 10 }],
  policies: { message: signalPolicy, desk: deskPolicy },
  routes: [...signalRoutes, ...deskRoutes, ...trainingRoutes],
  jobs: [notifyAuthorsJob as Job, autoJoinJob as Job, trainTriageJob as Job],
  scheduledTasks: [nightlyTraining],
  reactions,
});

export { signalSettings } from "./settings.ts";
export {
  eraseAuthor,
  verifyFix,
  requireMessageByLink,
  reportAgain,
  unsubscribeAuthor,
  withdrawMessage,
} from "./status/actions.ts";
export { replyToAuthor, dismissMessage, joinMessage, openFromMessage } from "./desk/actions.ts";
export { undoDecision } from "./desk/undo.ts";
export { listCountedMessages, countAuthorsByTopic } from "./activity/reads.ts";
export type { CountedMessage } from "./activity/reads.ts";
export { importMessages } from "./import/actions.ts";
export type { MessageImportOptions, MessageImportProgress, ReportRow } from "./import/actions.ts";
export { importMessagesCommand } from "./import/command.ts";
export { messageLinkToken, receiveMany, receiveMessage } from "./intake/actions.ts";
export type { IntakeOutcome, RefusedMessageResult, StoredMessageResult } from "./intake/actions.ts";
export { emailAuthors } from "./status/emails.ts";
export type { MessageInput } from "./intake/message-input.ts";
export { signalPolicy } from "./policy.ts";
export { channels } from "./signal.ts";
export type { Channel, MessageState, StoredSuggestion } from "./signal.ts";
export { channelHealth } from "./activity/channel-health-reads.ts";
export type { ChannelHealth } from "./activity/channel-health-reads.ts";
export { findMessagesByKeys } from "./store.ts";
export { createSuggester } from "./intake/suggester-reads.ts";
export type { Suggester, SuggestResult } from "./intake/suggester-reads.ts";
export { trainTriage, trainTriageJob } from "./training/actions.ts";
export type { TrainingOutcome } from "./training/actions.ts";
