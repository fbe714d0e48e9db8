import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import { contactInput, upsertContact } from "#modules/people/index.ts";
import { authorizeOnOrganisation } from "../actions.ts";
import { memberRoles } from "../catalogues/codes.ts";
import { lockCurrentOrganisation, loadCurrentOrganisation } from "../store.ts";
import { insertMember, lockMember, listMembers, updateMember } from "./store.ts";

const dateField = z.iso.date("organisations.bad-day");

export const memberInput = contactInput
  .pick({ surname: true, givenName: true, patronymic: true, email: true, phone: true })
  .extend({
    role: z.enum(memberRoles, "organisations.unknown-role"),
    since: z.iso.date("organisations.date-missing"),
    until: dateField.optional(),
    /** The person agreed to be named on the page. */
    public: z.boolean().default(false),
  });
export type MemberInput = z.input<typeof memberInput>;

/** Adds a member for a term; the person is found among the contacts or becomes one. */
export async function addMember(
  ctx: Ctx,
  organisationId: string,
  rawInput: MemberInput,
): Promise<string> {
  const { role, since, until, public: isPublic, ...person } = memberInput.parse(rawInput);
  if (until !== undefined && until < since) throw endBeforeStart();
  return transact(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, organisationId);
    await authorizeOnOrganisation(tx, "keep", organisation);
    const contact = await upsertContact(tx, {
      ...person,
      organisationId,
      organisation: organisation.short_name.slice(0, 200),
      ...(organisation.territory_id !== null && { municipalityId: organisation.territory_id }),
      ...(isPublic && { consent: "member" }),
    });
    const hasOverlap = (await listMembers(tx, organisationId)).some(
      (one) =>
        one.contact_id === contact.id &&
        one.role === role &&
        (one.until === null || one.until >= since) &&
        (until === undefined || until >= one.since),
    );
    if (hasOverlap) throw conflict("organisations.already-member");
    const id = tx.newId();
    await insertMember(tx, {
      id,
      organisation_id: organisationId,
      contact_id: contact.id,
      role,
      since,
      until: until ?? null,
      public: isPublic,
    });
    recordFact(tx, {
      subject: organisationId,
      type: "member.joined",
      data: { member: id, contact: contact.id, role, since },
    });
    return id;
  });
}

const endBeforeStart = () => invalidField("until", "organisations.ends-before-start");

/** Ends a membership; `until` is the last day of the term. */
export async function endMember(
  ctx: Ctx,
  given: { memberId: string; until: string },
): Promise<void> {
  const until = dateField.parse(given.until);
  await transact(ctx, async (tx) => {
    const member = await loadManagedMember(tx, given.memberId);
    if (until < member.since) throw endBeforeStart();
    await updateMember(tx, member.id, { until });
    recordFact(tx, {
      subject: member.organisation_id,
      type: "member.left",
      data: { member: member.id, until },
    });
  });
}

/** Sets whether a member is named on the page. */
export async function setMemberPublic(
  ctx: Ctx,
  given: { memberId: string; public: boolean },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const member = await loadManagedMember(tx, given.memberId);
    await updateMember(tx, member.id, { public: given.public });
    recordFact(tx, {
      subject: member.organisation_id,
      type: given.public ? "member.published" : "member.hidden",
      data: { member: member.id },
    });
  });
}

async function loadManagedMember(ctx: Ctx, id: string) {
  const member = await lockMember(ctx, id);
  await authorizeOnOrganisation(
    ctx,
    "keep",
    await loadCurrentOrganisation(ctx, member.organisation_id),
  );
  return member;
}
