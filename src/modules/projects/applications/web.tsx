import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { toDocx, toPdf } from "#base/documents/index.ts";
import { may } from "#base/policy.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { transact, type Ctx } from "#base/context.ts";
import { seenVersion } from "#base/http/fields.ts";
import { applicationDocument, submittedTexts } from "../submission/document.ts";
import { parseApplicationKey, loadApplication } from "./load.ts";
import {
  decideApplication,
  decideInput,
  submitApplication,
  submitInput,
  setRemarksVisibility,
  withdrawApplication,
} from "../submission/actions.ts";
import {
  applicationSchema,
  applicationsToJson,
  listApplicationSummaries,
  loadApplicationDetails,
} from "./reads.ts";
import { contestViewContext, applicationPath, applicationSectionRows } from "./view.ts";
import {
  deleteCopiedField,
  setActivityCostless,
  saveCopiedField,
  selectTextHistory,
  selectCopiedFields,
  type ApplicationRemark,
} from "./store.ts";
import {
  beginApplication,
  beginInput,
  copyTextInput,
  copyTextFromSource,
  copyTextToCharter,
  loadCharterTexts,
  saveTexts,
  type TextConflict,
} from "./actions.ts";
import { loadProject, loadProjectForUpdate } from "../load.ts";
import { selectPart } from "../rows/store.ts";
import { BeginApplicationPage, ChooseContestPage } from "./begin-page.tsx";
import { ApplicationChangesPage } from "../remarks/changes-page.tsx";
import { ApplicationCopyPage } from "../submission/copy-page.tsx";
import { ApplicationEditPage, cellName } from "./edit-page.tsx";
import { ApplicationsPage } from "./list-page.tsx";
import { ApplicationPage } from "./page.tsx";
import { renderLogicCheck } from "../logic-check/view.tsx";
import { projectPolicy } from "../policy.ts";
import { listCallsByStatus, findProfile, listProfiles } from "../contests/directory.ts";
import { findCall } from "../contests/store.ts";
import { tableColumns, type ProfileField } from "../contests/profile.ts";
import { textFromFormer, charterText, formatTableText } from "../prefill/prefill.ts";
import { answerRemark, answerRemarkInput } from "../reviews/actions.ts";

const readPermission = "projects.application.read";
const writePermission = "projects.application.write";
const sendPermission = "projects.application.send";
const applicationPattern = "/projects/:number/applications/:seq{[0-9]+}";

const applicationKeyOf = (c: RequestContext) => parseApplicationKey((name) => c.param(name));

/** The way to a page of an application. */
export async function applicationBreadcrumbs(
  c: RequestContext,
  file: { project: { number: string; title: string }; key: { project: string; seq: number } },
  within = true,
) {
  const view = contestViewContext(c);
  return [
    { label: file.project.title, href: c.href(`/projects/${file.project.number}`) },
    ...(within
      ? [{ label: view.t.page.title(file.key.seq), href: c.href(applicationPath(file.key)) }]
      : []),
  ];
}

async function renderApplication(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = contestViewContext(c);
  const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  return c.page({
    title: `${view.t.page.title(file.key.seq)}. ${file.application.contest}`,
    breadcrumb: view.t.page.title(file.key.seq),
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, file, false),
    exports: { json: c.href(applicationPath(file.key, "/data.json")) },
    body: (
      <ApplicationPage
        viewContext={view}
        file={file}
        form={form}
        today={c.ctx.today()}
        {...(file.application.stage === "draft" && {
          logic: await renderLogicCheck(c, file.project),
        })}
      />
    ),
  });
}

async function renderBegin(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = contestViewContext(c);
  const project = await loadProject(c.ctx, c.param("number"), "edit");
  const query = c.query(
    z.object({
      profile: z.string().max(40).optional(),
      call: z.string().max(40).optional(),
      former: z.string().max(4).optional(),
    }),
  );
  const crumbs = [{ label: project.title, href: c.href(`/projects/${project.number}`) }];
  const base = { title: view.t.begin.title, section: "projects", status, crumbs };
  const code = form.values["profile"] ?? query.profile;
  const profile = code === undefined ? undefined : await findProfile(c.ctx, code);
  if (profile === undefined) {
    const [calls, book] = await Promise.all([listCallsByStatus(c.ctx), listProfiles(c.ctx)]);
    const choiceUrl = (choice: { profile: string; call?: string }) => {
      const address = new URLSearchParams({
        ...choice,
        ...(query.former !== undefined && { former: query.former }),
      });
      return c.href(`/projects/${project.number}/applications/new?${address.toString()}`);
    };
    const page = (
      <ChooseContestPage viewContext={view} calls={calls.open} book={book} hrefOf={choiceUrl} />
    );
    return c.page({ ...base, body: page });
  }
  const callId = form.values["callId"] ?? query.call ?? "";
  const call = isUuid(callId) ? await findCall(c.ctx, callId) : undefined;
  const lines = await listApplicationSummaries(c.ctx, project.id);
  const asked = { ...form, values: { former: query.former ?? "", ...form.values } };
  return c.page({
    ...base,
    body: (
      <BeginApplicationPage
        viewContext={view}
        project={project}
        profile={profile}
        call={call}
        lines={lines}
        form={asked}
      />
    ),
  });
}

type SubmittedForm = Record<string, unknown>;

const formText = (given: SubmittedForm, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

/** What a form holds for a field: its text, or the rows of its table put together. */
function submittedFieldText(given: SubmittedForm, field: ProfileField): string {
  const { table, code } = field;
  if (table === undefined) return formText(given, code);
  const last = Object.keys(given).reduce((most, name) => {
    const at = new RegExp(`^${code}-(\\d{1,3})-`).exec(name)?.[1];
    return at === undefined ? most : Math.max(most, Number(at));
  }, -1);
  const rows = Array.from({ length: last + 1 }, (_, at) =>
    Object.fromEntries(
      tableColumns[table].map((name) => [name, formText(given, cellName(code, { at, key: name }))]),
    ),
  );
  return formatTableText(table, rows);
}

type EditPageState = {
  form?: FormState;
  status?: number;
  submittedTexts?: ReadonlyMap<string, string>;
  conflicts?: readonly TextConflict[];
};

async function renderEdit(c: RequestContext, state: EditPageState = {}): Promise<Response> {
  const view = contestViewContext(c);
  const { form = emptyForm, status = 200, submittedTexts: written, conflicts = [] } = state;
  const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c), "write");
  if (file.application.stage !== "draft") throw conflict("projects.application-frozen");
  const sections = applicationSectionRows(file.profile, file.texts);
  const section = orNotFound(sections.find(({ code }) => code === c.param("section")));
  const passport = await loadCharterTexts(c.ctx, file.project);
  const fields = section.fields.map(({ field }) => field);
  const fieldsWithText = (text: (field: ProfileField) => string | undefined) =>
    new Set(fields.filter((field) => (text(field) ?? "") !== "").map(({ code }) => code));
  const { former } = file;
  return c.page({
    title: section.title,
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, file),
    islands: ["okno-counter"],
    body: (
      <ApplicationEditPage
        viewContext={view}
        file={file}
        section={section}
        form={form}
        conflicts={conflicts}
        copies={{
          passport: fieldsWithText((field) => charterText(field, passport)),
          former: fieldsWithText((field) => former && textFromFormer(field, former)),
        }}
        {...(written !== undefined && { submittedTexts: written })}
      />
    ),
  });
}

async function saveSection(c: RequestContext, given: SubmittedForm): Promise<Response> {
  const { profile } = await loadApplication(c.ctx, applicationKeyOf(c), "write");
  const section = orNotFound(profile.sections.find(({ code }) => code === c.param("section")));
  // A field is written where its form was shown; an empty text is a text.
  const shown = section.fields.filter(({ code }) => formText(given, `v-${code}`) !== "");
  const texts = shown.map((field) => ({
    field: field.code,
    text: submittedFieldText(given, field),
    version: Number(formText(given, `v-${field.code}`)) || 0,
  }));
  const { saved, clashes } = await saveTexts(c.ctx, applicationKeyOf(c), texts);
  if (clashes.length > 0) {
    const written = new Map(texts.map(({ field, text }) => [field, text]));
    return renderEdit(c, { status: 409, submittedTexts: written, conflicts: clashes });
  }
  const { edit } = contestViewContext(c).t;
  return c.redirect(applicationPath(applicationKeyOf(c)), edit.saved(saved.length));
}

const anyForm = z.looseObject({});

/** A post on an application: on success back to a page of it, on trouble its page with the form kept. */
function applicationAction<T>(
  path: string,
  options: {
    asks: string;
    schema: z.ZodType<T>;
    act: (c: RequestContext, input: T) => Promise<string>;
    to?: (c: RequestContext, input: T) => string;
    again?: (c: RequestContext, form: FormState, status: number) => Promise<Response>;
  },
): Route {
  return actionRoute({
    path: `${applicationPattern}${path}`,
    permission: options.asks,
    schema: options.schema,
    async act(c, input) {
      const flash = await options.act(c, input);
      return { path: options.to?.(c, input) ?? applicationPath(applicationKeyOf(c)), flash: flash };
    },
    onInvalid: (c, form, status) => (options.again ?? renderApplication)(c, form, status),
  });
}

const sectionInput = z.object({ section: z.string().max(40).default("") });
const sectionPath = (c: RequestContext, { section }: { section: string }) =>
  applicationPath(applicationKeyOf(c), section === "" ? "" : `/fields/${section}`);

async function renderDocument(c: RequestContext, kind: "docx" | "pdf"): Promise<Response> {
  const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  // The funder reads Russian whatever language the page is shown in.
  const view = contestViewContext({ ...c, lang: "ru" });
  const textDocument = applicationDocument(view, file);
  const bytes = kind === "docx" ? await toDocx(textDocument) : await toPdf(textDocument);
  const type =
    kind === "docx"
      ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      : "application/pdf";
  const name = `${file.project.number}-${file.key.seq}.${kind}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
}

async function renderJson(c: RequestContext): Promise<Response> {
  const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  const texts = submittedTexts(file);
  const [line] = applicationsToJson(
    (await listApplicationSummaries(c.ctx, file.project.id)).filter(
      ({ seq }) => seq === file.key.seq,
    ),
  );
  return c.json({
    project: file.project.number,
    ...line,
    profile: file.profile.code,
    sha256: file.application.snapshot_sha256,
    fields: Object.fromEntries([...texts].map(([code, { text }]) => [code, text])),
  });
}

/** The text that each remark spoke of. */
export async function loadRemarkedTexts(
  ctx: Ctx,
  application: string,
): Promise<(remark: ApplicationRemark) => string | undefined> {
  const history = await selectTextHistory(ctx, application);
  return ({ kind, field, text_version: version }) =>
    kind === "review" && field !== "" ? history.get(`${field} ${version}`)?.text : undefined;
}

/** Marks an activity as costing nothing, or takes the mark away. */
async function handleCostless(
  c: RequestContext,
  input: { activity: string; costless?: string | undefined },
) {
  await transact(c.ctx, async (tx) => {
    const project = await loadProjectForUpdate(tx, c.param("number"), "edit");
    const activities = await selectPart(tx, project.id, "activities");
    orNotFound(activities.find(({ id }) => id === input.activity));
    const costless = input.costless === "yes";
    await setActivityCostless(tx, project.id, { activity: input.activity, costless });
  });
  return c.redirect(`/projects/${c.param("number")}`, contestViewContext(c).t.done.costless);
}

async function renderList(c: RequestContext): Promise<Response> {
  const view = contestViewContext(c);
  const project = await loadProject(c.ctx, c.param("number"));
  const lines = await listApplicationSummaries(c.ctx, project.id);
  const mayBegin = may(projectPolicy, c.ctx.actor, "edit", project) && project.is_open;
  return c.page({
    title: view.t.list.title(lines.length),
    section: "projects",
    breadcrumbs: [{ label: project.title, href: c.href(`/projects/${project.number}`) }],
    exports: { json: c.href(`/projects/${project.number}/applications.json`) },
    body: (
      <ApplicationsPage
        viewContext={view}
        project={project}
        lines={lines}
        mayBegin={mayBegin}
        logic={await renderLogicCheck(c, project)}
      />
    ),
  });
}

export const applicationRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/applications",
    permission: "projects.project.read",
    handle: renderList,
  },
  {
    method: "get",
    path: "/projects/:number/applications/new",
    permission: "projects.project.edit",
    handle: (c) => renderBegin(c),
  },
  {
    method: "get",
    path: "/projects/:number/applications.json",
    permission: "projects.project.read",
    api: {
      summary: "Applications of one project that the asker may see, oldest first",
      response: z.array(applicationSchema),
    },
    handle: async (c) => {
      const project = await loadProject(c.ctx, c.param("number"));
      return c.json(applicationsToJson(await listApplicationSummaries(c.ctx, project.id)));
    },
  },
  actionRoute({
    path: "/projects/:number/applications",
    permission: "projects.project.edit",
    schema: beginInput,
    async act(c, { asked, ...input }) {
      const application = await beginApplication(c.ctx, c.param("number"), {
        ...input,
        ...(asked !== undefined && { asked: String(asked / 100) }),
      });
      const at = { project: c.param("number"), seq: application.seq };
      return { path: applicationPath(at), flash: contestViewContext(c).t.done.begun };
    },
    onInvalid: (c, form, status) => renderBegin(c, form, status),
  }),
  actionRoute({
    path: "/projects/:number/costless",
    permission: "projects.project.edit",
    schema: z.object({ activity: z.uuid(), costless: z.literal("yes").optional() }),
    act: async (c, input) => handleCostless(c, input),
    onInvalid() {
      throw conflict("projects.changed-meanwhile");
    },
  }),
  {
    method: "get",
    path: applicationPattern,
    permission: readPermission,
    handle: (c) => renderApplication(c),
  },
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
  {
    method: "get",
    path: `${applicationPattern}/fields/:section`,
    permission: writePermission,
    handle: (c) => renderEdit(c),
  },
  actionRoute({
    path: `${applicationPattern}/fields/:section`,
    permission: writePermission,
    schema: anyForm,
    act: async (c, given) => saveSection(c, given),
    onInvalid: (c, form, status) => renderApplication(c, form, status),
  }),
  {
    method: "get",
    path: `${applicationPattern}/copy`,
    permission: readPermission,
    handle: async (c) => {
      const view = contestViewContext(c);
      const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
      const ticks = await selectCopiedFields(c.ctx, file.application.id);
      return c.page({
        title: view.t.copy.title,
        section: "projects",
        breadcrumbs: await applicationBreadcrumbs(c, file),
        body: <ApplicationCopyPage viewContext={view} file={file} ticks={ticks} />,
      });
    },
  },
  {
    method: "get",
    path: `${applicationPattern}/changes`,
    permission: readPermission,
    handle: async (c) => {
      const view = contestViewContext(c);
      const file = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
      const was = await loadRemarkedTexts(c.ctx, file.application.id);
      return c.page({
        title: view.t.changes.title,
        section: "projects",
        breadcrumbs: await applicationBreadcrumbs(c, file),
        body: <ApplicationChangesPage viewContext={view} file={file} was={was} />,
      });
    },
  },
  applicationAction("/take", {
    asks: writePermission,
    schema: copyTextInput.extend(sectionInput.shape),
    act: async (c, input) => {
      await copyTextFromSource(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.taken;
    },
    to: sectionPath,
  }),
  applicationAction("/back", {
    asks: writePermission,
    schema: sectionInput.extend({ field: z.string().max(40) }),
    act: async (c, { field }) => {
      await copyTextToCharter(c.ctx, applicationKeyOf(c), field);
      return contestViewContext(c).t.done.back;
    },
    to: sectionPath,
  }),
  applicationAction("/copy", {
    asks: writePermission,
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
    to: (c, { field }) => `${applicationPath(applicationKeyOf(c), "/copy")}#field-${field}`,
  }),
  applicationAction("/submit", {
    asks: sendPermission,
    schema: submitInput,
    act: async (c, input) => {
      const { number } = await submitApplication(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.submitted(number);
    },
  }),
  applicationAction("/decide", {
    asks: sendPermission,
    // Read again by the action from the text that was typed.
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
  applicationAction("/show-remarks", {
    asks: sendPermission,
    schema: z.object({ shown: z.enum(["yes", "no"]) }),
    act: async (c, { shown }) => {
      await setRemarksVisibility(c.ctx, applicationKeyOf(c), { shown: shown === "yes" });
      const { done } = contestViewContext(c).t;
      return shown === "yes" ? done.remarksShown : done.remarksHidden;
    },
  }),
  applicationAction("/withdraw", {
    asks: sendPermission,
    schema: z.object({ version: seenVersion }),
    act: async (c, input) => {
      await withdrawApplication(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.withdrawn;
    },
  }),
  applicationAction("/remarks", {
    asks: writePermission,
    schema: answerRemarkInput,
    act: async (c, input) => {
      await answerRemark(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.answered;
    },
    to: (c) => `${applicationPath(applicationKeyOf(c))}#remarks`,
  }),
];
