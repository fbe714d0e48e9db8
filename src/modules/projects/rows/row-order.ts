import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { found, invalid } from "#base/refusal.ts";
import { editPart } from "../charter/edit-part.ts";
import { seenVersion } from "../zod-fields.ts";
import { selectPart, updatePartRow, type Part } from "./store.ts";
import { changesBetween } from "../history/store.ts";
import type { Project } from "../store.ts";

export const moveInput = z.object({ to: z.enum(["up", "down"]), version: seenVersion });

/** Changes a row's place with its neighbour; the first does not go up, the last does not go down. */
export async function moveRow(
  ctx: Ctx,
  key: string,
  { part, row, to, version }: { part: Part; row: string } & z.output<typeof moveInput>,
): Promise<Project> {
  return editPart(ctx, key, {
    part,
    row,
    seen: version,
    work: async (tx, project) => {
      // Publications stand by their day.
      const rows = part === "publications" ? [] : await selectPart(tx, project.id, part);
      const order = rows.map(({ id }) => id);
      const from = order.indexOf(row);
      found(order[from]);
      const beside = order[from + (to === "up" ? -1 : 1)];
      if (beside === undefined) return { changes: [] };
      const next = order.map((id) => (id === row ? beside : id === beside ? row : id));
      for (const [index, id] of next.entries()) {
        await updatePartRow(tx, project.id, { part, id, cells: { position: index + 1 } });
      }
      const places = { before: { position: from + 1 }, after: { position: next.indexOf(row) + 1 } };
      return { changes: changesBetween(places.before, places.after, row) };
    },
  });
}

export const leadInput = z.object({ leadId: z.uuid().optional(), version: seenVersion });

/** Who leads the project: somebody of its team, or nobody yet. */
export async function chooseLead(
  ctx: Ctx,
  key: string,
  given: z.input<typeof leadInput>,
): Promise<Project> {
  const { leadId = null, version } = leadInput.parse(given);
  return editPart(ctx, key, {
    part: "lead",
    seen: version,
    work: async (tx, project) => {
      const team = await selectPart(tx, project.id, "team");
      if (leadId !== null && !team.some(({ contact_id: id }) => id === leadId))
        throw invalid("projects.choose", { fields: { leadId: "projects.choose" } });
      const set = { lead_id: leadId };
      return { set, changes: changesBetween({ lead_id: project.lead_id }, set) };
    },
  });
}
