import { Readable } from "node:stream";
import { crc32, deflateSync } from "node:zlib";
import { RUSSIAN_YEARS } from "#base/time/calendar-russia.ru.ts";
import { createCalendar } from "#base/time/calendar.ts";
import { dueAt } from "#base/time/deadlines.ts";
import { processPicture } from "#base/files/pictures.ts";
import { readTable } from "#base/tables/read.ts";
import { zipBytes } from "#base/files/zip.ts";
import { toPlainText } from "#modules/signals/intake/plain-text.ts";
import { parseAddress } from "#modules/territories/index.ts";
import {
  catalogue,
  DuplicateIndex,
  findDuplicates,
  findPlace,
  buildGazetteer,
  suggestTriage,
} from "#modules/triage/index.ts";
import type { Measurement } from "./figures.ts";

type Within = { what: string; bar: number; work: () => unknown };

/** Milliseconds that the work took, beside the most it may take. */
export async function within({ what, bar, work }: Within): Promise<Measurement> {
  const began = performance.now();
  await work();
  const value = performance.now() - began;
  return { part: "limits", what, value, unit: "ms", target: bar, atMost: true };
}

type Often = { what: string; bar: number; count: number; work: (n: number) => unknown };

/** Times a second that the work is done, beside the least; a tenth is done before for warmth. */
export function often({ what, bar, count, work }: Often): Measurement {
  for (let n = 0; n < count / 10; n += 1) work(n);
  const began = performance.now();
  for (let n = 0; n < count; n += 1) work(n);
  const value = (count * 1000) / (performance.now() - began);
  return { part: "limits", what, value, unit: "a second", target: bar };
}

/** Engines without a database: deadlines, hostile texts and files, duplicates at one point. */
export async function engineLimits(): Promise<Measurement[]> {
  return [
    deadlines(),
    await within({
      what: "a picture of 144 million pixels refused",
      bar: 1000,
      work: () => processPicture(pictureBomb(12_000)).catch(() => {}),
    }),
    await workbookBomb(),
    await within({ what: "five hostile texts of 100 kB cleaned", bar: 3000, work: cleanHostile }),
    await within({ what: "three addresses of 50 kB read", bar: 2000, work: readLongAddresses }),
    duplicatesAtOnePoint(),
    worstPlace(),
    ...suggestions(),
  ];
}

function deadlines(): Measurement {
  const calendar = createCalendar({
    years: RUSSIAN_YEARS,
    workday: { from: "09:00", to: "18:00" },
  });
  const zones = ["Europe/Moscow", "Asia/Yakutsk", "Europe/Berlin"] as const;
  const units = ["hours", "working-hours", "working-days", "days"] as const;
  const first = Date.parse("2020-01-01T00:00:00Z");
  return often({
    what: "deadlines counted",
    bar: 50_000,
    count: 50_000,
    work: (n) =>
      dueAt({
        rule: { amount: 1 + (n % 30), unit: units[n % 4] ?? "days" },
        startedAt: new Date(first + (n % 60_000) * 3_600_000),
        calendar,
        zone: zones[n % 3] ?? "Europe/Moscow",
      }),
  });
}

/** A PNG of a few kilobytes that claims to be `side` pixels wide and high. */
function pictureBomb(side: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side), { level: 9 });
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    magic,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

async function workbookBomb(): Promise<Measurement> {
  const sheet = `<worksheet><sheetData>${" ".repeat(60_000_000)}</sheetData></worksheet>`;
  const parts = [
    { name: "[Content_Types].xml", content: "<Types/>" },
    { name: "xl/workbook.xml", content: "<workbook/>" },
    { name: "xl/worksheets/sheet1.xml", content: sheet },
  ];
  const bytes = await zipBytes(parts, new Date(0));
  return within({
    what: "a workbook that unpacks into 60 MB left at its limit of 5 MB",
    bar: 1000,
    work: async () => {
      const read = readTable(Readable.from([bytes]), { maxXlsxUnpackedBytes: 5_000_000 });
      const [row] = await Array.fromAsync(read);
      if (row === undefined || !("problem" in row)) throw new Error("The workbook was read.");
    },
  });
}

function cleanHostile(): void {
  for (const bad of [
    "<".repeat(100_000),
    "<a ".repeat(30_000),
    "<!--".repeat(25_000),
    "&#".repeat(50_000),
    "<script>".repeat(12_000),
  ])
    toPlainText(bad);
}

function readLongAddresses(): void {
  parseAddress("ул. Ленина, д. ".repeat(3000));
  parseAddress(`ул. ${"а ".repeat(20_000)}`);
  parseAddress("1".repeat(50_000));
}

function duplicatesAtOnePoint(): Measurement {
  const index = new DuplicateIndex();
  const message = (id: string, at: number) => ({
    id,
    text: "Прорвало трубу у садика «Ласточка», кипяток",
    at,
    lat: 58.6,
    lon: 49.65,
    topic: "heating.accident",
    author: id,
  });
  for (let n = 0; n < 10_000; n += 1) index.add(message(`${n}`, n * 1_000));
  const asked = message("asked", 86_400_000);
  return often({
    what: "duplicates asked for among 10,000 at one point",
    bar: 100,
    count: 200,
    work: () => findDuplicates(index, asked),
  });
}

const hostile = [
  "",
  "Ленина",
  "ул. Ленина 5, ул. Садовая 7; ".repeat(4_000),
  "ВИЛЬВА ЛЕНИНА САДОВАЯ ".repeat(4_000),
  "Лениина Садоввая 5 ".repeat(5_000),
  "ж".repeat(100_000),
  "5 ".repeat(50_000),
  "ул. ".repeat(25_000),
  "д. 5 к. 2 ".repeat(10_000),
  "🏠🕳️ ".repeat(10_000),
  "<b onclick='x'>ул. <i>Ленина</i></b>, 5",
  "ПАХНЕТ ГАЗОМ!!! https://a.example/?q=1 не нет чуть спасибо ".repeat(1_700),
];

/** The slowest of the hostile texts, with 2,000 villages that all have the same two streets. */
function worstPlace(): Measurement {
  const villages = Array.from({ length: 2_000 }, (_, at) => `village-${at}`);
  const gazetteer = buildGazetteer({
    territories: villages.map((id) => ({ id, name: `Вильва ${id}`, kind: "settlement" as const })),
    streets: villages.flatMap((id) =>
      ["Садовая", "Ленина"].map((name) => ({
        id: `${id}-${name}`,
        name,
        kind: "улица",
        territoryId: id,
      })),
    ),
  });
  return slowest("the place in the worst of twelve hostile texts", 100, (text) =>
    findPlace(text, gazetteer),
  );
}

function suggestions(): Measurement[] {
  const gazetteer = buildGazetteer({
    territories: [{ id: "city", name: "Долгомост", kind: "municipality" }],
    streets: [{ id: "street", name: "Набережная", kind: "улица", territoryId: "city" }],
    landmarks: [{ id: "school", name: "Школа № 4", territoryId: "city" }],
  });
  const knowledge = { catalogue, gazetteer };
  const long = "на улице Набережной яма ".repeat(4_200);
  return [
    slowest("a suggestion for 100,000 characters", 500, () =>
      suggestTriage({ text: long }, knowledge),
    ),
    slowest("a suggestion for the worst of twelve hostile texts", 1000, (text) =>
      suggestTriage({ text }, knowledge),
    ),
  ];
}

/** Milliseconds of the slowest text, each read once before for warmth. */
function slowest(what: string, bar: number, work: (text: string) => unknown): Measurement {
  const times = hostile.map((text) => {
    work(text);
    const began = performance.now();
    work(text);
    return performance.now() - began;
  });
  return { part: "limits", what, value: Math.max(...times), unit: "ms", target: bar, atMost: true };
}
