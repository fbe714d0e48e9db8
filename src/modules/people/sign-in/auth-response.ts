import { isAPIError } from "better-auth/api";
import type { FormState } from "#base/http/form.ts";
import { invalid } from "#base/refusal.ts";
import { authErrorCodes } from "./auth.ts";

/** Our reason of each better-auth error, with its field. */
const reasonsByCode: Record<string, { reason: string; field?: string }> = {
  INVALID_EMAIL_OR_PASSWORD: { reason: "people.sign-in-wrong", field: "email" },
  INVALID_EMAIL: { reason: "people.sign-in-wrong", field: "email" },
  PASSWORD_TOO_LONG: { reason: "people.sign-in-wrong", field: "email" },
  [authErrorCodes.blocked]: { reason: "people.blocked" },
  [authErrorCodes.secondStep]: { reason: "people.link-second-step" },
  INVALID_CODE: { reason: "people.code-wrong", field: "code" },
  INVALID_BACKUP_CODE: { reason: "people.code-wrong", field: "code" },
  INVALID_TWO_FACTOR_COOKIE: { reason: "people.code-expired" },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: { reason: "people.code-expired" },
  ACCOUNT_TEMPORARILY_LOCKED: { reason: "people.code-locked" },
  INVALID_PASSWORD: { reason: "people.password-wrong", field: "password" },
  CREDENTIAL_ACCOUNT_NOT_FOUND: { reason: "people.password-wrong", field: "password" },
  INVALID_TOKEN: { reason: "people.link-spent" },
  new_user_signup_disabled: { reason: "people.link-spent" },
  TOTP_ALREADY_ENABLED: { reason: "people.second-step-on" },
  TOTP_NOT_ENABLED: { reason: "people.second-step-off" },
  BACKUP_CODES_NOT_ENABLED: { reason: "people.second-step-off" },
};

/** Awaits a better-auth call; a known error becomes a refusal, others are rethrown. */
export async function callAuth<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const known = reasonsByCode[errorCode(error) ?? ""];
    if (known === undefined) throw error;
    const { reason, field } = known;
    throw invalid(reason, field === undefined ? {} : { fields: { [field]: reason } });
  }
}

/** Reads the code of an error; a spent link answers with a redirect whose address has it. */
function errorCode(error: unknown): string | undefined {
  if (!isAPIError(error)) return undefined;
  const location = new Headers(error.headers).get("location");
  const locationUrl = location === null ? null : URL.parse(location, "http://okno.invalid");
  return error.body?.code ?? locationUrl?.searchParams.get("error") ?? undefined;
}

/** Adds better-auth's cookies to a response. */
export function withCookies(response: Response, headers: Headers): Response {
  for (const cookie of headers.getSetCookie()) response.headers.append("set-cookie", cookie);
  return response;
}

/**
 * Renames the error of one field of a rejected form: two forms of a page may both ask for a password.
 */
export function moveFieldError(form: FormState, from: string, to: string): FormState {
  const { [from]: error, ...errors } = form.errors;
  return error === undefined ? form : { ...form, errors: { ...errors, [to]: error } };
}

/** Forbids caching of a response that is shown once. */
export function withoutCache(response: Response): Response {
  response.headers.set("cache-control", "no-store");
  return response;
}
