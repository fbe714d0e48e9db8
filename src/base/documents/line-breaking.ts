import type { Face } from "./fonts.ts";

/** Text of one look, ready to be measured and drawn. */
export type Piece = { text: string; face: Face; oblique?: boolean; href?: string };

export type Line = { pieces: Piece[]; width: number };

export type Measure = (text: string, face: Face) => number;

type Word = { pieces: Piece[]; width: number; spaceBefore: number; breakBefore: boolean };

/**
 * Sets pieces into lines no wider than `width`. Lines break at spaces (never at no-break ones),
 * after hyphens and slashes and at `\n`; a word wider than the line is cut where the line ends.
 */
export function breakLines(
  pieces: readonly Piece[],
  { width, measure }: { width: number; measure: Measure },
): Line[] {
  const lines: Line[] = [];
  let line: Line = { pieces: [], width: 0 };
  const finish = () => {
    lines.push({ pieces: joined(line.pieces), width: line.width });
    line = { pieces: [], width: 0 };
  };
  for (const word of words(pieces, measure)) {
    if (word.breakBefore) finish();
    const fits = line.width + word.spaceBefore + word.width <= width;
    if (!fits && line.pieces.length > 0) finish();
    if (word.width <= width) {
      place(line, word);
      continue;
    }
    for (const part of cut(word, { width, measure })) {
      if (line.pieces.length > 0) finish();
      place(line, part);
    }
  }
  finish();
  return lines;
}

function place(line: Line, word: Word): void {
  const [first, ...rest] = word.pieces;
  if (first === undefined) return;
  const space = line.pieces.length > 0 && word.spaceBefore > 0;
  line.pieces.push(space ? { ...first, text: ` ${first.text}` } : first, ...rest);
  line.width += word.width + (space ? word.spaceBefore : 0);
}

const token = /\n| +|[^ \n]*?[^ \n\d][-/](?=[^ \n])|[^ \n]+/gu;

function words(pieces: readonly Piece[], measure: Measure): Word[] {
  const found: Word[] = [];
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

const emptyWord = (): Word => ({ pieces: [], width: 0, spaceBefore: 0, breakBefore: false });

/** A word in parts that fit; every part holds at least one sign. */
function cut(word: Word, { width, measure }: { width: number; measure: Measure }): Word[] {
  const parts: Word[] = [];
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
  return [...parts, part].map((each) => ({ ...each, pieces: joined(each.pieces) }));
}

/** Neighbours of one look as one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last !== undefined && sameLook(last, piece)) last.text += piece.text;
    else whole.push({ ...piece });
  }
  return whole;
}

const sameLook = (a: Piece, b: Piece) =>
  a.face === b.face && a.oblique === b.oblique && a.href === b.href;
