import { listUrl } from "#base/http/list-url.ts";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { queueEmail } from "#base/mail/mail.ts";
import { languages } from "#base/messages.ts";
import { linkValidMinutes, type AuthInstance } from "./auth.ts";
import { emailField } from "../accounts/actions.ts";
import { findUser } from "../store.ts";
import { messagesFor } from "../messages.ts";

export const linkPurposes = ["sign-in", "password"] as const;

const linkEmailInput = z.object({
  email: emailField,
  purpose: z.enum(linkPurposes),
  lang: z.enum(languages),
  /** Page inside the region to return to. */
  next: z.string().optional(),
});

/** The queue of link letters: sent apart, so that the answer takes the same time for every address. */
export const linkEmailQueue = { name: "people.send-link", input: linkEmailInput };

/** Creates the job that makes a token in better-auth and sends the e-mail with its link. */
export function createLinkEmailJob(
  authInstance: AuthInstance,
): Job<z.infer<typeof linkEmailInput>> {
  return { ...linkEmailQueue, run: (ctx, asked) => sendLinkEmail(ctx, authInstance, asked) };
}

async function sendLinkEmail(
  ctx: Ctx,
  authInstance: AuthInstance,
  request: z.infer<typeof linkEmailInput>,
): Promise<void> {
  const user = await findUser(ctx, { email: request.email });
  if (user === undefined || user.blocked) return;
  const { letters } = messagesFor(request.lang);
  const page = (path: string, query: Record<string, string | undefined>) =>
    listUrl(`${ctx.app.url}/${ctx.region.id}${path}`, query);
  const { email } = request;
  const home = request.next && `/${ctx.region.id}${request.next}`;
  const minutes = linkValidMinutes;
  if (request.purpose === "password") {
    const token = await captureToken(authInstance, () =>
      authInstance.auth.api.requestPasswordReset({ body: { email } }),
    );
    const link = page("/sign-in/password", { token });
    return queueLinkEmail(ctx, email, {
      subject: letters.resetSubject,
      body: letters.resetBody({ link, minutes }),
    });
  }
  if (user.two_factor_enabled) {
    const body = letters.linkTwoSteps({ link: page("/sign-in", { next: home }) });
    return queueLinkEmail(ctx, email, { subject: letters.linkSubject, body });
  }
  const token = await captureToken(authInstance, () =>
    authInstance.auth.api.signInMagicLink({ body: { email }, headers: new Headers() }),
  );
  const link = page("/sign-in/link", { token, next: home });
  return queueLinkEmail(ctx, email, {
    subject: letters.linkSubject,
    body: letters.linkBody({ link, minutes }),
  });
}

/** Captures the token that better-auth makes for a letter. */
async function captureToken(
  authInstance: AuthInstance,
  call: () => Promise<unknown>,
): Promise<string> {
  const captured: { token?: string } = {};
  await authInstance.courier.run(captured, call);
  if (captured.token === undefined) throw new Error("better-auth made no token");
  return captured.token;
}

function queueLinkEmail(
  ctx: Ctx,
  to: string,
  email: { subject: string; body: string },
): Promise<void> {
  return transact(ctx, (tx) =>
    queueEmail(tx, { to, ...email, dedupeKey: `people.link ${tx.newId()}` }),
  );
}
