import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Card,
  Empty,
  Field,
  Form,
  Place,
  Stack,
  Table,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { formats } from "../consultation.ts";
import type { Slot } from "./store.ts";
import type { View } from "../view.ts";

/** The hours a consultant offers. */
export function SlotsPage(model: { view: View; slots: readonly Slot[]; form: FormState }) {
  const { view, slots, form } = model;
  const { t } = view;
  return (
    <Stack gap="l">
      <Place title={t.slots.title} lead={t.slots.lead} />
      <FormTrouble form={form} />
      {slots.length === 0 ? (
        <Empty title={t.slots.empty} text={t.slots.emptyText} level={2} />
      ) : (
        <SlotTable view={view} slots={slots} />
      )}
      <OfferForm view={view} form={form} />
    </Stack>
  );
}

function SlotTable({ view, slots }: { view: View; slots: readonly Slot[] }) {
  const { t, href } = view;
  return (
    <Table
      caption={t.slots.title}
      captionHidden
      cards
      rows={slots}
      columns={[
        { head: t.slots.when, cell: (slot) => view.moment(slot.starts_at), rowHead: true },
        { head: t.slots.format, cell: (slot) => t.formats[slot.format] },
        { head: t.slots.place, cell: (slot) => slot.place },
        { head: t.slots.state, cell: (slot) => (slot.taken ? t.slots.taken : t.slots.free) },
        {
          head: t.slots.remove,
          cell: (slot) =>
            slot.taken ? null : (
              <Form action={href(`/consultations/slots/${slot.id}/withdraw`)} look="actions">
                <Button size="s">{t.slots.remove}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

function OfferForm({ view: { t, href, today }, form }: { view: View; form: FormState }) {
  return (
    <Card title={t.slots.add} level={2}>
      <Form action={href("/consultations/slots")} label={t.slots.add}>
        <Field kind="date" label={t.slots.date} min={today} required {...bind(form, "date")} />
        <Field kind="time" label={t.slots.from} required {...bind(form, "from")} />
        <Field kind="time" label={t.slots.to} required {...bind(form, "to")} />
        <Field
          kind="number"
          label={t.slots.minutes}
          width="s"
          min={10}
          max={240}
          {...bind(form, "minutes")}
          value={form.values.minutes ?? "60"}
        />
        <Field
          kind="select"
          label={t.slots.format}
          options={formats.map((format) => ({ value: format, label: t.formats[format] }))}
          {...bind(form, "format")}
        />
        <Field label={t.slots.place} {...bind(form, "place")} />
        <Actions>
          <Button kind="primary">{t.slots.add}</Button>
        </Actions>
      </Form>
    </Card>
  );
}

/** Several meetings with one group, opened at once. */
export function SeriesPage({ view: { t, href }, form }: { view: View; form: FormState }) {
  return (
    <Stack gap="l">
      <Place title={t.series.title} />
      <FormTrouble form={form} />
      <Form action={href("/consultations/series")} look="card" label={t.series.title}>
        <Field label={t.series.name} required maxlength={200} {...bind(form, "title")} />
        <Field
          kind="number"
          label={t.series.planned}
          width="s"
          min={2}
          max={50}
          required
          {...bind(form, "planned")}
        />
        <Actions>
          <Button kind="primary">{t.series.open}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
