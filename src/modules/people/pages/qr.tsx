import { create } from "qrcode";

/** A square code as SVG: dark on white in every theme, since cameras need it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size } = modules;
  const quiet = 4;
  const side = size + 2 * quiet;
  const cells: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules.get(row, column)) cells.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
    }
  }
  return (
    <svg viewBox={`0 0 ${side} ${side}`} width="232" height="232" role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={cells.join("")} fill="#000" />
    </svg>
  );
}
