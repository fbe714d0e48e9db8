import { Heading, Stack, useLang, type HeadingLevel } from "#base/ui/index.ts";
import { sectionsField, shownField, type Answers } from "../evaluate/answers.ts";
import type { FormDefinition, FormSection, Question } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { localize, fieldMessages } from "../localize.ts";
import { ComputedField } from "./computed-field.tsx";
import type { FieldContext, FieldOptions } from "./field-context.tsx";
import type { FieldInput } from "./kind.ts";
import { kindOf, type Answer } from "./kinds.ts";

export type FormFieldsProps = {
  definition: FormDefinition;
  answers: Answers;
  /** Control's name → sentence, of `answerErrors`. */
  errors?: Record<string, string>;
  ground: FieldOptions;
  /** Codes of the sections on this page; all unless said. */
  sections?: readonly string[];
  /** Level of the sections' headings; none are shown for a form of one section. */
  level?: HeadingLevel;
  /** How many empty rows a table offers. */
  blankRows?: number;
};

/**
 * The questions of a form with their answers, for use inside a `<Form>`. Hidden questions stay in
 * the page with what was written in them, so hiding loses nothing; the island `okno-form` shows and
 * hides them while people write.
 */
export function FormFields(props: FormFieldsProps) {
  const lang = useLang();
  const { definition, answers, errors = {}, ground, sections, level = 2, blankRows = 3 } = props;
  const evaluation = evaluate(definition, answers);
  const context = { t: fieldMessages(lang), lang, errors, ground, evaluation, blankRows };
  const shown = definition.sections.filter(
    ({ code }) => sections === undefined || sections.includes(code),
  );
  const headed = definition.sections.length > 1;
  return (
    <>
      <input type="hidden" name={shownField} value={[...evaluation.shown].join(" ")} />
      {shown.map((section) => (
        <div data-form-section={section.code} hidden={!evaluation.sections.has(section.code)}>
          <input type="hidden" name={sectionsField} value={section.code} />
          <Stack gap="m">
            {headed && <Heading level={level}>{localize(section.title, lang)}</Heading>}
            {section.text !== undefined && <p>{localize(section.text, lang)}</p>}
            <Questions section={section} answers={answers} context={context} />
          </Stack>
        </div>
      ))}
    </>
  );
}

type QuestionsProps = { section: FormSection; answers: Answers; context: FieldContext };

function Questions({ section, answers, context }: QuestionsProps) {
  return (
    <>
      {section.questions.map((question) => (
        <div data-question={question.code} hidden={!context.evaluation.shown.has(question.code)}>
          {question.value === undefined ? (
            <QuestionField question={question} answer={answers[question.code]} context={context} />
          ) : (
            <ComputedField question={question} context={context} />
          )}
        </div>
      ))}
    </>
  );
}

/** One question by its kind, with what of its answer still fits the kind. */
function QuestionField({ question, answer, context }: FieldInput<Question, Answer>) {
  const kind = kindOf(question);
  return kind.field({ question, answer: kind.fit(answer), context });
}
