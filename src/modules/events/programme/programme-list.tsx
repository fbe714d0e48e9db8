import { Meta, Panes, Status, formatDate } from "#base/ui/index.ts";
import type { ProgrammeItem } from "../card/reads.ts";
import { formatHours, type EventsViewContext } from "../view.ts";

/** The reader's choices: session → state; absent for a reader without a registration. */
export type SessionChoiceStates = ReadonlyMap<string, "waiting" | "confirmed">;

type ProgrammeListProps = {
  viewContext: EventsViewContext;
  sessions: readonly ProgrammeItem[];
  mine?: SessionChoiceStates | undefined;
  /** Addresses of the broadcast by session, for registered people. */
  lines?: ReadonlyMap<string, string> | undefined;
};

/** Programme by time: days have a heading, parallel sections are side by side. */
export function ProgrammeList(props: ProgrammeListProps) {
  const days = props.sessions.filter((session) => session.kind === "day");
  const loose = props.sessions.filter((session) => session.kind !== "day");
  return (
    <>
      {days.map((day) => (
        <section class="stack" data-gap="m" aria-labelledby={`day-${day.id}`}>
          <h3 id={`day-${day.id}`}>
            {formatDate(day.starts_at, props.viewContext)}. {day.title}
          </h3>
          <SessionsByHour {...props} sessions={day.children} level={4} />
        </section>
      ))}
      <UngroupedSessions {...props} sessions={loose} />
    </>
  );
}

/** Sessions outside any day: by calendar date where they span several days. */
function UngroupedSessions(props: ProgrammeListProps) {
  const dayOf = (session: ProgrammeItem) => formatDate(session.starts_at, props.viewContext);
  const days = [...Map.groupBy(props.sessions, dayOf)];
  if (days.length < 2)
    return props.sessions.length === 0 ? null : <SessionsByHour {...props} level={3} />;
  return (
    <>
      {days.map(([day, sessions]) => (
        <section class="stack" data-gap="m" aria-label={day}>
          <h3>{day}</h3>
          <SessionsByHour {...props} sessions={sessions} level={4} />
        </section>
      ))}
    </>
  );
}

function SessionsByHour({ sessions, level, ...props }: ProgrammeListProps & { level: 3 | 4 }) {
  const hours = [...Map.groupBy(sessions, (one) => `${one.startsAt} ${one.endsAt}`).values()];
  return (
    <ol class="programme" role="list">
      {hours.map((group) => {
        const [first] = group;
        if (first === undefined) return null;
        const time = <time>{formatHours(props.viewContext, first)}</time>;
        if (group.length > 1) {
          return (
            <li>
              {time}
              <ParallelSessions {...props} group={group} level={level} />
            </li>
          );
        }
        return first.kind === "break" ? (
          <li data-break="">
            {time}
            <div>{first.title}</div>
          </li>
        ) : (
          <li>
            {time}
            <SessionItem {...props} session={first} level={level} />
          </li>
        );
      })}
    </ol>
  );
}

type HeadingLevel = 3 | 4 | 5;

function SessionHeading({ level, children }: { level: HeadingLevel; children: string }) {
  const Tag = `h${level}` as const;
  return <Tag>{children}</Tag>;
}

function SessionItem({
  session,
  level,
  ...props
}: Omit<ProgrammeListProps, "sessions"> & { session: ProgrammeItem; level: HeadingLevel }) {
  return (
    <div class="stack" data-gap="s">
      <SessionHeading level={level}>{session.title}</SessionHeading>
      {session.summary !== "" && <p>{session.summary}</p>}
      <SessionSpeakers {...props} session={session} />
      <SessionBadges {...props} session={session} />
      {session.children.length > 0 && (
        <ul class="stack" data-gap="s" role="list">
          {session.children.map((child) => (
            <li>
              <span class="num">{formatHours(props.viewContext, child)}</span> {child.title}
              <SessionSpeakers {...props} session={child} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SessionSpeakers({
  viewContext: view,
  session,
}: {
  viewContext: EventsViewContext;
  session: ProgrammeItem;
}) {
  const { t } = view;
  if (session.people.length === 0) return null;
  const groups = [...Map.groupBy(session.people, ({ role }) => role)];
  return (
    <p class="small">
      {groups
        .map(
          ([role, people]) =>
            `${t.speakerRoles[role]} ${people.map(({ name }) => name).join(", ")}`,
        )
        .join(". ")}
    </p>
  );
}

function SessionBadges({
  viewContext: view,
  session,
  mine,
  lines,
}: Omit<ProgrammeListProps, "sessions"> & { session: ProgrammeItem }) {
  const { t } = view;
  const line = lines?.get(session.id);
  return (
    <>
      {(session.online || session.placeName !== "") && (
        <Meta
          items={[
            session.online ? { icon: "screen", text: t.card.line } : undefined,
            session.placeName === "" ? undefined : session.placeName,
          ]}
        />
      )}
      {line !== undefined && (
        <p>
          <a href={line}>{t.card.join}</a>
        </p>
      )}
      <SessionPlaces viewContext={view} session={session} mine={mine} />
    </>
  );
}

/** Choice of a section: the state of the reader's own choice, and places left. */
function SessionPlaces({
  viewContext: view,
  session,
  mine,
}: Pick<ProgrammeListProps, "viewContext" | "mine"> & { session: ProgrammeItem }) {
  const { t } = view;
  if (session.capacity === null) return null;
  const state = mine?.get(session.id);
  if (state === "confirmed") return <Status kind="verified">{t.card.youAreIn}</Status>;
  if (state === "waiting") return <Status kind="working">{t.card.youWait}</Status>;
  const left = session.capacity - session.taken;
  return <p class="small">{left > 0 ? t.card.placesLeft(left) : t.card.placesNone}</p>;
}

function ParallelSessions({
  group,
  level,
  ...props
}: Omit<ProgrammeListProps, "sessions"> & { group: readonly ProgrammeItem[]; level: 3 | 4 }) {
  const { t } = props.viewContext;
  const inner: HeadingLevel = level === 3 ? 4 : 5;
  return (
    <div class="stack">
      <SessionHeading level={level}>{t.card.sections(group.length)}</SessionHeading>
      <Panes cols={group.length === 2 ? 2 : 3}>
        {group.map((session) => (
          <section class="stack" data-gap="s">
            <SessionItem {...props} session={session} level={inner} />
          </section>
        ))}
      </Panes>
    </div>
  );
}
