import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { conflict, orNotFound, notFound, invalidField } from "#base/refusal.ts";
import { languages } from "#base/messages.ts";
import { addRole, requireRoleScope, grantInput } from "../roles/actions.ts";
import {
  updateInvitationEnd,
  findInvitation,
  insertInvitation,
  lockInvitation,
  type Invitation,
} from "./store.ts";
import { addPerson, emailField, nameField, passwordField } from "../accounts/actions.ts";
import { authorizeAdmin } from "../policy.ts";
import { hashSecret, generateSecret } from "../tokens/secret.ts";
import { findUser } from "../store.ts";
import { messagesFor } from "../messages.ts";

export const invitationValidDays = 7;

export const inviteInput = z.object({
  name: nameField,
  email: emailField,
  ...grantInput.shape,
  /** Language of the letter. */
  lang: z.enum(languages).default("ru"),
});
export type InviteInput = z.input<typeof inviteInput>;

/**
 * Invites by letter to a role at a place. Only a hash of the token is stored; the link is returned too,
 * so that a console can print it where letters go nowhere.
 */
export async function inviteUser(
  ctx: Ctx,
  rawInput: InviteInput,
): Promise<{ id: string; link: string }> {
  const input = inviteInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const place = await requireRoleScope(tx, input);
    const id = tx.newId();
    const token = generateSecret();
    const at = tx.now();
    await insertInvitation(tx, {
      id,
      email: input.email,
      name: input.name,
      role: input.role,
      ...place,
      token_hash: hashSecret(token),
      invited_by: tx.actor.kind === "person" ? tx.actor.id : null,
      created_at: at,
      expires_at: new Date(at.getTime() + invitationValidDays * 24 * 3_600_000),
    });
    startChain(tx, id);
    const { territory_id: territory, organisation_id: organisation } = place;
    recordFact(tx, {
      subject: id,
      type: "person.invited",
      data: { role: input.role, territory, organisation },
    });
    const link = `${tx.app.url}/${tx.region.id}/invitation/${token}`;
    const { letters, roles } = messagesFor(input.lang);
    await queueEmail(tx, {
      to: input.email,
      dedupeKey: `people.invitation ${id}`,
      subject: letters.inviteSubject(tx.region.name[input.lang]),
      body: letters.inviteBody({
        name: input.name,
        role: roles[input.role],
        region: tx.region.name[input.lang],
        days: invitationValidDays,
        link,
      }),
    });
    return { id, link };
  });
}

/** Withdraws an open invitation; its link stops working. */
export function withdrawInvitation(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    authorizeAdmin(tx);
    const invitation = orNotFound(await lockInvitation(tx, { id }));
    if (invitation.accepted_at !== null) throw conflict("people.invitation-accepted");
    if (invitation.withdrawn_at !== null) return;
    await updateInvitationEnd(tx, id, { withdrawn_at: tx.now() });
    recordFact(tx, { subject: id, type: "invitation.withdrawn" });
  });
}

/**
 * Loads the open invitation behind a link and whether its address has an account; refuses others with
 * not-found.
 */
export async function loadOpenInvitation(
  ctx: Ctx,
  token: string,
): Promise<{ invitation: Invitation; hasAccount: boolean }> {
  const invitation = requireOpen(ctx, await findInvitation(ctx, { tokenHash: hashSecret(token) }));
  const user = await findUser(ctx, { email: invitation.email });
  return { invitation, hasAccount: user !== undefined };
}

function requireOpen(ctx: Ctx, invitation: Invitation | undefined): Invitation {
  const open = orNotFound(invitation);
  if (open.accepted_at !== null || open.withdrawn_at !== null || open.expires_at <= ctx.now()) {
    throw notFound("base.not-found");
  }
  return open;
}

export const acceptInput = z.object({
  name: nameField.optional(),
  password: passwordField.optional(),
});
export type AcceptInput = z.input<typeof acceptInput>;

/**
 * Accepts an invitation, creating an account where the address has none. An account that
 * exists retains its name and password: a link to a role must not open somebody's account.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  rawInput: AcceptInput,
): Promise<{ person: string; email: string; made: boolean }> {
  const input = acceptInput.parse(rawInput);
  const { hasAccount } = await loadOpenInvitation(ctx, token);
  const passwordHash = hasAccount ? undefined : await hashPassword(requirePassword(input.password));
  return transact(ctx, async (tx) => {
    const invitation = requireOpen(tx, await lockInvitation(tx, { tokenHash: hashSecret(token) }));
    const { email, name, role, territory_id, organisation_id } = invitation;
    const user = await findUser(tx, { email });
    // The account has been deleted meanwhile: the link asks for a password now.
    if (user === undefined && passwordHash === undefined) requirePassword(undefined);
    const person = user ?? (await addPerson(tx, { name: input.name ?? name, email, passwordHash }));
    await addRole(tx, person.id, { role, territory_id, organisation_id });
    await updateInvitationEnd(tx, invitation.id, { accepted_at: tx.now() });
    recordFact(tx, {
      subject: invitation.id,
      type: "invitation.accepted",
      data: { person: person.id },
    });
    return { person: person.id, email, made: user === undefined };
  });
}

function requirePassword(password: string | undefined): string {
  if (password !== undefined) return password;
  throw invalidField("newPassword", "people.password-missing");
}
