import {
  Actions,
  Button,
  EmptyState,
  DescriptionList,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  Status,
  fieldProps,
  fieldError,
  FormErrorSummary,
  formatDateTime,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import type { IndicatorEntry, Indicator } from "../store.ts";
import { formatDay, formatAmount, type IndicatorViewContext } from "../view.ts";

const stateKinds = { waiting: "claimed", approved: "verified", refused: "refuted" } as const;

type EntriesPageProps = { viewContext: IndicatorViewContext; entries: readonly IndicatorEntry[] };

/** Facts entered by hand, with their states. */
export function EntryRows({ viewContext: view, entries }: EntriesPageProps) {
  const { t } = view;
  return (
    <Rows
      level={3}
      rows={entries.map((entry) => ({
        title: entry.text,
        href: view.href(`/indicators/entries/${entry.id}`),
        figure: { value: formatAmount(view, entry.amount) },
        meta: [formatDay(view, entry.day), view.place(entry.place_id)],
        ...(entry.refusal !== "" && { text: entry.refusal }),
        side: <Status kind={stateKinds[entry.state]}>{t.entries.states[entry.state]}</Status>,
      }))}
    />
  );
}

/** The entries of an indicator that is counted by hand, and the form for one more. */
export function EntriesSection(
  view: EntriesPageProps & { indicator: Indicator; mayEnter: boolean; maySee: boolean },
) {
  const { viewContext, indicator, entries, mayEnter, maySee } = view;
  const { t } = viewContext;
  if (!mayEnter && !maySee) return null;
  return (
    <Section
      title={t.entries.title}
      lead={t.entries.lead}
      {...(mayEnter && {
        link: { href: viewContext.href(`/indicators/${indicator.id}/enter`), label: t.entries.add },
      })}
    >
      {maySee && entries.length > 0 && <EntryRows viewContext={viewContext} entries={entries} />}
    </Section>
  );
}

export function EntryFormPage({
  viewContext: view,
  indicator,
  form,
}: {
  viewContext: IndicatorViewContext;
  indicator: Indicator;
  form: FormState;
}) {
  const { t } = view;
  const places =
    indicator.places.length > 0
      ? view.municipalities.filter(({ id }) => indicator.places.includes(id))
      : view.municipalities;
  return (
    <Stack gap="l">
      <PageHeader title={`${t.entries.add}: ${indicator.title}`} lead={t.entries.lead} />
      <FormErrorSummary form={form} />
      <Form
        action={view.href(`/indicators/${indicator.id}/enter`)}
        files
        {...(form.values.kept !== undefined && { hidden: { kept: form.values.kept } })}
      >
        <Field
          kind="select"
          label={t.entries.place}
          {...(indicator.scope === "per-place"
            ? { empty: "", required: true }
            : { empty: t.entries.anyPlace })}
          options={places.map(({ id, name }) => ({ value: id, label: name }))}
          {...fieldProps(form, "placeId")}
        />
        <Field
          kind="date"
          label={t.entries.day}
          required
          {...fieldProps(form, "day", view.today)}
        />
        <Field
          kind="text"
          inputmode="decimal"
          width="s"
          label={`${t.entries.amount}, ${indicator.unit}`}
          required
          {...fieldProps(form, "amount")}
        />
        <Field
          kind="textarea"
          rows={3}
          label={t.entries.text}
          hint={t.entries.textHint}
          required
          {...fieldProps(form, "text")}
        />
        <Field
          kind="file"
          name="file"
          label={t.entries.file}
          hint={t.entries.fileHint}
          accept={attachmentAccept}
          required={form.values.kept === undefined}
          {...fieldError(form, "file")}
        />
        <Actions>
          <Button kind="primary">{t.entries.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}

export type EntryPageProps = {
  viewContext: IndicatorViewContext;
  entry: IndicatorEntry;
  indicator: Indicator;
  names: ReadonlyMap<string, string>;
  canReview: boolean;
  isOwn: boolean;
  form: FormState;
};

/** One entry for the second person: its file, and the decision. */
export function EntryPage({
  viewContext: view,
  entry,
  indicator,
  names,
  canReview,
  isOwn,
  form,
}: EntryPageProps) {
  const { t, href } = view;
  const at = `/indicators/entries/${entry.id}`;
  const person = (id: string | null) => names.get(id ?? "") ?? "";
  return (
    <Stack gap="l">
      <PageHeader title={entry.text} lead={indicator.title}>
        <Status kind={stateKinds[entry.state]}>{t.entries.states[entry.state]}</Status>
      </PageHeader>
      {form.refusal !== undefined && <p role="alert">{form.refusal}</p>}
      <DescriptionList
        side
        items={[
          { name: t.entries.day, value: formatDay(view, entry.day) },
          {
            name: t.entries.amount,
            value: `${formatAmount(view, entry.amount)} ${indicator.unit}`,
          },
          ...(entry.place_id === null
            ? []
            : [{ name: t.entries.place, value: view.place(entry.place_id) }]),
          {
            name: t.entries.by,
            value: `${person(entry.entered_by)}, ${formatDateTime(entry.entered_at, view)}`,
          },
          ...(entry.reviewed_at === null
            ? []
            : [
                {
                  name: t.entries.states[entry.state],
                  value: `${person(entry.reviewed_by)}, ${formatDateTime(entry.reviewed_at, view)}`,
                },
              ]),
        ]}
      />
      {entry.refusal !== "" && <p>{entry.refusal}</p>}
      {entry.same_organisation && <p class="muted">{t.entries.sameOrganisation}</p>}
      <p>
        <a href={href(`${at}/file`)} download>
          {t.entries.download}
        </a>
      </p>
      {isOwn && entry.state === "waiting" && <p class="muted">{t.entries.own}</p>}
      {canReview && !isOwn && entry.state === "waiting" && (
        <>
          <Form action={href(`${at}/approve`)} variant="actions">
            <Button kind="primary">{t.entries.approve}</Button>
          </Form>
          <Form action={href(`${at}/refuse`)}>
            <Field label={t.entries.refusal} {...fieldProps(form, "reason")} />
            <Actions>
              <Button kind="danger">{t.entries.refuse}</Button>
            </Actions>
          </Form>
        </>
      )}
    </Stack>
  );
}

/** Everything that waits for a second person in the region. */
export function PendingEntriesPage({ viewContext: view, entries }: EntriesPageProps) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.entries.waiting} lead={t.entries.lead} />
      {entries.length === 0 ? (
        <EmptyState title={t.entries.none} level={2} />
      ) : (
        <EntryRows viewContext={view} entries={entries} />
      )}
    </Stack>
  );
}
