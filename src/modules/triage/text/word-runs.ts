/** Classes of a UTF-16 code unit. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

const letterOrMark = /[\p{L}\p{M}]/u;
const letter = /\p{L}/u;

// Most characters are below this code; the rest is matched by the regular expression.
const CLASS_TABLE_SIZE = 0x530;
const characterClasses = Uint8Array.from({ length: CLASS_TABLE_SIZE }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  return letterOrMark.test(String.fromCharCode(code)) ? LETTER : OTHER;
});

/** Length in code units of the letter or mark at `at`; 0 when there is none. */
function charClassAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < CLASS_TABLE_SIZE) return characterClasses[code] === LETTER ? 1 : 0;
  const whole = text.codePointAt(at);
  if (whole === undefined || !letterOrMark.test(String.fromCodePoint(whole))) return 0;
  return whole > 0xffff ? 2 : 1;
}

// «0» or «3» between letters is a disguised Cyrillic letter.
const isLetterLikeDigit = (code: number): boolean => code === 48 || code === 51;

function isAfterLetter(text: string, at: number): boolean {
  const whole = text.codePointAt(at);
  return whole !== undefined && letter.test(String.fromCodePoint(whole));
}

function letterRunEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const units = charClassAt(text, at);
    if (units > 0) at += units;
    else if (isLetterLikeDigit(text.charCodeAt(at)) && isAfterLetter(text, at + 1)) at++;
    else return at;
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function digitRunEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Calls `visit` with the bounds of each run of letters and of digits, in order. */
export function forEachWord(text: string, visit: (start: number, end: number) => void): void {
  let at = 0;
  while (at < text.length) {
    const start = at;
    if (charClassAt(text, at) > 0) at = letterRunEnd(text, at);
    else if (isDigit(text.charCodeAt(at))) at = digitRunEnd(text, at);
    else {
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      continue;
    }
    visit(start, at);
  }
}
