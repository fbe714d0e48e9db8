import { labelledFields } from "../view.ts";
import { municipalityOptions } from "../names.ts";
import { h, type ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Cluster,
  EmptyState,
  Field,
  Form,
  Meta,
  PageHeader,
  PlainRows,
  Section,
  Stack,
  Status,
  WithSidebar,
  fieldProps,
  FormErrorSummary,
  formatTime,
} from "#base/ui/index.ts";
import { fullName } from "#modules/people/index.ts";
import type { DoorLine } from "./door.ts";
import type { PresenceRow, MarkableSession } from "../attendance/store.ts";
import {
  sessionOptions,
  eventPath,
  distinguishingDetails,
  type AttendanceViewContext,
} from "../attendance/view.ts";
import { AttendanceTabs } from "../attendance/tabs.tsx";
import type { Event } from "../store.ts";

export type DoorView = {
  viewContext: AttendanceViewContext;
  event: Event;
  expected: number;
  sessions: readonly MarkableSession[];
  session: string | undefined;
  /** The search text. */
  query: string | undefined;
  lines: readonly DoorLine[];
  latest: readonly { row: PresenceRow; name: string }[];
  municipalities: readonly { id: string; name: string }[];
  form: FormState;
  /** Owner of another event's ticket, who can still be marked here. */
  other?: { contactId: string; name: string };
};

/** Check-in at the door by plain forms; the island adds the camera and offline work. */
export function DoorPage(view: DoorView) {
  const { viewContext, event, form } = view;
  const { t } = viewContext;
  return (
    <Stack gap="l">
      <PageHeader title={t.door.title} lead={t.door.lead(event.title)}>
        <p class="lead">
          <b data-door-count="">{t.door.count(event.present, view.expected)}</b>
        </p>
        {event.attendance_closed_at !== null && <p>{t.door.closed}</p>}
      </PageHeader>
      <AttendanceTabs viewContext={viewContext} event={event} current="door" />
      <FormErrorSummary form={form} />
      {view.other !== undefined && <OtherEvent view={view} other={view.other} />}
      <WithSidebar
        label={t.door.last}
        main={<MarkingOptions view={view} />}
        aside={<LatestMarks view={view} />}
      />
    </Stack>
  );
}

function MarkingOptions({ view }: { view: DoorView }) {
  return (
    <Stack gap="l">
      {view.sessions.length > 0 && <SessionPicker view={view} />}
      <DoorIsland view={view}>
        <TicketForm view={view} />
      </DoorIsland>
      <Search view={view} />
      <NewcomerForm view={view} />
    </Stack>
  );
}

/** Element of the island around the form that works without it. */
function DoorIsland({ view, children }: { view: DoorView; children: ComponentChildren }) {
  const { viewContext, event, session } = view;
  const texts = Object.fromEntries(
    Object.entries(viewContext.t.island).map(([key, text]) => [
      `data-text-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      text,
    ]),
  );
  return h(
    "okno-door",
    {
      "data-list": viewContext.href(eventPath(event, "/door.json")),
      "data-worker": viewContext.href(eventPath(event, "/door/worker.js")),
      "data-scope": viewContext.href(eventPath(event, "/door")),
      "data-session": session,
      "data-text-mark": viewContext.t.door.mark,
      ...texts,
    },
    children,
  );
}

function SessionPicker({ view }: { view: DoorView }) {
  const { viewContext, event, sessions, session } = view;
  const { t } = viewContext;
  return (
    <Form method="get" action={viewContext.href(eventPath(event, "/door"))} variant="actions">
      <Field
        label={t.door.where}
        name="session"
        id="f-where"
        kind="select"
        value={session ?? ""}
        options={sessionOptions(viewContext, sessions)}
        button={<Button>{t.door.choose}</Button>}
      />
    </Form>
  );
}

function TicketForm({ view }: { view: DoorView }) {
  const { viewContext, event, form, session } = view;
  const { t } = viewContext;
  const field = labelledFields(form);
  return (
    <Form
      action={viewContext.href(eventPath(event, "/door"))}
      hidden={{ way: "ticket", ...(session !== undefined && { session }) }}
    >
      <Field
        {...field("ticket", t.door.ticket)}
        hint={t.door.ticketHint}
        autocomplete="off"
        button={<Button kind="primary">{t.door.ticketSend}</Button>}
      />
    </Form>
  );
}

function OtherEvent({
  view,
  other,
}: {
  view: DoorView;
  other: { contactId: string; name: string };
}) {
  const { viewContext, event, session } = view;
  return (
    <Form
      action={viewContext.href(eventPath(event, "/door"))}
      hidden={{
        way: "hand",
        contactId: other.contactId,
        ...(session !== undefined && { session }),
      }}
    >
      <Button>{viewContext.t.door.otherEventDo(other.name)}</Button>
    </Form>
  );
}

function Search({ view }: { view: DoorView }) {
  const { viewContext, event, session, query, lines } = view;
  const { t } = viewContext;
  return (
    <Section title={t.door.surname} small id="by-surname">
      <Form
        method="get"
        action={viewContext.href(eventPath(event, "/door"))}
        hidden={session === undefined ? {} : { session }}
      >
        <Field
          label={t.door.surname}
          name="q"
          kind="search"
          hint={t.door.surnameHint}
          value={query ?? ""}
          autocomplete="off"
          button={<Button>{t.door.find}</Button>}
        />
      </Form>
      {query !== undefined && lines.length === 0 && (
        <EmptyState title={t.door.foundNobody} text={t.door.foundNobodyText} />
      )}
      {lines.length > 0 && (
        <PlainRows>
          {lines.map((line) => (
            <FoundPerson view={view} line={line} />
          ))}
        </PlainRows>
      )}
    </Section>
  );
}

function FoundPerson({ view, line }: { view: DoorView; line: DoorLine }) {
  const { viewContext, event, session } = view;
  const { t } = viewContext;
  const { contact, expected, presence } = line;
  return (
    <Stack gap="s">
      <b>{fullName(contact)}</b>
      <Meta
        items={[
          expected === undefined ? t.door.notRegistered : t.door.registered(expected.code),
          ...distinguishingDetails(viewContext, contact),
        ]}
      />
      {presence !== undefined && session === undefined ? (
        <Status kind="verified" icon="check">
          {t.door.inAlready(formatTime(presence.at, viewContext))}
        </Status>
      ) : (
        <Form
          action={viewContext.href(eventPath(event, "/door"))}
          hidden={{
            way: "surname",
            contactId: contact.id,
            ...(session !== undefined && { session }),
          }}
        >
          <Button size="s">{t.door.mark}</Button>
        </Form>
      )}
    </Stack>
  );
}

function NewcomerForm({ view }: { view: DoorView }) {
  const { viewContext, event, form, session, query, municipalities } = view;
  const { t } = viewContext;
  const value = (name: string) => form.values[name] ?? "";
  const field = (name: string, label: string) => ({
    ...fieldProps(form, name),
    label,
  });
  return (
    <Section title={t.door.newcomer} small lead={t.door.newcomerLead} id="newcomer">
      <Form
        action={viewContext.href(eventPath(event, "/door"))}
        hidden={{ way: "newcomer", ...(session !== undefined && { session }) }}
      >
        <Field
          {...field("surname", t.door.surnameField)}
          value={value("surname") || (view.lines.length === 0 ? (query ?? "") : "")}
          required
        />
        <Field {...field("givenName", t.door.givenName)} />
        <Field {...field("patronymic", t.door.patronymic)} optional />
        <Field
          {...field("municipalityId", t.door.municipality)}
          kind="select"
          empty="—"
          options={municipalityOptions({ municipalities })}
        />
        <Field {...field("organisation", t.door.organisation)} optional />
        <Field {...field("phone", t.door.phone)} kind="tel" hint={t.door.phoneHint} optional />
        <Field {...field("email", t.door.email)} kind="email" hint={t.door.emailHint} optional />
        <Actions>
          <Button>{t.door.register}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function LatestMarks({ view }: { view: DoorView }) {
  const { viewContext, event, latest } = view;
  const { t } = viewContext;
  if (latest.length === 0) return <p>{t.door.lastNone}</p>;
  return (
    <Section title={t.door.last} small>
      <PlainRows>
        {latest.map(({ row, name }) => (
          <Stack gap="s">
            <b>{name}</b>
            <Meta
              items={[
                formatTime(row.at, viewContext),
                t.sources[row.source] ?? row.source,
                t.modes[row.mode] ?? row.mode,
              ]}
            />
            <Cluster>
              <a href={viewContext.href(eventPath(event, `/presence/${row.contact_id}`))}>
                {t.door.undo}
              </a>
            </Cluster>
          </Stack>
        ))}
      </PlainRows>
    </Section>
  );
}
