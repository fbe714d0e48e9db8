import type { z } from "zod";
import { choiceKind } from "./choices/choice.tsx";
import { choicesKind } from "./choices/choices.tsx";
import { matrixKind } from "./choices/matrix.tsx";
import { scaleKind } from "./choices/scale.tsx";
import { yesNoKind } from "./choices/yes-no.tsx";
import type { Kind } from "./kind.ts";
import { fileKind } from "./records/file.tsx";
import { organisationKind } from "./records/organisation.tsx";
import { placeKind } from "./records/place.tsx";
import { datePlanKind } from "./tables/date-plan.tsx";
import { moneyTableKind } from "./tables/money-table.tsx";
import { dateKind } from "./typed/date.tsx";
import { emailKind } from "./typed/email.tsx";
import { longTextKind } from "./typed/long-text.tsx";
import { numberKind } from "./typed/number.tsx";
import { phoneKind } from "./typed/phone.tsx";
import { textKind } from "./typed/text.tsx";
import { urlKind } from "./typed/url.tsx";

/**
 * The kinds of questions, in the order the builder offers them: a new kind is a file and a line here.
 * The build of islands takes `…Rules` of the same files in place of `…Kind` (scripts/build.mjs).
 */
const record = {
  text: textKind,
  "long-text": longTextKind,
  number: numberKind,
  date: dateKind,
  email: emailKind,
  phone: phoneKind,
  url: urlKind,
  choice: choiceKind,
  choices: choicesKind,
  scale: scaleKind,
  "yes-no": yesNoKind,
  matrix: matrixKind,
  file: fileKind,
  place: placeKind,
  organisation: organisationKind,
  "money-table": moneyTableKind,
  "date-plan": datePlanKind,
};

export type QuestionKind = keyof typeof record;
type SchemaOf<K extends QuestionKind> = ReturnType<(typeof record)[K]["schema"]>;
type AnswerOf<K extends QuestionKind> = NonNullable<
  ReturnType<(typeof record)[K]["rules"]["parse"]>
>;
type KindOf<K extends QuestionKind> = Kind<SchemaOf<K>, AnswerOf<K>>;

export type QuestionSchema = SchemaOf<QuestionKind>;
export type Question = z.output<QuestionSchema>;
export type QuestionOf<K extends QuestionKind> = z.output<SchemaOf<K>>;
export type Answer = AnswerOf<QuestionKind>;

export const kinds: { [K in QuestionKind]: KindOf<K> } = record;

/** Returns the kind of a question, for code that treats all kinds alike. */
export const kindOf = ({ kind }: { kind: QuestionKind }): Kind<QuestionSchema, Answer> =>
  kinds[kind];
