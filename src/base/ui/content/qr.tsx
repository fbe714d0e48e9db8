import { create } from "qrcode";

/** The squares of a QR code, row by row, true = dark; without the quiet edge. */
function qrMatrix(text: string): boolean[][] {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const line = Array.from({ length: modules.size }, (_, at) => at);
  return line.map((row) => line.map((column) => modules.get(row, column) !== 0));
}

/** White squares around the code, without which cameras miss it. */
const quietZone = 4;

/**
 * Returns the dark modules as one SVG path of strokes one module wide, in a square of `side` with its
 * quiet zone. Adjacent modules are one stroke with relative moves, to keep the page small.
 * `pdf.path(path).stroke()` draws it too.
 */
export function qrPath(text: string): { side: number; path: string } {
  const matrix = qrMatrix(text);
  const runs = matrix.flatMap((row, y) => runsOf(row).map((run) => ({ ...run, y })));
  let pen = { x: -quietZone, y: -quietZone - 0.5 };
  const path = runs.map(({ x, y, length }) => {
    const move = `m${x - pen.x} ${y - pen.y}h${length}`;
    pen = { x: x + length, y };
    return move;
  });
  return { side: matrix.length + 2 * quietZone, path: path.join("") };
}

function runsOf(row: readonly boolean[]): { x: number; length: number }[] {
  const starts = row.flatMap((dark, x) => (dark && row[x - 1] !== true ? [x] : []));
  return starts.map((x) => {
    const end = row.indexOf(false, x);
    return { x, length: (end === -1 ? row.length : end) - x };
  });
}

/** A QR code on a page: dark on white in every theme, since cameras need it so. `size` in CSS pixels. */
export function QrCode({
  text,
  label,
  size = 232,
}: {
  text: string;
  label: string;
  size?: number;
}) {
  const { side, path } = qrPath(text);
  return (
    <svg viewBox={`0 0 ${side} ${side}`} width={size} height={size} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} stroke="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** Returns the QR code as an SVG file, for an email or a printed list. */
export function qrSvg(text: string): string {
  const { side, path } = qrPath(text);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">` +
    `<rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" stroke="#000" shape-rendering="crispEdges"/></svg>`
  );
}
