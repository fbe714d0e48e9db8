/** A piece of text: kept, removed or added. */
export type DiffSegment = { kind: "same" | "removed" | "added"; text: string };

/**
 * Above this many pairs of words the changed middle is returned as one removed and one added
 * piece.
 */
const maxWordPairs = 4_000_000;

/**
 * Compares two texts by words. The pieces without the added ones spell `before`, without the
 * removed ones `after`, spaces included.
 */
export function diffWords(before: string, after: string): DiffSegment[] {
  const [left, right] = [tokenize(before), tokenize(after)];
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail += 1;
  const pieces: DiffSegment[] = [
    { kind: "same", text: left.slice(0, head).join("") },
    ...diffMiddle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    { kind: "same", text: left.slice(left.length - tail).join("") },
  ];
  return mergeSegments(pieces);
}

/** Returns the number of words removed and added. */
export function countChangedWords(pieces: readonly DiffSegment[]): {
  removed: number;
  added: number;
} {
  const count = (kind: DiffSegment["kind"]) =>
    pieces
      .filter((piece) => piece.kind === kind)
      .reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
  return { removed: count("removed"), added: count("added") };
}

const tokenize = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** Returns the longest common subsequence, from the table of lengths filled from the end. */
function diffMiddle(left: readonly string[], right: readonly string[]): DiffSegment[] {
  const [rows, columns] = [left.length, right.length];
  if (rows * columns === 0 || rows * columns > maxWordPairs) {
    return [
      { kind: "removed", text: left.join("") },
      { kind: "added", text: right.join("") },
    ];
  }
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pieces: DiffSegment[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    if (left[row] === right[column]) {
      pieces.push({ kind: "same", text: left[row] ?? "" });
      [row, column] = [row + 1, column + 1];
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      pieces.push({ kind: "removed", text: left[row++] ?? "" });
    } else {
      pieces.push({ kind: "added", text: right[column++] ?? "" });
    }
  }
  pieces.push({ kind: "removed", text: left.slice(row).join("") });
  pieces.push({ kind: "added", text: right.slice(column).join("") });
  return pieces;
}

/** Merges neighbours of one kind; a single space between changes is merged with them. */
function mergeSegments(pieces: readonly DiffSegment[]): DiffSegment[] {
  const out: DiffSegment[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed !== "") out.push({ kind: "removed", text: removed });
    if (added !== "") out.push({ kind: "added", text: added });
    [removed, added] = ["", ""];
  };
  for (const [index, { kind, text }] of pieces.entries()) {
    if (text === "") continue;
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (text.trim() === "" && removed + added !== "" && isChangeNext(pieces, index)) {
      removed += text;
      added += text;
    } else {
      flush();
      const last = out.at(-1);
      if (last?.kind === "same") last.text += text;
      else out.push({ kind, text });
    }
  }
  flush();
  return out;
}

function isChangeNext(pieces: readonly DiffSegment[], index: number): boolean {
  const next = pieces.slice(index + 1).find(({ text }) => text !== "");
  return next !== undefined && next.kind !== "same";
}
