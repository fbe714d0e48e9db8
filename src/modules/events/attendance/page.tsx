import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Bar,
  Button,
  ButtonLink,
  Empty,
  Field,
  Flash,
  Form,
  Meta,
  Pager,
  Place,
  PlainRows,
  Section,
  Stack,
  Table,
  WithAside,
} from "#base/ui/index.ts";
import { fullName, type Contact } from "#modules/people/index.ts";
import { pagerOf, type PageCut } from "../paginate.ts";
import type { PresenceDoubt } from "./doubts.ts";
import type { Group } from "./breakdown.ts";
import type { PresenceRow, SessionLine } from "./store.ts";
import { errorOf, eventPath, sayDay, sayTime, type PresenceReader } from "./view.ts";
import { FormTrouble, PresenceTabs } from "./tabs.tsx";
import type { Event } from "../store.ts";

export type ListView = {
  reader: PresenceReader;
  event: Event;
  rows: readonly PresenceRow[];
  /** Those of the page, with its neighbours. */
  shown: PageCut<PresenceRow>;
  contacts: ReadonlyMap<string, Contact>;
  sessions: readonly SessionLine[];
  attended: ReadonlyMap<string, readonly string[]>;
  doubts: readonly PresenceDoubt[];
  otherEvents: ReadonlyMap<string, { number: string; title: string }>;
  places: readonly Group[];
  organisations: readonly Group[];
  form: FormState;
};

/** The staff's list: who was there, what proves it, what looks odd, and where people came from. */
export function PresencePage(view: ListView) {
  const { reader, event, rows, form } = view;
  const { t } = reader;
  const standing = rows.filter((row) => row.withdrawn_at === null);
  const online = standing.filter((row) => row.mode === "online").length;
  return (
    <Stack gap="l">
      <Place title={t.list.title} lead={event.title}>
        <p>
          <b>{t.list.summary(event.present, online)}</b>
        </p>
      </Place>
      <PresenceTabs reader={reader} event={event} current="presence" />
      <FormTrouble form={form} />
      <Doubts view={view} />
      <WithAside
        wide
        label={t.figures.title}
        main={
          rows.length === 0 ? (
            <Empty
              title={t.list.empty}
              text={t.list.emptyText}
              level={2}
              action={{ href: reader.href(eventPath(event, "/door")), label: t.list.openDoor }}
            />
          ) : (
            <Stack gap="m">
              <p class="small">{t.list.lead}</p>
              <People view={view} />
              <Pager {...pagerOf(view.shown)} />
              <Actions>
                <ButtonLink
                  size="s"
                  href={reader.href(eventPath(event, "/presence.xlsx"))}
                  download
                >
                  {`${t.figures.exports}, ${t.figures.xlsx}`}
                </ButtonLink>
                <ButtonLink size="s" href={reader.href(eventPath(event, "/presence.csv"))} download>
                  {t.figures.csv}
                </ButtonLink>
              </Actions>
            </Stack>
          )
        }
        aside={
          <Stack gap="l">
            <Closing view={view} />
            <PlaceFigures reader={reader} places={view.places} />
            <OrganisationFigures reader={reader} organisations={view.organisations} />
          </Stack>
        }
      />
    </Stack>
  );
}

function Doubts({ view }: { view: ListView }) {
  const { reader, doubts, contacts, otherEvents } = view;
  const { t } = reader;
  if (doubts.length === 0) return null;
  const names = (ids: readonly string[]) =>
    [...new Set(ids.flatMap((id) => contacts.get(id) ?? []).map(fullName))].join(", ");
  const said = (doubt: PresenceDoubt) => {
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
        <PlainRows>{doubts.map((doubt) => said(doubt))}</PlainRows>
      </Stack>
    </Flash>
  );
}

function People({ view }: { view: ListView }) {
  const { reader, event, contacts, sessions, attended } = view;
  const { t } = reader;
  const titles = new Map(sessions.map(({ id, title }) => [id, title]));
  const name = (row: PresenceRow) => {
    const contact = contacts.get(row.contact_id);
    return contact === undefined ? "" : fullName(contact);
  };
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
                reader.place(row.municipality_id) || undefined,
                reader.organisation(row.organisation_id) || row.organisation || undefined,
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
                  sayTime(reader, row.at),
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
              <a href={reader.href(eventPath(event, `/presence/${row.contact_id}`))}>
                {t.list.withdraw}
              </a>
            ) : (
              <Form
                look="actions"
                action={reader.href(eventPath(event, `/presence/${row.contact_id}/restore`))}
              >
                <Button size="s">{t.list.restore}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

function Closing({ view }: { view: ListView }) {
  const { reader, event, form } = view;
  const { t } = reader;
  if (event.attendance_closed_at !== null)
    return <p>{t.close.closedOn(sayDay(reader, event.attendance_closed_at))}</p>;
  return (
    <Section title={t.close.title} small>
      <p>{t.close.text(event.present)}</p>
      <Form
        action={reader.href(eventPath(event, "/presence/close"))}
        hidden={{ version: form.values.version ?? String(event.version) }}
      >
        <Actions>
          <Button kind="primary">{t.close.button}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Where those who came are from, for anybody: figures without names. */
export function ParticipantsPage({
  reader,
  event,
  places,
}: {
  reader: PresenceReader;
  event: Event;
  places: readonly Group[];
}) {
  const { t } = reader;
  return (
    <Stack gap="l">
      <Place title={t.figures.title} lead={event.title} />
      {places.length === 0 ? (
        <Empty title={t.list.empty} level={2} />
      ) : (
        <PlaceFigures reader={reader} title={t.figures.byPlace} places={places} />
      )}
    </Stack>
  );
}

/** Participants by municipality with bars; the table is its own twin. */
function PlaceFigures({
  reader,
  places,
  title = reader.t.figures.title,
}: {
  reader: PresenceReader;
  places: readonly Group[];
  title?: string;
}) {
  const { t } = reader;
  if (places.length === 0) return null;
  const remote = places.filter((group) => group.online > 0);
  return (
    <Section title={title} small>
      {remote.length > 0 && (
        <p class="small">
          {t.figures.remoteOf(
            sum(remote, (group) => group.online),
            remote.length,
          )}
        </p>
      )}
      <GroupTable
        reader={reader}
        caption={t.figures.byPlace}
        head={t.figures.place}
        groups={places}
        name={(group) => reader.place(group.id) || t.figures.unknown}
      />
    </Section>
  );
}

function OrganisationFigures({
  reader,
  organisations,
}: {
  reader: PresenceReader;
  organisations: readonly Group[];
}) {
  const { t } = reader;
  if (organisations.length === 0) return null;
  return (
    <Section title={t.figures.byOrganisation} small>
      <GroupTable
        reader={reader}
        caption={t.figures.byOrganisation}
        head={t.figures.organisation}
        groups={organisations}
        name={(group) => reader.organisation(group.id) || group.name || t.figures.none}
      />
    </Section>
  );
}

function GroupTable(view: {
  reader: PresenceReader;
  caption: string;
  head: string;
  groups: readonly Group[];
  name: (group: Group) => string;
}) {
  const { reader, caption, head, groups, name } = view;
  const { t } = reader;
  const most = Math.max(...groups.map((group) => group.inPerson + group.online));
  const online = sum(groups, (group) => group.online);
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
          foot: sum(groups, (group) => group.inPerson + group.online),
        },
        ...(online === 0
          ? []
          : [
              {
                head: t.figures.online,
                number: true,
                cell: (group: Group) => group.online,
                foot: online,
              },
            ]),
      ]}
    />
  );
}

const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
  groups.reduce((total, group) => total + of(group), 0);

/** A mark is taken back only with a reason. */
export function WithdrawPage(view: {
  reader: PresenceReader;
  event: Event;
  contact: Contact;
  form: FormState;
}) {
  const { reader, event, contact, form } = view;
  const { t } = reader;
  return (
    <Stack gap="l">
      <Place title={t.list.withdrawTitle(fullName(contact))} lead={event.title} />
      <FormTrouble form={form} />
      <Form action={reader.href(eventPath(event, `/presence/${contact.id}`))}>
        <Field
          label={t.list.reason}
          name="reason"
          hint={t.list.reasonHint}
          value={form.values.reason ?? ""}
          required
          {...errorOf(form, "reason")}
        />
        <Actions>
          <Button kind="danger">{t.list.withdraw}</Button>
          <ButtonLink kind="quiet" href={reader.href(eventPath(event, "/presence"))}>
            {t.list.back}
          </ButtonLink>
        </Actions>
      </Form>
    </Stack>
  );
}
