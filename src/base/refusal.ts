/** The five kinds of refusals. The kind becomes an HTTP status in `http/errors.tsx`, nowhere else. */
export type RefusalKind = "invalid" | "forbidden" | "not-found" | "conflict" | "too-many";

export type RefusalValues = Record<string, string | number>;

type RefusalOptions = {
  /** Numbers and names that the sentence needs. */
  values?: RefusalValues;
  /** Field name → word key of what is wrong with it. */
  fields?: Record<string, string>;
};

/** An expected «no» that a person can understand; every other error is a bug. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  /** Word key, `module.reason`. */
  readonly reason: string;
  readonly values: RefusalValues;
  readonly fields: Record<string, string>;

  constructor(kind: RefusalKind, reason: string, options: RefusalOptions = {}) {
    super(`${kind}: ${reason}`);
    this.name = "Refusal";
    this.kind = kind;
    this.reason = reason;
    this.values = options.values ?? {};
    this.fields = options.fields ?? {};
  }
}

const createRefusalFactory = (kind: RefusalKind) => (reason: string, options?: RefusalOptions) =>
  new Refusal(kind, reason, options);

/** Creates a refusal of input as a whole; for one wrong field take `invalidField`. */
export const invalid = createRefusalFactory("invalid");
export const forbidden = createRefusalFactory("forbidden");
export const notFound = createRefusalFactory("not-found");
export const conflict = createRefusalFactory("conflict");
export const tooMany = createRefusalFactory("too-many");

/** Creates the refusal of one field: `throw invalidField("text", "problems.no-text")`. */
export const invalidField = (field: string, reason: string, values: RefusalValues = {}): Refusal =>
  invalid(reason, { values, fields: { [field]: reason } });

/** The value, or a not-found: private things look absent, so the reason never differs. */
export function orNotFound<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw notFound("base.not-found");
  return value;
}
