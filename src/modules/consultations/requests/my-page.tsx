import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Facts,
  Field,
  Form,
  Pane,
  Section,
  Stack,
  Window,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { life, recordLines } from "../consultation.ts";
import type { Slot } from "../slots/store.ts";
import type { Consultation } from "../store.ts";
import type { View } from "../view.ts";

export type MyModel = {
  view: View;
  consultation: Consultation;
  consultant: string | undefined;
  slots: readonly Slot[];
  form: FormState;
  /** This page's own address. */
  path: string;
};

/** The private page of whoever asked: where the question stands, and what was advised. */
export function MyPage(model: MyModel) {
  const { view, consultation, form, path, slots } = model;
  const { t } = view;
  const mayChoose = life.can(consultation.stage, "book") && consultation.stage !== "booked";
  return (
    <Stack gap="l">
      <FormTrouble form={form} />
      <Window>
        <Pane title={t.my.title(consultation.number)} level={1}>
          <p>{t.stages[consultation.stage]}</p>
          <p>{consultation.question}</p>
        </Pane>
        <Pane lit title={t.card.next} level={2}>
          <p>{standing(model)}</p>
          {consultation.stage === "booked" && (
            <p class="small">
              <a href={`${path}.ics`}>{t.my.calendar}</a>
            </p>
          )}
          {mayChoose && slots.length > 0 && (
            <Form action={`${path}/book`} gap="m" label={t.my.choose}>
              <Field
                kind="select"
                label={t.my.slot}
                empty={t.ask.choose}
                required
                options={slots.map((slot) => ({
                  value: slot.id,
                  label: `${view.moment(slot.starts_at)}, ${t.formats[slot.format].toLowerCase()}`,
                }))}
                {...bind(form, "slotId")}
              />
              <Actions>
                <Button kind="primary">{t.my.choose}</Button>
              </Actions>
            </Form>
          )}
        </Pane>
      </Window>
      {consultation.given_at !== null && (
        <Section title={t.my.given}>
          <Facts
            facts={recordLines.map((line) => ({
              name: t.line[line],
              value: consultation[`record_${line}`] ?? "",
            }))}
          />
        </Section>
      )}
      {life.can(consultation.stage, "withdraw") && (
        <Form action={`${path}/withdraw`} look="actions" label={t.my.withdraw}>
          <Button kind="quiet">{t.my.withdraw}</Button>
        </Form>
      )}
    </Stack>
  );
}

function standing({ view: { t, moment }, consultation, consultant }: MyModel): string {
  const { stage, starts_at: starts, place } = consultation;
  if (stage === "booked" && starts !== null) {
    return [t.my.booked(moment(starts)), place].filter(Boolean).join(". ");
  }
  if (stage === "taken") return t.my.taken(consultant ?? t.card.noConsultant);
  if (stage === "declined") return `${t.my.declined}. ${consultation.decline_reason}`;
  if (stage === "withdrawn") return t.my.withdrawn;
  if (stage === "asked") return t.my.waits;
  return consultation.record_next ?? t.card.noNext;
}
