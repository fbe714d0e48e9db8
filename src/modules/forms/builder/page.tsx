import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Cluster,
  EmptyState,
  ErrorSummary,
  Field,
  Flash,
  Form,
  Meta,
  PageHeader,
  PlainRows,
  Rows,
  Section,
  Stack,
  Status,
  fieldProps,
} from "#base/ui/index.ts";
import {
  visibilities,
  formPurposes,
  questionKinds,
  type Question,
} from "../definition/definition.ts";
import { localize } from "../localize.ts";
import { printExpression } from "../definition/expression-syntax.ts";
import type { Form as FormRow } from "../store.ts";
import type { FormViewContext } from "../view.ts";

/** What is wrong with the page as a whole: the list of fields, or the one sentence of its refusal. */
export function FormErrors({ form }: { form: FormState }) {
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  return (
    <>
      {form.refusal !== undefined && <Flash kind="danger">{form.refusal}</Flash>}
      <ErrorSummary errors={errors} />
    </>
  );
}

const stateKinds = { draft: "new", published: "working", closed: "closed" } as const;

export function FormStatusBadge({
  view: { t },
  state,
}: {
  view: FormViewContext;
  state: FormRow["state"];
}) {
  return <Status kind={stateKinds[state]}>{t.builder.states[state]}</Status>;
}

type FormListProps = {
  view: FormViewContext;
  forms: readonly (FormRow & { replies: number })[];
  templates: readonly { code: string; title: string }[];
  form: FormState;
};

/** All forms, and the way to a new one. */
export function FormListPage({ view, forms, templates, form }: FormListProps) {
  const { t, href } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.builder.title} lead={t.builder.lead} />
      <FormErrors form={form} />
      {forms.length === 0 ? (
        <EmptyState title={t.builder.empty} text={t.builder.emptyText} />
      ) : (
        <Rows
          level={2}
          rows={forms.map((one) => ({
            title: one.title,
            href: href(`/admin/forms/${one.code}`),
            meta: [
              one.code,
              t.builder.purposes[one.purpose],
              t.builder.replies(one.replies),
              view.formatMoment(one.changed_at),
            ],
            side: <FormStatusBadge view={view} state={one.state} />,
          }))}
        />
      )}
      <Form action={href("/admin/forms")} files variant="card" label={t.builder.newTitle}>
        <h2>{t.builder.newTitle}</h2>
        <Field {...fieldProps(form, "title")} label={t.builder.newName} optional />
        <Field
          {...fieldProps(form, "template")}
          kind="select"
          label={t.builder.template}
          empty={t.builder.blank}
          options={templates.map(({ code, title }) => ({ value: code, label: title }))}
        />
        <Field
          name="file"
          kind="file"
          accept=".json,.xlsx"
          label={t.builder.file}
          hint={t.builder.fileHint}
          {...(form.errors.file !== undefined && { error: form.errors.file })}
        />
        <Actions>
          <Button kind="primary">{t.builder.make}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

export type FormBuilderProps = {
  view: FormViewContext;
  row: FormRow;
  form: FormState;
  /** The draft is what respondents see. */
  same: boolean;
  /** What an import could not take. */
  report?: readonly string[];
};

/** One form being built. */
export function FormBuilderPage(model: FormBuilderProps) {
  const { view, row, form, report = [] } = model;
  const { t, href } = view;
  const here = href(`/admin/forms/${row.code}`);
  return (
    <Stack gap="l">
      <PageHeader title={row.title}>
        <Cluster>
          <FormStatusBadge view={view} state={row.state} />
          <Meta
            items={[
              row.code,
              t.builder.purposes[row.purpose],
              row.published_version === 0 ? undefined : t.builder.version(row.published_version),
              row.published_version === 0
                ? undefined
                : model.same
                  ? t.builder.same
                  : t.builder.differs,
            ]}
          />
        </Cluster>
      </PageHeader>
      <FormErrors form={form} />
      {report.length > 0 && (
        <Flash kind="warn">
          <strong>{t.builder.notTaken}</strong>
          <ul>
            {report.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </Flash>
      )}
      <FormActions {...model} here={here} />
      {row.draft.sections.map((section) => (
        <SectionCard view={view} row={row} section={section} here={here} />
      ))}
      <Form action={`${here}/sections`} variant="card" label={t.builder.addSection}>
        <Field name="title" label={t.builder.sectionTitle} />
        <Actions>
          <Button>{t.builder.addSection}</Button>
        </Actions>
      </Form>
      <FormSettings {...model} here={here} />
    </Stack>
  );
}

type BuilderPath = { here: string };

function FormActions({ view, row, here, same }: FormBuilderProps & BuilderPath) {
  const { t, href } = view;
  return (
    <Actions>
      {(row.state === "draft" || !same) && (
        <Form action={`${here}/publish`} variant="actions">
          <Button kind="primary">
            {row.published_version === 0 ? t.builder.publish : t.builder.publishAgain}
          </Button>
        </Form>
      )}
      <ButtonLink href={href(`/forms/${row.code}?preview=1`)}>{t.builder.preview}</ButtonLink>
      {row.published_version > 0 && (
        <>
          <ButtonLink href={href(`/forms/${row.code}/results`)}>{t.builder.results}</ButtonLink>
          <ButtonLink href={`${here}/paper`}>{t.builder.keyIn}</ButtonLink>
          <ButtonLink kind="quiet" href={href(`/forms/${row.code}`)}>
            {t.builder.open}
          </ButtonLink>
        </>
      )}
      {row.state === "published" && (
        <Form action={`${here}/close`} variant="actions">
          <Button kind="quiet">{t.builder.close}</Button>
        </Form>
      )}
      {row.state === "closed" && (
        <Form action={`${here}/reopen`} variant="actions">
          <Button kind="quiet">{t.builder.reopen}</Button>
        </Form>
      )}
      <ButtonLink kind="quiet" href={`${here}/form.json`} download>
        {t.builder.export}
      </ButtonLink>
    </Actions>
  );
}

type SectionProps = {
  view: FormViewContext;
  row: FormRow;
  section: FormRow["draft"]["sections"][number];
} & BuilderPath;

function SectionCard({ view, row, section, here }: SectionProps) {
  const { t, lang } = view;
  const path = `${here}/sections/${section.code}`;
  return (
    <Section title={localize(section.title, lang)} id={`s-${section.code}`}>
      <Stack gap="m">
        {section.text && <p>{localize(section.text, lang)}</p>}
        {section.shownIf && (
          <p class="hint">{t.builder.shownIf(printExpression(section.shownIf))}</p>
        )}
        {section.questions.length === 0 ? (
          <EmptyState title={t.builder.noQuestions} level={3} />
        ) : (
          <PlainRows ordered>
            {section.questions.map((question) => (
              <QuestionRow view={view} question={question} here={here} />
            ))}
          </PlainRows>
        )}
        <Form
          action={`${path}/questions`}
          variant="card"
          label={`${t.builder.addQuestion}: ${section.title.ru}`}
        >
          <Field name="textRu" id={`f-new-${section.code}`} label={t.builder.questionText} />
          <Field
            name="kind"
            id={`f-kind-${section.code}`}
            kind="select"
            label={t.builder.kind}
            options={questionKinds.map((kind) => ({ value: kind, label: t.builder.kinds[kind] }))}
          />
          <Actions>
            <Button>{t.builder.addQuestion}</Button>
          </Actions>
        </Form>
        <details>
          <summary>{t.builder.section}</summary>
          <Form action={path} variant="card" hidden={{ version: String(row.version) }}>
            <Field
              name="title"
              id={`f-title-${section.code}`}
              label={t.builder.sectionTitle}
              value={section.title.ru}
            />
            <Field
              name="text"
              id={`f-text-${section.code}`}
              kind="textarea"
              label={t.builder.sectionText}
              value={section.text?.ru ?? ""}
              optional
            />
            <Field
              name="formula"
              id={`f-formula-${section.code}`}
              label={t.builder.formula}
              hint={t.builder.formulaHint}
              value={section.shownIf === undefined ? "" : printExpression(section.shownIf)}
              optional
            />
            <Actions>
              <Button>{t.builder.save}</Button>
              {row.draft.sections.length > 1 && (
                <Button kind="quiet" formaction={`${path}/delete`}>
                  {t.builder.delete}
                </Button>
              )}
            </Actions>
          </Form>
        </details>
      </Stack>
    </Section>
  );
}

function QuestionRow({
  view,
  question,
  here,
}: { view: FormViewContext; question: Question } & BuilderPath) {
  const { t, lang } = view;
  const path = `${here}/questions/${question.code}`;
  const text = localize(question.text, lang);
  return (
    <Stack gap="s">
      <div>
        <a href={path}>{text}</a>
        {question.required && <span class="hint"> · {t.builder.required}</span>}
        <Meta
          items={[
            t.builder.kinds[question.kind],
            question.code,
            question.version > 1 ? t.builder.version(question.version) : undefined,
            question.shownIf && t.builder.shownIf(printExpression(question.shownIf)),
            question.value && `= ${printExpression(question.value)}`,
          ]}
        />
      </div>
      <Form action={`${path}/move`} variant="actions" label={text}>
        <Button size="s" kind="quiet" name="to" value="up" icon="up">
          {t.builder.up}
        </Button>
        <Button size="s" kind="quiet" name="to" value="down" icon="dn">
          {t.builder.down}
        </Button>
        <Button size="s" kind="quiet" formaction={`${path}/delete`}>
          {t.builder.delete}
        </Button>
      </Form>
    </Stack>
  );
}

function FormSettings({ view, row, form, here }: FormBuilderProps & BuilderPath) {
  const { t } = view;
  const { draft } = row;
  const value = (name: string, kept: string) => ({
    ...fieldProps(form, name),
    value: form.values[name] ?? kept,
  });
  return (
    <Form
      action={`${here}/settings`}
      variant="card"
      label={t.builder.settings}
      hidden={{ version: String(row.version) }}
    >
      <h2>{t.builder.settings}</h2>
      <Field {...value("titleRu", draft.title.ru)} label={t.builder.formTitle} width="full" />
      <Field
        {...value("titleEn", draft.title.en ?? "")}
        label={t.builder.formTitleEn}
        optional
        width="full"
      />
      <Field
        {...value("lead", draft.lead?.ru ?? "")}
        kind="textarea"
        label={t.builder.formLead}
        optional
      />
      <Field
        {...value("thanks", draft.thanks?.ru ?? "")}
        kind="textarea"
        label={t.builder.formThanks}
        optional
      />
      <Field
        {...value("purpose", draft.purpose)}
        kind="select"
        label={t.builder.purpose}
        options={formPurposes.map((one) => ({ value: one, label: t.builder.purposes[one] }))}
      />
      <Field
        {...value("minimumGroup", String(draft.minimumGroup))}
        label={t.builder.minimumGroup}
        hint={t.builder.minimumGroupHint}
        inputmode="numeric"
        width="s"
      />
      <Checkbox name="resultsPublic" label={t.builder.resultsPublic} checked={row.results_public} />
      <Actions>
        <Button kind="primary">{t.builder.save}</Button>
      </Actions>
    </Form>
  );
}

export type QuestionPageProps = {
  view: FormViewContext;
  row: FormRow;
  question: Question;
  form: FormState;
  action: string;
};

/** One question: its words, its kind, its limits, when it is asked. */
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
        <KindFields view={view} kind={question.kind} form={form} />
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

type KindProps = { view: FormViewContext; kind: Question["kind"]; form: FormState };

function KindFields({ view: { t }, kind, form }: KindProps) {
  const b = t.builder;
  const lines = (name: string, label: string) => (
    <Field
      {...fieldProps(form, name)}
      kind="textarea"
      label={label}
      hint={b.optionsHint}
      hintAbove
      width="full"
    />
  );
  const small = (name: string, label: string, hint?: string) => (
    <Field {...fieldProps(form, name)} label={label} width="s" optional {...(hint && { hint })} />
  );
  const most = small("most", b.most, b.mostHint);
  const weight = small("weight", b.weight);
  switch (kind) {
    case "choice":
      return (
        <>
          {lines("options", b.options)}
          {weight}
        </>
      );
    case "choices":
      return (
        <>
          {lines("options", b.options)}
          {most}
        </>
      );
    case "number":
      return (
        <>
          {small("min", b.min)}
          {small("max", b.max)}
          {small("unit", b.unit)}
          <Checkbox name="whole" label={b.whole} checked={form.values.whole !== undefined} />
        </>
      );
    case "scale":
      return (
        <>
          {small("min", b.min)}
          {small("max", b.max)}
          <Field {...fieldProps(form, "low")} label={b.low} optional />
          <Field {...fieldProps(form, "high")} label={b.high} optional />
          {weight}
        </>
      );
    case "matrix":
      return (
        <>
          {lines("rows", b.rows)}
          {lines("columns", b.columns)}
        </>
      );
    case "place":
      return (
        <Field
          {...fieldProps(form, "detail")}
          kind="select"
          label={b.detail}
          options={(["municipality", "settlement", "address"] as const).map((one) => ({
            value: one,
            label: b.details[one],
          }))}
        />
      );
    case "money-table":
      return (
        <>
          {lines("options", b.articles)}
          {most}
        </>
      );
    case "date":
      return (
        <>
          <Field {...fieldProps(form, "min")} kind="date" label={b.min} width="s" optional />
          <Field {...fieldProps(form, "max")} kind="date" label={b.max} width="s" optional />
        </>
      );
    case "text":
    case "long-text":
    case "file":
    case "date-plan":
      return most;
    case "yes-no":
      return weight;
    default:
      return null;
  }
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
        options={(["=", "!=", ">", "<", ">=", "<=", "in", "given"] as const).map((one) => ({
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
