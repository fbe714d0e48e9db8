const formulaCharacters = "=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20";

/**
 * Text that a spreadsheet would run as a formula, full-width signs too: in a CSV a quote is put before it.
 * Text with such quotes already gets one more, so that taking one off gives back what was written.
 */
export const formulaPattern = new RegExp(`^'*[${formulaCharacters}]`, "u");

/** Text of a CSV before which such a quote stands. */
export const quotedFormulaPattern = new RegExp(`^'+[${formulaCharacters}]`, "u");
