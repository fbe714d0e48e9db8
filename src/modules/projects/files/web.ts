import { z } from "zod";
import { attachmentRecord, attachmentResponse, type Attachment } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { found, notFound } from "#base/refusal.ts";
import { showAllowed } from "../load.ts";
import { findFile, isInsider, keepUpload } from "./store.ts";

/** What a form with one file posts beside its own fields: another file, the one it had, or none. */
export const fileForm = z.object({
  file: z.file().optional(),
  fileId: z.uuid().optional(),
  dropFile: z.literal("yes").optional(),
});

/** The file that the form means; `kept` remembers it for a form that comes back. */
export async function fileOf(
  x: Exchange,
  { file, fileId, dropFile }: z.output<typeof fileForm>,
  kept: { id?: string },
): Promise<{ fileId?: string }> {
  if (file !== undefined) kept.id = await keepUpload(x.ctx, file);
  else if (fileId !== undefined && dropFile === undefined) kept.id = fileId;
  return kept.id === undefined ? {} : { fileId: kept.id };
}

/** A refused form holds the file that was uploaded with it. */
export const holding = (form: FormState, kept: { id?: string }): FormState =>
  kept.id === undefined ? form : { ...form, values: { ...form.values, fileId: kept.id } };

/** The file that a form already holds. */
export async function heldFile(x: Exchange, form: FormState): Promise<Attachment | undefined> {
  const id = form.values.fileId ?? "";
  return isUuid(id) ? attachmentRecord(x.ctx, id) : undefined;
}

export const fileRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/files/:file",
    asks: "projects.project.read",
    handle: async (x) => {
      const project = await showAllowed(x.ctx, x.param("number"));
      const id = x.param("file");
      const file = found(isUuid(id) ? await findFile(x.ctx, project.id, id) : undefined);
      if (file.guarded && !isInsider(x.ctx, project)) throw notFound("base.not-found");
      return attachmentResponse(x.ctx, file.id);
    },
  },
];
