import type { Face } from "./fonts.ts";

/** Text of one look, ready to be measured and drawn. */
export type TextPiece = { text: string; face: Face; oblique?: boolean; href?: string };

export type TextLine = { pieces: TextPiece[]; width: number };

export type Measure = (text: string, face: Face) => number;

type TextWord = { pieces: TextPiece[]; width: number; spaceBefore: number; breakBefore: boolean };

/**
 * Breaks pieces into lines no wider than `width` (points): at spaces (never no-break ones), after
 * hyphens and slashes and at `\n`; a word wider than the line is cut.
 */
export function breakLines(
  pieces: readonly TextPiece[],
  { width, measure }: { width: number; measure: Measure },
): TextLine[] {
  const lines: TextLine[] = [];
  let line: TextLine = { pieces: [], width: 0 };
  const finish = () => {
    lines.push({ pieces: joinPieces(line.pieces), width: line.width });
    line = { pieces: [], width: 0 };
  };
  for (const word of splitWords(pieces, measure)) {
    if (word.breakBefore) finish();
    const fits = line.width + word.spaceBefore + word.width <= width;
    if (!fits && line.pieces.length > 0) finish();
    if (word.width <= width) {
      placeWord(line, word);
      continue;
    }
    for (const part of splitLongWord(word, { width, measure })) {
      if (line.pieces.length > 0) finish();
      placeWord(line, part);
    }
  }
  finish();
  return lines;
}

function placeWord(line: TextLine, word: TextWord): void {
  const [first, ...rest] = word.pieces;
  if (first === undefined) return;
  const space = line.pieces.length > 0 && word.spaceBefore > 0;
  line.pieces.push(space ? { ...first, text: ` ${first.text}` } : first, ...rest);
  line.width += word.width + (space ? word.spaceBefore : 0);
}

const token = /\n| +|[^ \n]*?[^ \n\d][-/](?=[^ \n])|[^ \n]+/gu;

function splitWords(pieces: readonly TextPiece[], measure: Measure): TextWord[] {
  const found: TextWord[] = [];
  let word = emptyWord();
  const finish = () => {
    if (word.pieces.length > 0 || word.breakBefore) found.push(word);
    word = emptyWord();
  };
  for (const piece of pieces) {
    for (const [text] of piece.text.matchAll(token)) {
      if (text === "\n") {
        finish();
        word.breakBefore = true;
      } else if (text.startsWith(" ")) {
        const { breakBefore } = word;
        if (word.pieces.length > 0) finish();
        else word = { ...emptyWord(), breakBefore };
        word.spaceBefore = measure(" ", piece.face);
      } else {
        word.pieces.push({ ...piece, text });
        word.width += measure(text, piece.face);
        if (/[-/]$/.test(text)) finish();
      }
    }
  }
  finish();
  return found;
}

const emptyWord = (): TextWord => ({ pieces: [], width: 0, spaceBefore: 0, breakBefore: false });

/** A word in parts that fit; every part holds at least one sign. */
function splitLongWord(
  word: TextWord,
  { width, measure }: { width: number; measure: Measure },
): TextWord[] {
  const parts: TextWord[] = [];
  let part = emptyWord();
  for (const piece of word.pieces) {
    for (const sign of piece.text) {
      const wide = measure(sign, piece.face);
      if (part.pieces.length > 0 && part.width + wide > width) {
        parts.push(part);
        part = emptyWord();
      }
      part.pieces.push({ ...piece, text: sign });
      part.width += wide;
    }
  }
  return [...parts, part].map((each) => ({ ...each, pieces: joinPieces(each.pieces) }));
}

/** Neighbours of one look as one piece. */
function joinPieces(pieces: readonly TextPiece[]): TextPiece[] {
  const whole: TextPiece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last !== undefined && sameLook(last, piece)) last.text += piece.text;
    else whole.push({ ...piece });
  }
  return whole;
}

const sameLook = (a: TextPiece, b: TextPiece) =>
  a.face === b.face && a.oblique === b.oblique && a.href === b.href;
