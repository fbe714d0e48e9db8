import { createRequire } from "node:module";

/** Weights of the text font in a PDF. */
export type Face = "regular" | "semibold" | "bold";

const files: Record<Face, string> = {
  regular: "400Regular/GolosText_400Regular.ttf",
  semibold: "600SemiBold/GolosText_600SemiBold.ttf",
  bold: "700Bold/GolosText_700Bold.ttf",
};

// Resolved from this file or from the build: both share one node_modules.
const { resolve } = createRequire(import.meta.url);

/** Returns the path of a font file with Cyrillic. */
export function fontFile(face: Face): string {
  return resolve(`@expo-google-fonts/golos-text/${files[face]}`);
}

// The font has no such signs; each has a plain neighbour.
const substitutes: Record<string, string> = {
  "\u2713": "+",
  "\u2714": "+",
  "\u2717": "×",
  "\u2610": "[ ]",
  "\u2611": "[+]",
  "\u25a0": "•",
  "\u25a1": "•",
  "\u25cf": "•",
  "\u25cb": "•",
};
const missing = new RegExp(`[${Object.keys(substitutes).join("")}]`, "g");

// Joiners and marks of direction hold no ink; a soft hyphen would be drawn where no line ends.
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]|(?!\n)\p{Cc}/gu;

/**
 * Returns the text as the font can draw it: composed letters, no joiners, substitutes for missing
 * glyphs.
 */
export function toDrawable(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll("\t", " ")
    .replace(invisible, "")
    .replace(missing, (sign) => substitutes[sign] ?? "");
}
