import type { FormState } from "#base/http/form.ts";
import { fieldProps, Field } from "#base/ui/index.ts";
import { consultationModes, consultationTopics } from "../consultation.ts";
import type { ConsultationMessages } from "../view.ts";

type FieldsProps = {
  t: ConsultationMessages;
  form: FormState;
  municipalities: readonly { id: string; name: string }[];
};

/** Shows the fields of the question: the same for the site and for a noted call. */
export function QuestionFields({ t, form, municipalities }: FieldsProps) {
  return (
    <>
      <Field
        kind="select"
        label={t.ask.topic}
        empty={t.ask.choose}
        required
        options={consultationTopics.map((topic) => ({ value: topic, label: t.topics[topic] }))}
        {...fieldProps(form, "topic")}
      />
      <Field
        kind="textarea"
        label={t.ask.question}
        hint={t.ask.questionHint}
        rows={6}
        maxlength={4000}
        counter
        required
        {...fieldProps(form, "question")}
      />
      <Field
        kind="select"
        label={t.ask.mode}
        options={consultationModes.map((mode) => ({ value: mode, label: t.modes[mode] }))}
        {...fieldProps(form, "mode")}
      />
      <Field
        kind="select"
        label={t.ask.municipality}
        empty={t.ask.choose}
        required
        options={municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        {...fieldProps(form, "municipalityId")}
      />
    </>
  );
}

/** How to reach who asks: an e-mail or a telephone is enough. */
export function PersonFields({ t, form }: Omit<FieldsProps, "municipalities">) {
  return (
    <>
      <Field
        label={t.ask.surname}
        autocomplete="family-name"
        required
        {...fieldProps(form, "surname")}
      />
      <Field label={t.ask.givenName} autocomplete="given-name" {...fieldProps(form, "givenName")} />
      <Field
        kind="email"
        label={t.ask.email}
        hint={t.ask.emailHint}
        autocomplete="email"
        {...fieldProps(form, "email")}
      />
      <Field kind="tel" label={t.ask.phone} autocomplete="tel" {...fieldProps(form, "phone")} />
      <Field
        label={t.ask.organisation}
        optional
        autocomplete="organization"
        {...fieldProps(form, "organisation")}
      />
    </>
  );
}
