import type { Insertable, Updateable } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { SignalMessage } from "../store.ts";

type MessageTableRow = Tables["signals_messages"];

/** Nobody, as an id that no person has: guests and the system lease nothing. */
export const noPersonId = "00000000-0000-0000-0000-000000000000";

/** Returns the id of the acting person; an id that nobody has for the system and guests. */
export function actorPersonId(ctx: Ctx): string {
  return ctx.actor.kind === "person" ? ctx.actor.id : noPersonId;
}

export type DeskMessage = SignalMessage;

export type MessageAuthor = {
  name: string | null;
  email: string | null;
  phone: string | null;
  wants_letters: boolean;
};

/** A message with its author and the ids of its pictures. */
export type DeskCard = DeskMessage & {
  author: MessageAuthor | null;
  pictures: { file_id: string }[];
};

/** Loads the message with everything its page shows, in one query; the caller checks the policy. */
export async function findDeskCard(ctx: Ctx, number: string): Promise<DeskCard | undefined> {
  const row = await from(ctx, "signals_messages as m")
    .selectAll("m")
    .select((eb) => [
      jsonObjectFrom(
        eb
          .selectFrom("signals_authors as a")
          .select(["a.name", "a.email", "a.phone", "a.wants_letters"])
          .whereRef("a.region_id", "=", "m.region_id")
          .whereRef("a.id", "=", "m.author_id")
          .where("a.erased_at", "is", null),
      ).as("author"),
      jsonArrayFrom(
        eb
          .selectFrom("signals_pictures as p")
          .select("p.file_id")
          .whereRef("p.region_id", "=", "m.region_id")
          .whereRef("p.message_id", "=", "m.id")
          .orderBy("p.file_id"),
      ).as("pictures"),
    ])
    .where("m.number", "=", number)
    .executeTakeFirst();
  return row as DeskCard | undefined;
}

/** Locks the message for a decision; refused as not found when it is absent. */
export async function lockForDecision(ctx: Ctx, number: string): Promise<DeskMessage> {
  return orNotFound(await lockRow(ctx, "signals_messages", { number })) as DeskMessage;
}

/** Finds an author whose data are not erased. */
export function findMessageAuthor(ctx: Ctx, id: string): Promise<MessageAuthor | undefined> {
  return from(ctx, "signals_authors")
    .select(["name", "email", "phone", "wants_letters"])
    .where("id", "=", id)
    .where("erased_at", "is", null)
    .executeTakeFirst();
}

/** The columns of a decision; the text of the message is never changed. */
export type Decision = Pick<
  Updateable<MessageTableRow>,
  | "state"
  | "problem_id"
  | "noise_reason"
  | "reply"
  | "decided_by"
  | "decided_at"
  | "decided_by_machine"
  | "leased_by"
  | "leased_until"
  | "due_at"
  | "municipality_id"
  | "urgency"
  | "decided_topic"
>;

/** Writes a decision to its message. */
export async function saveDecision(ctx: Ctx, id: string, decision: Decision): Promise<void> {
  await updateIn(ctx, "signals_messages").set(decision).where("id", "=", id).execute();
}

export type Correction = Omit<Insertable<Tables["signals_corrections"]>, "region_id">;

/** Inserts corrections, from which the models are trained. */
export async function insertCorrections(
  ctx: Ctx,
  corrections: readonly Correction[],
): Promise<void> {
  if (corrections.length === 0) return;
  await insertInto(ctx, "signals_corrections", corrections).execute();
}

/** Deletes the corrections of an undone decision: it is not used in training. */
export async function deleteCorrections(ctx: Ctx, message: string): Promise<void> {
  await deleteFrom(ctx, "signals_corrections").where("message_id", "=", message).execute();
}
