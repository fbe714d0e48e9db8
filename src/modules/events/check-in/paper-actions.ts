import { sql, type Selectable } from "kysely";
import { z } from "zod";
import { claimAttachments } from "#base/files/attachments.ts";
import { transact, type Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { recordFact } from "#base/journal.ts";
import { orNotFound, invalidField } from "#base/refusal.ts";
import {
  loadContacts,
  searchContacts,
  fullName,
  upsertContact,
  type Contact,
} from "#modules/people/index.ts";
import type { AttendanceMode } from "../event.ts";
import { loadAuthorized, readAuthorized } from "../load.ts";
import { applyMarks, requireAttendanceOpen } from "../attendance/marks.ts";
import { defaultMode } from "../attendance/actions.ts";
import { listExpected } from "../attendance/registered-reads.ts";
import { listMarkableSessions } from "../attendance/store.ts";
import type { Event } from "../store.ts";

export type PaperList = Selectable<Tables["events_paper_lists"]>;

const selectPaperLists = (ctx: Ctx) => from(ctx, "events_paper_lists").selectAll();

/** Lists the paper lists of an event, by number. */
export async function listPaperLists(ctx: Ctx, event: string): Promise<PaperList[]> {
  return selectPaperLists(ctx).where("event_id", "=", event).orderBy("number").execute();
}

/** Finds a paper list by its number within the event; throws when there is none. */
export async function findPaperList(ctx: Ctx, event: string, number: number): Promise<PaperList> {
  return orNotFound(
    await selectPaperLists(ctx)
      .where("event_id", "=", event)
      .where("number", "=", number)
      .executeTakeFirst(),
  );
}

export const paperListInput = z.object({
  sessionId: z.uuid().optional(),
  blanks: z.coerce.number().int().min(0).max(100).default(20),
});

/**
 * Creates a list to print and sign: the registered by surname, then blank rows. The order is saved,
 * so that a row number means the same person when the list is entered.
 */
export function createPaperList(
  ctx: Ctx,
  key: string,
  given: z.input<typeof paperListInput> = {},
): Promise<PaperList> {
  const input = paperListInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "registrations");
    const sessions = await listMarkableSessions(tx, event.id);
    if (input.sessionId !== undefined && !sessions.some(({ id }) => id === input.sessionId))
      throw invalidField("sessionId", "events.unknown-session");
    const before = await listPaperLists(tx, event.id);
    const contacts = await listExpectedBySurname(tx, event.id);
    const list = await insertInto(tx, "events_paper_lists", {
      id: tx.newId(),
      event_id: event.id,
      session_id: input.sessionId ?? null,
      number: (before.at(-1)?.number ?? 0) + 1,
      contacts,
      blanks: input.blanks,
      made_at: tx.now(),
      made_by: tx.actor.kind === "person" ? tx.actor.id : null,
    })
      .returningAll()
      .executeTakeFirstOrThrow();
    recordFact(tx, {
      subject: event.id,
      type: "presence-list.printed",
      data: { list: list.number, rows: contacts.length },
    });
    return list;
  });
}

async function listExpectedBySurname(ctx: Ctx, event: string): Promise<string[]> {
  const expected = (await listExpected(ctx, event)).filter((one) => one.mode === "in-person");
  const contacts = await loadContacts(
    ctx,
    expected.map((one) => one.contactId),
  );
  const names = new Map([...contacts].map(([id, contact]) => [id, fullName(contact)]));
  return [...names.keys()].sort((a, b) =>
    (names.get(a) ?? "").localeCompare(names.get(b) ?? "", "ru"),
  );
}

export type PaperRow = { number: number; contact: Contact };

/** Loads the rows of a printed list with their contacts. */
async function loadPaperRows(ctx: Ctx, list: PaperList): Promise<PaperRow[]> {
  const contacts = await loadContacts(ctx, list.contacts);
  return list.contacts.flatMap((id, at) => {
    const contact = contacts.get(id);
    return contact === undefined ? [] : { number: at + 1, contact };
  });
}

/** A name written by hand below the list. */
export type HandwrittenLine = {
  line: number;
  text: string;
  surname: string;
  givenName: string;
  patronymic: string;
  organisation: string;
  phone: string | undefined;
};

/**
 * Parses handwritten lines «Ветрова Анна Павловна; Долгомост, ТОС «Ключ»; 8 900 …», one person a
 * line; blank lines are skipped.
 */
export function parseHandwritten(text: string): HandwrittenLine[] {
  return text.split(/\r?\n/).flatMap((row, at) => {
    const [name = "", ...rest] = row.split(/[;\t]/).map((part) => part.trim());
    const [surname = "", givenName = "", ...patronymic] = name.split(/\s+/);
    if (surname === "") return [];
    const isPhone = (part: string) => /^\+?[\d\s()-]{10,}$/.test(part);
    return {
      line: at + 1,
      text: row.trim(),
      surname,
      givenName,
      patronymic: patronymic.join(" "),
      organisation: rest.filter((part) => part !== "" && !isPhone(part)).join(", "),
      phone: rest.find(isPhone),
    };
  });
}

/** A handwritten name that matches known contacts. */
export type NamesakeCandidates = { line: HandwrittenLine; candidates: Contact[] };

/** Finds known contacts whose name a handwritten line may mean; lines without any are left out. */
export async function findNamesakes(
  ctx: Ctx,
  lines: readonly HandwrittenLine[],
): Promise<NamesakeCandidates[]> {
  const found: NamesakeCandidates[] = [];
  for (const line of lines) {
    const name = [line.surname, line.givenName, line.patronymic].filter(Boolean).join(" ");
    const candidates = await searchContacts(ctx, { name, limit: 8 });
    if (candidates.length > 0) found.push({ line, candidates });
  }
  return found;
}

export const enterPaperListInput = z.object({
  /** Numbers of signed rows. */
  numbers: z.array(z.number().int().positive()).max(2000),
  written: z.array(z.custom<HandwrittenLine>()).max(200).default([]),
  /** Line → the contact meant, or `new` for an unknown person. */
  chosen: z.record(z.string(), z.union([z.uuid(), z.literal("new")])).default({}),
  scans: z.array(z.uuid()).max(20).default([]),
});
export type EnterPaperListInput = z.input<typeof enterPaperListInput>;

/**
 * Enters a signed list. Throws `events.namesakes`, and enters nothing, while a handwritten name
 * that matches a known contact is not resolved.
 */
export function enterPaperList(
  ctx: Ctx,
  at: { key: string; number: number },
  given: EnterPaperListInput,
): Promise<{ marked: number }> {
  const input = enterPaperListInput.parse(given);
  return transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, at.key, "registrations");
    requireAttendanceOpen(tx, event);
    const list = await findPaperList(tx, event.id, at.number);
    const wrong = input.numbers.filter((n) => n > list.contacts.length);
    if (wrong.length > 0) {
      throw invalidField("numbers", "events.no-such-row", {
        rows: wrong.join(", "),
        last: list.contacts.length,
      });
    }
    const unresolved = (await findNamesakes(tx, input.written)).filter(
      ({ line }) => input.chosen[String(line.line)] === undefined,
    );
    if (unresolved.length > 0) throw invalidField("written", "events.namesakes");
    const contacts = [
      ...input.numbers.flatMap((n) => list.contacts[n - 1] ?? []),
      ...(await saveHandwrittenContacts(tx, input)),
    ];
    if (contacts.length === 0) throw invalidField("numbers", "events.nobody-ticked");
    const fresh = await applyMarks(tx, event, {
      marks: await toPaperMarks(tx, { event, list, contacts }),
    });
    await markListEntered(tx, list, input.scans);
    return { marked: fresh.size };
  });
}

async function saveHandwrittenContacts(
  ctx: Ctx,
  input: z.output<typeof enterPaperListInput>,
): Promise<string[]> {
  const ids: string[] = [];
  for (const line of input.written) {
    const chosen = input.chosen[String(line.line)];
    if (chosen !== undefined && chosen !== "new") ids.push(chosen);
    else {
      const { surname, givenName, patronymic, organisation, phone } = line;
      const card = { surname, givenName, patronymic, organisation, consent: "paper" };
      const contact = await upsertContact(ctx, { ...card, ...(phone !== undefined && { phone }) });
      ids.push(contact.id);
    }
  }
  return ids;
}

async function toPaperMarks(
  ctx: Ctx,
  from: { event: Event; list: PaperList; contacts: readonly string[] },
) {
  const { event, list } = from;
  const { rows } = await sql<{ contact_id: string }>`
    select distinct contact_id from events_marks
    where region_id = ${ctx.region.id} and event_id = ${event.id} and paper_list_id = ${list.id}`.execute(
    ctx.db,
  );
  const before = new Set(rows.map((row) => row.contact_id));
  const mode: AttendanceMode = event.format === "online" ? defaultMode(event) : "in-person";
  // The signature was given during the event, whenever the list is entered.
  const at = ctx.now() < event.ends_at ? ctx.now() : event.starts_at;
  return [...new Set(from.contacts)]
    .filter((id) => !before.has(id))
    .map((contactId) => ({
      id: ctx.newId(),
      sessionId: list.session_id,
      contactId,
      mode,
      source: "paper" as const,
      at,
      recordedBy: ctx.actor.kind === "person" ? ctx.actor.id : null,
      device: "",
      paperListId: list.id,
    }));
}

async function markListEntered(ctx: Ctx, list: PaperList, scans: readonly string[]): Promise<void> {
  await claimAttachments(ctx, scans, { field: "scans" });
  await updateIn(ctx, "events_paper_lists")
    .set({ entered_at: ctx.now(), scans: [...new Set([...list.scans, ...scans])] })
    .where("id", "=", list.id)
    .execute();
}

/** Loads an event and one of its paper lists with rows, for a page. */
export async function loadPaperList(ctx: Ctx, key: string, number: number) {
  const event = await readAuthorized(ctx, key, "registrations");
  const list = await findPaperList(ctx, event.id, number);
  return { event, list, rows: await loadPaperRows(ctx, list) };
}
