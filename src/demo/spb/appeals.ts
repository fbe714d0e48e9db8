import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";

/** The portal writes local times of Moscow without a zone; there is no summer time since 2014. */
const local = z.string().transform((text) => new Date(`${text.slice(0, 23)}+03:00`));

/** One appeal of the portal with its true history. */
export const appealSchema = z.object({
  id: z.number(),
  author_no: z.number().nullable(),
  created: local,
  district: z.string().nullable(),
  municipality: z.string().nullable(),
  lat: z.number(),
  lon: z.number(),
  address: z.string().nullable(),
  nearest_building: z
    .looseObject({ full_address: z.string().nullish() })
    .nullish()
    .transform((building) => building?.full_address ?? null),
  reason_id: z.number(),
  reason: z.string(),
  expected_answer_dt: z.string().nullable(),
  responsible_org: z.string().nullable(),
  petitions: z.array(z.object({ dt: local, text: z.string() })),
  answers: z.array(
    z.object({ dt: local, org: z.string(), body: z.string(), interim_date: z.string().nullable() }),
  ),
  statuses: z.array(z.object({ dt: local, status: z.string() })),
  reroutes: z.array(z.object({ dt: local, comment: z.string() })),
});
export type Appeal = z.output<typeof appealSchema>;

/** Appeals of the file, one by one. */
export async function* readAppeals(path: string): AsyncGenerator<Appeal> {
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) });
  for await (const line of lines) yield appealSchema.parse(JSON.parse(line));
}

export type AppealEvent = { at: Date } & (
  | { kind: "taken"; body: string }
  | { kind: "rerouted"; body: string; comment: string }
  | { kind: "interim" | "answered"; body: string; text: string; promised: string | undefined }
  | { kind: "satisfied" | "unsatisfied"; words: string }
  | { kind: "closed" }
);

/** The state in which the portal left the appeal, in our stages; `waiting` is a message not yet sorted. */
export type AppealOutcome =
  | "waiting"
  | "routed"
  | "answered-interim"
  | "answered"
  | "verified"
  | "explained";

const outcomesByStatus: Record<string, AppealOutcome> = {
  Модерация: "waiting",
  Рассмотрение: "routed",
  "Промежуточный ответ": "answered-interim",
  "Получен ответ": "answered",
  "Завершено: Автоматически": "explained",
  "Завершено: Пользователь удовлетворен решением проблемы": "verified",
  "Завершено: Народный контролер подтвердил решение проблемы": "verified",
};

/** Returns an appeal's outcome by its last status; throws for an unknown status. */
export function outcomeOf(appeal: Appeal): AppealOutcome {
  const last = appeal.statuses.at(-1)?.status ?? "";
  const ending = outcomesByStatus[last];
  if (ending === undefined) throw new Error(`Unknown status of the portal: ${last}`);
  return ending;
}

const unnamedBody = "Исполнитель не назван порталом";

/** Names of all bodies that an appeal mentions. */
export function bodiesOf(appeal: Appeal): string[] {
  const named = [appeal.responsible_org, ...appeal.answers.map((answer) => answer.org)];
  return [...new Set(named.map((name) => name ?? unnamedBody))];
}

/**
 * Returns the appeal's history as events in time order, derived from its statuses; an answer's text is
 * the nearest one before its status. A second petition means that the author reported «not fixed».
 */
export function historyOf(appeal: Appeal): AppealEvent[] {
  const body = (at: Date) => bodyAt(appeal, at);
  const events: AppealEvent[] = [];
  let taken = false;
  let before = "";
  for (const { dt: at, status } of appeal.statuses) {
    const ending = outcomesByStatus[status];
    if (ending === "routed" && !taken) {
      events.push({ at, kind: "taken", body: body(at) });
      taken = true;
    }
    // Sent back after an answer: the author was not satisfied, and mostly wrote again.
    const back =
      ending === "waiting" || (ending === "routed" && outcomesByStatus[before] === "answered");
    if (back && taken) events.push({ at, kind: "unsatisfied", words: repeatedText(appeal, at) });
    if (ending === "answered-interim" || ending === "answered")
      events.push(answerAt(appeal, at, ending));
    if (ending === "verified" && before !== status)
      events.push({ at, kind: "satisfied", words: status });
    if (ending === "explained") events.push({ at, kind: "closed" });
    before = status;
  }
  return addReroutes(appeal, addFurtherPromises(appeal, events));
}

/** A promise put off once more changed no status, but it is an answer all the same. */
function addFurtherPromises(appeal: Appeal, events: AppealEvent[]): AppealEvent[] {
  const further = appeal.answers.flatMap(
    ({ dt: at, org: body, body: text, interim_date }): AppealEvent[] => {
      const before = events.findLast((event) => event.at < at);
      if (interim_date === null || before?.kind !== "interim") return [];
      return [
        {
          at,
          kind: "interim",
          body,
          text: text.trim() || "—",
          promised: interim_date.slice(0, 10),
        },
      ];
    },
  );
  return [...events, ...further].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function answerAt(appeal: Appeal, at: Date, ending: "answered" | "answered-interim"): AppealEvent {
  const wanted = ending === "answered-interim";
  const given = appeal.answers.filter((one) => one.dt <= at);
  const answer = given.findLast((one) => (one.interim_date !== null) === wanted) ?? given.at(-1);
  const promised = answer?.interim_date ?? appeal.expected_answer_dt ?? undefined;
  return {
    at,
    kind: wanted ? "interim" : "answered",
    body: answer?.org ?? bodyAt(appeal, at),
    text: answer?.body.trim() || "—",
    promised: promised?.slice(0, 10),
  };
}

/** Whoever answers next holds the matter; else the one the portal names as responsible. */
function bodyAt(appeal: Appeal, at: Date): string {
  const next = appeal.answers.find((answer) => answer.dt >= at);
  return next?.org ?? appeal.responsible_org ?? appeal.answers.at(-1)?.org ?? unnamedBody;
}

function repeatedText(appeal: Appeal, at: Date): string {
  const again = appeal.petitions
    .slice(1)
    .findLast((petition) => petition.dt.getTime() <= at.getTime() + 60_000);
  return again?.text.trim() || "—";
}

/**
 * A hand-over names no receiver: before the last one the matter lay with the district's coordinator,
 * after it with whoever answered.
 */
function addReroutes(appeal: Appeal, events: AppealEvent[]): AppealEvent[] {
  const first = events.find((event) => event.kind === "taken");
  const answered = events.find((event) => event.kind === "answered" || event.kind === "interim");
  const moves = appeal.reroutes.filter(
    ({ dt }) =>
      first !== undefined && dt > first.at && (answered === undefined || dt < answered.at),
  );
  if (first === undefined || moves.length === 0) return events;
  const coordinator = `${appeal.district ?? ""} район: координатор`.trim();
  if (first.body === coordinator) return events;
  const receiver = first.body;
  first.body = coordinator;
  const last = moves.at(-1);
  const handed: AppealEvent[] = moves
    .filter((move) => move === last)
    .map(({ dt, comment }) => ({ at: dt, kind: "rerouted", body: receiver, comment }));
  return [...events, ...handed].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
