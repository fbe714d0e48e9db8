import { actionRoute } from "#base/http/action-route.ts";
import { filledForm, submit, type FormState, refusalOnly } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation } from "../store.ts";
import { createView } from "../view.ts";
import { decideProposal, decisionInput, proposalInput, proposeChanges } from "./actions.ts";
import { ProposalsPage, ProposalForm } from "./page.tsx";
import { findLatestProposal, listWaitingProposals } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/propose";
const proposePermission = "organisations.organisations.propose";

/** Routes by which an organisation proposes changes. */
export const proposalRoutes: Route[] = [
  { method: "get", path, permission: proposePermission, handle: (c) => showProposalForm(c) },
  actionRoute({
    path,
    permission: proposePermission,
    schema: proposalInput,
    async load(c) {
      const { id } = await loadManagedOrganisation(c, "propose");
      return { id };
    },
    async act(c, input, { id }) {
      await proposeChanges(c.ctx, id, input);
      return { path: `/organisations/${id}/propose`, flash: createView(c).t.own.proposed };
    },
    onInvalid: (c, form, status) => showProposalForm(c, { form, status }),
  }),
];

type RejectedForm = { form: FormState; status: number };

async function showProposalForm(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c, "propose");
  const view = createView(c);
  const { kind, name, inn, ogrn } = organisation;
  const form =
    rejected?.form ??
    filledForm({
      kind,
      name,
      inn,
      ogrn,
      shortName: organisation.short_name,
      legalForm: organisation.legal_form,
    });
  const last = await findLatestProposal(c.ctx, organisation.id);
  return renderSelfService(c, {
    organisation,
    tab: "propose",
    lead: view.t.own.proposeLead,
    form,
    status: rejected?.status,
    body: <ProposalForm view={view} organisationId={organisation.id} form={form} last={last} />,
  });
}

/** Shows the proposals that wait for a decision. */
export async function showProposals(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });
  const view = createView(c);
  const waiting = await listWaitingProposals(c.ctx);
  const proposals = await Promise.all(
    waiting.map(async (proposal) => ({
      ...proposal,
      organisation: await loadOrganisation(c.ctx, proposal.organisation_id),
    })),
  );
  return c.page({
    title: view.t.proposals.title,
    section: "admin",
    ...(rejected !== undefined && { status: rejected.status }),
    breadcrumbs: [{ label: view.t.admin.title, href: c.href("/admin/organisations") }],
    body: <ProposalsPage view={view} proposals={proposals} form={rejected?.form} />,
  });
}

/**
 * Accepts or declines a proposal from the posted form; a refusal shows the list again with the remark
 * as written.
 */
export async function postDecision(c: RequestContext): Promise<Response> {
  authorize({ policy: organisationPolicy, actor: c.ctx.actor, action: "change" });
  const { t } = createView(c);
  return submit(c, {
    schema: decisionInput,
    async onValid(input) {
      await decideProposal(c.ctx, input);
      const flash = input.decision === "accept" ? t.proposals.accepted : t.proposals.declined;
      return c.redirect("/admin/organisations/proposals", flash);
    },
    onInvalid: (form, status) =>
      showProposals(c, { form: { ...refusalOnly(form), values: form.values }, status }),
  });
}
