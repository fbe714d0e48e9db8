import { requiredText } from "#base/http/fields.ts";
import { z } from "zod";
import { claimAttachments, saveAttachment } from "#base/files/attachments.ts";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { orNotFound, invalidField } from "#base/refusal.ts";
import { materialKinds } from "../event.ts";
import { loadAuthorized, readAuthorized } from "../load.ts";
import { deleteMaterial, insertMaterial } from "./store.ts";

export const materialInput = z.object({
  title: requiredText(200).min(2),
  kind: z.enum(materialKinds).default("material"),
  url: z.url({ protocol: /^https?$/, error: "events.url-wrong" }).optional(),
  public: z.boolean().default(true),
});
export type MaterialInput = z.input<typeof materialInput> & { file?: File | undefined };

/** Adds a file or an address to an event; the file is saved before the transaction begins. */
export async function addMaterial(
  ctx: Ctx,
  key: string,
  { file, ...given }: MaterialInput,
): Promise<void> {
  const input = materialInput.parse(given);
  await readAuthorized(ctx, key, "handle");
  if (file === undefined && input.url === undefined)
    throw invalidField("url", "events.material-empty");
  const attachment =
    file === undefined
      ? null
      : await saveAttachment(ctx, {
          name: file.name,
          bytes: Buffer.from(await file.arrayBuffer()),
          field: "file",
        });
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    if (attachment !== null) await claimAttachments(tx, [attachment], { field: "file" });
    const id = tx.newId();
    await insertMaterial(tx, {
      id,
      event_id: event.id,
      kind: input.kind,
      title: input.title,
      attachment_id: attachment,
      url: attachment === null ? (input.url ?? "") : "",
      public: input.public,
      added_at: tx.now(),
      added_by: tx.actor.kind === "person" ? tx.actor.id : null,
    });
    recordFact(tx, {
      subject: event.id,
      type: "event.material-added",
      data: { material: id, kind: input.kind },
    });
  });
}

/** Removes a material of an event; throws when there is none. */
export async function removeMaterial(ctx: Ctx, key: string, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    orNotFound(await deleteMaterial(tx, event.id, id));
    recordFact(tx, { subject: event.id, type: "event.material-removed", data: { material: id } });
  });
}
