import {
  applicationAction,
  applicationKeyOf,
  applicationPattern,
  readPermission,
  sendPermission,
  writePermission,
  applicationPageRoute,
} from "../applications/action-route.tsx";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { toDocx, toPdf } from "#base/documents/index.ts";
import { seenVersion } from "#base/http/fields.ts";
import { applicationDocument, submittedTexts } from "./document.ts";
import { loadApplication } from "../applications/load.ts";
import {
  decideApplication,
  decideInput,
  submitApplication,
  submitInput,
  withdrawApplication,
} from "./actions.ts";
import {
  applicationSchema,
  applicationsToJson,
  listApplicationSummaries,
  loadApplicationDetails,
} from "../applications/reads.ts";
import { contestViewContext, applicationPath } from "../applications/view.ts";
import { deleteCopiedField, saveCopiedField, selectCopiedFields } from "../applications/store.ts";
import { ApplicationCopyPage } from "./copy-page.tsx";

async function renderDocument(c: RequestContext, kind: "docx" | "pdf"): Promise<Response> {
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  // The document is in Russian whatever the language of the page.
  const view = contestViewContext({ ...c, lang: "ru" });
  const textDocument = applicationDocument(view, details);
  const bytes = kind === "docx" ? await toDocx(textDocument) : await toPdf(textDocument);
  const type =
    kind === "docx"
      ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      : "application/pdf";
  const name = `${details.project.number}-${details.key.seq}.${kind}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
}

async function renderJson(c: RequestContext): Promise<Response> {
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  const texts = submittedTexts(details);
  const [line] = applicationsToJson(
    (await listApplicationSummaries(c.ctx, details.project.id)).filter(
      ({ seq }) => seq === details.key.seq,
    ),
  );
  return c.json({
    project: details.project.number,
    ...line,
    profile: details.profile.code,
    sha256: details.application.snapshot_sha256,
    fields: Object.fromEntries([...texts].map(([code, { text }]) => [code, text])),
  });
}

export const submissionRoutes: readonly Route[] = [
  {
    method: "get",
    path: `${applicationPattern}/data.json`,
    permission: readPermission,
    api: {
      summary: "One application with its texts as submitted and the checksum of the snapshot",
      response: applicationSchema.extend({
        project: z.string(),
        profile: z.string(),
        sha256: z.string().nullable(),
        fields: z.record(z.string(), z.string()),
      }),
    },
    handle: renderJson,
  },
  {
    method: "get",
    path: `${applicationPattern}/application.docx`,
    permission: readPermission,
    handle: (c) => renderDocument(c, "docx"),
  },
  {
    method: "get",
    path: `${applicationPattern}/application.pdf`,
    permission: readPermission,
    handle: (c) => renderDocument(c, "pdf"),
  },
  applicationPageRoute("/copy", async (c, view, details) => {
    const ticks = await selectCopiedFields(c.ctx, details.application.id);
    const body = <ApplicationCopyPage viewContext={view} details={details} ticks={ticks} />;
    return { title: view.t.copy.title, body };
  }),
  applicationAction("/copy", {
    permission: writePermission,
    schema: z.object({
      field: z.string().max(40),
      version: z.coerce.number().int(),
      off: z.literal("yes").optional(),
    }),
    act: async (c, { field, version, off }) => {
      const { application } = await loadApplication(c.ctx, applicationKeyOf(c), "write");
      if (off === "yes") await deleteCopiedField(c.ctx, application.id, field);
      else await saveCopiedField(c.ctx, application.id, { field, version });
      const { done } = contestViewContext(c).t;
      return off === "yes" ? done.unticked : done.ticked;
    },
    pathAfter: (c, { field }) => `${applicationPath(applicationKeyOf(c), "/copy")}#field-${field}`,
  }),
  applicationAction("/submit", {
    permission: sendPermission,
    schema: submitInput,
    act: async (c, input) => {
      const { number } = await submitApplication(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.submitted(number);
    },
  }),
  applicationAction("/decide", {
    permission: sendPermission,
    // The action parses these values again from text.
    schema: decideInput,
    act: async (c, { granted, score, ...input }) => {
      await decideApplication(c.ctx, applicationKeyOf(c), {
        ...input,
        ...(granted !== undefined && { granted: String(granted / 100) }),
        ...(score !== undefined && { score: String(score) }),
      });
      return contestViewContext(c).t.done.decided;
    },
  }),
  applicationAction("/withdraw", {
    permission: sendPermission,
    schema: z.object({ version: seenVersion }),
    act: async (c, input) => {
      await withdrawApplication(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.withdrawn;
    },
  }),
];
