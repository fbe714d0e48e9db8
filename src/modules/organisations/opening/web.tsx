import { z } from "zod";
import { attachmentResponse, keepAttachment } from "#base/files/attachments.ts";
import { submit } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { checkOpening, proveOpening } from "./actions.ts";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation } from "../store.ts";
import type { Ground } from "../topics.ts";
import { viewOf } from "../view.ts";
import { showEdit, wholly } from "../card/edit-web.tsx";

const change = "organisations.organisations.change";
const one = "/admin/organisations/:id{[0-9a-f-]{36}}";

/** What proves that a place has opened: a keeper's word, a document that anyone may read. */
export const openingRoutes = (ground: Ground): Route[] => [
  {
    method: "get",
    path: "/organisations/:id{[0-9a-f-]{36}}/opening",
    asks: "public",
    handle: sendProof,
  },
  { method: "post", path: `${one}/check-opening`, asks: change, handle: postCheck },
  {
    method: "post",
    path: `${one}/opening`,
    asks: change,
    maxBody: 21 * 1024 * 1024,
    handle: (x) => postProof(x, ground),
  },
];

async function sendProof(x: Exchange): Promise<Response> {
  const { opened_file: file } = await loadOrganisation(x.ctx, x.param("id"));
  return attachmentResponse(x.ctx, found(file ?? undefined));
}

async function postCheck(x: Exchange): Promise<Response> {
  const { id } = await checkOpening(x.ctx, x.param("id"));
  return x.go(`/organisations/${id}`, viewOf(x).t.passport.openingChecked);
}

const proofForm = z.object({
  file: z.instanceof(File).optional(),
  remove: z.literal("yes").optional(),
});

async function postProof(x: Exchange, ground: Ground): Promise<Response> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change", row: organisation });
  return submit(x, {
    schema: proofForm.refine(({ file, remove }) => file !== undefined || remove !== undefined, {
      path: ["file"],
      message: "organisations.no-file",
    }),
    async act({ file }) {
      const kept =
        file === undefined
          ? null
          : await keepAttachment(x.ctx, {
              name: file.name,
              bytes: Buffer.from(await file.arrayBuffer()),
              field: "file",
            });
      const { id } = await proveOpening(x.ctx, organisation.id, kept);
      const { t } = viewOf(x);
      return x.go(
        `/organisations/${id}`,
        kept === null ? t.passport.proofRemoved : t.passport.proofKept,
      );
    },
    again: (form, status) => showEdit(x, ground, { refusal: wholly(form).refusal, status }),
  });
}
