import type { ComponentChildren } from "preact";
import type { ZodType } from "zod";
import { actionRoute } from "#base/http/action-route.ts";
import { refusalOnly, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { PageHeader, Stack, Tabs, FormErrorSummary } from "#base/ui/index.ts";
import { authorizeOnOrganisation } from "../actions.ts";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation, type Organisation } from "../store.ts";
import { createView } from "../view.ts";
import { canActOnOrganisation } from "./permissions.ts";

export type SelfServiceTab = "edit" | "services" | "members" | "ties" | "propose";

/** Loads the card whose page this person may change; refuses others with not-found. */
export async function loadManagedOrganisation(
  c: RequestContext,
  action: "keep" | "propose" = "keep",
): Promise<Organisation> {
  const organisation = await loadOrganisation(c.ctx, c.param("id"));
  await authorizeOnOrganisation(c.ctx, action, organisation);
  return organisation;
}

type SelfServicePage = {
  organisation: Organisation;
  tab: SelfServiceTab;
  lead: string;
  form: FormState;
  status?: number | undefined;
  body: ComponentChildren;
};

/** Renders a page of an organisation's self-service in its common layout. */
export async function renderSelfService(
  c: RequestContext,
  { organisation, tab, lead, form, status = 200, body }: SelfServicePage,
): Promise<Response> {
  const { t } = createView(c);
  const base = `/organisations/${organisation.id}`;
  const canPropose =
    !may(organisationPolicy, c.ctx.actor, "change", organisation) &&
    (await canActOnOrganisation(c.ctx, "propose", organisation));
  const tabs: [SelfServiceTab, string][] = [
    ["edit", t.own.about],
    ["services", t.services.keepTitle],
    ["members", t.members.title],
    ["ties", t.relationsPage.title],
    ...(canPropose ? ([["propose", t.own.propose]] as [SelfServiceTab, string][]) : []),
  ];
  return c.page({
    title: t.own.title(organisation.short_name),
    section: "organisations",
    status,
    breadcrumbs: [
      { label: t.registry.title, href: c.href("/organisations") },
      { label: organisation.short_name, href: c.href(base) },
    ],
    body: (
      <Stack gap="l">
        <PageHeader title={t.own.title(organisation.short_name)} lead={lead} />
        <Tabs
          label={t.own.tabs}
          tabs={tabs.map(([name, label]) => ({
            href: c.href(`${base}/${name}`),
            label,
            current: name === tab,
          }))}
        />
        <FormErrorSummary form={form} />
        {body}
      </Stack>
    ),
  });
}

/** A form that came back, and the status it is shown with. */
export type RejectedForm = { form: FormState; status: number };

type ShowSelfService = (c: RequestContext, rejected?: RejectedForm) => Promise<Response>;

type SelfServiceAction<T> = {
  /** The last part of the address; without it the form is the main one of the page. */
  name?: string;
  schema: ZodType<T>;
  /** Acts for the organisation; returns the flash. */
  act: (c: RequestContext, input: T, organisationId: string) => Promise<string>;
};

/** Creates the path of a self-service page. */
export const selfServicePath = (tab: SelfServiceTab): string =>
  `/organisations/:id{[0-9a-f-]+}/${tab}`;

export const selfServicePermission = "organisations.organisations.keep";

/**
 * Creates the route of a form on a self-service page. A refused main form comes back as filled, a
 * refusal of another form is shown over a blank one.
 */
export function selfServiceAction<T>(
  { tab, show }: { tab: SelfServiceTab; show: ShowSelfService },
  { name, schema, act }: SelfServiceAction<T>,
): Route {
  return actionRoute({
    path: name === undefined ? selfServicePath(tab) : `${selfServicePath(tab)}/${name}`,
    permission: selfServicePermission,
    schema,
    load: async (c) => (await loadManagedOrganisation(c)).id,
    async act(c, input, id) {
      return { path: `/organisations/${id}/${tab}`, flash: await act(c, input, id) };
    },
    onInvalid: (c, form, status) =>
      show(c, { form: name === undefined ? form : refusalOnly(form), status }),
  });
}
