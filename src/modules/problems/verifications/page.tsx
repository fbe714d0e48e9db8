import {
  Actions,
  Button,
  ChoiceInput,
  Field,
  Form,
  PageHeader,
  Quote,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProblemCard } from "../card/reads.ts";
import type { ProblemViewContext } from "../view.ts";
import { PicturesField } from "../pictures/field.tsx";

/** What a checker fills in on the spot, with one thumb. */
export function VerificationPage(view: {
  viewContext: ProblemViewContext;
  card: ProblemCard;
  form: FormState;
  action: string;
}) {
  const { viewContext, card, form, action } = view;
  const { t } = viewContext;
  const lastAnswer = card.answers.at(-1);
  return (
    <Stack gap="l">
      <PageHeader
        title={`${t.checkPage.title}: ${card.problem.title}`}
        lead={card.problem.address}
      />
      <FormErrorSummary form={form} />
      <Section title={t.checkPage.was} small>
        <p>{card.problem.summary}</p>
      </Section>
      {lastAnswer !== undefined && (
        <Section title={t.checkPage.said} small>
          <Quote>{lastAnswer.text}</Quote>
        </Section>
      )}
      <Form
        action={action}
        files
        hidden={{ version: form.values.version ?? String(card.problem.version) }}
      >
        <ChoiceInput
          legend={t.checkPage.outcome}
          kind="radio"
          required
          options={[
            { value: "fixed", label: t.checkPage.fixed },
            { value: "not-fixed", label: t.checkPage.notFixed },
          ]}
          {...fieldProps(form, "outcome")}
        />
        <Field
          label={t.checkPage.text}
          kind="textarea"
          rows={4}
          hint={t.checkPage.textHint}
          required
          {...fieldProps(form, "text")}
        />
        <PicturesField form={form} label={t.checkPage.pictures} hint={t.checkPage.picturesHint} />
        <Actions>
          <Button kind="primary">{t.checkPage.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
