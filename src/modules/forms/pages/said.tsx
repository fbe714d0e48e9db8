import { Facts, PlainRows } from "#base/ui/index.ts";
import { answerText } from "../answer-text.ts";
import type { Answer, FileAnswer } from "../answers.ts";
import type { Question } from "../definition.ts";
import { evaluate } from "../evaluate.ts";
import type { ReplyView } from "../reads.ts";
import { inLang, wordsOfFields } from "../say.ts";
import { fits } from "../values.ts";
import { questionsOf } from "../versions.ts";
import type { View } from "../view.ts";
import { showValue } from "./computed.tsx";

type SaidProps = {
  view: View;
  reply: Pick<ReplyView, "definition" | "answers">;
  placeName: (id: string) => string;
  /** Where a file of the reply is fetched from. */
  fileHref: (id: string) => string;
};

/** What was given and computed, question by question. */
export function Said({ view, reply, ...reading }: SaidProps) {
  const { lang } = view;
  const { definition } = reply;
  const { given, computed, shown } = evaluate(definition, reply.answers);
  const t = wordsOfFields(lang);
  const facts = questionsOf(definition)
    .filter(({ code }) => shown.has(code))
    .map((question) => {
      const answer = given[question.code];
      return {
        name: inLang(question.text, lang),
        value:
          question.value !== undefined ? (
            showValue(computed[question.code] ?? null, { t, lang })
          ) : answer === undefined ? (
            <span class="muted">{t.noAnswer}</span>
          ) : (
            <Answered question={question} answer={answer} view={view} {...reading} />
          ),
      };
    });
  return <Facts facts={facts} />;
}

type AnsweredProps = Pick<SaidProps, "placeName" | "fileHref"> & {
  question: Question;
  answer: Answer;
  view: View;
};

/** Files are links, tables a line for each row, all else one text with its own lines. */
function Answered({ question, answer, view, placeName, fileHref }: AnsweredProps) {
  if (question.kind === "file" && fits(question, answer))
    return (
      <PlainRows
        children={(answer as FileAnswer[]).map(({ id, name }) => (
          <a href={fileHref(id)} download>
            {name}
          </a>
        ))}
      />
    );
  const text = answerText(question, answer, { lang: view.lang, day: view.day, placeName });
  const isTable = ["money-table", "date-plan", "matrix", "choices"].includes(question.kind);
  const lines = text.split(isTable ? "; " : /\n+/);
  return lines.length < 2 ? text : <PlainRows children={lines} />;
}
