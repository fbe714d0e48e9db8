import { Heading, PageHeader, Stack } from "#base/ui/index.ts";
import type { FormDefinition, Question } from "../definition/definition.ts";
import { kindOf } from "../kinds/kinds.ts";
import { localize } from "../localize.ts";
import { printExpression } from "../definition/expression-syntax.ts";
import type { FormViewContext } from "../view.ts";

type PaperPageProps = {
  view: FormViewContext;
  form: { code: string; version: number };
  definition: FormDefinition;
  municipalities: readonly { name: string }[];
};

/** The form on paper: boxes to tick, lines to write on, and its short code for whoever keys it in. */
export function PaperPage({ view, form, definition }: PaperPageProps) {
  const { t, lang } = view;
  let number = 0;
  return (
    <Stack gap="l">
      <PageHeader
        title={localize(definition.title, lang)}
        lead={definition.lead === undefined ? undefined : localize(definition.lead, lang)}
      >
        <p>
          <strong>{t.paper.code(form.code, form.version)}</strong>
        </p>
        <p class="actions">{t.paper.print}</p>
      </PageHeader>
      {definition.sections.map((section) => (
        <Stack gap="m">
          {definition.sections.length > 1 && (
            <Heading level={2}>{localize(section.title, lang)}</Heading>
          )}
          {section.text && <p>{localize(section.text, lang)}</p>}
          {section.questions
            .filter(({ value }) => value === undefined)
            .map((question) => {
              number += 1;
              return <PaperQuestion view={view} question={question} number={number} />;
            })}
        </Stack>
      ))}
      <p>{t.paper.thanks}</p>
    </Stack>
  );
}

type QuestionProps = { view: FormViewContext; question: Question; number: number };

function PaperQuestion({ view: { t, lang }, question, number }: QuestionProps) {
  const { paper } = kindOf(question);
  return (
    <div>
      <p>
        <strong>
          {number}. {localize(question.text, lang)}
        </strong>
        {paper.note !== undefined && <span class="hint"> ({paper.note(t.paper)})</span>}
        {question.shownIf !== undefined && (
          <span class="hint"> {t.paper.onlyIf(printExpression(question.shownIf))}</span>
        )}
      </p>
      {question.hint && <p class="hint">{localize(question.hint, lang)}</p>}
      {paper.space({ question, lang })}
    </div>
  );
}
