import {
  applicationAction,
  applicationBreadcrumbs,
  applicationKeyOf,
  applicationPattern,
  renderApplication,
  writePermission,
} from "../applications/action-route.tsx";
import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { loadApplication } from "../applications/load.ts";
import { loadApplicationDetails } from "../applications/reads.ts";
import {
  contestViewContext,
  applicationPath,
  applicationSectionRows,
} from "../applications/view.ts";
import {
  copyTextInput,
  copyTextFromSource,
  copyTextToCharter,
  loadCharterTexts,
  saveTexts,
  type TextConflict,
} from "../applications/actions.ts";
import { ApplicationEditPage, cellName } from "./page.tsx";
import { tableColumns, type ProfileField } from "../contests/profile.ts";
import { textFromFormer, charterText, formatTableText } from "../prefill/prefill.ts";

type SubmittedForm = Record<string, unknown>;

const formText = (given: SubmittedForm, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

/**
 * Returns the submitted text of a field: the value itself, or the rows of its table as one text.
 */
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
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c), "write");
  if (details.application.stage !== "draft") throw conflict("projects.application-frozen");
  const sections = applicationSectionRows(details.profile, details.texts);
  const section = orNotFound(sections.find(({ code }) => code === c.param("section")));
  const passport = await loadCharterTexts(c.ctx, details.project);
  const fields = section.fields.map(({ field }) => field);
  const fieldsWithText = (text: (field: ProfileField) => string | undefined) =>
    new Set(fields.filter((field) => (text(field) ?? "") !== "").map(({ code }) => code));
  const { former } = details;
  return c.page({
    title: section.title,
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, details),
    islands: ["okno-counter"],
    body: (
      <ApplicationEditPage
        viewContext={view}
        details={details}
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
  // Only fields whose version was posted were on the form; an empty text is a valid text.
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

const sectionInput = z.object({ section: z.string().max(40).default("") });
const sectionPath = (c: RequestContext, { section }: { section: string }) =>
  applicationPath(applicationKeyOf(c), section === "" ? "" : `/fields/${section}`);

export const applicationEditRoutes: readonly Route[] = [
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
  applicationAction("/take", {
    permission: writePermission,
    schema: copyTextInput.extend(sectionInput.shape),
    act: async (c, input) => {
      await copyTextFromSource(c.ctx, applicationKeyOf(c), input);
      return contestViewContext(c).t.done.taken;
    },
    pathAfter: sectionPath,
  }),
  applicationAction("/back", {
    permission: writePermission,
    schema: sectionInput.extend({ field: z.string().max(40) }),
    act: async (c, { field }) => {
      await copyTextToCharter(c.ctx, applicationKeyOf(c), field);
      return contestViewContext(c).t.done.back;
    },
    pathAfter: sectionPath,
  }),
];
