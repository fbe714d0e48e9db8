import { actionRoute } from "#base/http/action-route.ts";
import type { ComponentChildren } from "preact";
import { z } from "zod";
import { attachmentResponse, saveAttachment } from "#base/files/attachments.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { authorize, may } from "#base/policy.ts";
import { invalidField } from "#base/refusal.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import type { Project } from "#modules/projects/index.ts";
import {
  approveEntry,
  createEntry,
  entryInput,
  rejectEntry,
  listPendingEntries,
} from "./actions.ts";
import { isAllowed, findIndicator } from "../load.ts";
import { EntryFormPage, EntriesSection, EntryPage, PendingEntriesPage } from "./page.tsx";
import { indicatorPolicy } from "../policy.ts";
import {
  listEntries,
  selectEntry,
  actorPersonId,
  type IndicatorEntry,
  type Indicator,
} from "../store.ts";
import { createIndicatorViewContext, type IndicatorViewContext } from "../view.ts";

const section = "indicators";

/** Renders the entries on an indicator's page; nothing for indicators counted from sources. */
export async function renderEntriesSection(
  c: RequestContext,
  {
    viewContext: view,
    indicator,
    project,
  }: { viewContext: IndicatorViewContext; indicator: Indicator; project: Project },
): Promise<ComponentChildren> {
  if (indicator.source !== "indicators.entered") return null;
  const entries = (await listEntries(c.ctx, { indicator: indicator.id })).filter((entry) =>
    isAllowed(c.ctx, project, "readEntry", entry.place_id),
  );
  return (
    <EntriesSection
      viewContext={view}
      indicator={indicator}
      entries={entries}
      maySee={entries.length > 0}
      mayEnter={canEnterAny(c, project, indicator)}
    />
  );
}

const canEnterAny = (c: RequestContext, project: Project, indicator: Indicator): boolean =>
  [null, ...indicator.places].some((place) => isAllowed(c.ctx, project, "enter", place));

const entryForm = entryInput.omit({ fileId: true }).extend({
  file: z.file("indicators.no-file").optional(),
  kept: z.uuid().optional(),
});

async function renderEntryForm(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const { indicator, project } = await findIndicator(c.ctx, c.param("id"), {
    action: "read",
  });
  if (!canEnterAny(c, project, indicator))
    authorize({
      policy: indicatorPolicy,
      actor: c.ctx.actor,
      action: "enter",
      row: { ...project, place_id: null },
    });
  return c.page({
    title: view.t.entries.add,
    section,
    status,
    breadcrumbs: [{ label: indicator.title, href: c.href(`/indicators/${indicator.id}`) }],
    body: <EntryFormPage viewContext={view} indicator={indicator} form={form} />,
  });
}

/** Saves the file before the transaction; a form refused after that has its id. */
async function postEntry(
  c: RequestContext,
  input: z.output<typeof entryForm>,
  kept: { id?: string },
): Promise<Response> {
  const { file, kept: before, ...rest } = input;
  await findIndicator(c.ctx, c.param("id"), { action: "enter", place: rest.placeId ?? null });
  if (file !== undefined) {
    const bytes = Buffer.from(await file.arrayBuffer());
    kept.id = await saveAttachment(c.ctx, { name: file.name, bytes, field: "file" });
  } else if (before !== undefined) kept.id = before;
  if (kept.id === undefined) throw invalidField("file", "indicators.no-file");
  await createEntry(c.ctx, c.param("id"), { ...rest, fileId: kept.id });
  return c.redirect(
    `/indicators/${c.param("id")}`,
    (await createIndicatorViewContext(c)).t.entries.entered,
  );
}

/** Loads an entry the actor may read, with its indicator. */
async function loadEntry(
  c: RequestContext,
): Promise<{ entry: IndicatorEntry; indicator: Indicator; project: Project }> {
  const entry = await selectEntry(c.ctx, c.param("id"));
  const found = await findIndicator(c.ctx, entry.indicator_id, {
    action: "readEntry",
    place: entry.place_id,
  });
  return { entry, ...found };
}

async function renderEntry(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = await createIndicatorViewContext(c);
  const { entry, indicator, project } = await loadEntry(c);
  const names = await loadPersonNames(
    c.ctx,
    [entry.entered_by, entry.reviewed_by].flatMap((id) => id ?? []),
  );
  return c.page({
    title: view.t.entries.page,
    section,
    status,
    breadcrumbs: [{ label: indicator.title, href: c.href(`/indicators/${indicator.id}`) }],
    body: (
      <EntryPage
        viewContext={view}
        entry={entry}
        indicator={indicator}
        names={names}
        form={form}
        canReview={isAllowed(c.ctx, project, "approve", entry.place_id)}
        isOwn={entry.entered_by !== null && entry.entered_by === actorPersonId(c.ctx)}
      />
    ),
  });
}

const noInput = z.object({});
const rejectInput = z.object({ reason: z.string().max(500).default("") });

export const entryRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/indicators/:id/enter",
    permission: "indicators.indicator.enter",
    handle: (c) => renderEntryForm(c),
  },
  actionRoute({
    path: "/indicators/:id/enter",
    permission: "indicators.indicator.enter",
    maxBody: 21 * 1024 * 1024,
    schema: entryForm,
    // The file was saved before another field was rejected.
    load: (): { id?: string } => ({}),
    act: postEntry,
    onInvalid: (c, form, status, kept) =>
      renderEntryForm(
        c,
        kept.id === undefined ? form : { ...form, values: { ...form.values, kept: kept.id } },
        status,
      ),
  }),
  {
    method: "get",
    path: "/indicators/entries",
    permission: "indicators.indicator.waiting",
    handle: async (c) => {
      authorize({ policy: indicatorPolicy, actor: c.ctx.actor, action: "waiting" });
      const view = await createIndicatorViewContext(c);
      const entries = await listPendingEntries(c.ctx);
      return c.page({
        title: view.t.entries.waiting,
        section,
        ...(may(indicatorPolicy, c.ctx.actor, "overview") && {
          breadcrumbs: [{ label: view.t.overview.title, href: c.href("/indicators") }],
        }),
        body: <PendingEntriesPage viewContext={view} entries={entries} />,
      });
    },
  },
  {
    method: "get",
    path: "/indicators/entries/:id",
    permission: "indicators.indicator.readEntry",
    handle: (c) => renderEntry(c),
  },
  {
    method: "get",
    path: "/indicators/entries/:id/file",
    permission: "indicators.indicator.readEntry",
    handle: async (c) => attachmentResponse(c.ctx, (await loadEntry(c)).entry.file_id),
  },
  actionRoute({
    path: "/indicators/entries/:id/approve",
    permission: "indicators.indicator.approve",
    schema: noInput,
    async act(c) {
      const indicator = await approveEntry(c.ctx, c.param("id"));
      return {
        path: `/indicators/${indicator.id}`,
        flash: (await createIndicatorViewContext(c)).t.entries.approved,
      };
    },
    onInvalid: (c, form, status) => renderEntry(c, form, status),
  }),
  actionRoute({
    path: "/indicators/entries/:id/refuse",
    permission: "indicators.indicator.approve",
    schema: rejectInput,
    async act(c, input) {
      const indicator = await rejectEntry(c.ctx, c.param("id"), input);
      return {
        path: `/indicators/${indicator.id}`,
        flash: (await createIndicatorViewContext(c)).t.entries.refused,
      };
    },
    onInvalid: (c, form, status) => renderEntry(c, form, status),
  }),
];
