import { Heading, Place, Stack, Table } from "#base/ui/index.ts";
import type { FormDefinition, Option, Question } from "../definition/definition.ts";
import { inLang, wordsOfFields } from "../localize.ts";
import { printExpression } from "../definition/expression-syntax.ts";
import type { View } from "../view.ts";

type PaperModel = {
  view: View;
  form: { code: string; version: number };
  definition: FormDefinition;
  municipalities: readonly { name: string }[];
};

/** The form on paper: boxes to tick, lines to write on, and its short code for whoever keys it in. */
export function PaperPage({ view, form, definition }: PaperModel) {
  const { t, lang } = view;
  let number = 0;
  return (
    <Stack gap="l">
      <Place
        title={inLang(definition.title, lang)}
        lead={definition.lead === undefined ? undefined : inLang(definition.lead, lang)}
      >
        <p>
          <strong>{t.paper.code(form.code, form.version)}</strong>
        </p>
        <p class="actions">{t.paper.print}</p>
      </Place>
      {definition.sections.map((section) => (
        <Stack gap="m">
          {definition.sections.length > 1 && (
            <Heading level={2}>{inLang(section.title, lang)}</Heading>
          )}
          {section.text && <p>{inLang(section.text, lang)}</p>}
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

type QuestionProps = { view: View; question: Question; number: number };

function PaperQuestion({ view: { t, lang }, question, number }: QuestionProps) {
  return (
    <div>
      <p>
        <strong>
          {number}. {inLang(question.text, lang)}
        </strong>
        {question.kind === "choices" && <span class="hint"> ({t.paper.several})</span>}
        {question.shownIf !== undefined && (
          <span class="hint"> {t.paper.onlyIf(printExpression(question.shownIf))}</span>
        )}
      </p>
      {question.hint && <p class="hint">{inLang(question.hint, lang)}</p>}
      <Space question={question} lang={lang} />
    </div>
  );
}

/** A line to write on; nothing for a screen reader. */
const Line = () => <hr aria-hidden="true" />;
const box = "☐";

function Space({ question, lang }: { question: Question; lang: View["lang"] }) {
  const t = wordsOfFields(lang);
  const boxes = (options: readonly { text: string }[]) => (
    <ul class="plain">
      {options.map(({ text }) => (
        <li>
          {box} {text}
        </li>
      ))}
    </ul>
  );
  const named = (options: readonly Option[]) =>
    options.map(({ text }) => ({ text: inLang(text, lang) }));
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
              {box} {question.min + at}{" "}
            </span>
          ))}
        </p>
      );
    case "matrix":
      return (
        <Table
          caption={inLang(question.text, lang)}
          captionHidden
          rows={question.rows}
          columns={[
            {
              head: inLang(question.text, lang),
              cell: (row) => inLang(row.text, lang),
              rowHead: true,
            },
            ...question.columns.map((column) => ({
              head: inLang(column.text, lang),
              cell: () => box,
            })),
          ]}
        />
      );
    case "money-table":
      return <Blank heads={moneyHeads(t.money, question.articles !== undefined)} />;
    case "date-plan":
      return <Blank heads={[t.plan.what, t.plan.from, t.plan.to, t.plan.expected]} />;
    case "long-text":
      return (
        <>
          <Line />
          <Line />
          <Line />
        </>
      );
    default:
      return <Line />;
  }
}

/** The same columns as on the screen: a sheet keyed in later must hold all of them. */
function moneyHeads(t: ReturnType<typeof wordsOfFields>["money"], hasArticles: boolean): string[] {
  const article = hasArticles ? [t.article] : [];
  return [...article, t.what, t.quantity, t.price, t.total, t.grant, t.own, t.partner, t.comment];
}

function Blank({ heads }: { heads: readonly string[] }) {
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
