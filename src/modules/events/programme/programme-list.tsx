import { Meta, Panes, Status } from "#base/ui/index.ts";
import type { ShownSession } from "../card/reads.ts";
import { sayDay, sayHours, type Reader } from "../view.ts";

/** What the reader chose: session → its state; absent for those without a registration. */
export type MyChoices = ReadonlyMap<string, "waiting" | "confirmed">;

type Props = {
  reader: Reader;
  sessions: readonly ShownSession[];
  mine?: MyChoices | undefined;
  /** Addresses of the line by session, for the registered. */
  lines?: ReadonlyMap<string, string> | undefined;
};

/** The programme by the clock; days get a heading, sections of one hour stand side by side. */
export function ProgrammeList(props: Props) {
  const days = props.sessions.filter((session) => session.kind === "day");
  const loose = props.sessions.filter((session) => session.kind !== "day");
  return (
    <>
      {days.map((day) => (
        <section class="stack" data-gap="m" aria-labelledby={`day-${day.id}`}>
          <h3 id={`day-${day.id}`}>
            {sayDay(props.reader, day.starts_at)}. {day.title}
          </h3>
          <Hours {...props} sessions={day.children} level={4} />
        </section>
      ))}
      <Loose {...props} sessions={loose} />
    </>
  );
}

/** Lines that stand under no day of their own: by the calendar, where they fill more than one day. */
function Loose(props: Props) {
  const dayOf = (session: ShownSession) => sayDay(props.reader, session.starts_at);
  const days = [...Map.groupBy(props.sessions, dayOf)];
  if (days.length < 2) return props.sessions.length === 0 ? null : <Hours {...props} level={3} />;
  return (
    <>
      {days.map(([day, sessions]) => (
        <section class="stack" data-gap="m" aria-label={day}>
          <h3>{day}</h3>
          <Hours {...props} sessions={sessions} level={4} />
        </section>
      ))}
    </>
  );
}

function Hours({ sessions, level, ...props }: Props & { level: 3 | 4 }) {
  const hours = [...Map.groupBy(sessions, (one) => `${one.startsAt} ${one.endsAt}`).values()];
  return (
    <ol class="programme" role="list">
      {hours.map((group) => {
        const [first] = group;
        if (first === undefined) return null;
        const time = <time>{sayHours(props.reader, first)}</time>;
        if (group.length > 1) {
          return (
            <li>
              {time}
              <Together {...props} group={group} level={level} />
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
            <One {...props} session={first} level={level} />
          </li>
        );
      })}
    </ol>
  );
}

type Level = 3 | 4 | 5;

function Title({ level, children }: { level: Level; children: string }) {
  const Tag = `h${level}` as const;
  return <Tag>{children}</Tag>;
}

function One({
  session,
  level,
  ...props
}: Omit<Props, "sessions"> & { session: ShownSession; level: Level }) {
  return (
    <div class="stack" data-gap="s">
      <Title level={level}>{session.title}</Title>
      {session.summary !== "" && <p>{session.summary}</p>}
      <People {...props} session={session} />
      <Marks {...props} session={session} />
      {session.children.length > 0 && (
        <ul class="stack" data-gap="s" role="list">
          {session.children.map((child) => (
            <li>
              <span class="num">{sayHours(props.reader, child)}</span> {child.title}
              <People {...props} session={child} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function People({ reader, session }: { reader: Reader; session: ShownSession }) {
  const { t } = reader;
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

function Marks({
  reader,
  session,
  mine,
  lines,
}: Omit<Props, "sessions"> & { session: ShownSession }) {
  const { t } = reader;
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
      <Places reader={reader} session={session} mine={mine} />
    </>
  );
}

/** For sections that are chosen: is the reader in, and how many places are left. */
function Places({
  reader,
  session,
  mine,
}: Pick<Props, "reader" | "mine"> & { session: ShownSession }) {
  const { t } = reader;
  if (session.capacity === null) return null;
  const state = mine?.get(session.id);
  if (state === "confirmed") return <Status kind="verified">{t.card.youAreIn}</Status>;
  if (state === "waiting") return <Status kind="working">{t.card.youWait}</Status>;
  const left = session.capacity - session.taken;
  return <p class="small">{left > 0 ? t.card.placesLeft(left) : t.card.placesNone}</p>;
}

function Together({
  group,
  level,
  ...props
}: Omit<Props, "sessions"> & { group: readonly ShownSession[]; level: 3 | 4 }) {
  const { t } = props.reader;
  const inner: Level = level === 3 ? 4 : 5;
  return (
    <div class="stack">
      <Title level={level}>{t.card.sections(group.length)}</Title>
      <Panes cols={group.length === 2 ? 2 : 3}>
        {group.map((session) => (
          <section class="stack" data-gap="s">
            <One {...props} session={session} level={inner} />
          </section>
        ))}
      </Panes>
    </div>
  );
}
