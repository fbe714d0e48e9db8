import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Check,
  Empty,
  Field,
  Form,
  Grid,
  PlainRows,
  Place,
  Section,
  Stack,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import { fullName, type Contact } from "#modules/people/index.ts";
import { sessionKinds, speakerRoles } from "../event.ts";
import type { Names } from "../names.ts";
import type { ProgrammeChange } from "./diff.ts";
import type { Programme, Session, Speaker } from "./store.ts";
import type { Event } from "../store.ts";
import { sayDay, sayHours, type Reader } from "../view.ts";
import { changeText } from "../card/page.tsx";
import { roomOptions } from "../edit/page.tsx";

type NamedSpeaker = Speaker & { name: string };

export type ProgrammeView = {
  reader: Reader;
  event: Event;
  sessions: readonly Session[];
  speakers: readonly NamedSpeaker[];
  names: Names;
  preview: { changes: ProgrammeChange[]; people: number };
  versions: readonly Programme[];
  state: FormState | undefined;
  href: (path: string) => string;
};

/** The draft as a tree, and what publishing it would change for whom. */
export function ProgrammePage(view: ProgrammeView) {
  const { reader, event, sessions, href, state } = view;
  const { t } = reader;
  const path = `/events/${event.number}/programme`;
  return (
    <Stack gap="l">
      <Place title={t.programmeEdit.title} lead={t.programmeEdit.lead}>
        <Actions>
          <ButtonLink kind="primary" icon="plus" href={href(`${path}/new`)}>
            {t.programmeEdit.add}
          </ButtonLink>
        </Actions>
      </Place>
      {state !== undefined && <FormTrouble form={state} />}
      {sessions.length === 0 ? (
        <Empty
          level={2}
          icon="calendar"
          title={t.card.programmeEmpty}
          text={t.programmeEdit.empty}
        />
      ) : (
        <Tree {...view} parent={null} />
      )}
      <Publish {...view} />
      <Versions {...view} />
    </Stack>
  );
}

function Tree({ parent, ...view }: ProgrammeView & { parent: string | null }) {
  const { reader, sessions, speakers, names, event, href } = view;
  const { t } = reader;
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
                ? sayDay(reader, session.starts_at)
                : sayHours(reader, session)}
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
              <Tree {...view} parent={session.id} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Publish({ reader, event, preview, versions, href }: ProgrammeView) {
  const { t } = reader;
  if (preview.changes.length === 0) return <p class="muted">{t.programmeEdit.publishNone}</p>;
  return (
    <Section title={t.programmeEdit.publishTitle} gap="m">
      <ul>
        {preview.changes.map((change) => (
          <li>{changeText(reader, change)}</li>
        ))}
      </ul>
      <p>
        {versions.length === 0
          ? t.programmeEdit.publishFirst
          : t.programmeEdit.publishTold(preview.people)}
      </p>
      <Form
        action={href(`/events/${event.number}/programme/publish`)}
        look="actions"
        hidden={{ version: String(event.version) }}
      >
        <Button kind="primary">{t.programmeEdit.publish}</Button>
      </Form>
    </Section>
  );
}

function Versions({ reader, versions }: ProgrammeView) {
  const { t } = reader;
  if (versions.length === 0) return null;
  return (
    <details>
      <summary>{t.programmeEdit.versions}</summary>
      {versions.map((version) => (
        <>
          <p>{t.card.versionOf(version.version, sayDay(reader, version.published_at))}</p>
          <ul>
            {version.changes.map((change) => (
              <li>{changeText(reader, change)}</li>
            ))}
          </ul>
        </>
      ))}
    </details>
  );
}

export type SessionView = {
  reader: Reader;
  event: Event;
  /** Absent for a new one. */
  session: Session | undefined;
  sessions: readonly Session[];
  names: Names;
  speakers: readonly NamedSpeaker[];
  /** What the search for a person found; undefined before it. */
  found: readonly Contact[] | undefined;
  find: string;
  state: FormState;
  speaker: FormState;
  href: (path: string) => string;
};

/** One line of the programme, and who speaks there. */
export function SessionPage(view: SessionView) {
  const { reader, event, session, state, href } = view;
  const { t } = reader;
  const path = `/events/${event.number}/programme`;
  const { version } = state.values;
  return (
    <Stack gap="l">
      <Place title={session?.title ?? t.programmeEdit.add} lead={event.title} />
      <FormTrouble form={state} />
      <Form
        action={href(`${path}/${session?.id ?? "new"}`)}
        look="card"
        label={t.programmeEdit.title}
        {...(version !== undefined && { hidden: { version } })}
      >
        <SessionFields {...view} />
        <Actions>
          <Button kind="primary">{t.programmeEdit.save}</Button>
        </Actions>
      </Form>
      {session !== undefined && <Speakers {...view} session={session} />}
      {session !== undefined && (
        <Form action={href(`${path}/${session.id}/remove`)} look="actions">
          <Button kind="danger" size="s">
            {t.programmeEdit.remove}
          </Button>
        </Form>
      )}
    </Stack>
  );
}

function SessionFields({ reader, state, session, sessions, names }: SessionView) {
  const { t } = reader;
  const parents = sessions.filter((one) => one.id !== session?.id && one.kind !== "break");
  return (
    <>
      <Field
        label={t.programmeEdit.name}
        required
        width="full"
        maxlength={200}
        {...bind(state, "title")}
      />
      <Grid>
        <Field
          kind="select"
          label={t.programmeEdit.kind}
          options={sessionKinds.map((kind) => ({ value: kind, label: t.sessionKinds[kind] }))}
          {...bind(state, "kind")}
        />
        <Field
          kind="select"
          label={t.programmeEdit.parent}
          empty={t.programmeEdit.noParent}
          options={parents.map((one) => ({ value: one.id, label: one.title }))}
          {...bind(state, "parentId")}
        />
        <Field
          kind="datetime-local"
          label={t.programmeEdit.startsAt}
          required
          {...bind(state, "startsAt")}
        />
        <Field
          kind="datetime-local"
          label={t.programmeEdit.endsAt}
          required
          {...bind(state, "endsAt")}
        />
        <Field
          kind="select"
          label={t.programmeEdit.room}
          empty={t.edit.noRoom}
          options={roomOptions(names, state.values.roomId)}
          {...bind(state, "roomId")}
        />
        <Field label={t.programmeEdit.place} optional maxlength={200} {...bind(state, "place")} />
        <Field
          kind="number"
          min={1}
          label={t.programmeEdit.capacity}
          hint={t.programmeEdit.capacityHint}
          width="s"
          {...bind(state, "capacity")}
        />
        <Field
          kind="url"
          label={t.programmeEdit.onlineUrl}
          hint={t.edit.onlineUrlHint}
          optional
          {...bind(state, "onlineUrl")}
        />
      </Grid>
      <Check name="online" label={t.programmeEdit.online} checked={state.values.online === "yes"} />
      <Field
        kind="textarea"
        rows={3}
        label={t.programmeEdit.summary}
        optional
        {...bind(state, "summary")}
      />
    </>
  );
}

function Speakers({ session, ...view }: SessionView & { session: Session }) {
  const { reader, event, speakers, speaker, href } = view;
  const { t } = reader;
  const path = `/events/${event.number}/programme/${session.id}`;
  return (
    <Section title={t.programmeEdit.speakers} gap="m" id="speakers">
      <FormTrouble form={speaker} />
      {speakers.length === 0 ? (
        <p class="muted">{t.programmeEdit.noSpeakers}</p>
      ) : (
        <PlainRows>
          {speakers.map((one) => (
            <Form action={href(`${path}/speakers/${one.id}/remove`)} look="actions">
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
      <Found {...view} session={session} path={path} />
      <details open={speaker.values.surname !== undefined}>
        <summary>{t.programmeEdit.newPerson}</summary>
        <NewSpeaker {...view} session={session} path={path} />
      </details>
    </Section>
  );
}

const roleOptions = ({ t }: Reader) =>
  speakerRoles.map((role) => ({ value: role, label: t.speakerRoles[role] }));

function Found({ reader, found, href, path }: SessionView & { path: string }) {
  const { t } = reader;
  if (found === undefined) return null;
  if (found.length === 0) return <p>{t.programmeEdit.foundNone}</p>;
  return (
    <PlainRows>
      {found.map((contact) => (
        <Form action={href(`${path}/speakers`)} look="actions" hidden={{ contactId: contact.id }}>
          <span>
            {fullName(contact)} <span class="small muted">{contact.organisation}</span>
          </span>
          <Field
            kind="select"
            id={`role-${contact.id}`}
            name="role"
            label={t.programmeEdit.role}
            options={roleOptions(reader)}
          />
          <Button size="s">{t.programmeEdit.addPerson}</Button>
        </Form>
      ))}
    </PlainRows>
  );
}

function NewSpeaker({ reader, speaker, href, path }: SessionView & { path: string }) {
  const { t } = reader;
  return (
    <Form action={href(`${path}/speakers`)} look="card" label={t.programmeEdit.newPerson}>
      <Grid>
        <Field label={t.register.surname} required {...bind(speaker, "surname")} />
        <Field label={t.register.givenName} {...bind(speaker, "givenName")} />
        <Field label={t.register.patronymic} optional {...bind(speaker, "patronymic")} />
        <Field kind="email" label={t.register.email} optional {...bind(speaker, "email")} />
        <Field label={t.register.organisation} optional {...bind(speaker, "organisation")} />
        <Field
          kind="select"
          label={t.programmeEdit.role}
          options={roleOptions(reader)}
          {...bind(speaker, "role")}
        />
      </Grid>
      <Actions>
        <Button>{t.programmeEdit.addPerson}</Button>
      </Actions>
    </Form>
  );
}
