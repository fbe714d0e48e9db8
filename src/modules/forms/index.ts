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
import { builderRoutes } from "./builder/web.tsx";
import { fillRoutes } from "./filling/web.tsx";
import { oneByOneRoutes } from "./replies/staff-web.tsx";
import { replyRoutes } from "./replies/web.tsx";
import { resultRoutes } from "./results/web.tsx";

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
export { fieldName, postedSections, readAnswers } from "./evaluate/answers.ts";
export type {
  Answer,
  Answers,
  FileAnswer,
  MoneyRow,
  OrganisationAnswer,
  PlaceAnswer,
  PlanRow,
  Posted,
} from "./evaluate/answers.ts";
export { definitionSchema, purposes, questionKinds } from "./definition/definition.ts";
export type {
  DefinitionInput,
  FormDefinition,
  Option,
  Purpose,
  Question,
  QuestionKind,
  Said,
  Section,
} from "./definition/definition.ts";
export { evaluate } from "./evaluate/evaluate.ts";
export type { Evaluation, Score } from "./evaluate/evaluate.ts";
export { keepAnswerFiles } from "./filling/answer-files.ts";
export type { KeptFiles } from "./filling/answer-files.ts";
export { fieldGround, tieOrganisations } from "./filling/field-options.ts";
export { addsUp, moneyTotals, rowTotal } from "./evaluate/money.ts";
export type { MoneyTotals } from "./evaluate/money.ts";
export { FormFields } from "./kinds/form-fields.tsx";
export type { FormFieldsProps } from "./kinds/form-fields.tsx";
export type { FieldGround } from "./kinds/field-context.tsx";
export { formPolicy } from "./policy.ts";
export { readPage, readPosted, unseenQuestions } from "./filling/posted-page.ts";
export type { PostedPage } from "./filling/posted-page.ts";
export { replyOf } from "./replies/reads.ts";
export type { ReplyView } from "./replies/reads.ts";
export { saveReply, sendReply } from "./replies/actions.ts";
export type { ReplyInput, SavedReply } from "./replies/actions.ts";
export { repliesTo } from "./results/results.ts";
export type { QuestionResult, Results } from "./results/results.ts";
export { answerErrors, inLang } from "./localize.ts";
export { templateOf, templates } from "./definition/templates.ru.ts";
export type { Trouble } from "./evaluate/issues.ts";
