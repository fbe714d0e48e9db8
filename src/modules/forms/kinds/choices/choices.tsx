import { z } from "zod";
import { common, options } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import {
  LimitField,
  OptionLines,
  parseMost,
  parseOptions,
  printLimit,
  printOptions,
  startOptions,
} from "../builder-fields.tsx";
import { isText, noFaults, unknownChoice } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { PaperBoxes } from "../paper.tsx";
import { fieldName, normalizeText } from "../posted.ts";
import {
  ChoiceField,
  fitChoice,
  optionText,
  parseComparedOption,
  toChoices,
} from "./choice-field.tsx";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("choices"),
    options,
    most: z.int().positive().optional(),
  });
type ChoicesSchema = ReturnType<typeof schema>;

const isTextList = (answer: unknown): answer is string[] =>
  Array.isArray(answer) && answer.every(isText);

/** The answer is a list of codes, without repetitions. */
export const choicesRules: KindRules<z.output<ChoicesSchema>, string[]> = {
  parse({ code }, posted) {
    const chosen = posted.getAll(fieldName(code)).filter(isText);
    const given = [...new Set(chosen.map(normalizeText))].filter(Boolean);
    return given.length === 0 ? undefined : given;
  },
  matches: isTextList,
  value: (_question, answer) => answer,
  faults(question, answer) {
    const known = new Set(question.options.map(({ code }) => code));
    if (answer.length === 0 || answer.some((code) => !known.has(code))) return [unknownChoice];
    const { most } = question;
    if (most !== undefined && answer.length > most)
      return [{ key: "forms.choices-many", values: { most } }];
    return noFaults;
  },
};

export const choicesKind: Kind<ChoicesSchema, string[]> = {
  rules: choicesRules,
  schema,
  fit(answer) {
    if (Array.isArray(answer)) return answer.filter(isText);
    const single = fitChoice(answer);
    return single === undefined ? undefined : [single];
  },
  field: ({ question, answer = [], context }) => (
    <ChoiceField
      question={question}
      context={context}
      choices={toChoices(question.options, context.lang)}
      chosen={answer}
      several
      note={question.most === undefined ? undefined : context.t.most(question.most)}
    />
  ),
  builder: {
    start: { options: startOptions },
    parse: (input) => ({ ...parseMost(input), options: parseOptions(input.options ?? "") }),
    values: (question) => ({
      most: printLimit(question.most),
      options: printOptions(question.options),
    }),
    fields: ({ t, form }) => (
      <>
        <OptionLines form={form} name="options" label={t.options} hint={t.optionsHint} />
        <LimitField form={form} name="most" label={t.most} hint={t.mostHint} />
      </>
    ),
    lists: (question) => [question.options],
    compared: (question, typed) => parseComparedOption(question.options, typed),
  },
  paper: {
    note: (t) => t.several,
    space: ({ question, lang }) => (
      <PaperBoxes texts={question.options.map(({ text }) => localize(text, lang))} />
    ),
  },
  tally: {
    read: (_question, answer) => ({ codes: answer }),
    cells: (question) => question.options,
  },
  text: (question, answer, { lang }) =>
    answer.map((code) => optionText(question.options, code, lang)).join("; "),
  isList: true,
  xlsform: {
    read: ({ type, options: listed }) =>
      type === "select_multiple" && listed !== undefined ? { options: listed } : undefined,
    write: (question) => ({ type: "select_multiple", options: question.options }),
  },
};
