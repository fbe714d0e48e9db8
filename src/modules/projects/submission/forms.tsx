import type { ApplicationPageProps } from "../applications/page.tsx";
import { Actions, Button, ChoiceInput, Field, Form, fieldProps } from "#base/ui/index.ts";
import { applicationPath } from "../applications/view.ts";

export function SubmitForm({ viewContext: view, details, form, today }: ApplicationPageProps) {
  const { next, page } = view.t;
  const { number } = details.profile;
  return (
    <Form
      action={view.href(applicationPath(details.key, "/submit"))}
      hidden={{ version: String(details.application.version) }}
    >
      <p>{next.ready}</p>
      <Field
        {...fieldProps(form, "number")}
        label={page.number}
        {...(number === undefined
          ? { optional: true }
          : { required: true, hint: next.numberHint(number.example) })}
      />
      <Field
        {...fieldProps(form, "submittedOn", today)}
        kind="date"
        max={today}
        label={page.submittedOn}
        required
      />
      <Actions>
        <Button kind="primary">{next.submit}</Button>
      </Actions>
    </Form>
  );
}

export function DecideForm({ viewContext: view, details, form, today }: ApplicationPageProps) {
  const { next, page, stages } = view.t;
  return (
    <details class="stack" open={form.refusal !== undefined}>
      <summary>{next.decide}</summary>
      <Form
        action={view.href(applicationPath(details.key, "/decide"))}
        hidden={{ version: String(details.application.version) }}
      >
        <p class="small">{next.decided}</p>
        <ChoiceInput
          {...fieldProps(form, "outcome")}
          legend={next.outcome}
          kind="radio"
          required
          options={(["supported", "not-supported"] as const).map((value) => ({
            value,
            label: stages[value],
          }))}
        />
        <Field
          {...fieldProps(form, "decidedOn", today)}
          kind="date"
          max={today}
          label={page.decidedOn}
          required
        />
        <Field
          {...fieldProps(form, "score")}
          label={page.score}
          inputmode="decimal"
          optional
          width="s"
        />
        <Field {...fieldProps(form, "granted")} label={page.granted} inputmode="decimal" optional />
        <Field {...fieldProps(form, "agreement")} label={page.agreement} optional />
        <Field
          {...fieldProps(form, "remarks")}
          kind="textarea"
          rows={5}
          label={next.remarksLabel}
          hint={next.remarksHint}
          optional
        />
        <Actions>
          <Button kind="primary">{next.decide}</Button>
        </Actions>
      </Form>
    </details>
  );
}
