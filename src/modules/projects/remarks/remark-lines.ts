/** Splits a funder's remarks into lines, each without its number or dash. */
export function parseRemarkLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-–—•*]|\d{1,2}[.)])\s+/u, "").trim())
    .filter((line) => line !== "");
}
