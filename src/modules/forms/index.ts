/**
 * Forms: one questionnaire engine for applications, registrations, feedback, surveys, audits, rubrics.
 *
 * A form is data (sections, fourteen kinds of questions, conditions, computed values). It is a draft,
 * then published, then closed; a published question that has answers is never rewritten, it gets its
 * next version. A reply is a draft, then sent; every change of it is kept and can be taken back.
 *
 * `evaluate` and `readAnswers` are pure and run in the browser and on the server alike. Other modules
 * put `FormFields` into their own `<Form>`, read with `readAnswers` (files with `keepAnswerFiles`),
 * tell `answerErrors`, and keep by `saveReply` or `sendReply` with a `subject` of theirs.
 *
 * Refused: conditions that loop or name nothing, answers over limits, a reply to a closed form.
 */
import type { Module } from "#base/module.ts";
import { formPolicy } from "./policy.ts";
import { words } from "./view.ts";
import { builderRoutes } from "./web-admin.tsx";
import { fillRoutes } from "./web-fill.tsx";
import { oneByOneRoutes } from "./web-replies.tsx";
import { replyRoutes } from "./web-reply.tsx";
import { resultRoutes } from "./web-results.tsx";

export const forms: Module = {
  name: "forms",
  words,
  policies: { form: formPolicy },
  routes: [...replyRoutes, ...fillRoutes, ...builderRoutes, ...resultRoutes, ...oneByOneRoutes],
};

export {
  closeForm,
  findForm,
  formChoices,
  keepForm,
  publishForm,
  readDefinition,
  reopenForm,
} from "./actions.ts";
export type { FoundForm, KeepInput } from "./actions.ts";
export { fieldName, postedSections, readAnswers } from "./answers.ts";
export type {
  Answer,
  Answers,
  FileAnswer,
  MoneyRow,
  OrganisationAnswer,
  PlaceAnswer,
  PlanRow,
  Posted,
} from "./answers.ts";
export { definitionSchema, purposes, questionKinds } from "./definition.ts";
export type {
  DefinitionInput,
  FormDefinition,
  Option,
  Purpose,
  Question,
  QuestionKind,
  Said,
  Section,
} from "./definition.ts";
export { evaluate } from "./evaluate.ts";
export type { Evaluation, Score } from "./evaluate.ts";
export { keepAnswerFiles } from "./files.ts";
export type { KeptFiles } from "./files.ts";
export { fieldGround, tieOrganisations } from "./ground.ts";
export { addsUp, moneyTotals, rowTotal } from "./money.ts";
export type { MoneyTotals } from "./money.ts";
export { FormFields } from "./pages/fields.tsx";
export type { FormFieldsProps } from "./pages/fields.tsx";
export type { FieldGround } from "./pages/question.tsx";
export { formPolicy } from "./policy.ts";
export { readPage, readPosted, unseenQuestions } from "./posted.ts";
export type { PostedPage } from "./posted.ts";
export { replyOf } from "./reads.ts";
export type { ReplyView } from "./reads.ts";
export { saveReply, sendReply } from "./replies.ts";
export type { ReplyInput, SavedReply } from "./replies.ts";
export { repliesTo } from "./results.ts";
export type { QuestionResult, Results } from "./results.ts";
export { answerErrors, inLang } from "./say.ts";
export { templateOf, templates } from "./templates.ru.ts";
export type { Trouble } from "./troubles.ts";
