import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  EmptyState,
  Field,
  Form,
  Grid,
  PlainRows,
  PageHeader,
  Section,
  Stack,
  FormErrorSummary,
  formatDate,
} from "#base/ui/index.ts";
import { fullName, type Contact } from "#modules/people/index.ts";
import { sessionKinds, speakerRoles } from "../event.ts";
import type { EventNames } from "../names.ts";
import type { ProgrammeChange } from "./diff.ts";
import type { PublishedProgramme, ProgrammeSession, SessionSpeaker } from "./store.ts";
import type { Event } from "../store.ts";
import { labelledFields, formatHours, type EventsViewContext } from "../view.ts";
import { formatProgrammeChange } from "./change-text.ts";
import { RoomField, seatsControl } from "../edit/event-fields.tsx";

type NamedSpeaker = SessionSpeaker & { name: string };

export type ProgrammeEditView = {
  viewContext: EventsViewContext;
  event: Event;
  sessions: readonly ProgrammeSession[];
  speakers: readonly NamedSpeaker[];
  names: EventNames;
  preview: { changes: ProgrammeChange[]; people: number };
  versions: readonly PublishedProgramme[];
  state: FormState | undefined;
  href: (path: string) => string;
};

/** Draft of the programme as a tree, and what publishing it would change. */
export function ProgrammeEditPage(view: ProgrammeEditView) {
  const { viewContext, event, sessions, href, state } = view;
  const { t } = viewContext;
  const path = `/events/${event.number}/programme`;
  return (
    <Stack gap="l">
      <PageHeader title={t.programmeEdit.title} lead={t.programmeEdit.lead}>
        <Actions>
          <ButtonLink kind="primary" icon="plus" href={href(`${path}/new`)}>
            {t.programmeEdit.add}
          </ButtonLink>
        </Actions>
      </PageHeader>
      {state !== undefined && <FormErrorSummary form={state} />}
      {sessions.length === 0 ? (
        <EmptyState
          level={2}
          icon="calendar"
          title={t.card.programmeEmpty}
          text={t.programmeEdit.empty}
        />
      ) : (
        <SessionTree {...view} parent={null} />
      )}
      <PublishPanel {...view} />
      <VersionHistory {...view} />
    </Stack>
  );
}

function SessionTree({ parent, ...view }: ProgrammeEditView & { parent: string | null }) {
  const { viewContext, sessions, speakers, names, event, href } = view;
  const { t } = viewContext;
  const own = sessions.filter((session) => session.parent_id === parent);
  const path = `/events/${event.number}/programme`;
  if (own.length === 0) return null;
  return (
    <ol class="programme" role="list">
      {own.map((session) => {
        const people = speakers.filter((one) => one.session_id === session.id);
        const place = [names.room(session.room_id)?.name, session.place].filter(Boolean).join(", ");
        return (
          <li>
            <time>
              {session.kind === "day"
                ? formatDate(session.starts_at, viewContext)
                : formatHours(viewContext, session)}
            </time>
            <div class="stack" data-gap="s">
              <p>
                <a href={href(`${path}/${session.id}`)}>{session.title}</a>{" "}
                <span class="small muted">{t.sessionKinds[session.kind]}</span>
              </p>
              {(people.length > 0 || place !== "") && (
                <p class="small">
                  {[place, ...people.map(({ name }) => name)].filter(Boolean).join(" · ")}
                </p>
              )}
              {session.kind !== "break" && session.kind !== "talk" && (
                <p class="small">
                  <a href={href(`${path}/new?parent=${session.id}`)}>{t.programmeEdit.add}</a>
                </p>
              )}
              <SessionTree {...view} parent={session.id} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function PublishPanel({ viewContext: view, event, preview, versions, href }: ProgrammeEditView) {
  const { t } = view;
  if (preview.changes.length === 0) return <p class="muted">{t.programmeEdit.publishNone}</p>;
  return (
    <Section title={t.programmeEdit.publishTitle} gap="m">
      <ul>
        {preview.changes.map((change) => (
          <li>{formatProgrammeChange(view, change)}</li>
        ))}
      </ul>
      <p>
        {versions.length === 0
          ? t.programmeEdit.publishFirst
          : t.programmeEdit.publishTold(preview.people)}
      </p>
      <Form
        action={href(`/events/${event.number}/programme/publish`)}
        variant="actions"
        hidden={{ version: String(event.version) }}
      >
        <Button kind="primary">{t.programmeEdit.publish}</Button>
      </Form>
    </Section>
  );
}

function VersionHistory({ viewContext: view, versions }: ProgrammeEditView) {
  const { t } = view;
  if (versions.length === 0) return null;
  return (
    <details>
      <summary>{t.programmeEdit.versions}</summary>
      {versions.map((version) => (
        <>
          <p>{t.card.versionOf(version.version, formatDate(version.published_at, view))}</p>
          <ul>
            {version.changes.map((change) => (
              <li>{formatProgrammeChange(view, change)}</li>
            ))}
          </ul>
        </>
      ))}
    </details>
  );
}

export type SessionEditView = {
  viewContext: EventsViewContext;
  event: Event;
  /** Absent for a new one. */
  session: ProgrammeSession | undefined;
  sessions: readonly ProgrammeSession[];
  names: EventNames;
  speakers: readonly NamedSpeaker[];
  /** Contacts found by the search; undefined before it. */
  found: readonly Contact[] | undefined;
  find: string;
  state: FormState;
  speaker: FormState;
  href: (path: string) => string;
};

/** Form of one session, with its speakers. */
export function SessionEditPage(view: SessionEditView) {
  const { viewContext, event, session, state, href } = view;
  const { t } = viewContext;
  const path = `/events/${event.number}/programme`;
  const { version } = state.values;
  return (
    <Stack gap="l">
      <PageHeader title={session?.title ?? t.programmeEdit.add} lead={event.title} />
      <FormErrorSummary form={state} />
      <Form
        action={href(`${path}/${session?.id ?? "new"}`)}
        variant="card"
        label={t.programmeEdit.title}
        {...(version !== undefined && { hidden: { version } })}
      >
        <SessionFields {...view} />
        <Actions>
          <Button kind="primary">{t.programmeEdit.save}</Button>
        </Actions>
      </Form>
      {session !== undefined && <SpeakersSection {...view} session={session} />}
      {session !== undefined && (
        <Form action={href(`${path}/${session.id}/remove`)} variant="actions">
          <Button kind="danger" size="s">
            {t.programmeEdit.remove}
          </Button>
        </Form>
      )}
    </Stack>
  );
}

function SessionFields({ viewContext: view, state, session, sessions, names }: SessionEditView) {
  const { t } = view;
  const parents = sessions.filter((one) => one.id !== session?.id && one.kind !== "break");
  const field = labelledFields(state);
  return (
    <>
      <Field {...field("title", t.programmeEdit.name)} required width="full" maxlength={200} />
      <Grid>
        <Field
          {...field("kind", t.programmeEdit.kind)}
          kind="select"
          options={sessionKinds.map((kind) => ({ value: kind, label: t.sessionKinds[kind] }))}
        />
        <Field
          {...field("parentId", t.programmeEdit.parent)}
          kind="select"
          empty={t.programmeEdit.noParent}
          options={parents.map((one) => ({ value: one.id, label: one.title }))}
        />
        <Field {...field("startsAt", t.programmeEdit.startsAt)} kind="datetime-local" required />
        <Field {...field("endsAt", t.programmeEdit.endsAt)} kind="datetime-local" required />
        <RoomField viewContext={view} state={state} names={names} label={t.programmeEdit.room} />
        <Field {...field("place", t.programmeEdit.place)} optional maxlength={200} />
        <Field
          {...field("capacity", t.programmeEdit.capacity)}
          {...seatsControl}
          hint={t.programmeEdit.capacityHint}
        />
        <Field
          {...field("onlineUrl", t.programmeEdit.onlineUrl)}
          kind="url"
          hint={t.edit.onlineUrlHint}
          optional
        />
      </Grid>
      <Checkbox
        name="online"
        label={t.programmeEdit.online}
        checked={state.values.online === "yes"}
      />
      <Field {...field("summary", t.programmeEdit.summary)} kind="textarea" rows={3} optional />
    </>
  );
}

function SpeakersSection({ session, ...view }: SessionEditView & { session: ProgrammeSession }) {
  const { viewContext, event, speakers, speaker, href } = view;
  const { t } = viewContext;
  const path = `/events/${event.number}/programme/${session.id}`;
  return (
    <Section title={t.programmeEdit.speakers} gap="m" id="speakers">
      <FormErrorSummary form={speaker} />
      {speakers.length === 0 ? (
        <p class="muted">{t.programmeEdit.noSpeakers}</p>
      ) : (
        <PlainRows>
          {speakers.map((one) => (
            <Form action={href(`${path}/speakers/${one.id}/remove`)} variant="actions">
              <span>
                {one.name} <span class="small muted">{t.speakerRoles[one.role]}</span>
              </span>
              <Button size="s" kind="quiet">
                {t.programmeEdit.removeSpeaker}
              </Button>
            </Form>
          ))}
        </PlainRows>
      )}
      <form method="get" action={href(path)} class="stack">
        <Field
          kind="search"
          name="find"
          label={t.programmeEdit.find}
          hint={t.programmeEdit.findHint}
          value={view.find}
          button={<Button type="submit">{t.programmeEdit.findButton}</Button>}
        />
      </form>
      <SpeakerCandidates {...view} session={session} path={path} />
      <details open={speaker.values.surname !== undefined}>
        <summary>{t.programmeEdit.newPerson}</summary>
        <NewSpeakerForm {...view} session={session} path={path} />
      </details>
    </Section>
  );
}

const roleOptions = ({ t }: EventsViewContext) =>
  speakerRoles.map((role) => ({ value: role, label: t.speakerRoles[role] }));

function SpeakerCandidates({
  viewContext: view,
  found,
  href,
  path,
}: SessionEditView & { path: string }) {
  const { t } = view;
  if (found === undefined) return null;
  if (found.length === 0) return <p>{t.programmeEdit.foundNone}</p>;
  return (
    <PlainRows>
      {found.map((contact) => (
        <Form
          action={href(`${path}/speakers`)}
          variant="actions"
          hidden={{ contactId: contact.id }}
        >
          <span>
            {fullName(contact)} <span class="small muted">{contact.organisation}</span>
          </span>
          <Field
            kind="select"
            id={`role-${contact.id}`}
            name="role"
            label={t.programmeEdit.role}
            options={roleOptions(view)}
          />
          <Button size="s">{t.programmeEdit.addPerson}</Button>
        </Form>
      ))}
    </PlainRows>
  );
}

function NewSpeakerForm({
  viewContext: view,
  speaker,
  href,
  path,
}: SessionEditView & { path: string }) {
  const { t } = view;
  const field = labelledFields(speaker);
  return (
    <Form action={href(`${path}/speakers`)} variant="card" label={t.programmeEdit.newPerson}>
      <Grid>
        <Field {...field("surname", t.register.surname)} required />
        <Field {...field("givenName", t.register.givenName)} />
        <Field {...field("patronymic", t.register.patronymic)} optional />
        <Field {...field("email", t.register.email)} kind="email" optional />
        <Field {...field("organisation", t.register.organisation)} optional />
        <Field {...field("role", t.programmeEdit.role)} kind="select" options={roleOptions(view)} />
      </Grid>
      <Actions>
        <Button>{t.programmeEdit.addPerson}</Button>
      </Actions>
    </Form>
  );
}
