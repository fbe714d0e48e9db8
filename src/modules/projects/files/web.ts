import { z } from "zod";
import { findAttachment, attachmentResponse, type Attachment } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { isUuid } from "#base/db/ids.ts";
import { orNotFound, notFound } from "#base/refusal.ts";
import { loadProject } from "../load.ts";
import { findFile, isInsider, saveUpload } from "./store.ts";

/** Fields of a form with one file: an upload, the id of the current file, or its removal. */
export const fileForm = z.object({
  file: z.file().optional(),
  fileId: z.uuid().optional(),
  dropFile: z.literal("yes").optional(),
});

/**
 * Resolves the file of a form, saving an upload; `kept` receives its id for a form that is shown
 * again.
 */
export async function resolveFormFile(
  c: RequestContext,
  { file, fileId, dropFile }: z.output<typeof fileForm>,
  upload: { id?: string },
): Promise<{ fileId?: string }> {
  if (file !== undefined) upload.id = await saveUpload(c.ctx, file);
  else if (fileId !== undefined && dropFile === undefined) upload.id = fileId;
  return upload.id === undefined ? {} : { fileId: upload.id };
}

/** Returns an invalid form with the id of the file that was uploaded with it. */
export const withUploadedFile = (form: FormState, upload: { id?: string }): FormState =>
  upload.id === undefined ? form : { ...form, values: { ...form.values, fileId: upload.id } };

/** Finds the file whose id the form has. */
export async function findFormFile(
  c: RequestContext,
  form: FormState,
): Promise<Attachment | undefined> {
  const id = form.values.fileId ?? "";
  return isUuid(id) ? findAttachment(c.ctx, id) : undefined;
}

export const fileRoutes: Route[] = [
  {
    method: "get",
    path: "/projects/:number/files/:file",
    permission: "projects.project.read",
    handle: async (c) => {
      const project = await loadProject(c.ctx, c.param("number"));
      const id = c.param("file");
      const file = orNotFound(isUuid(id) ? await findFile(c.ctx, project.id, id) : undefined);
      if (file.restricted && !isInsider(c.ctx, project)) throw notFound("base.not-found");
      return attachmentResponse(c.ctx, file.id);
    },
  },
];
