import {
  Actions,
  Button,
  ChoiceInput,
  Field,
  Form,
  Grade,
  PlainRows,
  Quote,
  Section,
  Stack,
  ScoreBreakdown,
  WithSidebar,
  fieldProps,
  FormErrorSummary,
  formatDateTime,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { AnswerCheck } from "#modules/triage/index.ts";
import { answerKinds } from "../problem.ts";
import type { ProblemCard } from "../card/reads.ts";
import type { ProblemViewContext } from "../view.ts";
import { PicturesField } from "../pictures/field.tsx";

export type AnswerPageProps = {
  viewContext: ProblemViewContext;
  card: ProblemCard;
  form: FormState;
  /** Present once the specialist asked to check the draft, or sent a weak one. */
  check?: AnswerCheck;
  formatAdvice: (key: string) => string;
  formatCriterion: (code: string) => string;
  action: string;
};

/** The answer editor: the question next to the answer, and the check before it is sent. */
export function AnswerPage(view: AnswerPageProps) {
  const { viewContext, card, form } = view;
  const { t } = viewContext;
  return (
    <WithSidebar
      wide
      label={t.answerPage.grade}
      main={
        <Stack gap="l">
          <h1>{t.answerPage.title}</h1>
          <Section title={t.answerPage.question} small>
            <Quote big by={card.problem.number}>
              {card.problem.summary}
            </Quote>
          </Section>
          <FormErrorSummary form={form} />
          <AnswerForm {...view} />
        </Stack>
      }
      aside={<Sidebar {...view} />}
    />
  );
}

function AnswerForm({ viewContext: view, card, form, action }: AnswerPageProps) {
  const { t } = view;
  return (
    <Form
      action={action}
      files
      hidden={{ version: form.values.version ?? String(card.problem.version) }}
    >
      <ChoiceInput
        legend={t.answerPage.kind}
        kind="radio"
        required
        options={answerKinds.map((value) => ({ value, label: t.answerPage.kinds[value] }))}
        {...fieldProps(form, "kind")}
      />
      <Field
        label={t.answerPage.text}
        kind="textarea"
        rows={10}
        width="full"
        counter
        maxlength={10_000}
        hint={t.answerPage.textHint}
        required
        {...fieldProps(form, "text")}
      />
      <Field
        label={t.answerPage.promisedFor}
        kind="date"
        hint={t.answerPage.promisedHint}
        {...fieldProps(form, "promisedFor")}
      />
      <PicturesField form={form} label={t.answerPage.pictures} hint={t.answerPage.picturesHint} />
      {(form.lists.savedPictures ?? []).length > 0 && <p class="hint">{t.answerPage.saved}</p>}
      <Actions>
        <Button kind="primary" name="step" value="send">
          {t.answerPage.send}
        </Button>
        <Button name="step" value="check">
          {t.answerPage.check}
        </Button>
      </Actions>
    </Form>
  );
}

function Sidebar({
  viewContext: view,
  card,
  check,
  formatAdvice,
  formatCriterion,
}: AnswerPageProps) {
  const { t } = view;
  const verdict = (score: number, empty: boolean) =>
    empty ? t.answerPage.gradeEmpty : score >= 75 ? t.answerPage.gradeGood : t.answerPage.gradeFair;
  return (
    <>
      {check !== undefined && (
        <Stack gap="m">
          <Grade
            title={t.answerPage.grade}
            value={check.score}
            threshold={75}
            verdict={verdict(check.score, check.emptyAnswer)}
          />
          <ScoreBreakdown
            items={check.breakdown.map((one) => ({
              fulfilment: one.ok ? "yes" : one.points > 0 ? "part" : "no",
              title: formatCriterion(one.code),
              points: one.points,
              of: one.max,
              ...(!one.ok && { note: formatAdvice(one.advice) }),
            }))}
          />
        </Stack>
      )}
      {card.answers.length > 0 && (
        <Section title={t.answerPage.versions} small>
          <PlainRows>
            {card.answers.toReversed().map((answer) => (
              <Quote by={`${formatDateTime(answer.at, view)}. ${t.card.quality(answer.quality)}`}>
                {answer.text}
              </Quote>
            ))}
          </PlainRows>
        </Section>
      )}
    </>
  );
}
