import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  DescriptionList,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  Status,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import type { IndicatorEntry, Indicator } from "../store.ts";
import { formatDay, formatMoment, formatAmount, type IndicatorViewContext } from "../view.ts";

const stateKinds = { waiting: "claimed", approved: "verified", refused: "refuted" } as const;

type EntriesPageProps = { reader: IndicatorViewContext; entries: readonly IndicatorEntry[] };

/** Facts entered by hand, with where each of them stands. */
export function EntryRows({ reader, entries }: EntriesPageProps) {
  const { t } = reader;
  return (
    <Rows
      level={3}
      rows={entries.map((entry) => ({
        title: entry.text,
        href: reader.href(`/indicators/entries/${entry.id}`),
        figure: { value: formatAmount(reader, entry.amount) },
        meta: [formatDay(reader, entry.day), reader.place(entry.place_id)],
        ...(entry.refusal !== "" && { text: entry.refusal }),
        side: <Status kind={stateKinds[entry.state]}>{t.entries.states[entry.state]}</Status>,
      }))}
    />
  );
}

/** On the page of a promise that is entered by hand: its facts, and the form for one more. */
export function EntriesSection(
  view: EntriesPageProps & { promise: Indicator; mayEnter: boolean; maySee: boolean },
) {
  const { reader, promise, entries, mayEnter, maySee } = view;
  const { t } = reader;
  if (!mayEnter && !maySee) return null;
  return (
    <Section
      title={t.entries.title}
      lead={t.entries.lead}
      {...(mayEnter && {
        link: { href: reader.href(`/indicators/${promise.id}/enter`), label: t.entries.add },
      })}
    >
      {maySee && entries.length > 0 && <EntryRows reader={reader} entries={entries} />}
    </Section>
  );
}

const fieldError = (form: FormState, name: string) =>
  form.errors[name] === undefined ? {} : { error: form.errors[name] };

export function EntryFormPage({
  reader,
  promise,
  form,
}: {
  reader: IndicatorViewContext;
  promise: Indicator;
  form: FormState;
}) {
  const { t } = reader;
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  const places =
    promise.places.length > 0
      ? reader.municipalities.filter(({ id }) => promise.places.includes(id))
      : reader.municipalities;
  return (
    <Stack gap="l">
      <PageHeader title={`${t.entries.add}: ${promise.title}`} lead={t.entries.lead} />
      <ErrorSummary errors={errors} {...(form.refusal !== undefined && { title: form.refusal })} />
      {form.refusal !== undefined && errors.length === 0 && <p role="alert">{form.refusal}</p>}
      <Form
        action={reader.href(`/indicators/${promise.id}/enter`)}
        files
        {...(form.values.kept !== undefined && { hidden: { kept: form.values.kept } })}
      >
        <Field
          kind="select"
          name="placeId"
          label={t.entries.place}
          {...(promise.scope === "per-place"
            ? { empty: "", required: true }
            : { empty: t.entries.anyPlace })}
          options={places.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.values.placeId ?? ""}
          {...fieldError(form, "placeId")}
        />
        <Field
          kind="date"
          name="day"
          label={t.entries.day}
          value={form.values.day ?? reader.today}
          required
          {...fieldError(form, "day")}
        />
        <Field
          kind="text"
          inputmode="decimal"
          width="s"
          name="amount"
          label={`${t.entries.amount}, ${promise.unit}`}
          value={form.values.amount ?? ""}
          required
          {...fieldError(form, "amount")}
        />
        <Field
          kind="textarea"
          rows={3}
          name="text"
          label={t.entries.text}
          hint={t.entries.textHint}
          value={form.values.text ?? ""}
          required
          {...fieldError(form, "text")}
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
  reader: IndicatorViewContext;
  entry: IndicatorEntry;
  indicator: Indicator;
  names: ReadonlyMap<string, string>;
  canReview: boolean;
  isOwn: boolean;
  form: FormState;
};

/** One entered fact before the second person: its file, and yes or no. */
export function EntryPage({
  reader,
  entry,
  indicator: promise,
  names,
  canReview: mayJudge,
  isOwn: own,
  form,
}: EntryPageProps) {
  const { t, href } = reader;
  const at = `/indicators/entries/${entry.id}`;
  const person = (id: string | null) => names.get(id ?? "") ?? "";
  return (
    <Stack gap="l">
      <PageHeader title={entry.text} lead={promise.title}>
        <Status kind={stateKinds[entry.state]}>{t.entries.states[entry.state]}</Status>
      </PageHeader>
      {form.refusal !== undefined && <p role="alert">{form.refusal}</p>}
      <DescriptionList
        side
        items={[
          { name: t.entries.day, value: formatDay(reader, entry.day) },
          {
            name: t.entries.amount,
            value: `${formatAmount(reader, entry.amount)} ${promise.unit}`,
          },
          ...(entry.place_id === null
            ? []
            : [{ name: t.entries.place, value: reader.place(entry.place_id) }]),
          {
            name: t.entries.by,
            value: `${person(entry.entered_by)}, ${formatMoment(reader, entry.entered_at)}`,
          },
          ...(entry.reviewed_at === null
            ? []
            : [
                {
                  name: t.entries.states[entry.state],
                  value: `${person(entry.reviewed_by)}, ${formatMoment(reader, entry.reviewed_at)}`,
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
      {own && entry.state === "waiting" && <p class="muted">{t.entries.own}</p>}
      {mayJudge && !own && entry.state === "waiting" && (
        <>
          <Form action={href(`${at}/approve`)} variant="actions">
            <Button kind="primary">{t.entries.approve}</Button>
          </Form>
          <Form action={href(`${at}/refuse`)}>
            <Field
              name="reason"
              label={t.entries.refusal}
              value={form.values.reason ?? ""}
              {...fieldError(form, "reason")}
            />
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
export function PendingEntriesPage({ reader, entries }: EntriesPageProps) {
  const { t } = reader;
  return (
    <Stack gap="l">
      <PageHeader title={t.entries.waiting} lead={t.entries.lead} />
      {entries.length === 0 ? (
        <EmptyState title={t.entries.none} level={2} />
      ) : (
        <EntryRows reader={reader} entries={entries} />
      )}
    </Stack>
  );
}
