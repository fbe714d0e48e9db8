import { z } from "zod";
import { activityAreas, legalForms } from "../catalogues/codes.ts";
import { validateInn, validateOgrn, organisationKinds } from "../organisation.ts";

const emptyToNull = <T extends string>(text: T | undefined | null): T | null =>
  text === undefined || text === null || text === "" ? null : text;

/** Removes control characters and makes every line end a single `\n`. */
export const cleanText = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replaceAll(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, "")
    .toWellFormed()
    .trim();

/** Returns a schema of one optional line, at most `max` characters. */
export const optionalText = (max: number) =>
  z
    .string()
    .transform((text) => cleanText(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().max(max));

/** Returns a schema of one required line; `missing` is the message key of its absence. */
export const requiredText = (max: number, missing: string) =>
  z
    .string(missing)
    .transform((text) => cleanText(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().min(1, missing).max(max));

/** Returns a schema of optional paragraphs, at most `max` characters. */
export const paragraphText = (max: number) =>
  z.string().transform(cleanText).pipe(z.string().max(max));

const registrationNumber = (findIssue: (text: string) => string | undefined) =>
  z
    .string()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .superRefine((text, check) => {
      const trouble = text === "" ? undefined : findIssue(text);
      if (trouble !== undefined) check.addIssue({ code: "custom", message: trouble });
    })
    .nullish()
    .transform(emptyToNull);

const urlText = z
  .string()
  .transform(cleanText)
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

export const webAddress = urlText
  .refine((text) => text === "" || isWebAddress(text), "organisations.bad-site")
  .nullish()
  .transform(emptyToNull);

/** Pages elsewhere: a list, or one address per line. */
const linkList = z
  .union([z.array(z.string()), z.string().transform((text) => text.split("\n"))])
  .transform((all) => all.map((one) => one.trim()).filter((one) => one !== ""))
  .pipe(
    z
      .array(urlText.refine(isWebAddress, "organisations.bad-link"))
      .max(12, "organisations.too-many-links"),
  )
  .nullish()
  .transform((all) => [...new Set(all ?? [])]);

export const contactFields = {
  email: z
    .string()
    .transform((text) => cleanText(text))
    .pipe(z.union([z.literal(""), z.email("organisations.bad-email")]))
    .nullish()
    .transform(emptyToNull),
  phone: z
    .string()
    .transform((text) => cleanText(text).replaceAll(/\s+/g, " "))
    .pipe(z.string().max(100))
    .refine((text) => text === "" || text.replace(/\D/g, "").length >= 3, "organisations.bad-phone")
    .nullish()
    .transform(emptyToNull),
  site: webAddress,
  links: linkList,
  address: optionalText(300).nullish().transform(emptyToNull),
};

export const descriptionLimit = 4000;

/** Fields of the organisation's own profile. */
export const profileFields = {
  description: paragraphText(descriptionLimit)
    .nullish()
    .transform((text) => text ?? ""),
  directions: z
    .array(z.enum(activityAreas, "organisations.unknown-direction"))
    .nullish()
    .transform((codes) => [...new Set(codes ?? [])].toSorted()),
};

/** Fields that only administrators change and an organisation may propose. */
export const identityFields = {
  kind: z.enum(organisationKinds, "organisations.unknown-kind"),
  name: requiredText(500, "organisations.no-name"),
  shortName: requiredText(160, "organisations.no-short-name"),
  inn: registrationNumber(validateInn),
  ogrn: registrationNumber(validateOgrn),
  legalForm: z
    .enum(legalForms, "organisations.unknown-legal-form")
    .nullish()
    .transform(emptyToNull),
};

const coordinate = (max: number) =>
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
        .min(-max, "organisations.bad-point")
        .max(max, "organisations.bad-point"),
    )
    .nullish()
    .transform((value) => value ?? null);

/** Where and since when. */
export const locationFields = {
  territoryId: z.uuid("organisations.unknown-territory").nullish().transform(emptyToNull),
  settlementId: z.uuid("organisations.unknown-settlement").nullish().transform(emptyToNull),
  lat: coordinate(90),
  lon: coordinate(180),
  openedOn: z.iso.date("organisations.bad-day").nullish().transform(emptyToNull),
  openedUnder: z.uuid("organisations.unknown-project").nullish().transform(emptyToNull),
  openedLink: webAddress,
};

export const registerInput = z.object({
  ...identityFields,
  ...locationFields,
  ...contactFields,
  ...profileFields,
});
export type RegisterInput = z.input<typeof registerInput>;
export type CardFields = z.output<typeof registerInput>;
