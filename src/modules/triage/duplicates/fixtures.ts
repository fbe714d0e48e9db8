import fc from "fast-check";

/** Degenerate input of a channel: empty text, noise, mojibake, 100 kB, a lone surrogate. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom(
    "",
    " ",
    "\u{1f6a7}\u{1f525}",
    "\u00d0\u00a1\u00d0\u00bd\u00d0\u00b5\u00d0\u00b3",
    "\ud800 1 2 3",
    "'; drop table signals_messages; --",
    "<b>".repeat(3_000),
    "word 12 ".repeat(12_500),
  ),
);
