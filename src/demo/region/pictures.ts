/** Drawn pictures in place of photographs: flat geometry, no people, the same for the same seed. */
import { seededRandom } from "./random.ts";
import type { Random } from "./random.ts";

export const SCENES = [
  "manhole",
  "lamp",
  "dump",
  "snow",
  "pothole",
  "roof",
  "playground",
  "stop",
  "water",
  "generic",
] as const;
export type PictureScene = (typeof SCENES)[number];
export type DrawnPictureState = "before" | "after";
export type DrawnPicture = {
  readonly scene: PictureScene;
  readonly state: DrawnPictureState;
  readonly seed: string;
};

type DrawingOptions = { readonly before: boolean; readonly dark: boolean; readonly random: Random };
type Paint = {
  readonly sky: string;
  readonly hill: string;
  readonly wall: string;
  readonly pane: string;
  readonly ground: string;
  readonly path: string;
};

const GREY: Paint = {
  sky: "#c2c8cb",
  hill: "#aab1b0",
  wall: "#cbc7be",
  pane: "#7c8a91",
  ground: "#7d786a",
  path: "#85827a",
};
const CLEAR: Paint = {
  sky: "#cfe0e8",
  hill: "#b7c8c9",
  wall: "#e3ded2",
  pane: "#8fa9b5",
  ground: "#8f9a8c",
  path: "#6f787c",
};
const NIGHT: Paint = {
  sky: "#1b2433",
  hill: "#18202c",
  wall: "#252c38",
  pane: "#141b26",
  ground: "#20262b",
  path: "#2a3037",
};
const LIT: Paint = {
  sky: "#27364d",
  hill: "#202c3f",
  wall: "#333d4d",
  pane: "#1a2333",
  ground: "#4b4c45",
  path: "#77705c",
};
const FROST: Paint = {
  sky: "#d3dade",
  hill: "#c3ccd0",
  wall: "#cdc9c2",
  pane: "#82919a",
  ground: "#e8edef",
  path: "#dfe6e9",
};

function box(x: number, y: number, size: readonly [number, number], fill: string): string {
  return `<rect x="${x}" y="${y}" width="${size[0]}" height="${size[1]}" fill="${fill}"/>`;
}

function oval(x: number, y: number, radii: readonly [number, number], fill: string): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${radii[0]}" ry="${radii[1]}" fill="${fill}"/>`;
}

function paintFor(scene: PictureScene, sheet: DrawingOptions): Paint {
  if (scene === "lamp") return sheet.before ? NIGHT : LIT;
  if (scene === "snow") return sheet.before ? FROST : { ...FROST, path: "#6f787c" };
  return sheet.before ? GREY : CLEAR;
}

/** Sky, a far hill, a row of houses with windows, the ground and a path to the viewer. */
function street(paint: Paint, sheet: DrawingOptions): string {
  const { random } = sheet;
  const hill = random.int(104, 132);
  const left = random.int(8, 34);
  const width = random.int(400, 452);
  const columns = Math.floor((width - 28) / 52);
  const lit = random.int(0, columns * 3);
  const windows = Array.from({ length: columns * 3 }, (_, index) =>
    box(
      left + 20 + (index % columns) * 52,
      46 + Math.floor(index / columns) * 38,
      [24, 22],
      sheet.dark && index % 11 === lit % 11 ? "#f0c766" : paint.pane,
    ),
  ).join("");
  const vanish = random.int(216, 256);
  return [
    box(0, 0, [480, 320], paint.sky),
    `<path d="M0 ${hill}q60-30 120-8t130-16 120 10 110-14v110H0z" fill="${paint.hill}"/>`,
    box(left, 30, [width, 136], paint.wall),
    windows,
    `<path d="M0 166h480v154H0z" fill="${paint.ground}"/>`,
    `<path d="M${vanish - 110} 320 ${vanish - 26} 166h64l124 154z" fill="${paint.path}"/>`,
    tree(random.int(40, 70), sheet),
    tree(random.int(414, 440), sheet),
  ].join("");
}

function tree(x: number, sheet: DrawingOptions): string {
  const trunk = `<path d="M${x} 168V96M${x} 122l-14-16M${x} 134l16-20" stroke="${sheet.dark ? "#10161f" : "#5d5a50"}" stroke-width="5" stroke-linecap="round"/>`;
  const crown =
    !sheet.before && !sheet.dark
      ? `<circle cx="${x}" cy="92" r="${sheet.random.int(17, 24)}" fill="#8aa582" opacity=".85"/>`
      : "";
  return trunk + crown;
}

function manhole({ before, random }: DrawingOptions): string {
  const x = random.int(226, 290);
  const y = random.int(246, 266);
  if (!before) {
    return `${oval(x, y + 3, [56, 19], "#3f4548")}${oval(x, y, [50, 16], "#767e82")}<path d="M${x - 40} ${y}h80M${x} ${y - 15}v30M${x - 28} ${y - 10}l56 20M${x + 28} ${y - 10}l-56 20" stroke="#545b5f" stroke-width="2.5"/>`;
  }
  const side = x + random.int(84, 108);
  const lid = `<g transform="rotate(-14 ${side} ${y + 20})">${oval(side, y + 23, [48, 15], "#43484a")}${oval(side, y + 19, [48, 15], "#6b7072")}</g>`;
  return `${oval(x, y, [60, 21], "#99948a")}${oval(x, y, [50, 16], "#14181a")}${lid}<path d="M${x - 52} ${y - 24}l-8 30M${x + 54} ${y - 24}l8 30" stroke="#b65a3c" stroke-width="3"/>`;
}

function lamp({ before, random }: DrawingOptions): string {
  const x = random.int(366, 396);
  const glow = before
    ? ""
    : `<path d="M${x - 56} 92 ${x - 170} 320h232z" fill="#f7d98a" opacity=".38"/>${oval(x - 56, 290, [120, 22], "#f7d98a").replace("/>", ' opacity=".35"/>')}`;
  return `${glow}<path d="M${x} 300V96q0-16-16-16h-44" fill="none" stroke="${before ? "#3c4652" : "#9aa3ad"}" stroke-width="6"/><path d="M${x - 74} 84h36l-6 10h-24z" fill="${before ? "#454f5a" : "#fff0b8"}"/>`;
}

function dump({ before, random }: DrawingOptions): string {
  if (!before) {
    const bins = [124, 210, 296]
      .map((x) => box(x, 212, [62, 70], "#35504a") + box(x - 4, 204, [70, 12], "#203733"))
      .join("");
    return box(96, 190, [300, 86], "#6f8a76") + box(96, 190, [300, 10], "#4f6a58") + bins;
  }
  const shades = ["#34383a", "#8d8678", "#2b2f31", "#c0b9a8", "#a99f8b", "#44494a"];
  const bags = Array.from({ length: 11 }, (_, index) =>
    oval(
      random.int(96, 410),
      random.int(258, 300),
      [random.int(18, 38), random.int(12, 20)],
      shades[index % shades.length] ?? "#44494a",
    ),
  ).join("");
  const tilt = random.int(-14, 12);
  return `<rect x="206" y="212" width="62" height="70" rx="4" fill="#57605c" transform="rotate(${tilt} 237 247)"/><rect x="296" y="214" width="62" height="66" rx="4" fill="#4d5552"/>${bags}`;
}

function snow({ before, random }: DrawingOptions): string {
  if (!before)
    return `<path d="M0 320v-86q70-26 128 0l-34 86zM480 320v-90q-60-20-104 6l46 84z" fill="#f6f9fa"/>${box(96, 214, [10, 60], "#b65a3c")}`;
  const high = random.int(190, 214);
  return `<path d="M0 320V${high + 20}q60-44 120-16t116-8 120 4 124-14v114z" fill="#f6f9fa"/><path d="M196 320 228 ${high + 20}l14 0-10 100z" fill="#cbd6db"/>${oval(random.int(330, 380), 268, [70, 26], "#ffffff")}`;
}

function pothole({ before, random }: DrawingOptions): string {
  const spots = [0, 1, 2].map(
    (index) =>
      [random.int(180, 300), 206 + index * 40 + random.int(-6, 6), 26 + index * 14] as const,
  );
  if (!before)
    return `${spots.map(([x, y, r]) => `<rect x="${x - r}" y="${y - r / 3}" width="${r * 2}" height="${Math.round(r * 0.66)}" rx="3" fill="#4c5357"/>`).join("")}<path d="M238 320V176" stroke="#e8e4d8" stroke-width="4" stroke-dasharray="16 14"/>`;
  return spots
    .map(
      ([x, y, r]) =>
        oval(x, y, [r, Math.round(r * 0.36)], "#4a463d") +
        oval(x + 3, y + 2, [Math.round(r * 0.7), Math.round(r * 0.2)], "#8fa0a8"),
    )
    .join("");
}

function roof({ before, random }: DrawingOptions): string {
  const room = `${box(0, 0, [480, 320], before ? "#b9b4a6" : "#e6e1d4")}<path d="M0 0h480l-90 70H90z" fill="${before ? "#a39d8d" : "#f3efe4"}"/><path d="M0 320h480l-110-70H110z" fill="#8b857a"/>${box(196, 110, [90, 140], "#6d7b80")}<path d="M40 320V180l300-60" fill="none" stroke="#5d5a50" stroke-width="7"/>`;
  if (!before) return `${room}${oval(240, 34, [16, 6], "#fff0b8")}`;
  const x = random.int(140, 320);
  const stains = oval(x, 40, [84, 20], "#7a705a") + oval(x + 46, 30, [46, 12], "#66604f");
  const drops = [0, 1, 2]
    .map(
      (index) =>
        `<path d="M${x - 20 + index * 24} ${70 + index * 34}q-6 12 0 16 6-4 0-16z" fill="#6f93a5"/>`,
    )
    .join("");
  return `${room}${stains}${drops}<path d="M${x - 34} 262h68l-10 34h-48z" fill="#3e6f86"/>${oval(x, 262, [34, 7], "#8fb4c4")}`;
}

function playground({ before, random }: DrawingOptions): string {
  const x = random.int(110, 150);
  const frame = `<path d="M${x} 290 ${x + 22} 190h96l22 100" fill="none" stroke="${before ? "#7a6a5c" : "#0a5564"}" stroke-width="7"/>`;
  const seat = before
    ? `<path d="M${x + 50} 190v54l30 34M${x + 88} 190v30" stroke="#4a4a4a" stroke-width="3" fill="none"/>`
    : `<path d="M${x + 50} 190v64M${x + 88} 190v64" stroke="#4a4a4a" stroke-width="3"/>${box(x + 42, 252, [54, 8], "#b65a3c")}`;
  const slide = `<path d="M300 286V206h30l70 80" fill="none" stroke="${before ? "#8a7a6c" : "#d09a3c"}" stroke-width="9"/>`;
  return (
    frame +
    seat +
    slide +
    (before ? oval(210, 300, [40, 8], "#5a5348") : oval(240, 300, [150, 14], "#d8c79a"))
  );
}

function stop({ before, random }: DrawingOptions): string {
  const x = random.int(110, 150);
  const post = `${box(x + 236, 150, [6, 140], "#5d6a70")}<rect x="${x + 220}" y="128" width="38" height="30" rx="3" fill="${before ? "#8c8f90" : "#0a5564"}"/>`;
  const roofLine = before
    ? `<path d="M${x - 12} 186l220-16v10l-220 16z" fill="#6b6f70"/>`
    : box(x - 12, 172, [220, 11], "#35504a");
  const panes = before
    ? `<path d="M${x} 190h60l-18 40 24 20-66 34z" fill="#a9bcc4"/>`
    : box(x, 184, [94, 100], "#b9d2dc") + box(x + 100, 184, [94, 100], "#b9d2dc");
  const bench = before
    ? `<path d="M${x + 96} 284l40-22" stroke="#6a5a48" stroke-width="8"/>`
    : box(x + 30, 252, [130, 9], "#a5764a") +
      box(x + 40, 260, [6, 26], "#5d6a70") +
      box(x + 144, 260, [6, 26], "#5d6a70");
  return `${panes}${box(x - 6, 180, [6, 108], "#5d6a70")}${box(x + 196, 176, [6, 112], "#5d6a70")}${roofLine}${bench}${post}`;
}

function water({ before, random }: DrawingOptions): string {
  if (!before)
    return `<path d="M120 290h240" stroke="#545b5f" stroke-width="3"/>${box(300, 232, [26, 56], "#3e6f86")}<path d="M326 240h22v12" fill="none" stroke="#3e6f86" stroke-width="8"/><path d="M344 256h8v30h-8z" fill="#9cc7d6"/>${box(330, 286, [36, 6], "#6b7072")}`;
  const level = random.int(226, 250);
  return `<path d="M0 ${level}q80-18 160-4t160-4 160 6v96H0z" fill="#6b6a52" opacity=".9"/><path d="M40 ${level + 26}h120M200 ${level + 44}h150M80 ${level + 66}h200" stroke="#8d8c72" stroke-width="4" stroke-linecap="round"/>${box(random.int(320, 360), level - 34, [22, 54], "#7a4f38")}`;
}

function generic({ before, random }: DrawingOptions): string {
  const x = random.int(150, 190);
  if (!before)
    return `${box(x, 206, [170, 78], "#7d9a8a")}${box(x + 16, 222, [44, 62], "#35504a")}${box(x + 84, 222, [66, 30], "#cfe0e8")}${box(x - 8, 196, [186, 12], "#4f6a58")}`;
  return `${box(x, 206, [170, 78], "#98917f")}${box(x + 16, 222, [44, 62], "#57524a")}<path d="M${x + 84} 222h66v30h-40l-10-14z" fill="#59656a"/><path d="M${x - 8} 208l186-14v10l-186 14z" fill="#6b665a"/><path d="M${x - 30} 262h230" stroke="#b65a3c" stroke-width="5" stroke-dasharray="18 10"/>`;
}

const DRAW: Readonly<Record<PictureScene, (sheet: DrawingOptions) => string>> = {
  manhole,
  lamp,
  dump,
  snow,
  pothole,
  roof,
  playground,
  stop,
  water,
  generic,
};

/** Returns an SVG picture, 480 × 320, as a string of valid XML. */
export function drawPicture({ scene, state, seed }: DrawnPicture): string {
  const before = state === "before";
  const ground: DrawingOptions = {
    before,
    dark: scene === "lamp",
    random: seededRandom(`picture ${scene} ${seed}`),
  };
  const front: DrawingOptions = { ...ground, random: seededRandom(`front ${scene} ${seed}`) };
  const scenery = scene === "roof" ? "" : street(paintFor(scene, ground), ground);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320" width="480" height="320">${scenery}${DRAW[scene](front)}</svg>`;
}

const ALT: Readonly<Record<PictureScene, Readonly<Record<DrawnPictureState, string>>>> = {
  manhole: {
    before: "Открытый люк рядом с дорожкой, крышка лежит в стороне",
    after: "Люк закрыт новой крышкой, вокруг ровно",
  },
  lamp: { before: "Тёмная улица, фонарь не горит", after: "Фонарь освещает дорожку" },
  dump: {
    before: "Мешки с мусором вокруг опрокинутых баков",
    after: "Площадка с ограждением и тремя баками",
  },
  snow: { before: "Дорога под снегом, видна узкая тропа", after: "Дорога расчищена до асфальта" },
  pothole: { before: "Ямы с водой на дороге", after: "Ровные заплаты на асфальте" },
  roof: {
    before: "Мокрый потолок на лестнице, под ним таз с водой",
    after: "Сухой побелённый потолок на лестнице",
  },
  playground: { before: "Качели висят на одной цепи", after: "Целые качели, горка и свежий песок" },
  stop: {
    before: "Остановка с разбитой стенкой и сломанной лавкой",
    after: "Остановка с целыми стенками и скамьёй",
  },
  water: { before: "Мутная вода залила улицу", after: "Сухая улица, из колонки идёт чистая вода" },
  generic: {
    before: "Повреждённое строение за красной лентой",
    after: "То же строение после ремонта",
  },
};

/** Returns the picture's text alternative in Russian. */
export function altText({ scene, state }: Pick<DrawnPicture, "scene" | "state">): string {
  return ALT[scene][state];
}
