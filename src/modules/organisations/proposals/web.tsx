import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { loadOwn, ownPage } from "../self-service/layout.tsx";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation } from "../store.ts";
import { viewOf } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";
import { decideProposal, decisionInput, proposalInput, proposeChanges } from "./actions.ts";
import { ProposalsPage, ProposeForm } from "./page.tsx";
import { newestProposal, waitingProposals } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/propose";
const asks = "organisations.organisations.propose";

/** What only a keeper changes, asked for by the organisation. */
export const proposalRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => showPropose(x) },
  { method: "post", path, asks, handle: postPropose },
];

type Again = { form: FormState; status: number };

async function showPropose(x: Exchange, again?: Again): Promise<Response> {
  const organisation = await loadOwn(x, "propose");
  const view = viewOf(x);
  const { kind, name, inn, ogrn } = organisation;
  const form =
    again?.form ??
    filledForm({
      kind,
      name,
      inn,
      ogrn,
      shortName: organisation.short_name,
      legalForm: organisation.legal_form,
    });
  const last = await newestProposal(x.ctx, organisation.id);
  return ownPage(x, {
    organisation,
    tab: "propose",
    lead: view.t.own.proposeLead,
    form,
    status: again?.status,
    body: <ProposeForm view={view} organisationId={organisation.id} form={form} last={last} />,
  });
}

async function postPropose(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x, "propose");
  return submit(x, {
    schema: proposalInput,
    async act(input) {
      await proposeChanges(x.ctx, id, input);
      return x.go(`/organisations/${id}/propose`, viewOf(x).t.own.proposed);
    },
    again: (form, status) => showPropose(x, { form, status }),
  });
}

/** Everything that waits for the keepers' word. */
export async function showProposals(x: Exchange, again?: Again): Promise<Response> {
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });
  const view = viewOf(x);
  const waiting = await waitingProposals(x.ctx);
  const proposals = await Promise.all(
    waiting.map(async (proposal) => ({
      ...proposal,
      organisation: await loadOrganisation(x.ctx, proposal.organisation_id),
    })),
  );
  return x.page({
    title: view.t.proposals.title,
    section: "admin",
    ...(again !== undefined && { status: again.status }),
    crumbs: [{ label: view.t.admin.title, href: x.href("/admin/organisations") }],
    body: <ProposalsPage view={view} proposals={proposals} form={again?.form} />,
  });
}

export async function postDecision(x: Exchange): Promise<Response> {
  demand({ policy: organisationPolicy, actor: x.ctx.actor, action: "change" });
  const { t } = viewOf(x);
  return submit(x, {
    schema: decisionInput,
    async act(input) {
      await decideProposal(x.ctx, input);
      const said = input.decision === "accept" ? t.proposals.accepted : t.proposals.declined;
      return x.go("/admin/organisations/proposals", said);
    },
    again: (form, status) =>
      showProposals(x, { form: { ...wholly(form), values: form.values }, status }),
  });
}
