import { labelledFields } from "../view.ts";
import { attachmentAccept } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Checkbox,
  ChoiceInput,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Rows,
  Section,
  Stack,
  Table,
  fieldError,
  FormErrorSummary,
  formatDate,
} from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import type { NamesakeCandidates, PaperList, PaperRow } from "./paper-actions.ts";
import type { MarkableSession } from "../attendance/store.ts";
import {
  sessionOptions,
  eventPath,
  distinguishingDetails,
  type AttendanceViewContext,
} from "../attendance/view.ts";
import { AttendanceTabs } from "../attendance/tabs.tsx";
import type { Event } from "../store.ts";

/** Paper lists of an event: create, print, enter. */
export function PaperListsPage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  lists: readonly PaperList[];
  sessions: readonly MarkableSession[];
  form: FormState;
}) {
  const { viewContext, event, lists, sessions, form } = view;
  const { t } = viewContext;
  const at = (list: PaperList, rest = "") =>
    viewContext.href(eventPath(event, `/paper/${list.number}${rest}`));
  const session = (list: PaperList) => sessions.find(({ id }) => id === list.session_id)?.title;
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.paper.title} lead={t.paper.lead} />
      <AttendanceTabs viewContext={viewContext} event={event} current="paper" />
      <FormErrorSummary form={form} />
      {lists.length === 0 ? (
        <EmptyState title={t.paper.none} text={t.paper.noneText} level={2} />
      ) : (
        <Rows
          level={2}
          rows={lists.toReversed().map((list) => ({
            title: t.paper.name(list.number),
            href: at(list),
            meta: [
              t.paper.rows(list.contacts.length + list.blanks),
              session(list) ?? t.door.wholeEvent,
              list.entered_at === null
                ? t.paper.notKeyed
                : t.paper.keyed(formatDate(list.entered_at, viewContext)),
            ],
            side: (
              <a class="button" data-size="s" href={at(list, "/key")}>
                {t.paper.key}
              </a>
            ),
          }))}
        />
      )}
      <Section title={t.paper.make} small>
        <Form action={viewContext.href(eventPath(event, "/paper"))}>
          {sessions.length > 0 && (
            <Field
              {...field("sessionId", t.door.where)}
              kind="select"
              options={sessionOptions(viewContext, sessions)}
            />
          )}
          <Field
            {...field("blanks", t.paper.blanks, "20")}
            kind="number"
            width="s"
            min={0}
            max={100}
            hint={t.paper.blanksHint}
          />
          <Actions>
            <Button kind="primary">{t.paper.make}</Button>
          </Actions>
        </Form>
      </Section>
    </Stack>
  );
}

/** Sheet for the browser to print; row numbers are those used when the list is entered. */
export function PaperSheetPage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  list: PaperList;
  rows: readonly PaperRow[];
}) {
  const { viewContext, event, list, rows } = view;
  const { t } = viewContext;
  const blanks = Array.from({ length: list.blanks }, (_, at) => ({
    number: rows.length + at + 1,
    name: "",
    from: "",
  }));
  const written = rows.map(({ number, contact }) => ({
    number,
    name: fullName(contact),
    from: [
      viewContext.place(contact.municipality_id),
      viewContext.organisation(contact.organisation_id) || contact.organisation,
    ]
      .filter(Boolean)
      .join(", "),
  }));
  return (
    <Stack gap="l">
      <PageHeader
        title={t.paper.sheetTitle(event.title)}
        lead={`${event.number}, ${formatDate(event.starts_at, viewContext)}. ${t.paper.name(list.number)}`}
      />
      <Table
        caption={t.paper.name(list.number)}
        captionHidden
        rows={[...written, ...blanks]}
        columns={[
          { head: t.paper.head.number, number: true, rowHead: true, cell: (row) => row.number },
          { head: t.paper.head.name, cell: (row) => <b>{row.name}</b> },
          { head: t.paper.head.place, cell: (row) => row.from },
          { head: t.paper.head.phone, cell: () => "" },
          { head: t.paper.head.sign, cell: () => "" },
        ]}
      />
      <p class="small">{t.paper.sheetNote}</p>
      <Actions>
        <a class="button" href={viewContext.href(eventPath(event, `/paper/${list.number}/key`))}>
          {t.paper.key}
        </a>
      </Actions>
    </Stack>
  );
}

/** Form in which a signed list is entered: row numbers or ticks, handwritten names, scans. */
export function PaperEntryPage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  list: PaperList;
  rows: readonly PaperRow[];
  namesakes: readonly NamesakeCandidates[];
  form: FormState;
}) {
  const { viewContext, event, list, rows, form } = view;
  const { t } = viewContext;
  const ticked = form.lists.rows ?? [];
  const scans = [...new Set([...list.scans, ...(form.lists.kept ?? [])])];
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.paper.keyTitle(list.number)} lead={event.title} />
      <FormErrorSummary form={form} />
      <Form action={viewContext.href(eventPath(event, `/paper/${list.number}/key`))} files>
        <Field
          {...field("numbers", t.paper.numbers)}
          hint={t.paper.numbersHint}
          autocomplete="off"
        />
        <details>
          <summary>{t.paper.ticked}</summary>
          <Stack gap="s">
            {rows.map(({ number, contact }) => (
              <Checkbox
                name="rows[]"
                value={String(number)}
                checked={ticked.includes(String(number))}
                label={`${number}. ${fullName(contact)}`}
              />
            ))}
          </Stack>
        </details>
        <Field
          {...field("written", t.paper.written)}
          kind="textarea"
          rows={5}
          hint={t.paper.writtenHint}
        />
        {view.namesakes.map(({ line, candidates }) => (
          <ChoiceInput
            legend={t.paper.which(line.text)}
            name={`who-${line.line}`}
            kind="radio"
            value={form.values[`who-${line.line}`] ?? ""}
            options={[
              ...candidates.map((contact) => ({
                value: contact.id,
                label: fullName(contact),
                hint: distinguishingDetails(viewContext, contact).join(", "),
              })),
              { value: "new", label: t.paper.isNew },
            ]}
          />
        ))}
        <Field
          label={t.paper.scans}
          name="scans[]"
          kind="file"
          multiple
          accept={attachmentAccept}
          hint={t.paper.scansHint}
          {...fieldError(form, "scans")}
        />
        {list.scans.map((id) => (
          <a
            href={viewContext.href(eventPath(event, `/paper/${list.number}/scans/${id}`))}
            download
          >
            {t.paper.evidence}
          </a>
        ))}
        {scans.length > 0 && <p class="small">{t.paper.scansKept(scans.length)}</p>}
        {(form.lists.kept ?? []).map((id) => (
          <input type="hidden" name="kept[]" value={id} />
        ))}
        <Actions>
          <Button kind="primary">{t.paper.save}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
