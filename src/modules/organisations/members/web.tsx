import { z } from "zod";
import { emptyForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";
import { loadManagedOrganisation, renderSelfService } from "../self-service/layout.tsx";
import { createView } from "../view.ts";
import { toFormRefusal } from "../card/edit-web.tsx";
import { addMember, endMember, memberInput, setMemberPublic } from "./actions.ts";
import { MembersEditor } from "./page.tsx";
import { listMembers } from "./store.ts";

const path = "/organisations/:id{[0-9a-f-]+}/members";
const permission = "organisations.organisations.keep";

/** Members and their terms, kept by the organisation's own people. */
export const memberRoutes: Route[] = [
  { method: "get", path, permission, handle: (c) => showMembers(c) },
  { method: "post", path, permission, handle: postMember },
  { method: "post", path: `${path}/end`, permission, handle: postEnd },
  { method: "post", path: `${path}/show`, permission, handle: postPublic },
];

type RejectedForm = { form: FormState; status: number };

async function showMembers(c: RequestContext, rejected?: RejectedForm): Promise<Response> {
  const organisation = await loadManagedOrganisation(c);
  const view = createView(c);
  const members = await listMembers(c.ctx, organisation.id);
  const contacts = await loadContacts(
    c.ctx,
    members.map(({ contact_id }) => contact_id),
  );
  const form = rejected?.form ?? emptyForm;
  return renderSelfService(c, {
    organisation,
    tab: "members",
    lead: view.t.members.keepLead,
    form,
    status: rejected?.status,
    body: (
      <MembersEditor
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

async function postMember(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: memberForm,
    async onValid(input) {
      await addMember(c.ctx, id, input);
      return c.redirect(`/organisations/${id}/members`, createView(c).t.members.added);
    },
    onInvalid: (form, status) => showMembers(c, { form, status }),
  });
}

const endForm = z.object({
  member: z.uuid(),
  until: z.iso.date("organisations.date-missing"),
});

async function postEnd(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: endForm,
    async onValid({ member, until }) {
      await endMember(c.ctx, { memberId: member, until });
      return c.redirect(`/organisations/${id}/members`, createView(c).t.members.ended);
    },
    onInvalid: (form, status) => showMembers(c, { form: toFormRefusal(form), status }),
  });
}

const publicForm = z.object({ member: z.uuid(), show: z.enum(["yes", "no"]) });

async function postPublic(c: RequestContext): Promise<Response> {
  const { id } = await loadManagedOrganisation(c);
  return submit(c, {
    schema: publicForm,
    async onValid({ member, show }) {
      await setMemberPublic(c.ctx, { memberId: member, public: show === "yes" });
      return c.redirect(`/organisations/${id}/members`, createView(c).t.members.changed);
    },
    onInvalid: (form, status) => showMembers(c, { form: toFormRefusal(form), status }),
  });
}
