import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Card,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Stack,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { meetingFormats } from "../consultation.ts";
import type { ConsultationSlot } from "./store.ts";
import type { ConsultationViewContext } from "../view.ts";

/** Shows the slots that a consultant offers. */
export function SlotsPage(model: {
  view: ConsultationViewContext;
  slots: readonly ConsultationSlot[];
  form: FormState;
}) {
  const { view, slots, form } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.slots.title} lead={t.slots.lead} />
      <FormErrorSummary form={form} />
      {slots.length === 0 ? (
        <EmptyState title={t.slots.empty} text={t.slots.emptyText} level={2} />
      ) : (
        <SlotTable view={view} slots={slots} />
      )}
      <OfferForm view={view} form={form} />
    </Stack>
  );
}

function SlotTable({
  view,
  slots,
}: {
  view: ConsultationViewContext;
  slots: readonly ConsultationSlot[];
}) {
  const { t, href } = view;
  return (
    <Table
      caption={t.slots.title}
      captionHidden
      cards
      rows={slots}
      columns={[
        { head: t.slots.when, cell: (slot) => view.formatMoment(slot.starts_at), rowHead: true },
        { head: t.slots.format, cell: (slot) => t.formats[slot.format] },
        { head: t.slots.place, cell: (slot) => slot.place },
        { head: t.slots.state, cell: (slot) => (slot.isTaken ? t.slots.taken : t.slots.free) },
        {
          head: t.slots.remove,
          cell: (slot) =>
            slot.isTaken ? null : (
              <Form action={href(`/consultations/slots/${slot.id}/withdraw`)} variant="actions">
                <Button size="s">{t.slots.remove}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

function OfferForm({
  view: { t, href, today },
  form,
}: {
  view: ConsultationViewContext;
  form: FormState;
}) {
  return (
    <Card title={t.slots.add} level={2}>
      <Form action={href("/consultations/slots")} label={t.slots.add}>
        <Field
          kind="date"
          label={t.slots.date}
          min={today}
          required
          {...fieldProps(form, "date")}
        />
        <Field kind="time" label={t.slots.from} required {...fieldProps(form, "from")} />
        <Field kind="time" label={t.slots.to} required {...fieldProps(form, "to")} />
        <Field
          kind="number"
          label={t.slots.minutes}
          width="s"
          min={10}
          max={240}
          {...fieldProps(form, "minutes")}
          value={form.values.minutes ?? "60"}
        />
        <Field
          kind="select"
          label={t.slots.format}
          options={meetingFormats.map((format) => ({ value: format, label: t.formats[format] }))}
          {...fieldProps(form, "format")}
        />
        <Field label={t.slots.place} {...fieldProps(form, "place")} />
        <Actions>
          <Button kind="primary">{t.slots.add}</Button>
        </Actions>
      </Form>
    </Card>
  );
}

/** Several meetings with one group, opened at once. */
export function SeriesPage({
  view: { t, href },
  form,
}: {
  view: ConsultationViewContext;
  form: FormState;
}) {
  return (
    <Stack gap="l">
      <PageHeader title={t.series.title} />
      <FormErrorSummary form={form} />
      <Form action={href("/consultations/series")} variant="card" label={t.series.title}>
        <Field label={t.series.name} required maxlength={200} {...fieldProps(form, "title")} />
        <Field
          kind="number"
          label={t.series.planned}
          width="s"
          min={2}
          max={50}
          required
          {...fieldProps(form, "planned")}
        />
        <Actions>
          <Button kind="primary">{t.series.open}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
