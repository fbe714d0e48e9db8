import {
  Actions,
  Button,
  EmptyState,
  Field,
  Form,
  Meta,
  PlainRows,
  Section,
  Stack,
} from "#base/ui/index.ts";
import { questionKinds, type Question } from "../definition/definition.ts";
import { printExpression } from "../definition/expression-syntax.ts";
import { localize } from "../localize.ts";
import type { Form as FormRow } from "../store.ts";
import type { FormViewContext } from "../view.ts";

type BuilderPath = { here: string };

type SectionProps = {
  view: FormViewContext;
  row: FormRow;
  section: FormRow["draft"]["sections"][number];
} & BuilderPath;

/** A section with its questions, and the forms that change it. */
export function SectionCard({ view, row, section, here }: SectionProps) {
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
