import { z } from "zod";
import { directions, legalForms } from "../catalogues/codes.ts";
import { innTrouble, ogrnTrouble, organisationKinds } from "../organisation.ts";

const orNull = <T extends string>(text: T | undefined | null): T | null =>
  text === undefined || text === null || text === "" ? null : text;

/** Signs that no person types and no spreadsheet keeps are dropped; ends of lines are one sign. */
export const clean = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replaceAll(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, "")
    .toWellFormed()
    .trim();

/** One line of text, at most `most` characters. */
export const line = (most: number) =>
  z
    .string()
    .transform((text) => clean(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().max(most));

/** A line that must be there; `missing` is the word key for its absence. */
export const needed = (most: number, missing: string) =>
  z
    .string(missing)
    .transform((text) => clean(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().min(1, missing).max(most));

/** Paragraphs, at most `most` characters. */
export const paragraphs = (most: number) => z.string().transform(clean).pipe(z.string().max(most));

const digits = (troubleOf: (text: string) => string | undefined) =>
  z
    .string()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .superRefine((text, check) => {
      const trouble = text === "" ? undefined : troubleOf(text);
      if (trouble !== undefined) check.addIssue({ code: "custom", message: trouble });
    })
    .nullish()
    .transform(orNull);

const address = z
  .string()
  .transform(clean)
  .pipe(z.string().max(300))
  .transform((text) =>
    text === "" || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`,
  );

/** Only an address of the web becomes a link: `javascript:` and the like never do. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes(".") && !/\s/.test(text)
  );
}

export const webAddress = address
  .refine((text) => text === "" || isWebAddress(text), "organisations.bad-site")
  .nullish()
  .transform(orNull);

/** Pages elsewhere: a list, or one address per line. */
const links = z
  .union([z.array(z.string()), z.string().transform((text) => text.split("\n"))])
  .transform((all) => all.map((one) => one.trim()).filter((one) => one !== ""))
  .pipe(
    z
      .array(address.refine(isWebAddress, "organisations.bad-link"))
      .max(12, "organisations.too-many-links"),
  )
  .nullish()
  .transform((all) => [...new Set(all ?? [])]);

export const contactFields = {
  email: z
    .string()
    .transform((text) => clean(text))
    .pipe(z.union([z.literal(""), z.email("organisations.bad-email")]))
    .nullish()
    .transform(orNull),
  phone: z
    .string()
    .transform((text) => clean(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().max(100))
    .refine((text) => text === "" || text.replace(/\D/g, "").length >= 3, "organisations.bad-phone")
    .nullish()
    .transform(orNull),
  site: webAddress,
  links,
  address: line(300).nullish().transform(orNull),
};

export const descriptionLimit = 4000;

/** What an organisation tells of itself. */
export const tellingFields = {
  description: paragraphs(descriptionLimit)
    .nullish()
    .transform((text) => text ?? ""),
  directions: z
    .array(z.enum(directions, "organisations.unknown-direction"))
    .nullish()
    .transform((codes) => [...new Set(codes ?? [])].toSorted()),
};

/** What only a keeper may say, or an organisation may propose. */
export const passportFields = {
  kind: z.enum(organisationKinds, "organisations.unknown-kind"),
  name: needed(500, "organisations.no-name"),
  shortName: needed(160, "organisations.no-short-name"),
  inn: digits(innTrouble),
  ogrn: digits(ogrnTrouble),
  legalForm: z.enum(legalForms, "organisations.unknown-legal-form").nullish().transform(orNull),
};

const degrees = (most: number) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .transform((text) => text.replace(",", "."))
          .pipe(z.coerce.number()),
      ],
      "organisations.bad-point",
    )
    .pipe(
      z
        .number("organisations.bad-point")
        .min(-most, "organisations.bad-point")
        .max(most, "organisations.bad-point"),
    )
    .nullish()
    .transform((value) => value ?? null);

/** Where and since when. */
export const standingFields = {
  territoryId: z.uuid("organisations.unknown-territory").nullish().transform(orNull),
  settlementId: z.uuid("organisations.unknown-settlement").nullish().transform(orNull),
  lat: degrees(90),
  lon: degrees(180),
  openedOn: z.iso.date("organisations.bad-day").nullish().transform(orNull),
  openedUnder: z.uuid("organisations.unknown-project").nullish().transform(orNull),
  openedLink: webAddress,
};

export const registerInput = z.object({
  ...passportFields,
  ...standingFields,
  ...contactFields,
  ...tellingFields,
});
export type RegisterInput = z.input<typeof registerInput>;
export type CardFields = z.output<typeof registerInput>;
