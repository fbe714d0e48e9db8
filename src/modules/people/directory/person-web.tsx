import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { asks, dayOf, peopleCrumbs, placeChoices, stateOf, written } from "./view.ts";
import { readPerson } from "./reads.ts";
import { endRole, grantInput, grantRole } from "../roles/actions.ts";
import {
  invitationDays,
  inviteInput,
  inviteUser,
  withdrawInvitation,
} from "../invitations/actions.ts";
import { selectWaiting } from "../invitations/store.ts";
import { Invite } from "./page.tsx";
import { Person } from "./person-page.tsx";
import { blockPerson, unblockPerson } from "../accounts/actions.ts";
import { describeRoles, organisationByName, type PlaceNames } from "../roles/places.ts";
import { demandAdmin } from "../policy.ts";
import { endSessionsOf } from "../sign-in/sessions.ts";
import { bookOf } from "../messages.ts";

/** Invitations, and one person's page with its buttons. */
export function adminRoutes(names: PlaceNames): Route[] {
  const get = (path: string, handle: Route["handle"]): Route => ({
    method: "get",
    path,
    asks,
    handle,
  });
  const post = (path: string, handle: Route["handle"]): Route => ({
    method: "post",
    path,
    asks,
    handle,
  });
  const button = (path: string, press: Press) =>
    post(`/admin/people/:id${path}`, (x) => onPerson(x, names, press));
  const words = (x: Exchange) => bookOf(x.lang).admin;
  return [
    get("/admin/people/invite", (x) => invitePage(x, { names, form: blankForm })),
    post("/admin/people/invite", (x) => invite(x, names)),
    post("/admin/people/invitations/:id/withdraw", withdraw),
    get("/admin/people/:id", (x) => personPage(x, { names, form: blankForm })),
    post("/admin/people/:id/roles", (x) => grant(x, names)),
    button("/roles/:role/end", (x) => ({
      act: endRole(x.ctx, x.param("role")),
      flash: words(x).roleEnded,
    })),
    button("/block", (x) => ({
      act: blockPerson(x.ctx, x.param("id")),
      flash: words(x).blockedFlash,
    })),
    button("/unblock", (x) => ({
      act: unblockPerson(x.ctx, x.param("id")),
      flash: words(x).unblockedFlash,
    })),
    button("/sessions/end", (x) => ({
      act: endSessionsOf(x.ctx, x.param("id")),
      flash: words(x).sessionsEnded,
    })),
  ];
}

type Drawn = { names: PlaceNames; form: FormState; status?: number };

async function invitePage(x: Exchange, { names, form, status = 200 }: Drawn): Promise<Response> {
  demandAdmin(x.ctx);
  const t = bookOf(x.lang);
  const [choices, waiting] = await Promise.all([placeChoices(x, names), selectWaiting(x.ctx)]);
  const now = x.ctx.now();
  const model = {
    days: invitationDays,
    choices,
    form,
    waiting: waiting.map((one) => ({
      id: one.id,
      name: one.name,
      email: one.email,
      role: t.roles[one.role],
      expires: dayOf(x, one.expires_at),
      expired: one.expires_at <= now,
    })),
  };
  return x.page({
    title: t.admin.inviteTitle,
    section: "admin",
    crumbs: peopleCrumbs(x),
    status,
    body: <Invite t={t} href={x.href} model={model} />,
  });
}

function invite(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  return submit(x, {
    schema: inviteInput
      .omit({ organisationId: true, lang: true })
      .extend({ organisation: written }),
    act: async ({ organisation, ...input }) => {
      const organisationId = await organisationByName(x.ctx, names, organisation);
      await inviteUser(x.ctx, { ...input, organisationId, lang: x.lang });
      return x.go("/admin/people/invite", bookOf(x.lang).admin.invited(input.email));
    },
    again: (form, status) => invitePage(x, { names, form, status }),
  });
}

async function withdraw(x: Exchange): Promise<Response> {
  await withdrawInvitation(x.ctx, x.param("id"));
  return x.go("/admin/people/invite", bookOf(x.lang).admin.withdrawn);
}

async function personPage(x: Exchange, { names, form, status = 200 }: Drawn): Promise<Response> {
  const { user, roles, sessions } = await readPerson(x.ctx, x.param("id"));
  const t = bookOf(x.lang);
  const [described, choices] = await Promise.all([
    describeRoles(x, roles, names),
    placeChoices(x, names),
  ]);
  const model = {
    id: user.id,
    name: user.name,
    email: user.email,
    joined: dayOf(x, user.created_at),
    state: stateOf(user, roles),
    secondStep: user.two_factor_enabled,
    blocked: user.blocked,
    sessions: sessions.length,
    roles: described.map(({ role, name, place }) => ({
      id: role.id,
      name,
      place,
      since: dayOf(x, role.since),
      until: role.until === null ? undefined : dayOf(x, role.until),
    })),
    choices,
    form,
  };
  return x.page({
    title: user.name,
    section: "admin",
    crumbs: peopleCrumbs(x),
    status,
    body: <Person t={t} href={x.href} model={model} />,
  });
}

function grant(x: Exchange, names: PlaceNames): Promise<Response> {
  demandAdmin(x.ctx);
  const id = x.param("id");
  return submit(x, {
    schema: grantInput.omit({ organisationId: true }).extend({ organisation: written }),
    act: async ({ organisation, ...input }) => {
      const organisationId = await organisationByName(x.ctx, names, organisation);
      await grantRole(x.ctx, id, { ...input, organisationId });
      return x.go(`/admin/people/${id}`, bookOf(x.lang).admin.roleGiven);
    },
    again: (form, status) => personPage(x, { names, form, status }),
  });
}

type Press = (x: Exchange) => { act: Promise<unknown>; flash: string };

/** A button on a person's page; what cannot be done now brings the page back with the reason. */
function onPerson(x: Exchange, names: PlaceNames, press: Press): Promise<Response> {
  return submit(x, {
    schema: z.object({}),
    act: async () => {
      const { act, flash } = press(x);
      await act;
      return x.go(`/admin/people/${x.param("id")}`, flash);
    },
    again: (form, status) => personPage(x, { names, form, status }),
  });
}
