import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import type { Job } from "#base/jobs.ts";
import { writeLetter } from "#base/mail/mail.ts";
import { languages } from "#base/messages.ts";
import { linkMinutes, type OpenedAuth } from "./auth.ts";
import { emailField } from "../accounts/actions.ts";
import { findUser } from "../store.ts";
import { bookOf } from "../messages.ts";

export const linkPurposes = ["sign-in", "password"] as const;

const input = z.object({
  email: emailField,
  purpose: z.enum(linkPurposes),
  lang: z.enum(languages),
  /** Page inside the region to return to. */
  next: z.string().optional(),
});

/** What a page asks for; the work is done apart, so that the answer takes the same time for every address. */
export const linkLetter = { name: "people.send-link", input };

export function linkLetterJob(opened: OpenedAuth): Job<z.infer<typeof input>> {
  return { ...linkLetter, run: (ctx, asked) => send(ctx, opened, asked) };
}

async function send(ctx: Ctx, opened: OpenedAuth, asked: z.infer<typeof input>): Promise<void> {
  const user = await findUser(ctx, { email: asked.email });
  if (user === undefined || user.blocked) return;
  const { letters } = bookOf(asked.lang);
  const page = (path: string, query: Record<string, string | undefined>) => {
    const given = Object.entries(query).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    const search = new URLSearchParams(given).toString();
    return `${ctx.house.url}/${ctx.region.id}${path}${search && `?${search}`}`;
  };
  const { email } = asked;
  const home = asked.next && `/${ctx.region.id}${asked.next}`;
  const minutes = linkMinutes;
  if (asked.purpose === "password") {
    const token = await caught(opened, () =>
      opened.auth.api.requestPasswordReset({ body: { email } }),
    );
    const link = page("/sign-in/password", { token });
    return post(ctx, email, {
      subject: letters.resetSubject,
      body: letters.resetBody({ link, minutes }),
    });
  }
  if (user.two_factor_enabled) {
    const body = letters.linkTwoSteps({ link: page("/sign-in", { next: home }) });
    return post(ctx, email, { subject: letters.linkSubject, body });
  }
  const token = await caught(opened, () =>
    opened.auth.api.signInMagicLink({ body: { email }, headers: new Headers() }),
  );
  const link = page("/sign-in/link", { token, next: home });
  return post(ctx, email, {
    subject: letters.linkSubject,
    body: letters.linkBody({ link, minutes }),
  });
}

/** The token that better-auth made for a letter. */
async function caught(opened: OpenedAuth, ask: () => Promise<unknown>): Promise<string> {
  const bag: { token?: string } = {};
  await opened.courier.run(bag, ask);
  if (bag.token === undefined) throw new Error("better-auth made no token");
  return bag.token;
}

function post(ctx: Ctx, to: string, letter: { subject: string; body: string }): Promise<void> {
  return transact(ctx, (tx) =>
    writeLetter(tx, { to, ...letter, occasion: `people.link ${tx.newId()}` }),
  );
}
