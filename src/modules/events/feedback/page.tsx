import {
  Actions,
  Bar,
  Button,
  EmptyState,
  Form,
  formatNumber,
  PageHeader,
  PlainRows,
  Section,
  Stack,
  Table,
  FormErrorSummary,
} from "#base/ui/index.ts";
import {
  FormFields,
  localize,
  type Answers,
  type FieldOptions,
  type FormDefinition,
  type QuestionResult,
} from "#modules/forms/index.ts";
import type { certificateMessages } from "../certificates/messages.ts";
import type { FeedbackResults } from "./actions.ts";
import type { AttendanceViewContext } from "../attendance/view.ts";
import { AttendanceTabs } from "../attendance/tabs.tsx";
import type { Event } from "../store.ts";

type FeedbackMessages = (typeof certificateMessages)["ru"];

/** Feedback form, opened by a private link. */
export function FeedbackPage(view: {
  words: FeedbackMessages;
  event: Event;
  action: string;
  /** Generated with the page, so that a form sent twice is one reply. */
  pageKey: string;
  definition: FormDefinition;
  answers: Answers;
  errors: Record<string, string>;
  refusal: string | undefined;
  options: FieldOptions;
}) {
  const { words, event, errors } = view;
  const t = words.feedback;
  return (
    <Stack gap="l">
      <PageHeader title={t.title} lead={t.lead(event.title)} />
      <FormErrorSummary form={view} />
      <p>{t.private}</p>
      <Form action={view.action} hidden={{ key: view.pageKey }}>
        <FormFields
          definition={view.definition}
          answers={view.answers}
          errors={errors}
          ground={view.options}
        />
        <Actions>
          <Button kind="primary">{t.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** Page after the reply, and of the same link later. */
export function FeedbackThanks({ words, event }: { words: FeedbackMessages; event: Event }) {
  return <PageHeader title={words.feedback.already} lead={event.title} />;
}

/** Results of feedback, as far as the reader may see them. */
export function FeedbackResultsPage(view: {
  viewContext: AttendanceViewContext;
  words: FeedbackMessages;
  event: Event;
  feedback: FeedbackResults | undefined;
  staff: boolean;
}) {
  const { viewContext, words, event, feedback } = view;
  const t = words.feedback;
  return (
    <Stack gap="l">
      <PageHeader title={t.results} lead={event.title}>
        {feedback !== undefined && <p>{t.share(feedback.replies, feedback.present)}</p>}
      </PageHeader>
      {view.staff && <AttendanceTabs viewContext={viewContext} event={event} current="feedback" />}
      {feedback === undefined || feedback.replies === 0 ? (
        <EmptyState title={t.nothing} text={t.nothingText} level={2} />
      ) : feedback.replies < feedback.results.minimumGroup ? (
        <p>{t.tooFew(feedback.results.minimumGroup)}</p>
      ) : (
        feedback.results.questions.map((result) => (
          <QuestionResults viewContext={viewContext} words={words} result={result} />
        ))
      )}
    </Stack>
  );
}

function QuestionResults(view: {
  viewContext: AttendanceViewContext;
  words: FeedbackMessages;
  result: QuestionResult;
}) {
  const { viewContext, words, result } = view;
  const t = words.feedback;
  const most = Math.max(1, ...result.cells.map((cell) => cell.count));
  const title = localize(result.text, viewContext.lang);
  return (
    <Section title={title} small>
      {result.mean !== null && (
        <p>{t.mean(formatNumber(result.mean, { lang: viewContext.lang, digits: 1 }))}</p>
      )}
      {result.cells.length > 0 && (
        <Table
          caption={title}
          captionHidden
          dense
          rows={result.cells}
          columns={[
            {
              head: t.answer,
              rowHead: true,
              cell: (cell) => cell.texts.map((text) => localize(text, viewContext.lang)).join(", "),
            },
            {
              head: t.count,
              number: true,
              cell: (cell) => (
                <>
                  <Bar label={String(cell.count)} parts={{ checked: cell.count }} total={most} />
                  <span class="num">{cell.count}</span>
                </>
              ),
            },
          ]}
        />
      )}
      {result.texts.length > 0 && <PlainRows>{result.texts}</PlainRows>}
    </Section>
  );
}
