import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { createSeries, seriesInput } from "../actions.ts";
import { requestConsultation } from "../requests/actions.ts";
import { RequestPage } from "../requests/ask-page.tsx";
import { SeriesPage } from "../slots/page.tsx";
import { consultationPolicy } from "../policy.ts";
import { listFreeSlots } from "../slots/store.ts";
import { listOpenSeries } from "../store.ts";
import { createConsultationViewContext } from "../view.ts";
import { requestForm } from "../requests/web.tsx";

const notePermission = "consultations.consultation.note";

const noteForm = requestForm.and(
  z.object({
    askedOn: z.iso.date("consultations.date-wrong").optional(),
    seriesId: z.uuid().optional(),
  }),
);

/** Routes for notes of telephone calls and for series of meetings. */
export const noteRoutes: Route[] = [
  {
    method: "get",
    path: "/consultations/new",
    permission: notePermission,
    handle: (c) => renderNoteForm(c),
  },
  actionRoute({
    path: "/consultations/new",
    permission: notePermission,
    schema: noteForm,
    load: (c) => authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" }),
    async act(c, input) {
      const { surname, givenName, email, phone, organisation, ...rest } = input;
      const { number } = await requestConsultation(c.ctx, {
        ...rest,
        contact: { surname, givenName, email, phone, organisation, consent: "telephone" },
        channel: "telephone",
        aboutProjectId: input.project,
      });
      return {
        path: `/consultations/${number}`,
        flash: createConsultationViewContext(c).t.done.noted(number),
      };
    },
    onInvalid: (c, form, status) => renderNoteForm(c, { form, status }),
  }),
  {
    method: "get",
    path: "/consultations/series",
    permission: notePermission,
    handle: (c) => renderSeries(c),
  },
  actionRoute({
    path: "/consultations/series",
    permission: notePermission,
    schema: seriesInput,
    load: (c) => authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" }),
    async act(c, input) {
      await createSeries(c.ctx, input);
      return {
        path: "/consultations/new",
        flash: createConsultationViewContext(c).t.done.series,
      };
    },
    onInvalid: (c, form, status) => renderSeries(c, { form, status }),
  }),
];

async function renderNoteForm(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" });
  const view = createConsultationViewContext(c);
  const [municipalities, slots, series] = await Promise.all([
    listMunicipalities(c.ctx),
    listFreeSlots(c.ctx, { limit: 30 }),
    listOpenSeries(c.ctx),
  ]);
  return c.page({
    title: view.t.note.title,
    section: "consultations",
    status,
    islands: ["okno-counter"],
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: (
      <RequestPage
        view={view}
        form={{ ...form, values: { ...form.values, key: form.values.key ?? c.ctx.newId() } }}
        municipalities={municipalities}
        slots={slots}
        series={series}
        noting
      />
    ),
  });
}

function renderSeries(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Response {
  authorize({ policy: consultationPolicy, actor: c.ctx.actor, action: "note" });
  const view = createConsultationViewContext(c);
  return c.page({
    title: view.t.series.title,
    section: "consultations",
    status,
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: <SeriesPage view={view} form={form} />,
  });
}
