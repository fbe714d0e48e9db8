import {
  Actions,
  Button,
  ChoiceInput,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Rows,
  Quote,
  Section,
  Stack,
  fieldProps,
  fieldError,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProblemCard, ProblemListItem } from "../list/reads.ts";
import type { ProblemViewContext } from "../view.ts";
import { ProblemRows, toProblemRow, type ProblemRowNames } from "../list/rows.tsx";

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
        <Field
          label={t.checkPage.pictures}
          name="pictures[]"
          kind="file"
          multiple
          accept="image/jpeg,image/png,image/webp"
          hint={t.checkPage.picturesHint}
          {...fieldError(form, "pictures")}
        />
        {(form.lists.kept ?? []).map((id) => (
          <input type="hidden" name="kept[]" value={id} />
        ))}
        <Actions>
          <Button kind="primary">{t.checkPage.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

/** A coordinator's walk: what bodies say is fixed, by deadline, with their words. */
export function PendingChecksPage(view: {
  viewContext: ProblemViewContext;
  lines: readonly (ProblemListItem & { said: string | null })[];
  names: ProblemRowNames;
}) {
  const { viewContext, lines, names } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.checks.title} lead={t.checks.lead} />
      {lines.length === 0 ? (
        <EmptyState title={t.checks.empty} text={t.checks.emptyText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={lines.map((line) => {
            const row = toProblemRow(viewContext, line, names, false);
            return {
              ...row,
              ...(line.said !== null && { text: `${t.checks.said}: «${line.said.slice(0, 200)}»` }),
              side: (
                <>
                  {row.side}
                  <a
                    class="button"
                    data-size="s"
                    href={names.href(`/problems/${line.number}/check`)}
                  >
                    {t.checks.go}
                  </a>
                </>
              ),
            };
          })}
        />
      )}
    </Stack>
  );
}

/** All that waits for a body's word, late ones first. */
export function InboxPage(view: {
  viewContext: ProblemViewContext;
  lines: readonly ProblemListItem[];
  names: ProblemRowNames;
}) {
  const { viewContext, lines, names } = view;
  const { t, now } = viewContext;
  const awaitingCheck = lines.filter(
    (line) => line.stage === "claimed" || line.stage === "answered",
  );
  const waiting = lines.filter((line) => !awaitingCheck.includes(line));
  const overdue = waiting.filter((line) => line.due_at !== null && line.due_at < now);
  const inTime = waiting.filter((line) => !overdue.includes(line));
  const parts = [
    { title: t.inbox.late, lines: overdue },
    { title: t.inbox.waiting, lines: inTime },
    { title: t.inbox.claimed, lines: awaitingCheck },
  ].filter((part) => part.lines.length > 0);
  return (
    <Stack gap="l">
      <PageHeader title={t.inbox.title} lead={t.inbox.lead} />
      {parts.length === 0 && (
        <EmptyState title={t.inbox.empty} text={t.inbox.emptyText} level={2} />
      )}
      {parts.map((part) => (
        <Section title={`${part.title}: ${part.lines.length}`}>
          <ProblemRows viewContext={viewContext} lines={part.lines} names={names} />
        </Section>
      ))}
    </Stack>
  );
}
