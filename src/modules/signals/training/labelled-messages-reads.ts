import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { ModelKind } from "#modules/triage/index.ts";

/** A message that a person decided about, beside what was in use had said of it when it came. */
export type LabelledMessage = {
  text: string;
  address: string;
  municipalityId: string | null;
  writtenAt: Date;
  decidedAt: Date;
  label: string;
  suggested: string | null;
};

/** More would cost more to learn than it teaches: a region's habits change. */
const maxLabelled = 200_000;

/**
 * The latest decision about each message in one field, the newest decisions, oldest of them first.
 * An answer to the author says neither that it was a matter nor that it was none.
 */
export async function listLabelledMessages(ctx: Ctx, field: ModelKind): Promise<LabelledMessage[]> {
  const region = ctx.region.id;
  const { rows } = await sql<LabelledMessage>`
    select m.text, m.address, m.municipality_id as "municipalityId", m.written_at as "writtenAt",
      latest.at as "decidedAt", latest.decided as label, latest.suggested
    from (
      select distinct on (message_id) message_id, at, id, decided, suggested from signals_corrections
      where region_id = ${region} and field = ${field}
      order by message_id, at desc, id desc
    ) latest
    join signals_messages m on m.region_id = ${region} and m.id = latest.message_id
    where latest.decided is not null and latest.decided <> 'answered' and m.text <> ''
    order by latest.at desc, latest.id desc limit ${maxLabelled}`.execute(ctx.db);
  return rows.toReversed();
}
