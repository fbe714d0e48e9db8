/** Escapes the wildcards of a LIKE pattern in a person's text. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
