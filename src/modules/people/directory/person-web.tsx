import { z } from "zod";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import {
  adminPermission,
  formatDay,
  peopleCrumbs,
  loadRoleScopeOptions,
  accessState,
  organisationNameField,
} from "./view.ts";
import { loadPersonDetails } from "./reads.ts";
import { endRole, grantInput, grantRole } from "../roles/actions.ts";
import {
  invitationValidDays,
  inviteInput,
  inviteUser,
  withdrawInvitation,
} from "../invitations/actions.ts";
import { listOpenInvitations } from "../invitations/store.ts";
import { InvitePage } from "./page.tsx";
import { PersonPage } from "./person-page.tsx";
import { blockPerson, unblockPerson } from "../accounts/actions.ts";
import {
  describeRoles,
  resolveOrganisationByName,
  type OrganisationLookup,
} from "../roles/places.ts";
import { authorizeAdmin } from "../policy.ts";
import { endPersonSessions } from "../sign-in/sessions.ts";
import { messagesFor } from "../messages.ts";

/** Creates the routes of invitations and of one person's page. */
export function personAdminRoutes(organisations: OrganisationLookup): Route[] {
  const get = (path: string, handle: Route["handle"]): Route => ({
    method: "get",
    path,
    permission: adminPermission,
    handle,
  });
  const post = (path: string, handle: Route["handle"]): Route => ({
    method: "post",
    path,
    permission: adminPermission,
    handle,
  });
  const actionButton = (path: string, press: PersonAction) =>
    post(`/admin/people/:id${path}`, (c) => runPersonAction(c, organisations, press));
  const adminMessages = (c: RequestContext) => messagesFor(c.lang).admin;
  return [
    get("/admin/people/invite", (c) => renderInvite(c, { organisations, form: emptyForm })),
    post("/admin/people/invite", (c) => postInvite(c, organisations)),
    post("/admin/people/invitations/:id/withdraw", postWithdraw),
    get("/admin/people/:id", (c) => renderPerson(c, { organisations, form: emptyForm })),
    post("/admin/people/:id/roles", (c) => postGrant(c, organisations)),
    actionButton("/roles/:role/end", (c) => ({
      act: endRole(c.ctx, c.param("role")),
      flash: adminMessages(c).roleEnded,
    })),
    actionButton("/block", (c) => ({
      act: blockPerson(c.ctx, c.param("id")),
      flash: adminMessages(c).blockedFlash,
    })),
    actionButton("/unblock", (c) => ({
      act: unblockPerson(c.ctx, c.param("id")),
      flash: adminMessages(c).unblockedFlash,
    })),
    actionButton("/sessions/end", (c) => ({
      act: endPersonSessions(c.ctx, c.param("id")),
      flash: adminMessages(c).sessionsEnded,
    })),
  ];
}

type RenderOptions = { organisations: OrganisationLookup; form: FormState; status?: number };

async function renderInvite(
  c: RequestContext,
  { organisations, form, status = 200 }: RenderOptions,
): Promise<Response> {
  authorizeAdmin(c.ctx);
  const t = messagesFor(c.lang);
  const [choices, waiting] = await Promise.all([
    loadRoleScopeOptions(c, organisations),
    listOpenInvitations(c.ctx),
  ]);
  const now = c.ctx.now();
  const model = {
    days: invitationValidDays,
    choices,
    form,
    waiting: waiting.map((one) => ({
      id: one.id,
      name: one.name,
      email: one.email,
      role: t.roles[one.role],
      expires: formatDay(c, one.expires_at),
      expired: one.expires_at <= now,
    })),
  };
  return c.page({
    title: t.admin.inviteTitle,
    section: "admin",
    breadcrumbs: peopleCrumbs(c),
    status,
    body: <InvitePage t={t} href={c.href} model={model} />,
  });
}

function postInvite(c: RequestContext, organisations: OrganisationLookup): Promise<Response> {
  authorizeAdmin(c.ctx);
  return submit(c, {
    schema: inviteInput
      .omit({ organisationId: true, lang: true })
      .extend({ organisation: organisationNameField }),
    onValid: async ({ organisation, ...input }) => {
      const organisationId = await resolveOrganisationByName(c.ctx, organisations, organisation);
      await inviteUser(c.ctx, { ...input, organisationId, lang: c.lang });
      return c.redirect("/admin/people/invite", messagesFor(c.lang).admin.invited(input.email));
    },
    onInvalid: (form, status) => renderInvite(c, { organisations, form, status }),
  });
}

async function postWithdraw(c: RequestContext): Promise<Response> {
  await withdrawInvitation(c.ctx, c.param("id"));
  return c.redirect("/admin/people/invite", messagesFor(c.lang).admin.withdrawn);
}

async function renderPerson(
  c: RequestContext,
  { organisations, form, status = 200 }: RenderOptions,
): Promise<Response> {
  const { user, roles, sessions } = await loadPersonDetails(c.ctx, c.param("id"));
  const t = messagesFor(c.lang);
  const [described, choices] = await Promise.all([
    describeRoles(c, roles, organisations),
    loadRoleScopeOptions(c, organisations),
  ]);
  const model = {
    id: user.id,
    name: user.name,
    email: user.email,
    joined: formatDay(c, user.created_at),
    state: accessState(user, roles),
    secondStep: user.two_factor_enabled,
    blocked: user.blocked,
    sessions: sessions.length,
    roles: described.map(({ role, name, place }) => ({
      id: role.id,
      name,
      place,
      since: formatDay(c, role.since),
      until: role.until === null ? undefined : formatDay(c, role.until),
    })),
    choices,
    form,
  };
  return c.page({
    title: user.name,
    section: "admin",
    breadcrumbs: peopleCrumbs(c),
    status,
    body: <PersonPage t={t} href={c.href} model={model} />,
  });
}

function postGrant(c: RequestContext, organisations: OrganisationLookup): Promise<Response> {
  authorizeAdmin(c.ctx);
  const id = c.param("id");
  return submit(c, {
    schema: grantInput
      .omit({ organisationId: true })
      .extend({ organisation: organisationNameField }),
    onValid: async ({ organisation, ...input }) => {
      const organisationId = await resolveOrganisationByName(c.ctx, organisations, organisation);
      await grantRole(c.ctx, id, { ...input, organisationId });
      return c.redirect(`/admin/people/${id}`, messagesFor(c.lang).admin.roleGiven);
    },
    onInvalid: (form, status) => renderPerson(c, { organisations, form, status }),
  });
}

type PersonAction = (c: RequestContext) => { act: Promise<unknown>; flash: string };

/** Runs a button of a person's page; a refusal shows the page again with its reason. */
function runPersonAction(
  c: RequestContext,
  organisations: OrganisationLookup,
  action: PersonAction,
): Promise<Response> {
  return submit(c, {
    schema: z.object({}),
    onValid: async () => {
      const { act, flash } = action(c);
      await act;
      return c.redirect(`/admin/people/${c.param("id")}`, flash);
    },
    onInvalid: (form, status) => renderPerson(c, { organisations, form, status }),
  });
}
