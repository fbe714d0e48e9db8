import { labelledFields } from "../view.ts";
import { contactName } from "../names.ts";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Bar,
  Button,
  ButtonLink,
  EmptyState,
  Field,
  Flash,
  Form,
  Meta,
  Pager,
  PageHeader,
  PlainRows,
  Section,
  Stack,
  Table,
  WithSidebar,
  FormErrorSummary,
  formatDate,
  formatTime,
} from "#base/ui/index.ts";
import { fullName, type Contact } from "#modules/people/index.ts";
import { pagerProps, type PaginatedRows } from "../paginate.ts";
import type { PresenceDoubt } from "./doubts-reads.ts";
import type { AttendanceGroup } from "./breakdown-reads.ts";
import type { PresenceRow, MarkableSession } from "./store.ts";
import { eventPath, type AttendanceViewContext } from "./view.ts";
import { AttendanceTabs } from "./tabs.tsx";
import type { Event } from "../store.ts";

export type AttendanceView = {
  viewContext: AttendanceViewContext;
  event: Event;
  rows: readonly PresenceRow[];
  /** Rows of the page, with addresses of its neighbours. */
  shown: PaginatedRows<PresenceRow>;
  contacts: ReadonlyMap<string, Contact>;
  sessions: readonly MarkableSession[];
  attended: ReadonlyMap<string, readonly string[]>;
  doubts: readonly PresenceDoubt[];
  otherEvents: ReadonlyMap<string, { number: string; title: string }>;
  places: readonly AttendanceGroup[];
  organisations: readonly AttendanceGroup[];
  form: FormState;
};

/** List of attendance for staff: who was present, sources, doubts, and where people came from. */
export function AttendancePage(view: AttendanceView) {
  const { viewContext, event, rows, form } = view;
  const { t } = viewContext;
  const valid = rows.filter((row) => row.withdrawn_at === null);
  const online = valid.filter((row) => row.mode === "online").length;
  return (
    <Stack gap="l">
      <PageHeader title={t.list.title} lead={event.title}>
        <p>
          <b>{t.list.summary(event.present, online)}</b>
        </p>
      </PageHeader>
      <AttendanceTabs viewContext={viewContext} event={event} current="presence" />
      <FormErrorSummary form={form} />
      <DoubtsSection view={view} />
      <WithSidebar
        wide
        label={t.figures.title}
        main={
          rows.length === 0 ? (
            <EmptyState
              title={t.list.empty}
              text={t.list.emptyText}
              level={2}
              action={{ href: viewContext.href(eventPath(event, "/door")), label: t.list.openDoor }}
            />
          ) : (
            <Stack gap="m">
              <p class="small">{t.list.lead}</p>
              <PresentPeople view={view} />
              <Pager {...pagerProps(view.shown)} />
              <Actions>
                <ButtonLink
                  size="s"
                  href={viewContext.href(eventPath(event, "/presence.xlsx"))}
                  download
                >
                  {`${t.figures.exports}, ${t.figures.xlsx}`}
                </ButtonLink>
                <ButtonLink
                  size="s"
                  href={viewContext.href(eventPath(event, "/presence.csv"))}
                  download
                >
                  {t.figures.csv}
                </ButtonLink>
              </Actions>
            </Stack>
          )
        }
        aside={
          <Stack gap="l">
            <CloseAttendanceForm view={view} />
            <PlaceFigures viewContext={viewContext} places={view.places} />
            <OrganisationFigures viewContext={viewContext} organisations={view.organisations} />
          </Stack>
        }
      />
    </Stack>
  );
}

function DoubtsSection({ view }: { view: AttendanceView }) {
  const { viewContext, doubts, contacts, otherEvents } = view;
  const { t } = viewContext;
  if (doubts.length === 0) return null;
  const names = (ids: readonly string[]) =>
    [...new Set(ids.flatMap((id) => contacts.get(id) ?? []).map(fullName))].join(", ");
  const describeDoubt = (doubt: PresenceDoubt) => {
    if (doubt.kind === "above-capacity") return t.doubts.above(doubt.over);
    if (doubt.kind === "same-twice") return t.doubts.twice(names(doubt.contacts));
    const other = otherEvents.get(doubt.otherEvent ?? "");
    return t.doubts.twoPlaces(
      names(doubt.contacts),
      other === undefined ? "" : t.doubts.alsoAt(`${other.number}, «${other.title}»`),
    );
  };
  return (
    <Flash kind="warn">
      <Stack gap="s">
        <b>{t.doubts.title}</b>
        <PlainRows>{doubts.map((doubt) => describeDoubt(doubt))}</PlainRows>
      </Stack>
    </Flash>
  );
}

function PresentPeople({ view }: { view: AttendanceView }) {
  const { viewContext, event, contacts, sessions, attended } = view;
  const { t } = viewContext;
  const titles = new Map(sessions.map(({ id, title }) => [id, title]));
  const name = (row: PresenceRow) => contactName(contacts, row.contact_id);
  return (
    <Table
      caption={t.list.caption}
      captionHidden
      cards
      rows={view.shown.rows}
      columns={[
        {
          head: t.list.who,
          rowHead: true,
          cell: (row) => (row.withdrawn_at === null ? name(row) : <s>{name(row)}</s>),
        },
        {
          head: t.list.from,
          cell: (row) => (
            <Meta
              items={[
                viewContext.place(row.municipality_id) || undefined,
                viewContext.organisation(row.organisation_id) || row.organisation || undefined,
              ]}
            />
          ),
        },
        {
          head: t.list.how,
          cell: (row) => (
            <Stack gap="s">
              <Meta
                items={[
                  t.sources[row.source] ?? row.source,
                  t.modes[row.mode] ?? row.mode,
                  formatTime(row.at, viewContext),
                ]}
              />
              {(attended.get(row.contact_id) ?? []).length > 0 && (
                <span class="small">
                  {(attended.get(row.contact_id) ?? [])
                    .flatMap((id) => titles.get(id) ?? [])
                    .join(", ")}
                </span>
              )}
              {row.withdrawn_at !== null && (
                <span class="small">{t.list.withdrawn(row.withdrawn_reason)}</span>
              )}
            </Stack>
          ),
        },
        {
          head: t.list.mend,
          cell: (row) =>
            row.withdrawn_at === null ? (
              <a href={viewContext.href(eventPath(event, `/presence/${row.contact_id}`))}>
                {t.list.withdraw}
              </a>
            ) : (
              <Form
                variant="actions"
                action={viewContext.href(eventPath(event, `/presence/${row.contact_id}/restore`))}
              >
                <Button size="s">{t.list.restore}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

function CloseAttendanceForm({ view }: { view: AttendanceView }) {
  const { viewContext, event, form } = view;
  const { t } = viewContext;
  if (event.attendance_closed_at !== null)
    return <p>{t.close.closedOn(formatDate(event.attendance_closed_at, viewContext))}</p>;
  return (
    <Section title={t.close.title} small>
      <p>{t.close.text(event.present)}</p>
      <Form
        action={viewContext.href(eventPath(event, "/presence/close"))}
        hidden={{ version: form.values.version ?? String(event.version) }}
      >
        <Actions>
          <Button kind="primary">{t.close.button}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Public figures of attendance by municipality, without names. */
export function ParticipantsPage({
  viewContext: view,
  event,
  places,
}: {
  viewContext: AttendanceViewContext;
  event: Event;
  places: readonly AttendanceGroup[];
}) {
  const { t } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.figures.title} lead={event.title} />
      {places.length === 0 ? (
        <EmptyState title={t.list.empty} level={2} />
      ) : (
        <PlaceFigures viewContext={view} title={t.figures.byPlace} places={places} />
      )}
    </Stack>
  );
}

/** Participants by municipality with bars, as a table. */
function PlaceFigures({
  viewContext: view,
  places,
  title = view.t.figures.title,
}: {
  viewContext: AttendanceViewContext;
  places: readonly AttendanceGroup[];
  title?: string;
}) {
  const { t } = view;
  if (places.length === 0) return null;
  const remote = places.filter((group) => group.online > 0);
  return (
    <Section title={title} small>
      {remote.length > 0 && (
        <p class="small">
          {t.figures.remoteOf(
            sumGroups(remote, (group) => group.online),
            remote.length,
          )}
        </p>
      )}
      <GroupTable
        viewContext={view}
        caption={t.figures.byPlace}
        head={t.figures.place}
        groups={places}
        name={(group) => view.place(group.id) || t.figures.unknown}
      />
    </Section>
  );
}

function OrganisationFigures({
  viewContext: view,
  organisations,
}: {
  viewContext: AttendanceViewContext;
  organisations: readonly AttendanceGroup[];
}) {
  const { t } = view;
  if (organisations.length === 0) return null;
  return (
    <Section title={t.figures.byOrganisation} small>
      <GroupTable
        viewContext={view}
        caption={t.figures.byOrganisation}
        head={t.figures.organisation}
        groups={organisations}
        name={(group) => view.organisation(group.id) || group.name || t.figures.none}
      />
    </Section>
  );
}

function GroupTable(view: {
  viewContext: AttendanceViewContext;
  caption: string;
  head: string;
  groups: readonly AttendanceGroup[];
  name: (group: AttendanceGroup) => string;
}) {
  const { viewContext, caption, head, groups, name } = view;
  const { t } = viewContext;
  const most = Math.max(...groups.map((group) => group.inPerson + group.online));
  const online = sumGroups(groups, (group) => group.online);
  return (
    <Table
      caption={caption}
      captionHidden
      dense
      rows={groups}
      columns={[
        { head, rowHead: true, cell: name, foot: t.figures.everyone },
        {
          head: t.figures.total,
          number: true,
          cell: (group) => {
            const total = group.inPerson + group.online;
            return (
              <>
                <Bar label={String(total)} parts={{ checked: total }} total={most} />
                <span class="num">{total}</span>
              </>
            );
          },
          foot: sumGroups(groups, (group) => group.inPerson + group.online),
        },
        ...(online === 0
          ? []
          : [
              {
                head: t.figures.online,
                number: true,
                cell: (group: AttendanceGroup) => group.online,
                foot: online,
              },
            ]),
      ]}
    />
  );
}

const sumGroups = (
  groups: readonly AttendanceGroup[],
  of: (group: AttendanceGroup) => number,
): number => groups.reduce((total, group) => total + of(group), 0);

/** Form of a withdrawal; a reason is required. */
export function WithdrawPage(view: {
  viewContext: AttendanceViewContext;
  event: Event;
  contact: Contact;
  form: FormState;
}) {
  const { viewContext, event, contact, form } = view;
  const { t } = viewContext;
  const field = labelledFields(form);
  return (
    <Stack gap="l">
      <PageHeader title={t.list.withdrawTitle(fullName(contact))} lead={event.title} />
      <FormErrorSummary form={form} />
      <Form action={viewContext.href(eventPath(event, `/presence/${contact.id}`))}>
        <Field {...field("reason", t.list.reason)} hint={t.list.reasonHint} required />
        <Actions>
          <Button kind="danger">{t.list.withdraw}</Button>
          <ButtonLink kind="quiet" href={viewContext.href(eventPath(event, "/presence"))}>
            {t.list.back}
          </ButtonLink>
        </Actions>
      </Form>
    </Stack>
  );
}
