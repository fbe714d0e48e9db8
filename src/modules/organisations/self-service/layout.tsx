import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import type { Exchange } from "#base/http/route.ts";
import { may } from "#base/policy.ts";
import { Place, Stack, Tabs, FormTrouble } from "#base/ui/index.ts";
import { demandOver } from "../actions.ts";
import { organisationPolicy } from "../policy.ts";
import { loadOrganisation, type Organisation } from "../store.ts";
import { viewOf } from "../view.ts";
import { mayOver } from "./permissions.ts";

export type OwnTab = "edit" | "services" | "members" | "ties" | "propose";

/** The card whose page this person keeps. */
export async function loadOwn(
  x: Exchange,
  action: "keep" | "propose" = "keep",
): Promise<Organisation> {
  const organisation = await loadOrganisation(x.ctx, x.param("id"));
  await demandOver(x.ctx, action, organisation);
  return organisation;
}

type OwnPage = {
  organisation: Organisation;
  tab: OwnTab;
  lead: string;
  form: FormState;
  status?: number | undefined;
  body: ComponentChildren;
};

/** One frame for everything that an organisation keeps of itself. */
export async function ownPage(
  x: Exchange,
  { organisation, tab, lead, form, status = 200, body }: OwnPage,
): Promise<Response> {
  const { t } = viewOf(x);
  const base = `/organisations/${organisation.id}`;
  const mayPropose =
    !may(organisationPolicy, x.ctx.actor, "change", organisation) &&
    (await mayOver(x.ctx, "propose", organisation));
  const tabs: [OwnTab, string][] = [
    ["edit", t.own.about],
    ["services", t.services.keepTitle],
    ["members", t.members.title],
    ["ties", t.relationsPage.title],
    ...(mayPropose ? ([["propose", t.own.propose]] as [OwnTab, string][]) : []),
  ];
  return x.page({
    title: t.own.title(organisation.short_name),
    section: "organisations",
    status,
    crumbs: [
      { label: t.registry.title, href: x.href("/organisations") },
      { label: organisation.short_name, href: x.href(base) },
    ],
    body: (
      <Stack gap="l">
        <Place title={t.own.title(organisation.short_name)} lead={lead} />
        <Tabs
          label={t.own.tabs}
          tabs={tabs.map(([name, label]) => ({
            href: x.href(`${base}/${name}`),
            label,
            current: name === tab,
          }))}
        />
        <FormTrouble form={form} />
        {body}
      </Stack>
    ),
  });
}
