/** What an organisation is: kinds, roles of its people, and the state's numbers with their checksums. */

export const organisationKinds = [
  "ministry",
  "administration",
  "utility",
  "management-company",
  "network",
  "road-service",
  "waste-operator",
  "transport",
  "institution",
  "authority",
  "nko",
  "tos",
  "initiative-group",
  "initiative-centre",
  "neighbourhood-centre",
  "resource-centre",
  "governance-centre",
  "business",
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Kinds that residents' problems are sent to. */
export const responsibleKinds = [
  "ministry",
  "administration",
  "utility",
  "management-company",
  "network",
  "road-service",
  "waste-operator",
  "transport",
  "institution",
  "authority",
] as const satisfies readonly OrganisationKind[];

/** Civic kinds: asked every year whether they are still active. */
export const civicKinds = [
  "nko",
  "tos",
  "initiative-group",
  "initiative-centre",
  "neighbourhood-centre",
  "resource-centre",
] as const satisfies readonly OrganisationKind[];

/**
 * How a person belongs to an organisation; any of them makes the person's check of its work
 * dependent.
 */
export const tieRoles = ["head", "employee", "contact", "member", "volunteer", "founder"] as const;
export type TieRole = (typeof tieRoles)[number];

/** Message keys of what may be wrong with a number. */
export type RegistrationNumberIssue =
  | "organisations.inn-length"
  | "organisations.inn-checksum"
  | "organisations.ogrn-length"
  | "organisations.ogrn-checksum";

/**
 * Validates a taxpayer number (ИНН: 10 digits, 12 of a person) by length and checksum; undefined when
 * it is valid.
 */
export function validateInn(text: string): RegistrationNumberIssue | undefined {
  if (!/^(\d{10}|\d{12})$/.test(text)) return "organisations.inn-length";
  // No tax office has the code 00, and a row of zeros would satisfy every checksum.
  if (text.startsWith("00")) return "organisations.inn-checksum";
  const checks = text.length === 10 ? [innWeights10] : [innWeights11, innWeights12];
  return checks.every((weights) => isInnDigitValid(text, weights))
    ? undefined
    : "organisations.inn-checksum";
}

/** Checks whether the text is a valid taxpayer number; see `validateInn`. */
export function isInn(text: string): boolean {
  return validateInn(text) === undefined;
}

const innWeights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const innWeights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const innWeights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** The digit after the weighted ones is their sum's remainder by 11, its last digit. */
function isInnDigitValid(text: string, weights: readonly number[]): boolean {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return (sum % 11) % 10 === Number(text[weights.length]);
}

/**
 * Validates a registration number (ОГРН: 13 digits, 15 of an entrepreneur) by length and checksum;
 * undefined when it is valid.
 */
export function validateOgrn(text: string): RegistrationNumberIssue | undefined {
  if (!/^(\d{13}|\d{15})$/.test(text)) return "organisations.ogrn-length";
  if (text.startsWith("0")) return "organisations.ogrn-checksum";
  const head = Number(text.slice(0, -1));
  const divisor = text.length === 13 ? 11 : 13;
  return (head % divisor) % 10 === Number(text.at(-1)) ? undefined : "organisations.ogrn-checksum";
}

/** Checks whether the text is a valid registration number; see `validateOgrn`. */
export function isOgrn(text: string): boolean {
  return validateOgrn(text) === undefined;
}
