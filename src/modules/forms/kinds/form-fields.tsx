import { attachmentAccept } from "#base/files/attachments.ts";
import {
  ChoiceInput,
  Field,
  fieldId,
  Heading,
  Stack,
  useLang,
  type HeadingLevel,
} from "#base/ui/index.ts";
import {
  fieldName,
  sectionsField,
  shownField,
  type Answer,
  type Answers,
  type FileAnswer,
  type OrganisationAnswer,
  type PlaceAnswer,
} from "../evaluate/answers.ts";
import type { FormDefinition, QuestionOf, FormSection } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { localize, fieldMessages } from "../localize.ts";
import {
  questionHint,
  questionLabel,
  questionFieldProps,
  type FieldContext,
  type FieldOptions,
  type QuestionProps,
} from "./field-context.tsx";
import { MatrixField, MoneyTableField, DatePlanField } from "./table-fields.tsx";
import { ComputedField } from "./computed-field.tsx";

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
 * The questions of a form with their answers, to stand inside a `<Form>`. Hidden questions stay in
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

/** One question by its kind. */
export function QuestionField({ question, answer, context }: QuestionProps) {
  const wiring = {
    ...questionFieldProps(question, context),
    ...questionHint(question, context.lang),
  };
  switch (question.kind) {
    case "text":
      return <Field {...wiring} value={toText(answer)} width="full" />;
    case "long-text":
      return (
        <Field
          {...wiring}
          kind="textarea"
          value={toText(answer)}
          maxlength={question.most}
          counter
          width="full"
        />
      );
    case "number":
      return <NumberField question={question} answer={answer} context={context} />;
    case "date":
      return <Field {...wiring} kind="date" value={toText(answer)} width="s" />;
    case "choice":
    case "choices":
    case "scale":
    case "yes-no":
      return <ChoiceField question={question} answer={answer} context={context} />;
    case "matrix":
      return <MatrixField question={question} answer={answer} context={context} />;
    case "file":
      return <FileField question={question} answer={answer} context={context} />;
    case "place":
      return <PlaceField question={question} answer={answer} context={context} />;
    case "organisation":
      return <OrganisationField question={question} answer={answer} context={context} />;
    case "money-table":
      return <MoneyTableField question={question} answer={answer} context={context} />;
    case "date-plan":
      return <DatePlanField question={question} answer={answer} context={context} />;
  }
}

const toText = (answer: Answer | undefined): string =>
  typeof answer === "string" || typeof answer === "number" ? String(answer) : "";

function NumberField({ question, answer, context }: QuestionProps<QuestionOf<"number">>) {
  const { label, ...wiring } = {
    ...questionFieldProps(question, context),
    ...questionHint(question, context.lang),
  };
  const unit = question.unit === undefined ? "" : `, ${localize(question.unit, context.lang)}`;
  return (
    <Field
      {...wiring}
      label={
        <>
          {label}
          {unit}
        </>
      }
      inputmode={question.whole ? "numeric" : "decimal"}
      value={toText(answer)}
      width="s"
    />
  );
}

type ChoiceQuestion = QuestionOf<"choice" | "choices" | "scale" | "yes-no">;

/** More choices than this are shorter as a list that opens. */
const selectThreshold = 12;

function ChoiceField({ question, answer, context }: QuestionProps<ChoiceQuestion>) {
  const { t, lang } = context;
  const { label, ...wiring } = questionFieldProps(question, context);
  const { hint } = questionHint(question, lang);
  const options = choiceOptions(question, context);
  const several = question.kind === "choices";
  if (!several && options.length >= selectThreshold) {
    return (
      <Field
        {...questionFieldProps(question, context)}
        {...questionHint(question, lang)}
        kind="select"
        empty={t.choose}
        options={options}
        value={String(answer ?? "")}
      />
    );
  }
  const limit =
    question.kind === "choices" && question.most !== undefined ? t.most(question.most) : undefined;
  const told = [hint, limit ?? scaleHint(question, lang)].filter(Boolean).join(". ");
  return (
    <ChoiceInput
      {...wiring}
      legend={label}
      kind={several ? "checkbox" : "radio"}
      options={options}
      value={selectedValues(answer)}
      inline={question.kind === "scale" || question.kind === "yes-no"}
      {...(told !== "" && { hint: told })}
    />
  );
}

function selectedValues(answer: Answer | undefined): string | string[] {
  if (Array.isArray(answer)) return answer.filter((one) => typeof one === "string");
  if (typeof answer === "boolean") return answer ? "yes" : "no";
  return toText(answer);
}

function scaleHint(question: ChoiceQuestion, lang: "ru" | "en"): string | undefined {
  if (question.kind !== "scale") return undefined;
  const { min, max, low, high } = question;
  const ends = [
    low === undefined ? undefined : `${min}: ${localize(low, lang)}`,
    high === undefined ? undefined : `${max}: ${localize(high, lang)}`,
  ].filter(Boolean);
  return ends.length === 0 ? undefined : ends.join("; ");
}

/** The options of a question that offers some, «no answer» among them where none is asked for. */
export function choiceOptions(
  question: ChoiceQuestion,
  { t, lang }: Pick<FieldContext, "t" | "lang">,
) {
  if (question.kind === "scale") {
    const marks = Array.from({ length: question.max - question.min + 1 }, (_, at) =>
      String(question.min + at),
    );
    return marks.map((mark) => ({ value: mark, label: mark }));
  }
  if (question.kind === "yes-no") {
    return [
      { value: "yes", label: t.yes },
      { value: "no", label: t.no },
    ];
  }
  return question.options.map(({ code, text }) => ({ value: code, label: localize(text, lang) }));
}

function FileField({ question, answer, context }: QuestionProps<QuestionOf<"file">>) {
  const { t } = context;
  const wiring = questionFieldProps(question, context);
  const { hint } = questionHint(question, context.lang);
  const kept = Array.isArray(answer) ? (answer as FileAnswer[]) : [];
  const name = fieldName(question.code, "kept");
  return (
    <>
      <Field
        {...wiring}
        kind="file"
        accept={attachmentAccept}
        multiple={question.most > 1}
        hint={[hint, t.fileHint(question.most)].filter(Boolean).join(". ")}
        width="full"
      />
      {kept.length > 0 && (
        <ChoiceInput
          legend={t.fileDrop}
          name={name}
          kind="checkbox"
          options={kept.map((file) => ({
            value: `${file.id} ${file.name}`,
            label: t.fileKept(file.name),
          }))}
          value={kept.map((file) => `${file.id} ${file.name}`)}
        />
      )}
    </>
  );
}

function PlaceField({ question, answer, context }: QuestionProps<QuestionOf<"place">>) {
  const { t, lang, ground, errors } = context;
  const place = (answer ?? {}) as Partial<PlaceAnswer>;
  const part = (name: keyof PlaceAnswer) => {
    const error = errors[fieldName(question.code, name)];
    return {
      name: fieldName(question.code, name),
      value: place[name] ?? "",
      ...(error !== undefined && { error }),
    };
  };
  const options = ground.municipalities.map(({ id, name }) => ({ value: id, label: name }));
  if (question.detail === "municipality") {
    return (
      <Field
        {...part("municipality")}
        {...questionHint(question, lang)}
        kind="select"
        label={questionLabel(question, lang, t)}
        empty={t.choose}
        options={options}
      />
    );
  }
  return (
    <fieldset class="field" data-width="full">
      <legend>{questionLabel(question, lang, t)}</legend>
      {question.hint && <span class="hint">{localize(question.hint, lang)}</span>}
      <Field
        {...part("municipality")}
        kind="select"
        label={t.municipality}
        empty={t.choose}
        options={options}
      />
      <Field {...part("settlement")} label={t.settlement} />
      {question.detail === "address" && <Field {...part("address")} label={t.address} />}
    </fieldset>
  );
}

function OrganisationField({
  question,
  answer,
  context,
}: QuestionProps<QuestionOf<"organisation">>) {
  const { t, lang, ground, errors } = context;
  const name = fieldName(question.code, "name");
  const list = `${fieldId(name)}-list`;
  const given = (answer ?? {}) as Partial<OrganisationAnswer>;
  const hint = question.hint === undefined ? t.organisationHint : localize(question.hint, lang);
  return (
    <>
      <Field
        name={name}
        label={questionLabel(question, lang, t)}
        value={given.name ?? ""}
        list={list}
        hint={hint}
        hintAbove
        width="full"
        {...(errors[name] !== undefined && { error: errors[name] })}
      />
      <datalist id={list}>
        {(ground.organisations ?? []).map((one) => (
          <option value={one} />
        ))}
      </datalist>
    </>
  );
}
