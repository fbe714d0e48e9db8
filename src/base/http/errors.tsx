import type { Refusal } from "../refusal.ts";
import { en } from "../messages.en.ts";
import { ru } from "../messages.ru.ts";
import type { RequestContext } from "./route.ts";

const messages = { ru, en };

/** The page of an expected «no»: what happened, and the way on. */
export function refusalPage(c: RequestContext, refusal: Refusal, status: number): Response {
  const t = messages[c.lang].errors;
  const titles = {
    invalid: t.invalidTitle,
    forbidden: t.forbiddenTitle,
    "not-found": t.notFoundTitle,
    conflict: t.conflictTitle,
    "too-many": t.tooManyTitle,
  };
  const guest = c.ctx.actor.kind === "guest";
  const title = titles[refusal.kind];
  return c.page({
    title,
    status,
    body: (
      <div class="stack" data-gap="l">
        <h1>{title}</h1>
        <p class="lead">{c.t(refusal.reason, refusal.values)}</p>
        <p class="actions">
          <a class="button" href={c.href("/")}>
            {t.home}
          </a>
          {guest && (refusal.kind === "forbidden" || refusal.kind === "not-found") && (
            <a class="button" href={c.href(`/sign-in?next=${encodeURIComponent(c.url.pathname)}`)}>
              {t.signIn}
            </a>
          )}
        </p>
      </div>
    ),
  });
}

/** The page of a bug: with a short number that is in the log as well. */
export function internalErrorPage(c: RequestContext, id: string): Response {
  const t = messages[c.lang].errors;
  return c.page({
    title: t.bugTitle,
    status: 500,
    body: (
      <div class="stack" data-gap="l">
        <h1>{t.bugTitle}</h1>
        <p class="lead">{t.bugText(id)}</p>
        <p>
          <a class="button" href={c.href("/")}>
            {t.home}
          </a>
        </p>
      </div>
    ),
  });
}
