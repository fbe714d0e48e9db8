import { attachmentAccept } from "#base/files/attachments.ts";
import { Choice, Field, fieldId, Heading, Stack, useLang, type Level } from "#base/ui/index.ts";
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
import type { FormDefinition, QuestionOf, Section } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { inLang, wordsOfFields } from "../localize.ts";
import {
  hintOf,
  labelOf,
  wiringOf,
  type FieldContext,
  type FieldGround,
  type QuestionProps,
} from "./field-context.tsx";
import { MatrixField, MoneyField, PlanField } from "./table-fields.tsx";
import { ComputedField } from "./computed-field.tsx";

export type FormFieldsProps = {
  definition: FormDefinition;
  answers: Answers;
  /** Control's name → sentence, of `answerErrors`. */
  errors?: Record<string, string>;
  ground: FieldGround;
  /** Codes of the sections on this page; all unless said. */
  sections?: readonly string[];
  /** Level of the sections' headings; none are shown for a form of one section. */
  level?: Level;
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
  const context = { t: wordsOfFields(lang), lang, errors, ground, evaluation, blankRows };
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
            {headed && <Heading level={level}>{inLang(section.title, lang)}</Heading>}
            {section.text !== undefined && <p>{inLang(section.text, lang)}</p>}
            <Questions section={section} answers={answers} context={context} />
          </Stack>
        </div>
      ))}
    </>
  );
}

type QuestionsProps = { section: Section; answers: Answers; context: FieldContext };

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
  const wiring = { ...wiringOf(question, context), ...hintOf(question, context.lang) };
  switch (question.kind) {
    case "text":
      return <Field {...wiring} value={asText(answer)} width="full" />;
    case "long-text":
      return (
        <Field
          {...wiring}
          kind="textarea"
          value={asText(answer)}
          maxlength={question.most}
          counter
          width="full"
        />
      );
    case "number":
      return <NumberField question={question} answer={answer} context={context} />;
    case "date":
      return <Field {...wiring} kind="date" value={asText(answer)} width="s" />;
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
      return <MoneyField question={question} answer={answer} context={context} />;
    case "date-plan":
      return <PlanField question={question} answer={answer} context={context} />;
  }
}

const asText = (answer: Answer | undefined): string =>
  typeof answer === "string" || typeof answer === "number" ? String(answer) : "";

function NumberField({ question, answer, context }: QuestionProps<QuestionOf<"number">>) {
  const { label, ...wiring } = {
    ...wiringOf(question, context),
    ...hintOf(question, context.lang),
  };
  const unit = question.unit === undefined ? "" : `, ${inLang(question.unit, context.lang)}`;
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
      value={asText(answer)}
      width="s"
    />
  );
}

type ChoiceQuestion = QuestionOf<"choice" | "choices" | "scale" | "yes-no">;

/** More choices than this are shorter as a list that opens. */
const listedFrom = 12;

function ChoiceField({ question, answer, context }: QuestionProps<ChoiceQuestion>) {
  const { t, lang } = context;
  const { label, ...wiring } = wiringOf(question, context);
  const { hint } = hintOf(question, lang);
  const options = choicesOf(question, context);
  const several = question.kind === "choices";
  if (!several && options.length >= listedFrom) {
    return (
      <Field
        {...wiringOf(question, context)}
        {...hintOf(question, lang)}
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
    <Choice
      {...wiring}
      legend={label}
      kind={several ? "checkbox" : "radio"}
      options={options}
      value={chosenOf(answer)}
      line={question.kind === "scale" || question.kind === "yes-no"}
      {...(told !== "" && { hint: told })}
    />
  );
}

function chosenOf(answer: Answer | undefined): string | string[] {
  if (Array.isArray(answer)) return answer.filter((one) => typeof one === "string");
  if (typeof answer === "boolean") return answer ? "yes" : "no";
  return asText(answer);
}

function scaleHint(question: ChoiceQuestion, lang: "ru" | "en"): string | undefined {
  if (question.kind !== "scale") return undefined;
  const { min, max, low, high } = question;
  const ends = [
    low === undefined ? undefined : `${min}: ${inLang(low, lang)}`,
    high === undefined ? undefined : `${max}: ${inLang(high, lang)}`,
  ].filter(Boolean);
  return ends.length === 0 ? undefined : ends.join("; ");
}

/** The options of a question that offers some, «no answer» among them where none is asked for. */
export function choicesOf(question: ChoiceQuestion, { t, lang }: Pick<FieldContext, "t" | "lang">) {
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
  return question.options.map(({ code, text }) => ({ value: code, label: inLang(text, lang) }));
}

function FileField({ question, answer, context }: QuestionProps<QuestionOf<"file">>) {
  const { t } = context;
  const wiring = wiringOf(question, context);
  const { hint } = hintOf(question, context.lang);
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
        <Choice
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
        {...hintOf(question, lang)}
        kind="select"
        label={labelOf(question, lang, t)}
        empty={t.choose}
        options={options}
      />
    );
  }
  return (
    <fieldset class="field" data-width="full">
      <legend>{labelOf(question, lang, t)}</legend>
      {question.hint && <span class="hint">{inLang(question.hint, lang)}</span>}
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
  const hint = question.hint === undefined ? t.organisationHint : inLang(question.hint, lang);
  return (
    <>
      <Field
        name={name}
        label={labelOf(question, lang, t)}
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
