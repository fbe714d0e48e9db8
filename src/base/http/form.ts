import type { ZodType } from "zod";
import { invalid, Refusal, type RefusalKind } from "../refusal.ts";
import type { RequestContext } from "./route.ts";

export type FormInput = Record<string, string | string[] | File | File[]>;

/** What a refused form shows again: the posted values and the error of each field. */
export type FormState = {
  values: Record<string, string>;
  lists: Record<string, string[]>;
  /** Field name → sentence. */
  errors: Record<string, string>;
  /** The sentence above the form when the whole of it was refused. */
  refusal?: string;
};

export const emptyForm: FormState = { values: {}, lists: {}, errors: {} };

/** A form opened with values already in it. */
export function filledForm(values: Record<string, string | null | undefined>): FormState {
  const present = Object.entries(values).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined,
  );
  return { values: Object.fromEntries(present), lists: {}, errors: {} };
}

/**
 * Reads the posted form by its schema and acts. What the person must mend (a wrong field, a conflict)
 * brings the same form back with everything they wrote; other refusals go on to the error page.
 */
export async function submit<T>(
  c: RequestContext,
  options: {
    schema: ZodType<T>;
    onValid: (input: T) => Promise<Response>;
    onInvalid: (form: FormState, status: number) => Promise<Response> | Response;
  },
): Promise<Response> {
  const data = await c.request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  const given = readForm(data);
  const posted = toFormState(given);
  const parsed = options.schema.safeParse(given);
  if (!parsed.success) {
    const errors = fieldErrors(c, parsed.error.issues);
    return options.onInvalid({ ...posted, errors }, httpStatus.invalid);
  }
  try {
    return await options.onValid(parsed.data);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.kind !== "invalid" && error.kind !== "conflict"))
      throw error;
    const fields = Object.entries(error.fields).map(([field, key]) => [
      field,
      c.t(key, error.values),
    ]);
    const form = { ...posted, errors: Object.fromEntries(fields) as Record<string, string> };
    return options.onInvalid(
      { ...form, refusal: c.t(error.reason, error.values) },
      httpStatus[error.kind],
    );
  }
}

export const httpStatus: Record<RefusalKind, number> = {
  invalid: 422,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-many": 429,
};

/** PostgreSQL stores no zero bytes; nobody types them, so they are dropped silently. */
export const stripNullBytes = (text: string): string => text.replaceAll("\u0000", "");

/** `name[]` gathers into a list; blank texts and empty file inputs count as not given. */
export function readForm(data: FormData): FormInput {
  const input: FormInput = {};
  for (const key of new Set(data.keys())) {
    const values = data
      .getAll(key)
      .map((value) => (typeof value === "string" ? stripNullBytes(value) : value))
      .filter((value) => (typeof value === "string" ? value.trim() !== "" : value.size > 0));
    if (key.endsWith("[]")) {
      input[key.slice(0, -2)] = values as string[] | File[];
    } else {
      const value = values[0];
      if (value !== undefined) input[key] = typeof value === "string" ? value.trim() : value;
    }
  }
  return input;
}

function toFormState(input: FormInput): FormState {
  const form: FormState = { values: {}, lists: {}, errors: {} };
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string") form.values[name] = value;
    if (Array.isArray(value)) form.lists[name] = value.filter((item) => typeof item === "string");
  }
  return form;
}

/**
 * Returns the form's state as one sentence and nothing else: for a small form of a row, whose fields
 * the page does not show again, so that a link to them would lead nowhere.
 */
export function refusalOnly(form: FormState): FormState {
  const refusal = form.refusal ?? Object.values(form.errors)[0];
  return { ...emptyForm, ...(refusal !== undefined && { refusal }) };
}

type Issue = {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  input?: unknown;
  minimum?: number | bigint;
  maximum?: number | bigint;
};

/** The first trouble of each field as a sentence: the schema's own word key, or a general one. */
export function fieldErrors(
  c: Pick<RequestContext, "t">,
  issues: readonly Issue[],
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of issues) errors[String(issue.path[0] ?? "form")] ??= issueMessage(c, issue);
  return errors;
}

const messageKey = /^[a-z]+\.[a-z0-9-]+$/;

function issueMessage(c: Pick<RequestContext, "t">, issue: Issue): string {
  if (messageKey.test(issue.message)) {
    return c.t(issue.message, issueLimits(issue));
  }
  const general: Record<string, string> = {
    too_small: "base.field-too-small",
    too_big: "base.field-too-big",
    invalid_format: "base.field-format",
    invalid_value: "base.field-choose",
  };
  const key = issue.code === "invalid_type" ? "base.field-missing" : general[issue.code ?? ""];
  return c.t(key ?? "base.field-wrong", issueLimits(issue));
}

function issueLimits(issue: Issue): Record<string, number> {
  return {
    ...(issue.minimum !== undefined && { minimum: Number(issue.minimum) }),
    ...(issue.maximum !== undefined && { maximum: Number(issue.maximum) }),
  };
}
