import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { attachmentResponse, saveAttachment } from "#base/files/attachments.ts";
import { refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { confirmOpening, attachOpeningDocument } from "./actions.ts";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation } from "../store.ts";
import type { OrganisationsDeps } from "../topics.ts";
import { createView } from "../view.ts";
import { showEdit } from "../card/edit-web.tsx";

const changePermission = "organisations.organisations.change";
const cardPath = "/admin/organisations/:id{[0-9a-f-]{36}}";

/** Routes of the evidence that a place has opened: a confirmation, a document that anyone may read. */
export const openingRoutes = (deps: OrganisationsDeps): Route[] => [
  {
    method: "get",
    path: "/organisations/:id{[0-9a-f-]{36}}/opening",
    permission: "public",
    handle: sendDocument,
  },
  {
    method: "post",
    path: `${cardPath}/check-opening`,
    permission: changePermission,
    handle: postCheck,
  },
  actionRoute({
    path: `${cardPath}/opening`,
    permission: changePermission,
    maxBody: 21 * 1024 * 1024,
    schema: documentForm.refine(({ file, remove }) => file !== undefined || remove !== undefined, {
      path: ["file"],
      message: "organisations.no-file",
    }),
    async load(c) {
      const organisation = await loadOrganisation(c.ctx, c.param("id"));
      authorize({
        policy: organisationPolicy,
        actor: c.ctx.actor,
        action: "change",
        row: organisation,
      });
      return { organisation };
    },
    async act(c, { file }, { organisation }) {
      const attachmentId =
        file === undefined
          ? null
          : await saveAttachment(c.ctx, {
              name: file.name,
              bytes: Buffer.from(await file.arrayBuffer()),
              field: "file",
            });
      const { id } = await attachOpeningDocument(c.ctx, organisation.id, attachmentId);
      const { t } = createView(c);
      return {
        path: `/organisations/${id}`,
        flash: attachmentId === null ? t.passport.proofRemoved : t.passport.proofKept,
      };
    },
    onInvalid: (c, form, status) =>
      showEdit(c, deps, { refusal: refusalOnly(form).refusal, status }),
  }),
];

async function sendDocument(c: RequestContext): Promise<Response> {
  const { opened_file: file } = await loadOrganisation(c.ctx, c.param("id"));
  return attachmentResponse(c.ctx, orNotFound(file ?? undefined));
}

async function postCheck(c: RequestContext): Promise<Response> {
  const { id } = await confirmOpening(c.ctx, c.param("id"));
  return c.redirect(`/organisations/${id}`, createView(c).t.passport.openingChecked);
}

const documentForm = z.object({
  file: z.instanceof(File).optional(),
  remove: z.literal("yes").optional(),
});
