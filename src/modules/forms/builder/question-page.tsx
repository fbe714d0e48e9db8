import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Form,
  PageHeader,
  Stack,
  fieldProps,
} from "#base/ui/index.ts";
import { questionKinds, type Question } from "../definition/definition.ts";
import { visibilities } from "../definition/question-parts.ts";
import { kindOf } from "../kinds/kinds.ts";
import { localize } from "../localize.ts";
import type { Form as FormRow } from "../store.ts";
import type { FormViewContext } from "../view.ts";
import { FormErrors } from "./form-errors.tsx";
import { comparisons } from "./question-form.ts";

export type QuestionPageProps = {
  view: FormViewContext;
  row: FormRow;
  question: Question;
  form: FormState;
  action: string;
};

/** One question: its text, its kind, its limits, when it is asked. */
export function QuestionPage({ view, row, question, form, action }: QuestionPageProps) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={form.values.textRu ?? question.text.ru} />
      <FormErrors form={form} />
      <Form action={action} variant="card" hidden={{ version: String(row.version) }}>
        <Field {...fieldProps(form, "textRu")} label={t.builder.questionText} width="full" />
        <Field
          {...fieldProps(form, "textEn")}
          label={t.builder.questionTextEn}
          optional
          width="full"
        />
        <Field
          {...fieldProps(form, "kind")}
          kind="select"
          label={t.builder.kind}
          options={questionKinds.map((kind) => ({ value: kind, label: t.builder.kinds[kind] }))}
        />
        <Field
          {...fieldProps(form, "hintRu")}
          kind="textarea"
          rows={2}
          label={t.builder.hint}
          optional
        />
        <Checkbox
          name="required"
          label={t.builder.required}
          checked={form.values.required !== undefined}
        />
        {kindOf(question).builder.fields({ t: t.builder, form })}
        <Field
          {...fieldProps(form, "publicity")}
          kind="select"
          label={t.builder.publicity}
          options={visibilities.map((one) => ({ value: one, label: t.builder.publicities[one] }))}
        />
        <ConditionFields view={view} row={row} question={question} form={form} />
        <Field
          {...fieldProps(form, "code")}
          label={t.builder.code}
          hint={t.builder.codeHint}
          width="s"
        />
        <Actions>
          <Button kind="primary">{t.builder.save}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

function ConditionFields({
  view: { t, lang },
  row,
  question,
  form,
}: Omit<QuestionPageProps, "action">) {
  const b = t.builder;
  const others = row.draft.sections
    .flatMap(({ questions }) => questions)
    .filter(({ code }) => code !== question.code);
  const options = others.flatMap((one) => ("options" in one ? one.options : []));
  return (
    <fieldset class="field" data-width="full">
      <legend>{b.condition}</legend>
      <span class="hint">{b.conditionHint}</span>
      <Field
        {...fieldProps(form, "question")}
        kind="select"
        label={b.conditionQuestion}
        empty={b.never}
        options={others.map(({ code, text }) => ({ value: code, label: localize(text, lang) }))}
      />
      <Field
        {...fieldProps(form, "comparison")}
        kind="select"
        label={b.conditionIs}
        options={comparisons.map((one) => ({
          value: one,
          label: b.comparisons[one],
        }))}
      />
      <Field
        {...fieldProps(form, "compared")}
        label={b.conditionValue}
        list="compared-list"
        optional
        width="s"
      />
      <datalist id="compared-list">
        {options.map(({ code, text }) => (
          <option value={code} label={localize(text, lang)} />
        ))}
      </datalist>
      <Field
        {...fieldProps(form, "formula")}
        label={b.formula}
        hint={b.formulaHint}
        optional
        width="full"
      />
      <Field
        {...fieldProps(form, "value")}
        label={b.value}
        hint={b.valueHint}
        optional
        width="full"
      />
    </fieldset>
  );
}
