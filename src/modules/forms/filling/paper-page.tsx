import { Heading, PageHeader, Stack, Table } from "#base/ui/index.ts";
import type { FormDefinition, QuestionOption, Question } from "../definition/definition.ts";
import { localize, fieldMessages } from "../localize.ts";
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
  return (
    <div>
      <p>
        <strong>
          {number}. {localize(question.text, lang)}
        </strong>
        {question.kind === "choices" && <span class="hint"> ({t.paper.several})</span>}
        {question.shownIf !== undefined && (
          <span class="hint"> {t.paper.onlyIf(printExpression(question.shownIf))}</span>
        )}
      </p>
      {question.hint && <p class="hint">{localize(question.hint, lang)}</p>}
      <AnswerSpace question={question} lang={lang} />
    </div>
  );
}

/** A line to write on; nothing for a screen reader. */
const BlankLine = () => <hr aria-hidden="true" />;
const checkboxMark = "☐";

function AnswerSpace({ question, lang }: { question: Question; lang: FormViewContext["lang"] }) {
  const t = fieldMessages(lang);
  const boxes = (options: readonly { text: string }[]) => (
    <ul class="plain">
      {options.map(({ text }) => (
        <li>
          {checkboxMark} {text}
        </li>
      ))}
    </ul>
  );
  const named = (options: readonly QuestionOption[]) =>
    options.map(({ text }) => ({ text: localize(text, lang) }));
  switch (question.kind) {
    case "choice":
    case "choices":
      return boxes(named(question.options));
    case "yes-no":
      return boxes([{ text: t.yes }, { text: t.no }]);
    case "scale":
      return (
        <p>
          {Array.from({ length: question.max - question.min + 1 }, (_, at) => (
            <span>
              {checkboxMark} {question.min + at}{" "}
            </span>
          ))}
        </p>
      );
    case "matrix":
      return (
        <Table
          caption={localize(question.text, lang)}
          captionHidden
          rows={question.rows}
          columns={[
            {
              head: localize(question.text, lang),
              cell: (row) => localize(row.text, lang),
              rowHead: true,
            },
            ...question.columns.map((column) => ({
              head: localize(column.text, lang),
              cell: () => checkboxMark,
            })),
          ]}
        />
      );
    case "money-table":
      return <BlankTable heads={moneyHeadings(t.money, question.articles !== undefined)} />;
    case "date-plan":
      return <BlankTable heads={[t.plan.what, t.plan.from, t.plan.to, t.plan.expected]} />;
    case "long-text":
      return (
        <>
          <BlankLine />
          <BlankLine />
          <BlankLine />
        </>
      );
    default:
      return <BlankLine />;
  }
}

/** The same columns as on the screen: a sheet keyed in later must hold all of them. */
function moneyHeadings(
  t: ReturnType<typeof fieldMessages>["money"],
  hasArticles: boolean,
): string[] {
  const article = hasArticles ? [t.article] : [];
  return [...article, t.what, t.quantity, t.price, t.total, t.grant, t.own, t.partner, t.comment];
}

function BlankTable({ heads }: { heads: readonly string[] }) {
  return (
    <Table
      caption={heads.join(", ")}
      captionHidden
      rows={[1, 2, 3, 4, 5, 6]}
      columns={[
        { head: "№", cell: (line) => line, rowHead: true },
        ...heads.map((head) => ({ head, cell: () => "\u00a0" })),
      ]}
    />
  );
}
