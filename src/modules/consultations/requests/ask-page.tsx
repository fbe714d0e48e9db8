import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  Field,
  Form,
  PageHeader,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { ConsultationSlot } from "../slots/store.ts";
import type { ConsultationViewContext } from "../view.ts";
import { PersonFields, QuestionFields } from "./request-fields.tsx";

export type RequestPageProps = {
  view: ConsultationViewContext;
  form: FormState;
  municipalities: readonly { id: string; name: string }[];
  slots: readonly ConsultationSlot[];
  /** The project the question is about, when it comes from its page. */
  project?: { id: string; name: string } | undefined;
  /** The centre notes a call instead. */
  noting: boolean;
  series: readonly { id: string; title: string }[];
};

/** One form for a guest's question and for a call that the centre writes down. */
export function RequestPage(model: RequestPageProps) {
  const { view, form, municipalities, slots, project, noting } = model;
  const { t, href } = view;
  const { key = "", project: about = project?.id ?? "" } = form.values;
  return (
    <Stack gap="l">
      <PageHeader
        title={noting ? t.note.title : t.ask.title}
        lead={noting ? t.note.lead : t.ask.lead}
      />
      {project !== undefined && <p>{t.ask.project(project.name)}</p>}
      <FormErrorSummary form={form} />
      <Form
        action={href(noting ? "/consultations/new" : "/consultations/ask")}
        variant="card"
        hidden={{ key, ...(about !== "" && { project: about }) }}
        label={noting ? t.note.title : t.ask.title}
      >
        <QuestionFields t={t} form={form} municipalities={municipalities} />
        <PersonFields t={t} form={form} />
        {slots.length > 0 && (
          <Field
            kind="select"
            label={t.ask.slot}
            empty={t.ask.anySlot}
            options={slots.map((slot) => ({
              value: slot.id,
              label: `${view.formatMoment(slot.starts_at)}, ${t.formats[slot.format].toLowerCase()}`,
            }))}
            {...fieldProps(form, "slotId")}
          />
        )}
        {noting ? <NoteFields {...model} /> : <GuestFields {...model} />}
        <Actions>
          <Button kind="primary">{noting ? t.note.save : t.ask.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

function NoteFields({ view: { t, today }, form, series }: RequestPageProps) {
  const day = { ...fieldProps(form, "askedOn"), value: form.values.askedOn ?? today };
  return (
    <>
      <Field kind="date" label={t.note.askedOn} max={today} {...day} />
      {series.length > 0 && (
        <Field
          kind="select"
          label={t.note.series}
          empty={t.note.noSeries}
          options={series.map(({ id, title }) => ({ value: id, label: title }))}
          {...fieldProps(form, "seriesId")}
        />
      )}
    </>
  );
}

function GuestFields({ view: { t }, form }: RequestPageProps) {
  const error = form.errors.consent;
  return (
    <>
      <Checkbox
        name="consent"
        label={t.ask.consent}
        checked={form.values.consent !== undefined}
        {...(error !== undefined && { error })}
      />
      <p class="visually-hidden" aria-hidden="true">
        <input name="website" tabindex={-1} autocomplete="off" />
      </p>
    </>
  );
}
