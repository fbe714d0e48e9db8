import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { toDocx, toPdf } from "#base/documents/index.ts";
import { may } from "#base/policy.ts";
import { conflict, found } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { transact, type Ctx } from "#base/context.ts";
import { today } from "../transition.ts";
import { applicationDocument, sentTexts } from "../submission/document.ts";
import { keyFrom, showApplication } from "./load.ts";
import {
  decideApplication,
  decideInput,
  submitApplication,
  submitInput,
  showRemarks,
  withdrawApplication,
} from "../submission/actions.ts";
import { applicationFile, applicationsJson, applicationsOf } from "./reads.ts";
import { contestReader, pathOf, sectionLines } from "./view.ts";
import {
  deleteTick,
  saveCostless,
  saveTick,
  selectTextHistory,
  selectTicks,
  type Remark,
} from "./store.ts";
import {
  beginApplication,
  beginInput,
  takeInput,
  takeText,
  textToPassport,
  textsOfPassport,
  writeTexts,
  type TextClash,
} from "./actions.ts";
import { seenVersion } from "../zod-fields.ts";
import { showAllowed, loadAllowed } from "../load.ts";
import { selectPart } from "../rows/store.ts";
import { BeginPage, ChoosePage } from "./begin-page.tsx";
import { ChangesPage } from "../remarks/changes-page.tsx";
import { CopyPage } from "../submission/copy-page.tsx";
import { EditPage, cellName } from "./edit-page.tsx";
import { ApplicationsPage } from "./list-page.tsx";
import { ApplicationPage } from "./page.tsx";
import { logicBlock } from "../logic-check/view.tsx";
import { projectPolicy } from "../policy.ts";
import { callList, findProfile, profileBook } from "../contests/directory.ts";
import { findCall } from "../contests/store.ts";
import { tables, type ProfileField } from "../contests/profile.ts";
import { formerText, passportText, writeTable } from "../prefill/prefill.ts";
import { answerRemark, answerRemarkInput } from "../reviews/actions.ts";

const read = "projects.application.read";
const write = "projects.application.write";
const send = "projects.application.send";
const one = "/projects/:number/applications/:seq{[0-9]+}";

const key = (x: Exchange) => keyFrom((name) => x.param(name));

/** The way to a page of an application. */
export async function crumbsOf(
  x: Exchange,
  file: { project: { number: string; title: string }; key: { project: string; seq: number } },
  within = true,
) {
  const reader = contestReader(x);
  return [
    { label: file.project.title, href: x.href(`/projects/${file.project.number}`) },
    ...(within
      ? [{ label: reader.t.page.title(file.key.seq), href: x.href(pathOf(file.key)) }]
      : []),
  ];
}

async function showOne(x: Exchange, form: FormState = blankForm, status = 200): Promise<Response> {
  const reader = contestReader(x);
  const file = await applicationFile(x.ctx, key(x));
  return x.page({
    title: `${reader.t.page.title(file.key.seq)}. ${file.application.contest}`,
    crumb: reader.t.page.title(file.key.seq),
    section: "projects",
    status,
    crumbs: await crumbsOf(x, file, false),
    twins: { json: x.href(pathOf(file.key, "/data.json")) },
    body: (
      <ApplicationPage
        reader={reader}
        file={file}
        form={form}
        today={today(x.ctx)}
        {...(file.application.stage === "draft" && { logic: await logicBlock(x, file.project) })}
      />
    ),
  });
}

async function showBegin(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = contestReader(x);
  const project = await showAllowed(x.ctx, x.param("number"), "edit");
  const query = x.query(
    z.object({
      profile: z.string().max(40).optional(),
      call: z.string().max(40).optional(),
      former: z.string().max(4).optional(),
    }),
  );
  const crumbs = [{ label: project.title, href: x.href(`/projects/${project.number}`) }];
  const base = { title: reader.t.begin.title, section: "projects", status, crumbs };
  const code = form.values["profile"] ?? query.profile;
  const profile = code === undefined ? undefined : await findProfile(x.ctx, code);
  if (profile === undefined) {
    const [calls, book] = await Promise.all([callList(x.ctx), profileBook(x.ctx)]);
    const hrefOf = (choice: { profile: string; call?: string }) => {
      const address = new URLSearchParams({
        ...choice,
        ...(query.former !== undefined && { former: query.former }),
      });
      return x.href(`/projects/${project.number}/applications/new?${address.toString()}`);
    };
    const page = <ChoosePage reader={reader} calls={calls.open} book={book} hrefOf={hrefOf} />;
    return x.page({ ...base, body: page });
  }
  const callId = form.values["callId"] ?? query.call ?? "";
  const call = isUuid(callId) ? await findCall(x.ctx, callId) : undefined;
  const lines = await applicationsOf(x.ctx, project.id);
  const asked = { ...form, values: { former: query.former ?? "", ...form.values } };
  return x.page({
    ...base,
    body: (
      <BeginPage
        reader={reader}
        project={project}
        profile={profile}
        call={call}
        lines={lines}
        form={asked}
      />
    ),
  });
}

type Typed = Record<string, unknown>;

const textIn = (given: Typed, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

/** What a form holds for a field: its text, or the rows of its table put together. */
function writtenIn(given: Typed, field: ProfileField): string {
  const { table, code } = field;
  if (table === undefined) return textIn(given, code);
  const last = Object.keys(given).reduce((most, name) => {
    const at = new RegExp(`^${code}-(\\d{1,3})-`).exec(name)?.[1];
    return at === undefined ? most : Math.max(most, Number(at));
  }, -1);
  const rows = Array.from({ length: last + 1 }, (_, at) =>
    Object.fromEntries(
      tables[table].map((name) => [name, textIn(given, cellName(code, { at, key: name }))]),
    ),
  );
  return writeTable(table, rows);
}

type Back = {
  form?: FormState;
  status?: number;
  written?: ReadonlyMap<string, string>;
  clashes?: readonly TextClash[];
};

async function showEdit(x: Exchange, back: Back = {}): Promise<Response> {
  const reader = contestReader(x);
  const { form = blankForm, status = 200, written, clashes = [] } = back;
  const file = await applicationFile(x.ctx, key(x), "write");
  if (file.application.stage !== "draft") throw conflict("projects.application-frozen");
  const sections = sectionLines(file.profile, file.texts);
  const section = found(sections.find(({ code }) => code === x.param("section")));
  const passport = await textsOfPassport(x.ctx, file.project);
  const fields = section.lines.map(({ field }) => field);
  const having = (text: (field: ProfileField) => string | undefined) =>
    new Set(fields.filter((field) => (text(field) ?? "") !== "").map(({ code }) => code));
  const { former } = file;
  return x.page({
    title: section.title,
    section: "projects",
    status,
    crumbs: await crumbsOf(x, file),
    islands: ["okno-counter"],
    body: (
      <EditPage
        reader={reader}
        file={file}
        section={section}
        form={form}
        clashes={clashes}
        copies={{
          passport: having((field) => passportText(field, passport)),
          former: having((field) => former && formerText(field, former)),
        }}
        {...(written !== undefined && { written })}
      />
    ),
  });
}

async function saveSection(x: Exchange, given: Typed): Promise<Response> {
  const { profile } = await showApplication(x.ctx, key(x), "write");
  const section = found(profile.sections.find(({ code }) => code === x.param("section")));
  // A field is written where its form was shown; an empty text is a text.
  const shown = section.fields.filter(({ code }) => textIn(given, `v-${code}`) !== "");
  const texts = shown.map((field) => ({
    field: field.code,
    text: writtenIn(given, field),
    version: Number(textIn(given, `v-${field.code}`)) || 0,
  }));
  const { saved, clashes } = await writeTexts(x.ctx, key(x), texts);
  if (clashes.length > 0) {
    const written = new Map(texts.map(({ field, text }) => [field, text]));
    return showEdit(x, { status: 409, written, clashes });
  }
  const { edit } = contestReader(x).t;
  return x.go(pathOf(key(x)), edit.saved(saved.length));
}

const anyForm = z.looseObject({});

/** A post on an application: on success back to a page of it, on trouble its page with the form kept. */
function act<T>(
  path: string,
  options: {
    asks: string;
    schema: z.ZodType<T>;
    act: (x: Exchange, input: T) => Promise<string>;
    to?: (x: Exchange, input: T) => string;
    again?: (x: Exchange, form: FormState, status: number) => Promise<Response>;
  },
): Route {
  return {
    method: "post",
    path: `${one}${path}`,
    asks: options.asks,
    handle: (x) =>
      submit(x, {
        schema: options.schema,
        act: async (input) => {
          const flash = await options.act(x, input);
          return x.go(options.to?.(x, input) ?? pathOf(key(x)), flash);
        },
        again: (form, status) => (options.again ?? showOne)(x, form, status),
      }),
  };
}

const sectionInput = z.object({ section: z.string().max(40).default("") });
const toSection = (x: Exchange, { section }: { section: string }) =>
  pathOf(key(x), section === "" ? "" : `/fields/${section}`);

async function paper(x: Exchange, kind: "docx" | "pdf"): Promise<Response> {
  const file = await applicationFile(x.ctx, key(x));
  // The funder reads Russian whatever language the page is shown in.
  const reader = contestReader({ ...x, lang: "ru" });
  const paperwork = applicationDocument(reader, file);
  const bytes = kind === "docx" ? await toDocx(paperwork) : await toPdf(paperwork);
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

async function dataOf(x: Exchange): Promise<Response> {
  const file = await applicationFile(x.ctx, key(x));
  const texts = sentTexts(file);
  const [line] = applicationsJson(
    (await applicationsOf(x.ctx, file.project.id)).filter(({ seq }) => seq === file.key.seq),
  );
  return x.json({
    project: file.project.number,
    ...line,
    profile: file.profile.code,
    sha256: file.application.snapshot_sha256,
    fields: Object.fromEntries([...texts].map(([code, { text }]) => [code, text])),
  });
}

/** The text that each remark spoke of. */
export async function textsThen(
  ctx: Ctx,
  application: string,
): Promise<(remark: Remark) => string | undefined> {
  const history = await selectTextHistory(ctx, application);
  return ({ kind, field, text_version: version }) =>
    kind === "review" && field !== "" ? history.get(`${field} ${version}`)?.text : undefined;
}

/** Marks an activity as costing nothing, or takes the mark away. */
async function markCostless(
  x: Exchange,
  input: { activity: string; costless?: string | undefined },
) {
  await transact(x.ctx, async (tx) => {
    const project = await loadAllowed(tx, x.param("number"), "edit");
    const activities = await selectPart(tx, project.id, "activities");
    found(activities.find(({ id }) => id === input.activity));
    const costless = input.costless === "yes";
    await saveCostless(tx, project.id, { activity: input.activity, costless });
  });
  return x.go(`/projects/${x.param("number")}`, contestReader(x).t.done.costless);
}

async function showList(x: Exchange): Promise<Response> {
  const reader = contestReader(x);
  const project = await showAllowed(x.ctx, x.param("number"));
  const lines = await applicationsOf(x.ctx, project.id);
  const mayBegin = may(projectPolicy, x.ctx.actor, "edit", project) && project.is_open;
  return x.page({
    title: reader.t.list.title(lines.length),
    section: "projects",
    crumbs: [{ label: project.title, href: x.href(`/projects/${project.number}`) }],
    twins: { json: x.href(`/projects/${project.number}/applications.json`) },
    body: (
      <ApplicationsPage
        reader={reader}
        project={project}
        lines={lines}
        mayBegin={mayBegin}
        logic={await logicBlock(x, project)}
      />
    ),
  });
}

export const applicationRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/projects/:number/applications",
    asks: "projects.project.read",
    handle: showList,
  },
  {
    method: "get",
    path: "/projects/:number/applications/new",
    asks: "projects.project.edit",
    handle: (x) => showBegin(x),
  },
  {
    method: "get",
    path: "/projects/:number/applications.json",
    asks: "projects.project.read",
    handle: async (x) => {
      const project = await showAllowed(x.ctx, x.param("number"));
      return x.json(applicationsJson(await applicationsOf(x.ctx, project.id)));
    },
  },
  {
    method: "post",
    path: "/projects/:number/applications",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: beginInput,
        act: async ({ asked, ...input }) => {
          const application = await beginApplication(x.ctx, x.param("number"), {
            ...input,
            ...(asked !== undefined && { asked: String(asked / 100) }),
          });
          const at = { project: x.param("number"), seq: application.seq };
          return x.go(pathOf(at), contestReader(x).t.done.begun);
        },
        again: (form, status) => showBegin(x, form, status),
      }),
  },
  {
    method: "post",
    path: "/projects/:number/costless",
    asks: "projects.project.edit",
    handle: (x) =>
      submit(x, {
        schema: z.object({ activity: z.uuid(), costless: z.literal("yes").optional() }),
        act: (input) => markCostless(x, input),
        again: () => {
          throw conflict("projects.changed-meanwhile");
        },
      }),
  },
  { method: "get", path: one, asks: read, handle: (x) => showOne(x) },
  { method: "get", path: `${one}/data.json`, asks: read, handle: dataOf },
  { method: "get", path: `${one}/application.docx`, asks: read, handle: (x) => paper(x, "docx") },
  { method: "get", path: `${one}/application.pdf`, asks: read, handle: (x) => paper(x, "pdf") },
  { method: "get", path: `${one}/fields/:section`, asks: write, handle: (x) => showEdit(x) },
  {
    method: "post",
    path: `${one}/fields/:section`,
    asks: write,
    handle: (x) =>
      submit(x, {
        schema: anyForm,
        act: (given) => saveSection(x, given),
        again: (form, status) => showOne(x, form, status),
      }),
  },
  {
    method: "get",
    path: `${one}/copy`,
    asks: read,
    handle: async (x) => {
      const reader = contestReader(x);
      const file = await applicationFile(x.ctx, key(x));
      const ticks = await selectTicks(x.ctx, file.application.id);
      return x.page({
        title: reader.t.copy.title,
        section: "projects",
        crumbs: await crumbsOf(x, file),
        body: <CopyPage reader={reader} file={file} ticks={ticks} />,
      });
    },
  },
  {
    method: "get",
    path: `${one}/changes`,
    asks: read,
    handle: async (x) => {
      const reader = contestReader(x);
      const file = await applicationFile(x.ctx, key(x));
      const was = await textsThen(x.ctx, file.application.id);
      return x.page({
        title: reader.t.changes.title,
        section: "projects",
        crumbs: await crumbsOf(x, file),
        body: <ChangesPage reader={reader} file={file} was={was} />,
      });
    },
  },
  act("/take", {
    asks: write,
    schema: takeInput.extend(sectionInput.shape),
    act: async (x, input) => {
      await takeText(x.ctx, key(x), input);
      return contestReader(x).t.done.taken;
    },
    to: toSection,
  }),
  act("/back", {
    asks: write,
    schema: sectionInput.extend({ field: z.string().max(40) }),
    act: async (x, { field }) => {
      await textToPassport(x.ctx, key(x), field);
      return contestReader(x).t.done.back;
    },
    to: toSection,
  }),
  act("/copy", {
    asks: write,
    schema: z.object({
      field: z.string().max(40),
      version: z.coerce.number().int(),
      off: z.literal("yes").optional(),
    }),
    act: async (x, { field, version, off }) => {
      const { application } = await showApplication(x.ctx, key(x), "write");
      if (off === "yes") await deleteTick(x.ctx, application.id, field);
      else await saveTick(x.ctx, application.id, { field, version });
      const { done } = contestReader(x).t;
      return off === "yes" ? done.unticked : done.ticked;
    },
    to: (x, { field }) => `${pathOf(key(x), "/copy")}#field-${field}`,
  }),
  act("/submit", {
    asks: send,
    schema: submitInput,
    act: async (x, input) => {
      const { number } = await submitApplication(x.ctx, key(x), input);
      return contestReader(x).t.done.submitted(number);
    },
  }),
  act("/decide", {
    asks: send,
    // Read again by the action from the text that was typed.
    schema: decideInput,
    act: async (x, { granted, score, ...input }) => {
      await decideApplication(x.ctx, key(x), {
        ...input,
        ...(granted !== undefined && { granted: String(granted / 100) }),
        ...(score !== undefined && { score: String(score) }),
      });
      return contestReader(x).t.done.decided;
    },
  }),
  act("/show-remarks", {
    asks: send,
    schema: z.object({ shown: z.enum(["yes", "no"]) }),
    act: async (x, { shown }) => {
      await showRemarks(x.ctx, key(x), { shown: shown === "yes" });
      const { done } = contestReader(x).t;
      return shown === "yes" ? done.remarksShown : done.remarksHidden;
    },
  }),
  act("/withdraw", {
    asks: send,
    schema: z.object({ version: seenVersion }),
    act: async (x, input) => {
      await withdrawApplication(x.ctx, key(x), input);
      return contestReader(x).t.done.withdrawn;
    },
  }),
  act("/remarks", {
    asks: write,
    schema: answerRemarkInput,
    act: async (x, input) => {
      await answerRemark(x.ctx, key(x), input);
      return contestReader(x).t.done.answered;
    },
    to: (x) => `${pathOf(key(x))}#remarks`,
  }),
];
