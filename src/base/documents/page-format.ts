/** A4 in points. */
export const paperSize = { short: 595.28, long: 841.89 };

/** Margins in points: wider on the left, where sheets are bound. */
export const margins = { top: 62, right: 42, bottom: 56, left: 57 };
