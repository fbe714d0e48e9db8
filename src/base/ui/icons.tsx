/** Icon shapes on a 24 × 24 grid, drawn by stroke; `i-…` is the symbol's id in the page's sprite. */
const iconShapes = {
  check: '<path d="M4.5 12.5 10 18 19.5 6.5"/>',
  x: '<path d="M6 6l12 12M18 6 6 18"/>',
  right: '<path d="M4 12h15M13 6l6 6-6 6"/>',
  left: '<path d="M20 12H5M11 6l-6 6 6 6"/>',
  back: '<path d="M9 5 4 10l5 5"/><path d="M4 10h10a6 6 0 0 1 0 12h-3" transform="translate(0 -2)"/>',
  loop: '<path d="M17 3l3 3-3 3M7 21l-3-3 3-3"/><path d="M4 11V9a3 3 0 0 1 3-3h13M20 13v2a3 3 0 0 1-3 3H4"/>',
  stairs: '<path d="M3 20h5v-5h5v-5h5V5h3"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
  alarm: '<circle cx="12" cy="13" r="7.5"/><path d="M12 9v4l2.5 2M4 5 7 3M20 5l-3-2"/>',
  said: '<path d="M4 5h16v11H11l-5 4v-4H4z"/><path d="M8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01"/>',
  message: '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
  doc: '<path d="M6 3h8l4 4v14H6z"/><path d="M9.5 12h5M9.5 16h5"/>',
  square: '<rect x="5" y="5" width="14" height="14" rx="1.5"/>',
  camera: '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.2"/>',
  pin: '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.2"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  warn: '<path d="M12 4 21 20H3z"/><path d="M12 10v4.5M12 17.2v.01"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.01"/>',
  lock: '<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
  calendar:
    '<rect x="4" y="5.5" width="16" height="14.5" rx="1.5"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>',
  people:
    '<circle cx="9" cy="8.5" r="3.2"/><path d="M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 5.6a3.2 3.2 0 0 1 0 5.9M18 14.5c2 .8 3 2.8 3 5.5"/>',
  down: '<path d="M12 4v12M7 11l5 5 5-5M5 20h14"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3L12 6.3"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
  edit: '<path d="M5 19l1-4L16.5 4.5l3 3L9 18z"/>',
  map: '<path d="M3.5 6 9 4l6 2 5.5-2v14L15 20l-6-2-5.5 2zM9 4v14M15 6v14"/>',
  phone: '<path d="M5 4h4l1.5 5L8 10.5a12 12 0 0 0 5.5 5.5L15 13.5l5 1.5v4c-8 1.5-17-7-15-15z"/>',
  mail: '<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6 8-6"/>',
  part: '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
  target: '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4"/>',
  mute: '<path d="M4 10v4h3l5 4V6L7 10zM16 10l4 4M20 10l-4 4"/>',
  wrench:
    '<path d="M14.5 6.5a4.5 4.5 0 0 1 5-1l-3 3 .5 2 2 .5 3-3a4.5 4.5 0 0 1-6 5.5L9 20.5a2.1 2.1 0 0 1-3-3l7-7a4.5 4.5 0 0 1 1.5-4z" transform="translate(-1.5 0)"/>',
  up: '<path d="M6 15l6-6 6 6"/>',
  dn: '<path d="M6 9l6 6 6-6"/>',
  same: '<path d="M6 9h12M6 15h12"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  flame:
    '<path d="M12 21c-4 0-6.5-2.7-6.5-6.2C5.5 10 10 8.5 10.5 3c4 2 8 6.5 8 11.5 0 3.8-2.5 6.5-6.5 6.5z"/><path d="M12 21c-1.7 0-2.8-1.2-2.8-2.9 0-2 1.8-2.9 2.3-5 1.8 1.2 3.3 2.9 3.3 5 0 1.7-1.1 2.9-2.8 2.9z"/>',
  window: '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M13.5 4v16M13.5 11H20"/>',
  ticket:
    '<path d="M4 7h16v3.5a1.5 1.5 0 0 0 0 3V17H4v-3.5a1.5 1.5 0 0 0 0-3z"/><path d="M14 7v10"/>',
  house: '<path d="M4 11 12 4l8 7v9H4z"/><path d="M10 20v-6h4v6"/>',
  merge: '<path d="M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8"/>',
  ruble: '<path d="M8 21V4h5a4.5 4.5 0 0 1 0 9H6M6 17h8"/>',
  screen: '<rect x="3.5" y="5" width="17" height="11.5" rx="1.5"/><path d="M9 20.5h6"/>',
} as const;

export type IconName = keyof typeof iconShapes;

export const iconNames = Object.keys(iconShapes) as IconName[];

/** One icon, decorative by law: the word beside it carries the meaning. */
export function Icon({ name, size }: { name: IconName; size?: "l" }) {
  return (
    <svg class="i" aria-hidden="true" data-size={size}>
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** The mark: a window with a lit pane. Not below 20 px. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect
        class="mark-frame"
        x="3.25"
        y="3.25"
        width="25.5"
        height="25.5"
        rx="3.5"
        stroke-width="2.5"
      />
      <path class="mark-light" d="M19.25 4.5H26a1.5 1.5 0 0 1 1.5 1.5v7.25h-8.25z" />
      <path class="mark-frame" d="M18.25 4v24M18.25 13.25H28" stroke-width="2.5" fill="none" />
    </svg>
  );
}

function pattern(id: "hatch" | "silent", size: number, line: string): string {
  const ground = `<rect class="hatch-ground" width="${size}" height="${size}"/>`;
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">${ground}<path class="${line}" d="M1 0v${size}"/></pattern>`;
}

/**
 * Returns the SVG sprite that a page with this HTML needs: only the symbols and patterns it
 * references, or "".
 */
export function spriteFor(html: string): string {
  const names = new Set([...html.matchAll(/href="#i-([a-z]+)"/g)].map((found) => found[1]));
  const symbols = iconNames
    .filter((name) => names.has(name))
    .map((name) => `<symbol id="i-${name}" viewBox="0 0 24 24">${iconShapes[name]}</symbol>`);
  const patterns = [
    /class="[^"]*\bv-said\b/.test(html) ? pattern("hatch", 6, "hatch-line") : "",
    /class="[^"]*\bq0\b/.test(html) ? pattern("silent", 7, "hatch-mute") : "",
  ];
  const defs = [...symbols, ...patterns].join("");
  // Hidden by clipping: in a `display: none` svg browsers do not paint patterns.
  return (
    defs &&
    `<svg width="0" height="0" class="visually-hidden" aria-hidden="true"><defs>${defs}</defs></svg>`
  );
}
