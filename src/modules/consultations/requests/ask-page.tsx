import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Check,
  Field,
  Form,
  Place,
  Stack,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import type { Slot } from "../slots/store.ts";
import type { View } from "../view.ts";
import { PersonFields, QuestionFields } from "./request-fields.tsx";

export type AskModel = {
  view: View;
  form: FormState;
  municipalities: readonly { id: string; name: string }[];
  slots: readonly Slot[];
  /** The project the question is about, when it comes from its page. */
  project?: { id: string; name: string } | undefined;
  /** The centre notes a call instead. */
  noting: boolean;
  series: readonly { id: string; title: string }[];
};

/** One form for a guest's question and for a call that the centre writes down. */
export function AskPage(model: AskModel) {
  const { view, form, municipalities, slots, project, noting } = model;
  const { t, href } = view;
  const { key = "", project: about = project?.id ?? "" } = form.values;
  return (
    <Stack gap="l">
      <Place title={noting ? t.note.title : t.ask.title} lead={noting ? t.note.lead : t.ask.lead} />
      {project !== undefined && <p>{t.ask.project(project.name)}</p>}
      <FormTrouble form={form} />
      <Form
        action={href(noting ? "/consultations/new" : "/consultations/ask")}
        look="card"
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
              label: `${view.moment(slot.starts_at)}, ${t.formats[slot.format].toLowerCase()}`,
            }))}
            {...bind(form, "slotId")}
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

function NoteFields({ view: { t, today }, form, series }: AskModel) {
  const day = { ...bind(form, "askedOn"), value: form.values.askedOn ?? today };
  return (
    <>
      <Field kind="date" label={t.note.askedOn} max={today} {...day} />
      {series.length > 0 && (
        <Field
          kind="select"
          label={t.note.series}
          empty={t.note.noSeries}
          options={series.map(({ id, title }) => ({ value: id, label: title }))}
          {...bind(form, "seriesId")}
        />
      )}
    </>
  );
}

function GuestFields({ view: { t }, form }: AskModel) {
  const error = form.errors.consent;
  return (
    <>
      <Check
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
