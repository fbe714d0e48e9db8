/**
 * Forms: one questionnaire engine for applications, registrations, feedback, surveys, audits, rubrics.
 *
 * A form is data (sections, seventeen kinds of questions, one file each, conditions, computed values). It is a draft,
 * then published, then closed; a published question that has answers is never rewritten, it gets its
 * next version. A reply is a draft, then sent; every change of it is kept and can be taken back.
 *
 * `evaluate` and `parseAnswers` are pure and run in the browser and on the server alike. Other modules
 * put `FormFields` into their own `<Form>`, read with `parseAnswers` (files with `saveAnswerFiles`),
 * show `answerErrors`, and save by `saveReply` or `sendReply` with a `subject` of theirs.
 *
 * Refused: conditions that loop or name nothing, answers over limits, a reply to a closed form.
 */
import { centreRoles, type Module } from "#base/module.ts";
import { formPolicy } from "./policy.ts";
import { messages } from "./view.ts";
import { builderRoutes } from "./builder/web.tsx";
import { fillRoutes } from "./filling/web.tsx";
import { staffReplyRoutes } from "./replies/staff-web.tsx";
import { replyRoutes } from "./replies/web.tsx";
import { resultRoutes } from "./results/web.tsx";

/** Creates the module: the pages of builders, respondents and results. */
export const createFormsModule = (): Module => ({
  name: "forms",
  messages,
  navigation: [{ section: "forms", path: "/admin/forms", for: centreRoles, order: 200 }],
  policies: { form: formPolicy },
  routes: [...replyRoutes, ...fillRoutes, ...builderRoutes, ...resultRoutes, ...staffReplyRoutes],
});

export {
  closeForm,
  findForm,
  listPublishedForms,
  saveForm,
  publishForm,
  parseDefinition,
  reopenForm,
} from "./actions.ts";
export type { PublishedForm, SaveFormInput } from "./actions.ts";
export { parsePostedSections, parseAnswers } from "./evaluate/answers.ts";
export { fieldName } from "./kinds/posted.ts";
export type { Answers } from "./evaluate/answers.ts";
export type { Answer } from "./kinds/kinds.ts";
export type { PostedForm } from "./kinds/posted.ts";
export type { FileAnswer } from "./kinds/records/file.tsx";
export type { OrganisationAnswer } from "./kinds/records/organisation.tsx";
export type { PlaceAnswer } from "./kinds/records/place.tsx";
export type { DatePlanRow } from "./kinds/tables/date-plan.tsx";
export type { MoneyRow, MoneyTotals } from "./kinds/tables/money.ts";
export { definitionSchema, formPurposes, questionKinds } from "./definition/definition.ts";
export type {
  DefinitionInput,
  FormDefinition,
  FormPurpose,
  Question,
  QuestionKind,
  FormSection,
} from "./definition/definition.ts";
export type { LocalizedText, QuestionOption } from "./definition/question-parts.ts";
export { evaluate } from "./evaluate/evaluate.ts";
export type { Evaluation, FormScore } from "./evaluate/evaluate.ts";
export { saveAnswerFiles } from "./filling/answer-files.ts";
export type { SavedFiles } from "./filling/answer-files.ts";
export { loadFieldOptions, linkOrganisations } from "./filling/field-options.ts";
export { isBalanced, computeMoneyTotals, computeRowTotal } from "./kinds/tables/money.ts";
export { FormFields } from "./kinds/form-fields.tsx";
export type { FormFieldsProps } from "./kinds/form-fields.tsx";
export type { FieldOptions } from "./kinds/field-context.tsx";
export { formPolicy } from "./policy.ts";
export { parsePostedPage, readPostedPage, listUnseenQuestions } from "./filling/posted-page.ts";
export type { PostedPage } from "./filling/posted-page.ts";
export { findReply } from "./replies/reads.ts";
export type { ReplyView } from "./replies/reads.ts";
export { saveReply, sendReply } from "./replies/actions.ts";
export type { ReplyInput, SavedReply } from "./replies/actions.ts";
export { loadResults } from "./results/results.ts";
export type { QuestionResult, FormResults } from "./results/results.ts";
export { answerErrors, localize } from "./localize.ts";
export { findTemplate, formTemplates } from "./definition/templates.ru.ts";
export type { AnswerIssue } from "./evaluate/issues.ts";
