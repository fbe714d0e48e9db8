import { DescriptionList } from "#base/ui/index.ts";
import { formatAnswer } from "../evaluate/answer-text.ts";
import type { Question } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";
import type { ReplyView } from "./reads.ts";
import { localize, fieldMessages } from "../localize.ts";
import { listQuestions } from "../definition/versions.ts";
import type { FormViewContext } from "../view.ts";
import { formatValue } from "../kinds/computed-field.tsx";

type ReplyAnswersProps = {
  view: FormViewContext;
  reply: Pick<ReplyView, "definition" | "answers">;
  placeName: (id: string) => string;
  /** Where a file of the reply is fetched from. */
  fileHref: (id: string) => string;
};

/** What was given and computed, question by question. */
export function ReplyAnswers({ view, reply, ...reading }: ReplyAnswersProps) {
  const { lang } = view;
  const { definition } = reply;
  const { given, computed, shown } = evaluate(definition, reply.answers);
  const t = fieldMessages(lang);
  const facts = listQuestions(definition)
    .filter(({ code }) => shown.has(code))
    .map((question) => {
      const answer = given[question.code];
      return {
        name: localize(question.text, lang),
        value:
          question.value !== undefined ? (
            formatValue(computed[question.code] ?? null, { t, lang })
          ) : answer === undefined ? (
            <span class="muted">{t.noAnswer}</span>
          ) : (
            <AnswerItem question={question} answer={answer} view={view} {...reading} />
          ),
      };
    });
  return <DescriptionList items={facts} />;
}

type AnswerProps = Pick<ReplyAnswersProps, "placeName" | "fileHref"> & {
  question: Question;
  answer: Answer;
  view: FormViewContext;
};

/** An answer as its kind shows it; otherwise its text, a list or several lines as lines. */
function AnswerItem({ question, answer, view, placeName, fileHref }: AnswerProps) {
  const kind = kindOf(question);
  if (kind.view !== undefined && kind.rules.matches(answer))
    return <>{kind.view({ question, answer, view, fileHref })}</>;
  const text = formatAnswer(question, answer, { lang: view.lang, day: view.formatDay, placeName });
  const lines = text.split(kind.isList ? "; " : /\n+/);
  return lines.length < 2 ? <>{text}</> : <AnswerLines lines={lines} />;
}

function AnswerLines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="plain">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
