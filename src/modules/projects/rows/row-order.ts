import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { orNotFound, invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { editCharterPart } from "../charter/edit-part.ts";
import { selectPart, updatePartRow, type ProjectPart } from "./store.ts";
import { diffFields } from "../history/store.ts";
import type { Project } from "../store.ts";

export const moveRowInput = z.object({ to: z.enum(["up", "down"]), version: seenVersion });

/** Swaps a row with its neighbour; does nothing at either end. */
export async function moveRow(
  ctx: Ctx,
  key: string,
  { part, row, to, version }: { part: ProjectPart; row: string } & z.output<typeof moveRowInput>,
): Promise<Project> {
  return editCharterPart(ctx, key, {
    part,
    row,
    seen: version,
    work: async (tx, project) => {
      // Publications are ordered by date.
      const rows = part === "publications" ? [] : await selectPart(tx, project.id, part);
      const order = rows.map(({ id }) => id);
      const from = order.indexOf(row);
      orNotFound(order[from]);
      const neighbour = order[from + (to === "up" ? -1 : 1)];
      if (neighbour === undefined) return { changes: [] };
      const next = order.map((id) => (id === row ? neighbour : id === neighbour ? row : id));
      for (const [index, id] of next.entries()) {
        await updatePartRow(tx, project.id, { part, id, cells: { position: index + 1 } });
      }
      const places = { before: { position: from + 1 }, after: { position: next.indexOf(row) + 1 } };
      return { changes: diffFields(places.before, places.after, row) };
    },
  });
}

export const chooseLeadInput = z.object({ leadId: z.uuid().optional(), version: seenVersion });

/** Sets the project's leader: a member of its team, or nobody. */
export async function chooseLead(
  ctx: Ctx,
  key: string,
  given: z.input<typeof chooseLeadInput>,
): Promise<Project> {
  const { leadId = null, version } = chooseLeadInput.parse(given);
  return editCharterPart(ctx, key, {
    part: "lead",
    seen: version,
    work: async (tx, project) => {
      const team = await selectPart(tx, project.id, "team");
      if (leadId !== null && !team.some(({ contact_id: id }) => id === leadId))
        throw invalidField("leadId", "projects.choose");
      const set = { lead_id: leadId };
      return { set, changes: diffFields({ lead_id: project.lead_id }, set) };
    },
  });
}
