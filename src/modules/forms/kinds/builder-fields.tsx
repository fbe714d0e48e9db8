import { z } from "zod";
import type { FormState } from "#base/http/form.ts";
import { invalid } from "#base/refusal.ts";
import { Field, fieldProps } from "#base/ui/index.ts";
import type { LocalizedText, QuestionOption } from "../definition/question-parts.ts";

const optionalText = (max: number) => z.string().max(max).optional();

/** The fields of all kinds on the builder's page of a question; each kind takes what it needs. */
export const builderInput = () =>
  z.object({
    most: z.coerce.number("forms.not-whole").int("forms.not-whole").optional(),
    min: optionalText(20),
    max: optionalText(20),
    whole: optionalText(5),
    unit: optionalText(40),
    low: optionalText(100),
    high: optionalText(100),
    detail: z.enum(["municipality", "settlement", "address"]).default("municipality"),
    options: optionalText(40_000),
    rows: optionalText(40_000),
    columns: optionalText(10_000),
  });
export type BuilderInput = z.output<ReturnType<typeof builderInput>>;
export type BuilderValues = Partial<Record<keyof BuilderInput, string | undefined>>;

/** The options that a new question begins with. */
export const startOptions = "o1 | 1\no2 | 2";

/** Returns the limit as the question holds it: absent where none is typed. */
export const parseMost = ({ most }: BuilderInput) => (most === undefined ? {} : { most });

/** Prints a value for an input; `undefined` stays. */
export const printLimit = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** Returns a text of the builder in Russian, the builder's language. */
export const toLocalized = (ru: string | undefined): LocalizedText | undefined =>
  ru === undefined ? undefined : { ru };

/** Reads the bounds of numbers; a decimal comma is taken. Throws `invalid` at the control. */
export function parseBounds({ min, max }: BuilderInput) {
  const number = (text: string | undefined, field: string) => {
    if (text === undefined) return undefined;
    const value = Number(text.replace(",", "."));
    if (Number.isNaN(value))
      throw invalid("forms.not-a-number", { fields: { [field]: "forms.not-a-number" } });
    return value;
  };
  return { min: number(min, "min"), max: number(max, "max") };
}

/** Reads a typed comparison value as a number; what is none stays a text. */
export function parseComparedNumber(typed: string): number | string {
  const number = Number(typed.replace(",", "."));
  return Number.isNaN(number) ? typed : number;
}

/** Reads «nko | НКО | 2» per line; a bare text gets a code by its place. */
export function parseOptions(lines: string): QuestionOption[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line, at) => {
      const [first = "", second, third] = line.split("|").map((part) => part.trim());
      if (second === undefined) return { code: `o${at + 1}`, text: { ru: first } };
      const points = third === undefined || third === "" ? undefined : Number(third);
      const [ru = "", en] = second.split(" / ");
      return {
        code: first,
        text: { ru, ...(en !== undefined && { en }) },
        ...(points !== undefined && !Number.isNaN(points) && { points }),
      };
    });
}

/** Prints options as `parseOptions` reads them. */
export const printOptions = (options: readonly QuestionOption[]): string =>
  options
    .map(({ code, text: { ru, en }, points }) =>
      [
        code,
        en === undefined ? ru : `${ru} / ${en}`,
        ...(points === undefined ? [] : [points]),
      ].join(" | "),
    )
    .join("\n");

type BuilderFieldProps = { form: FormState; name: string; label: string; hint?: string };

/** A short optional control. */
export function LimitField({
  form,
  name,
  label,
  hint,
  kind,
}: BuilderFieldProps & { kind?: "date" }) {
  return (
    <Field
      {...fieldProps(form, name)}
      label={label}
      width="s"
      optional
      {...(kind !== undefined && { kind })}
      {...(hint !== undefined && { hint })}
    />
  );
}

/** Options, one a line. */
export function OptionLines({ form, name, label, hint }: BuilderFieldProps) {
  return (
    <Field
      {...fieldProps(form, name)}
      kind="textarea"
      label={label}
      {...(hint !== undefined && { hint })}
      hintAbove
      width="full"
    />
  );
}
