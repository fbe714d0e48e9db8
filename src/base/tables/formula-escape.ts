const formulaCharacters = "=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20";

// Text with such apostrophes already gets one more, so that taking one off gives back what was written.
const formulaPattern = new RegExp(`^'*[${formulaCharacters}]`, "u");
const escapedPattern = new RegExp(`^'+[${formulaCharacters}]`, "u");

/** «+7 (000) 200-10-10»: the parenthesis after a space makes it neither a formula nor a number. */
const telephonePattern = /^\+\d{1,3} \(\d+\)[\d -]*$/;

/** Puts an apostrophe before text that a spreadsheet would run as a formula, full-width signs too. */
export function escapeFormula(text: string): string {
  return formulaPattern.test(text) && !telephonePattern.test(text) ? `'${text}` : text;
}

/** Takes off the apostrophe that `escapeFormula` (or a spreadsheet itself) put before a text. */
export function unescapeFormula(text: string): string {
  return escapedPattern.test(text) ? text.slice(1) : text;
}
