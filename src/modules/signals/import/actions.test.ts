import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#base/context.ts";
import { verifyJournal } from "#base/journal.ts";
import { createTestApp, testRegionId, type TestApp } from "#testing/app.ts";
import { placeIds, pointInDolgomost, seedPlaces } from "../fixtures.ts";
import {
  importMessages,
  type MessageImportOptions,
  type MessageImportProgress,
  type ReportRow,
} from "./actions.ts";
import { importMessagesCommand } from "./command.ts";

let app: TestApp;
let ctx: Ctx;
let folder: string;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await app.asSystem();
  await seedPlaces(ctx);
  folder = await mkdtemp(join(tmpdir(), "okno-import-"));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
const file = async (content: string | Buffer, ending = "csv"): Promise<string> => {
  const path = join(folder, `${++files}.${ending}`);
  await writeFile(path, content);
  return path;
};

type Result = MessageImportProgress & { report: ReportRow[] };

async function bring(path: string, options: Partial<MessageImportOptions> = {}): Promise<Result> {
  const report: ReportRow[] = [];
  let last: MessageImportProgress | undefined;
  const rows = importMessages(ctx, { path, ...options, report: (row) => void report.push(row) });
  for await (const progress of rows) last = progress;
  if (last === undefined) throw new Error("no progress");
  return { ...last, report };
}

const rowsOf = (channel: string) =>
  ctx.db
    .selectFrom("signals_messages")
    .selectAll()
    .where("channel", "=", channel)
    .orderBy("external_id")
    .execute();

const reasons = ({ report }: Result) =>
  report.map(({ line, kind, reason }) => `${line} ${kind} ${reason}`);

describe("a table of messages", () => {
  it("of «Инцидент Менеджмент» is known by its header, whatever its encoding and delimiter", async () => {
    const table = [
      "Номер инцидента;Дата создания;Текст сообщения;Муниципальное образование;Автор",
      'ИМ-1;31.05.2026 08:12;"Яма; во всю дорогу, ""как всегда""";Долгомост;Анна',
      "ИМ-2;30.05.2026;Не горят фонари;Кедринский округ;Пётр",
    ].join("\r\n");
    const result = await bring(await file(iconv.encode(table, "win1251")));
    expect(result).toMatchObject({ map: "incident", rows: 2, taken: 2, refused: 0 });
    const [first, second] = await rowsOf("incident");
    expect(first).toMatchObject({
      external_id: "ИМ-1",
      text: 'Яма; во всю дорогу, "как всегда"',
      municipality_id: placeIds.dolgomost,
      written_at: new Date("2026-05-31T03:12:00Z"),
    });
    expect(second?.municipality_id).toBe(placeIds.kedrinsky);
  });

  it("of ПОС with a byte mark, commas and lines inside of cells is taken whole", async () => {
    const table =
      '\uFEFFНомер обращения,Дата поступления,Текст,Адрес\n77,2026-05-30,"Первая строка\nвторая строка",ул. Лесорубов 5\n';
    const result = await bring(await file(table));
    expect(result).toMatchObject({ map: "pos", taken: 1, refused: 0 });
    expect((await rowsOf("pos"))[0]?.text).toBe("Первая строка\nвторая строка");
  });

  it("as JSONL with unix seconds and our own names is taken too", async () => {
    const lines = [
      {
        external_id: "j1",
        written_at: 1780197120,
        text: "Течёт крыша",
        channel: "telegram",
        author_id: "42",
      },
      {
        external_id: "j2",
        written_at: "2026-05-30T10:00:00Z",
        text: "Нет воды",
        channel: "телеграм",
      },
    ];
    const result = await bring(
      await file(lines.map((line) => JSON.stringify(line)).join("\n"), "jsonl"),
    );
    expect(result).toMatchObject({ taken: 2, refused: 0 });
    expect((await rowsOf("telegram"))[0]?.written_at).toEqual(new Date("2026-05-31T03:12:00Z"));
  });

  it("with columns that nobody knows is read by a map, and refused without one", async () => {
    const path = await file("a;b\nx1;Нет света\n");
    await expect(bring(path)).rejects.toMatchObject({ reason: "signals.import-no-text" });
    await expect(bring(path, { map: { c: "text" } })).rejects.toMatchObject({
      reason: "signals.import-no-column",
    });
    await expect(bring(path, { map: { b: "body" } })).rejects.toMatchObject({
      reason: "signals.import-bad-field",
    });
    expect(
      await bring(path, { map: { a: "externalId", B: "text" }, channel: "phone" }),
    ).toMatchObject({ taken: 1 });
  });

  it.each([
    ["an empty file", "", "signals.table-empty-file"],
    ["a web page", "<!doctype html><table></table>", "signals.table-html-not-table"],
    ["a list in JSON", '[{"text":"a"}]', "signals.table-json-not-lines"],
  ])("that is %s is refused as a whole in one sentence", async (_, content, reason) => {
    await expect(bring(await file(content))).rejects.toMatchObject({ kind: "invalid", reason });
  });

  it("that is not there is refused", async () => {
    await expect(bring(join(folder, "none.csv"))).rejects.toMatchObject({
      reason: "signals.table-file-unreadable",
    });
  });
});

describe("bad rows", () => {
  const header = "id;дата;текст;широта;долгота;район";

  it("are refused one by one with line, field and reason; the good ones beside them are taken", async () => {
    const { lat, lon } = pointInDolgomost;
    const table = [
      header,
      "r1;31.05.2026;Хорошая строка;;;Долгомост",
      "r2;31.02.2026;Такого дня нет;;;",
      "r3;31.05.2026;;;;",
      `r4;31.05.2026;Опять яма;${lon};${lat};`,
      "r5;31.05.2026;Опять яма;10;10;",
      `r6;31.05.2026;Опять яма;${String(lat).replace(".", ",")};${String(lon).replace(".", ",")};`,
      "r7;31.05.2026;Опять яма;там;тут;Долгомост",
      "r8;31.05.2026;Опять яма;;;Атлантида",
      "r1;31.05.2026;Та же строка;;;",
      'r9;31.05.2026;"незакрытая кавычка;;;',
      "r10;01.06.2029;Из будущего;;;",
      "r11;31.05.2026;слишком;много;ячеек;в;этой;строке",
      `r12;31.05.2026;${"яма ".repeat(25_000)};;;Долгомост`,
    ].join("\n");
    const result = await bring(await file(table), { channel: "rss" });
    expect(reasons(result).toSorted()).toEqual(
      [
        "3 refused signals.date-impossible",
        "4 refused signals.text-missing",
        "5 refused signals.point-swapped",
        "6 refused signals.point-outside",
        "8 warning signals.point-wrong",
        "9 warning signals.unknown-municipality",
        "10 warning signals.id-twice",
        "11 refused signals.table-quote-not-closed",
        "12 refused signals.date-future",
        "13 refused signals.table-too-many-cells",
        "14 warning signals.text-cut",
      ].toSorted(),
    );
    expect(result).toMatchObject({ rows: 13, taken: 5, repeated: 1, refused: 7 });
    const taken = (await rowsOf("rss")).map((row) => row.external_id);
    expect(taken).toEqual(["r1", "r12", "r6", "r7", "r8"]);
  });

  it("never bring a stack trace, whatever bytes stand in the file", async () => {
    const junk = Buffer.concat([
      Buffer.from("id;text\n1;яма\n2;", "utf8"),
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]),
      Buffer.from("3;люк\n"),
    ]);
    const result = await bring(await file(junk), { channel: "open311" });
    expect(result.taken + result.refused).toBe(3);
  });
});

describe("a second run", () => {
  const table = (n: number) =>
    [
      "id;текст;автор",
      ...Array.from(
        { length: n },
        (_, index) => `n${index};Яма на дороге ${index};Автор ${index % 5}`,
      ),
    ].join("\n");

  it("stores nothing twice and counts what was known", async () => {
    const path = await file(table(30));
    expect(await bring(path, { channel: "email" })).toMatchObject({ taken: 30, alreadyStored: 0 });
    expect(await bring(path, { channel: "email" })).toMatchObject({ taken: 0, alreadyStored: 30 });
    expect(await rowsOf("email")).toHaveLength(30);
  });

  it("goes on where the first one was stopped, and no batch is half there", async () => {
    const path = await file(table(1200));
    const first = importMessages(ctx, { path, channel: "odnoklassniki" });
    await first.next();
    await first.return(undefined);
    expect(await rowsOf("odnoklassniki")).toHaveLength(500);
    expect(await bring(path, { channel: "odnoklassniki" })).toMatchObject({
      taken: 700,
      alreadyStored: 500,
      refused: 0,
    });
    const numbers = (await rowsOf("odnoklassniki")).map((row) => row.number);
    expect(new Set(numbers).size).toBe(1200);
    expect(await verifyJournal(ctx)).toMatchObject({ faults: [] });
  });

  it("of rows without an id knows them by what they say", async () => {
    const path = await file("текст;дата\nНет воды;31.05.2026\nНет света;31.05.2026\n");
    expect(await bring(path, { channel: "portal" })).toMatchObject({ taken: 2 });
    expect(await bring(path, { channel: "portal" })).toMatchObject({ taken: 0, alreadyStored: 2 });
  });

  it("on trial writes nothing and tells the same", async () => {
    const path = await file("id;текст\nd1;Нет воды\nd2;\n");
    expect(await bring(path, { channel: "site", dryRun: true })).toMatchObject({
      taken: 1,
      refused: 1,
    });
    expect(await rowsOf("site")).toHaveLength(0);
  });
});

describe("the command", () => {
  const run = async (args: string[]) => {
    const said: string[] = [];
    const out = { write: (text: string) => said.push(text) };
    const code = await importMessagesCommand.run({
      args,
      ctxFor: (region) => app.ctxFor(region, { kind: "system", name: "import" }),
      out,
    });
    return { code, said: said.join("") };
  };

  it("writes the report of refused rows as a table that opens in Excel", async () => {
    const path = await file("id;текст;дата\nc1;Нет воды;31.05.2026\nc2;Нет света;31.02.2026\n");
    const report = join(folder, "report.csv");
    const { code, said } = await run([
      path,
      "--region",
      testRegionId,
      "--channel",
      "phone",
      "--report",
      report,
    ]);
    expect(code).toBe(1);
    expect(said).toContain("2 rows: 1 taken, 0 known before, 0 twice in the file, 1 refused");
    const lines = (await readFile(report, "utf8")).split("\r\n");
    expect(lines[0]).toBe("\uFEFFline;kind;field;reason");
    expect(lines[1]).toBe("3;refused;writtenAt;Такой даты не бывает: 31.02.2026");
  });

  it("called wrongly says how it is called; a bad file is one sentence", async () => {
    expect(await run([])).toMatchObject({ code: 2 });
    expect(await run(["x.csv", "--region", testRegionId, "--channel", "голубь"])).toMatchObject({
      code: 2,
    });
    const { code, said } = await run([await file(""), "--region", testRegionId]);
    expect({ code, said }).toEqual({ code: 2, said: "Файл пустой\n" });
  });
});
