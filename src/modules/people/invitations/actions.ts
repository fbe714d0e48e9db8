import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { conflict, found, invalid, notFound } from "#base/refusal.ts";
import { languages } from "#base/messages.ts";
import { addRole, demandPlace, grantInput } from "../roles/actions.ts";
import {
  closeInvitation,
  findInvitation,
  insertInvitation,
  lockInvitation,
  type Invitation,
} from "./store.ts";
import { addPerson, emailField, nameField, passwordField } from "../accounts/actions.ts";
import { demandAdmin } from "../policy.ts";
import { hashSecret, makeSecret } from "../tokens/secret.ts";
import { findUser } from "../store.ts";
import { bookOf } from "../messages.ts";

export const invitationDays = 7;

export const inviteInput = z.object({
  name: nameField,
  email: emailField,
  ...grantInput.shape,
  /** Language of the letter. */
  lang: z.enum(languages).default("ru"),
});
export type InviteInput = z.input<typeof inviteInput>;

/**
 * Invites by letter to a role at a place. Only a hash of the token is kept; the link is answered too,
 * so that a console can print it where letters go nowhere.
 */
export async function inviteUser(
  ctx: Ctx,
  given: InviteInput,
): Promise<{ id: string; link: string }> {
  const input = inviteInput.parse(given);
  return transact(ctx, async (tx) => {
    demandAdmin(tx);
    const place = await demandPlace(tx, input);
    const id = tx.newId();
    const token = makeSecret();
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
      expires_at: new Date(at.getTime() + invitationDays * 24 * 3_600_000),
    });
    bornNow(tx, id);
    const { territory_id: territory, organisation_id: organisation } = place;
    record(tx, {
      subject: id,
      type: "person.invited",
      data: { role: input.role, territory, organisation },
    });
    const link = `${tx.house.url}/${tx.region.id}/invitation/${token}`;
    const { letters, roles } = bookOf(input.lang);
    await writeLetter(tx, {
      to: input.email,
      occasion: `people.invitation ${id}`,
      subject: letters.inviteSubject(tx.region.name[input.lang]),
      body: letters.inviteBody({
        name: input.name,
        role: roles[input.role],
        region: tx.region.name[input.lang],
        days: invitationDays,
        link,
      }),
    });
    return { id, link };
  });
}

/** Takes an unanswered invitation back; its link stops working. */
export function withdrawInvitation(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, async (tx) => {
    demandAdmin(tx);
    const invitation = found(await lockInvitation(tx, { id }));
    if (invitation.accepted_at !== null) throw conflict("people.invitation-accepted");
    if (invitation.withdrawn_at !== null) return;
    await closeInvitation(tx, id, { withdrawn_at: tx.now() });
    record(tx, { subject: id, type: "invitation.withdrawn" });
  });
}

/** The open invitation behind a link and whether its address has an account; spent ones look absent. */
export async function openInvitation(
  ctx: Ctx,
  token: string,
): Promise<{ invitation: Invitation; known: boolean }> {
  const invitation = demandOpen(ctx, await findInvitation(ctx, { tokenHash: hashSecret(token) }));
  const user = await findUser(ctx, { email: invitation.email });
  return { invitation, known: user !== undefined };
}

function demandOpen(ctx: Ctx, invitation: Invitation | undefined): Invitation {
  const open = found(invitation);
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
 * The letter's reader takes the role, making an account where the address has none. An account that
 * exists keeps its name and password: a link to a role must not open somebody's account.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  given: AcceptInput,
): Promise<{ person: string; email: string; made: boolean }> {
  const input = acceptInput.parse(given);
  const { known } = await openInvitation(ctx, token);
  const passwordHash = known ? undefined : await hashPassword(demandPassword(input.password));
  return transact(ctx, async (tx) => {
    const invitation = demandOpen(tx, await lockInvitation(tx, { tokenHash: hashSecret(token) }));
    const { email, name, role, territory_id, organisation_id } = invitation;
    const user = await findUser(tx, { email });
    // The account that stood a moment ago is gone: the link asks for a password now.
    if (user === undefined && passwordHash === undefined) demandPassword(undefined);
    const person = user ?? (await addPerson(tx, { name: input.name ?? name, email, passwordHash }));
    await addRole(tx, person.id, { role, territory_id, organisation_id });
    await closeInvitation(tx, invitation.id, { accepted_at: tx.now() });
    record(tx, {
      subject: invitation.id,
      type: "invitation.accepted",
      data: { person: person.id },
    });
    return { person: person.id, email, made: user === undefined };
  });
}

function demandPassword(password: string | undefined): string {
  if (password !== undefined) return password;
  throw invalid("people.password-missing", { fields: { newPassword: "people.password-missing" } });
}
