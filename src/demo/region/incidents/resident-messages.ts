/** Turns an incident and a moment into one resident's message, in that person's voice and channel. */
import { offsetPoint } from "../borders.ts";
import type { LonLat, MunicipalityCode } from "../borders.ts";
import { formatInstant } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { MEN, SURNAMES, WOMEN } from "../names.ts";
import type { NoiseMessage } from "./noise.ts";
import { transliterate } from "../people.ts";
import type { DrawnPicture } from "../pictures.ts";
import { seededRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { findMunicipality } from "../territories.ts";
import type { Incident } from "./incidents.ts";
import { fillTemplate, applyTone } from "./tone.ts";
import type { Tone } from "./tone.ts";

export type ResidentChannel = "vk" | "telegram" | "site" | "email" | "phone" | "incident-csv";

export type ResidentAuthor = {
  readonly key: string;
  readonly name: string;
  readonly woman: boolean;
  /** E-mail or handle by which an answer may reach the author; null where the channel gives none. */
  readonly contact: string | null;
};

export type ResidentMessage = {
  readonly key: string;
  readonly channel: ResidentChannel;
  readonly externalId: string;
  readonly at: string;
  readonly author: ResidentAuthor;
  /** The group it was written in, for VK and Telegram. */
  readonly community: string | null;
  readonly text: string;
  /** True place, for checking triage; the product must find it by itself. */
  readonly municipality: MunicipalityCode;
  /** What the author marked on the form's map, or null. */
  readonly point: LonLat | null;
  /** What the author chose from the form's address list, or null. */
  readonly address: string | null;
  readonly photos: readonly DrawnPicture[];
  /** The incident it is about, null for noise and plain questions. */
  readonly trouble: string | null;
};

const CHANNELS: readonly (readonly [ResidentChannel, number])[] = [
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

function pickChannel(random: Random): ResidentChannel {
  let left = random.next();
  for (const [channel, share] of CHANNELS) {
    left -= share;
    if (left < 0) return channel;
  }
  return "vk";
}

function newAuthor(key: string, channel: ResidentChannel): ResidentAuthor {
  const random = seededRandom(`author ${key}`);
  const woman = random.chance(0.58);
  const surname = random.pick(SURNAMES);
  const name = `${random.pick(woman ? WOMEN : MEN)} ${surname}${woman && !surname.endsWith("ых") ? "а" : ""}`;
  const handle = `${transliterate(name).replace(/\./g, "_")}_${random.int(10, 99)}`;
  const contact =
    channel === "email" || channel === "site"
      ? `${handle}@primer.example`
      : channel === "vk" || channel === "telegram"
        ? `@${handle}`
        : null;
  return { key, name, woman, contact };
}

function communityOf(
  channel: ResidentChannel,
  code: MunicipalityCode,
  random: Random,
): string | null {
  const { short, settlements } = findMunicipality(code);
  const town = settlements[0]?.name ?? short;
  if (channel === "vk") return random.chance(0.7) ? `${town} говорит` : `Подслушано, ${town}`;
  if (channel === "telegram") return `${town}: чат соседей`;
  return null;
}

/** Nobody adds a joke to gas or an open manhole. */
function pickTone(channel: ResidentChannel, grave: boolean, random: Random): Tone {
  if (channel === "phone") return "plain";
  if (channel === "email") return random.pick(["polite", "plain", "elderly"]);
  if (channel === "site") return random.pick(["plain", "polite", "elderly", "angry", "plain"]);
  if (channel === "incident-csv") return random.pick(["plain", "angry", grave ? "plain" : "wry"]);
  return random.pick([
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
function withPersonalData(text: string, author: ResidentAuthor, random: Random): string {
  const phone = `8 (000) ${random.int(200, 899)}-${random.int(10, 99)}-${random.int(10, 99)}`;
  const forms = [
    `Мой телефон ${phone}, ${author.name.split(" ")[0]}.`,
    `Звоните ${phone}, кв. ${random.int(2, 90)}, ${author.name}.`,
    `Пишите на почту ${transliterate(author.name)}@primer.example`,
  ];
  return `${/[.!?»)]$/.test(text) ? text : `${text}.`} ${random.pick(forms)}`;
}

function externalId(channel: ResidentChannel, key: string): string {
  const { int } = seededRandom(`external ${key}`);
  const ids: Readonly<Record<ResidentChannel, () => string>> = {
    vk: () => `wall-99${int(100000, 999999)}_${int(1000, 99999)}`,
    telegram: () => `-10099${int(100000, 999999)}/${int(100, 99999)}`,
    site: () => `site-${key}`,
    email: () => `<${key.replace(/\W/g, "-")}@primer.example>`,
    phone: () => `call-${key}`,
    "incident-csv": () => `ИМ-2026-${int(100000, 999999)}`,
  };
  return ids[channel]();
}

const usedTexts = new Set<string>();

function letters(text: string): string {
  return text.toLowerCase().replace(/[^а-яёa-z0-9]/g, "");
}

/** Takes the first wording that nobody has used yet. */
function ensureUnique(write: (attempt: number) => string): string {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const text = write(attempt);
    if (usedTexts.has(letters(text))) continue;
    usedTexts.add(letters(text));
    return text;
  }
  throw new Error(`everything has been said: ${write(0)}`);
}

const textCounters = new Map<string, number>();

/** The next hand-written text of a kind, so that one text comes back as late as possible. */
function nextBaseText(incident: Incident): string {
  const { template } = incident;
  const turn = textCounters.get(template.key) ?? 0;
  textCounters.set(template.key, turn + 1);
  return template.texts[turn % template.texts.length] ?? template.summary;
}

function composeMessage(input: {
  base: string;
  channel: ResidentChannel;
  author: ResidentAuthor;
  trouble: Incident;
  throws: Random;
}): string {
  const { base, channel, author, trouble: incident, throws: random } = input;
  const words = fillTemplate(base, incident.location.words, random);
  if (incident.featured && channel !== "phone") return words;
  if (channel === "phone") {
    const frame = random.pick(author.woman ? PHONE_FRAMES.woman : PHONE_FRAMES.man);
    const ended = /[.!?»)]$/.test(words) ? words : `${words}.`;
    return frame.replace("{нп}", incident.location.words.нп).replace("{слова}", ended);
  }
  const text = applyTone(words, pickTone(channel, incident.template.urgent, random), random);
  if (channel === "incident-csv")
    return `${findMunicipality(incident.location.municipality).short}. ${text}`;
  const named =
    channel === "email" ? `${text}\n\n${author.name}, ${incident.location.words.адрес}` : text;
  return random.chance(0.05) ? withPersonalData(named, author, random) : named;
}

/** Creates the message number `index` (from 0) of an incident, written at this moment. */
export function createMessage(input: {
  trouble: Incident;
  index: number;
  at: Minutes;
  earlier: readonly ResidentMessage[];
}): ResidentMessage {
  const { trouble: incident, index, at, earlier } = input;
  const key = `${incident.key}/m${index + 1}`;
  const throws = seededRandom(`message ${key}`);
  const again = earlier.length > 0 && throws.chance(0.14) ? throws.pick(earlier) : null;
  const channel = again?.channel ?? pickChannel(throws);
  const author = again?.author ?? newAuthor(key, channel);
  const base = nextBaseText(incident);
  const text = ensureUnique((attempt) =>
    composeMessage({
      base,
      channel,
      author,
      trouble: incident,
      throws: seededRandom(`words ${key} ${attempt}`),
    }),
  );
  const { location, template } = incident;
  const nearby = offsetPoint(location.point, {
    east: throws.int(-18, 18),
    north: throws.int(-18, 18),
  });
  const photos: DrawnPicture[] =
    channel !== "phone" && template.scene !== "generic" && throws.chance(0.3)
      ? [{ scene: template.scene, state: "before", seed: key }]
      : [];
  return {
    key,
    channel,
    author,
    text,
    photos,
    externalId: externalId(channel, key),
    at: formatInstant(at),
    community: communityOf(channel, location.municipality, throws),
    municipality: location.municipality,
    point: channel === "site" && throws.chance(0.7) ? nearby : null,
    address: channel === "site" ? location.words.адрес : null,
    trouble: incident.key,
  };
}

/** Creates a message that reports no problem. */
export function createNoiseMessage(input: {
  noise: NoiseMessage;
  number: number;
  at: Minutes;
  code: MunicipalityCode;
}): ResidentMessage {
  const key = `noise-${String(input.number).padStart(2, "0")}`;
  const throws = seededRandom(`message ${key}`);
  const channel: ResidentChannel = throws.pick(["vk", "telegram", "vk", "site"]);
  const text = ensureUnique(() => input.noise.text);
  return {
    key,
    channel,
    author: newAuthor(key, channel),
    text,
    photos: [],
    externalId: externalId(channel, key),
    at: formatInstant(input.at),
    community: communityOf(channel, input.code, throws),
    municipality: input.code,
    point: null,
    address: null,
    trouble: null,
  };
}
