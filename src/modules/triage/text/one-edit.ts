/**
 * Returns true when two words are equal or differ by one letter changed, lost, added, or swapped
 * with its neighbour.
 */
export function isWithinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  if (a.length === b.length) {
    if (a.slice(from + 1) === b.slice(from + 1)) return true;
    return (
      a[from] === b[from + 1] && a[from + 1] === b[from] && a.slice(from + 2) === b.slice(from + 2)
    );
  }
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  return long.slice(from + 1) === short.slice(from);
}
