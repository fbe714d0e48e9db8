import { actionRoute } from "#base/http/action-route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { SlotsPage } from "./page.tsx";
import { slotPolicy } from "../policy.ts";
import { offerInput, offerSlots, withdrawSlot } from "./actions.ts";
import { listSlots } from "./store.ts";
import { createConsultationViewContext } from "../view.ts";

const offerPermission = "consultations.slot.offer";

/** Routes of the hours that a consultant offers. */
export const slotRoutes: Route[] = [
  {
    method: "get",
    path: "/consultations/slots",
    permission: offerPermission,
    handle: (c) => renderSlots(c),
  },
  actionRoute({
    path: "/consultations/slots",
    permission: offerPermission,
    schema: offerInput.omit({ consultantId: true }),
    load: (c) => authorize({ policy: slotPolicy, actor: c.ctx.actor, action: "offer" }),
    async act(c, input) {
      const count = await offerSlots(c.ctx, input);
      return {
        path: "/consultations/slots",
        flash: createConsultationViewContext(c).t.done.slots(count),
      };
    },
    onInvalid: (c, form, status) => renderSlots(c, { form, status }),
  }),
  {
    method: "post",
    path: "/consultations/slots/:slot{[0-9a-f-]{36}}/withdraw",
    permission: "consultations.slot.withdraw",
    async handle(c) {
      await withdrawSlot(c.ctx, c.param("slot"));
      return c.redirect("/consultations/slots", createConsultationViewContext(c).t.done.slotGone);
    },
  },
];

async function renderSlots(
  c: RequestContext,
  { form = emptyForm, status = 200 }: { form?: FormState; status?: number } = {},
): Promise<Response> {
  const { actor } = c.ctx;
  authorize({ policy: slotPolicy, actor, action: "offer" });
  const view = createConsultationViewContext(c);
  const slots =
    actor.kind === "person"
      ? await listSlots(c.ctx, { consultantId: actor.id, from: view.now })
      : [];
  return c.page({
    title: view.t.slots.title,
    section: "consultations",
    status,
    breadcrumbs: [{ label: view.t.queue.title, href: c.href("/consultations/queue") }],
    body: <SlotsPage view={view} slots={slots} form={form} />,
  });
}
