import type { FormState } from "#base/http/form.ts";
import { bind, Field } from "#base/ui/index.ts";
import { modes, topics } from "../consultation.ts";
import type { ConsultationWords } from "../view.ts";

type FieldsProps = {
  t: ConsultationWords;
  form: FormState;
  municipalities: readonly { id: string; name: string }[];
};

/** Who asks and about what: the same questions on the site and on the telephone. */
export function QuestionFields({ t, form, municipalities }: FieldsProps) {
  return (
    <>
      <Field
        kind="select"
        label={t.ask.topic}
        empty={t.ask.choose}
        required
        options={topics.map((topic) => ({ value: topic, label: t.topics[topic] }))}
        {...bind(form, "topic")}
      />
      <Field
        kind="textarea"
        label={t.ask.question}
        hint={t.ask.questionHint}
        rows={6}
        maxlength={4000}
        counter
        required
        {...bind(form, "question")}
      />
      <Field
        kind="select"
        label={t.ask.mode}
        options={modes.map((mode) => ({ value: mode, label: t.modes[mode] }))}
        {...bind(form, "mode")}
      />
      <Field
        kind="select"
        label={t.ask.municipality}
        empty={t.ask.choose}
        required
        options={municipalities.map(({ id, name }) => ({ value: id, label: name }))}
        {...bind(form, "municipalityId")}
      />
    </>
  );
}

/** How to reach who asks: an e-mail or a telephone is enough. */
export function PersonFields({ t, form }: Omit<FieldsProps, "municipalities">) {
  return (
    <>
      <Field label={t.ask.surname} autocomplete="family-name" required {...bind(form, "surname")} />
      <Field label={t.ask.givenName} autocomplete="given-name" {...bind(form, "givenName")} />
      <Field
        kind="email"
        label={t.ask.email}
        hint={t.ask.emailHint}
        autocomplete="email"
        {...bind(form, "email")}
      />
      <Field kind="tel" label={t.ask.phone} autocomplete="tel" {...bind(form, "phone")} />
      <Field
        label={t.ask.organisation}
        optional
        autocomplete="organization"
        {...bind(form, "organisation")}
      />
    </>
  );
}
