import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { contactsById, fullName } from "#modules/people/index.ts";
import { loadOwn, ownPage } from "../self-service/layout.tsx";
import { viewOf } from "../view.ts";
import { wholly } from "../card/edit-web.tsx";
import { addMember, endMember, memberInput, showMember } from "./actions.ts";
import { OwnMembers } from "./page.tsx";
import { membersOf } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/members";
const asks = "organisations.organisations.keep";

/** Members and their terms, kept by the organisation's own people. */
export const memberRoutes: Route[] = [
  { method: "get", path, asks, handle: (x) => showOwn(x) },
  { method: "post", path, asks, handle: postMember },
  { method: "post", path: `${path}/end`, asks, handle: postEnd },
  { method: "post", path: `${path}/show`, asks, handle: postShow },
];

type Again = { form: FormState; status: number };

async function showOwn(x: Exchange, again?: Again): Promise<Response> {
  const organisation = await loadOwn(x);
  const view = viewOf(x);
  const members = await membersOf(x.ctx, organisation.id);
  const contacts = await contactsById(
    x.ctx,
    members.map(({ contact_id }) => contact_id),
  );
  const form = again?.form ?? blankForm;
  return ownPage(x, {
    organisation,
    tab: "members",
    lead: view.t.members.keepLead,
    form,
    status: again?.status,
    body: (
      <OwnMembers
        view={view}
        organisationId={organisation.id}
        members={members.map((member) => {
          const contact = contacts.get(member.contact_id);
          const erased = contact === undefined || contact.erased_at !== null;
          return { ...member, name: erased ? view.t.members.erased : fullName(contact) };
        })}
        form={form}
      />
    ),
  });
}

const memberForm = memberInput.extend({
  public: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
});

async function postMember(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: memberForm,
    async act(input) {
      await addMember(x.ctx, id, input);
      return x.go(`/organisations/${id}/members`, viewOf(x).t.members.added);
    },
    again: (form, status) => showOwn(x, { form, status }),
  });
}

const endForm = z.object({
  member: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

async function postEnd(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: endForm,
    async act({ member, until }) {
      await endMember(x.ctx, { memberId: member, until });
      return x.go(`/organisations/${id}/members`, viewOf(x).t.members.ended);
    },
    again: (form, status) => showOwn(x, { form: wholly(form), status }),
  });
}

const showForm = z.object({ member: z.uuid(), show: z.enum(["yes", "no"]) });

async function postShow(x: Exchange): Promise<Response> {
  const { id } = await loadOwn(x);
  return submit(x, {
    schema: showForm,
    async act({ member, show }) {
      await showMember(x.ctx, { memberId: member, public: show === "yes" });
      return x.go(`/organisations/${id}/members`, viewOf(x).t.members.changed);
    },
    again: (form, status) => showOwn(x, { form: wholly(form), status }),
  });
}
