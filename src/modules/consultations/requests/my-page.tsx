import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  DescriptionList,
  Field,
  Form,
  Pane,
  Section,
  Stack,
  FramedPanes,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { lifecycle, recordLines } from "../consultation.ts";
import type { ConsultationSlot } from "../slots/store.ts";
import type { Consultation } from "../store.ts";
import type { ConsultationViewContext } from "../view.ts";

export type MyConsultationProps = {
  view: ConsultationViewContext;
  consultation: Consultation;
  consultant: string | undefined;
  slots: readonly ConsultationSlot[];
  form: FormState;
  /** This page's own address. */
  path: string;
};

/** Shows the private page of a request: its stage and what was advised. */
export function MyConsultationPage(model: MyConsultationProps) {
  const { view, consultation, form, path, slots } = model;
  const { t } = view;
  const mayChoose =
    lifecycle.canTransition(consultation.stage, "book") && consultation.stage !== "booked";
  return (
    <Stack gap="l">
      <FormErrorSummary form={form} />
      <FramedPanes>
        <Pane title={t.my.title(consultation.number)} level={1}>
          <p>{t.stages[consultation.stage]}</p>
          <p>{consultation.question}</p>
        </Pane>
        <Pane lit title={t.card.next} level={2}>
          <p>{describeStatus(model)}</p>
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
                  label: `${view.formatMoment(slot.starts_at)}, ${t.formats[slot.format].toLowerCase()}`,
                }))}
                {...fieldProps(form, "slotId")}
              />
              <Actions>
                <Button kind="primary">{t.my.choose}</Button>
              </Actions>
            </Form>
          )}
        </Pane>
      </FramedPanes>
      {consultation.given_at !== null && (
        <Section title={t.my.given}>
          <DescriptionList
            items={recordLines.map((line) => ({
              name: t.line[line],
              value: consultation[`record_${line}`] ?? "",
            }))}
          />
        </Section>
      )}
      {lifecycle.canTransition(consultation.stage, "withdraw") && (
        <Form action={`${path}/withdraw`} variant="actions" label={t.my.withdraw}>
          <Button kind="quiet">{t.my.withdraw}</Button>
        </Form>
      )}
    </Stack>
  );
}

function describeStatus({
  view: { t, formatMoment },
  consultation,
  consultant,
}: MyConsultationProps): string {
  const { stage, starts_at: starts, place } = consultation;
  if (stage === "booked" && starts !== null) {
    return [t.my.booked(formatMoment(starts)), place].filter(Boolean).join(". ");
  }
  if (stage === "taken") return t.my.taken(consultant ?? t.card.noConsultant);
  if (stage === "declined") return `${t.my.declined}. ${consultation.decline_reason}`;
  if (stage === "withdrawn") return t.my.withdrawn;
  if (stage === "asked") return t.my.waits;
  return consultation.record_next ?? t.card.noNext;
}
