/** Turns a trouble and a moment into one resident's message, in that person's voice and channel. */
import { moved } from "../borders.ts";
import type { LonLat, MunicipalityCode } from "../borders.ts";
import { instant } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { MEN, SURNAMES, WOMEN } from "../names.ts";
import type { Noise } from "./noise.ts";
import { latin } from "../people.ts";
import type { Picture } from "../pictures.ts";
import { dice } from "../random.ts";
import type { Dice } from "../random.ts";
import { municipality } from "../territories.ts";
import type { Trouble } from "./incidents.ts";
import { fill, speak } from "./tone.ts";
import type { Mood } from "./tone.ts";

export type Channel = "vk" | "telegram" | "site" | "email" | "phone" | "incident-csv";

export type Author = {
  readonly key: string;
  readonly name: string;
  readonly woman: boolean;
  /** E-mail or handle by which an answer may reach the author; null where the channel gives none. */
  readonly contact: string | null;
};

export type Message = {
  readonly key: string;
  readonly channel: Channel;
  readonly externalId: string;
  readonly at: string;
  readonly author: Author;
  /** The group it was written in, for VK and Telegram. */
  readonly community: string | null;
  readonly text: string;
  /** True place, for checking triage; the product must find it by itself. */
  readonly municipality: MunicipalityCode;
  /** What the author marked on the form's map, or null. */
  readonly point: LonLat | null;
  /** What the author chose from the form's address list, or null. */
  readonly address: string | null;
  readonly photos: readonly Picture[];
  /** The trouble it is about, null for noise and plain questions. */
  readonly trouble: string | null;
};

const CHANNELS: readonly (readonly [Channel, number])[] = [
  ["vk", 0.38],
  ["telegram", 0.2],
  ["site", 0.16],
  ["email", 0.08],
  ["phone", 0.08],
  ["incident-csv", 0.1],
];

const PHONE_FRAMES = {
  woman: [
    "Позвонила женщина, {нп}. Со слов: «{слова}»",
    "Звонок, женщина в возрасте, {нп}, волнуется. Записала как есть: {слова}",
    "По телефону, {нп}: {слова} Просит перезвонить.",
  ],
  man: [
    "Позвонил мужчина, {нп}. Говорит: «{слова}»",
    "Звонок {нп}, мужчина, спокойно: {слова}",
    "Телефон, {нп}, пожилой мужчина, слышно плохо. {слова}",
  ],
} as const;

function channelFrom(throws: Dice): Channel {
  let left = throws.next();
  for (const [channel, share] of CHANNELS) {
    left -= share;
    if (left < 0) return channel;
  }
  return "vk";
}

function newAuthor(key: string, channel: Channel): Author {
  const throws = dice(`author ${key}`);
  const woman = throws.chance(0.58);
  const surname = throws.pick(SURNAMES);
  const name = `${throws.pick(woman ? WOMEN : MEN)} ${surname}${woman && !surname.endsWith("ых") ? "а" : ""}`;
  const handle = `${latin(name).replace(/\./g, "_")}_${throws.int(10, 99)}`;
  const contact =
    channel === "email" || channel === "site"
      ? `${handle}@primer.example`
      : channel === "vk" || channel === "telegram"
        ? `@${handle}`
        : null;
  return { key, name, woman, contact };
}

function communityOf(channel: Channel, code: MunicipalityCode, throws: Dice): string | null {
  const { short, settlements } = municipality(code);
  const town = settlements[0]?.name ?? short;
  if (channel === "vk") return throws.chance(0.7) ? `${town} говорит` : `Подслушано, ${town}`;
  if (channel === "telegram") return `${town}: чат соседей`;
  return null;
}

/** Nobody adds a joke to gas or an open manhole. */
function moodFor(channel: Channel, grave: boolean, throws: Dice): Mood {
  if (channel === "phone") return "plain";
  if (channel === "email") return throws.pick(["polite", "plain", "elderly"]);
  if (channel === "site") return throws.pick(["plain", "polite", "elderly", "angry", "plain"]);
  if (channel === "incident-csv") return throws.pick(["plain", "angry", grave ? "plain" : "wry"]);
  return throws.pick([
    "angry",
    "hasty",
    grave ? "angry" : "wry",
    "plain",
    "hasty",
    "plain",
    "polite",
  ]);
}

/** Some people leave a telephone, a flat, a name: the product must hide them. Code 000 is no one's. */
function withPersonalData(text: string, author: Author, throws: Dice): string {
  const phone = `8 (000) ${throws.int(200, 899)}-${throws.int(10, 99)}-${throws.int(10, 99)}`;
  const forms = [
    `Мой телефон ${phone}, ${author.name.split(" ")[0]}.`,
    `Звоните ${phone}, кв. ${throws.int(2, 90)}, ${author.name}.`,
    `Пишите на почту ${latin(author.name)}@primer.example`,
  ];
  return `${/[.!?»)]$/.test(text) ? text : `${text}.`} ${throws.pick(forms)}`;
}

function externalId(channel: Channel, key: string): string {
  const { int } = dice(`external ${key}`);
  const ids: Readonly<Record<Channel, () => string>> = {
    vk: () => `wall-99${int(100000, 999999)}_${int(1000, 99999)}`,
    telegram: () => `-10099${int(100000, 999999)}/${int(100, 99999)}`,
    site: () => `site-${key}`,
    email: () => `<${key.replace(/\W/g, "-")}@primer.example>`,
    phone: () => `call-${key}`,
    "incident-csv": () => `ИМ-2026-${int(100000, 999999)}`,
  };
  return ids[channel]();
}

const said = new Set<string>();

function letters(text: string): string {
  return text.toLowerCase().replace(/[^а-яёa-z0-9]/g, "");
}

/** Takes the first wording that nobody has used yet. */
function unheard(write: (attempt: number) => string): string {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const text = write(attempt);
    if (said.has(letters(text))) continue;
    said.add(letters(text));
    return text;
  }
  throw new Error(`everything has been said: ${write(0)}`);
}

const turns = new Map<string, number>();

/** The next hand-written text of a kind, so that one text comes back as late as possible. */
function nextBase(trouble: Trouble): string {
  const { kit } = trouble;
  const turn = turns.get(kit.key) ?? 0;
  turns.set(kit.key, turn + 1);
  return kit.texts[turn % kit.texts.length] ?? kit.summary;
}

function dress(input: {
  base: string;
  channel: Channel;
  author: Author;
  trouble: Trouble;
  throws: Dice;
}): string {
  const { base, channel, author, trouble, throws } = input;
  const words = fill(base, trouble.spot.words, throws);
  if (trouble.star && channel !== "phone") return words;
  if (channel === "phone") {
    const frame = throws.pick(author.woman ? PHONE_FRAMES.woman : PHONE_FRAMES.man);
    const ended = /[.!?»)]$/.test(words) ? words : `${words}.`;
    return frame.replace("{нп}", trouble.spot.words.нп).replace("{слова}", ended);
  }
  const text = speak(words, moodFor(channel, trouble.kit.urgent, throws), throws);
  if (channel === "incident-csv")
    return `${municipality(trouble.spot.municipality).short}. ${text}`;
  const named =
    channel === "email" ? `${text}\n\n${author.name}, ${trouble.spot.words.адрес}` : text;
  return throws.chance(0.05) ? withPersonalData(named, author, throws) : named;
}

/** The message number `index` (from 0) of a trouble, written at this moment. */
export function writeMessage(input: {
  trouble: Trouble;
  index: number;
  at: Minutes;
  earlier: readonly Message[];
}): Message {
  const { trouble, index, at, earlier } = input;
  const key = `${trouble.key}/m${index + 1}`;
  const throws = dice(`message ${key}`);
  const again = earlier.length > 0 && throws.chance(0.14) ? throws.pick(earlier) : null;
  const channel = again?.channel ?? channelFrom(throws);
  const author = again?.author ?? newAuthor(key, channel);
  const base = nextBase(trouble);
  const text = unheard((attempt) =>
    dress({ base, channel, author, trouble, throws: dice(`words ${key} ${attempt}`) }),
  );
  const { spot, kit } = trouble;
  const nearby = moved(spot.point, { east: throws.int(-18, 18), north: throws.int(-18, 18) });
  const photos: Picture[] =
    channel !== "phone" && kit.scene !== "generic" && throws.chance(0.3)
      ? [{ scene: kit.scene, state: "before", seed: key }]
      : [];
  return {
    key,
    channel,
    author,
    text,
    photos,
    externalId: externalId(channel, key),
    at: instant(at),
    community: communityOf(channel, spot.municipality, throws),
    municipality: spot.municipality,
    point: channel === "site" && throws.chance(0.7) ? nearby : null,
    address: channel === "site" ? spot.words.адрес : null,
    trouble: trouble.key,
  };
}

/** A message that is no trouble. */
export function writeNoise(input: {
  noise: Noise;
  number: number;
  at: Minutes;
  code: MunicipalityCode;
}): Message {
  const key = `noise-${String(input.number).padStart(2, "0")}`;
  const throws = dice(`message ${key}`);
  const channel: Channel = throws.pick(["vk", "telegram", "vk", "site"]);
  const text = unheard(() => input.noise.text);
  return {
    key,
    channel,
    author: newAuthor(key, channel),
    text,
    photos: [],
    externalId: externalId(channel, key),
    at: instant(input.at),
    community: communityOf(channel, input.code, throws),
    municipality: input.code,
    point: null,
    address: null,
    trouble: null,
  };
}
