import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import writeXlsx from "write-excel-file/node";
import { afterAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp } from "#testing/app.ts";
import { activityAreas, legalForms } from "../catalogues/codes.ts";
import { csvResponse, xlsxResponse } from "#base/http/exports.ts";
import { exportHeader, exportRows } from "../registry/export.ts";
import {
  insertTestTerritories,
  openTestRegion,
  createTestOrganisation,
  uniqueInn,
  testTerritories,
} from "../fixtures.ts";
import { changeOrganisation, addService, registerOrganisation } from "../index.ts";
import { organisationKinds } from "../organisation.ts";
import { messages } from "../messages.ts";
import { recheckImport, uploadImport, applyImport, startImportUndo } from "./actions.ts";
import { findImport, listImportRows, type OrganisationImport } from "./store.ts";

const { app, system } = await openTestRegion();
afterAll(() => app.close());

const fileOf = (text: string | Uint8Array<ArrayBuffer>, name = "list.csv") =>
  new File([text], name);

async function send(file: File): Promise<OrganisationImport> {
  const id = await uploadImport(system, file);
  await app.drainJobs();
  return known(id);
}

async function known(id: string): Promise<OrganisationImport> {
  const work = await findImport(system, id);
  if (work === undefined) throw new Error("no import");
  return work;
}

async function take(id: string, decisions?: ReadonlyMap<number, "same" | "new" | "skip">) {
  await applyImport(system, id, decisions);
  await app.drainJobs();
  return known(id);
}

const all = () =>
  system.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "inn", "version", "phone"])
    .orderBy("id")
    .execute();

const table = async (lang: "ru" | "en", kind: "csv" | "xlsx") => {
  const rows = exportRows(system, { filter: { state: "all" }, t: messages[lang] });
  const head = exportHeader(messages[lang]);
  const response = (kind === "csv" ? csvResponse : xlsxResponse)("o", head, rows, { zone: "UTC" });
  return new Uint8Array(await response.arrayBuffer());
};

const register = (...lines: string[]) =>
  fileOf(
    [
      "Полное наименование;Сокращённое наименование;ИНН;Муниципальный район, городской округ;Вид деятельности;Телефон;E-mail;Статус",
      ...lines,
    ].join("\n"),
  );

describe("a register of the ministry", () => {
  test("is understood by its headers, checked first, applied by an instruction, and undone", async () => {
    const inn = uniqueInn();
    const old = await createTestOrganisation(system, {
      kind: "nko",
      name: "Дом рядом",
      shortName: "Дом рядом",
      phone: "",
    });
    const before = await all();
    const work = await send(
      register(
        `АНО «Тёплый двор»;Тёплый двор;${inn};Долгомост;Социальное обслуживание;8 900 000-00-01;dvor@primer.example;Зарегистрирована`,
        `Дом рядом;;${old.inn};;;8 900 000-00-02;;`,
        `Фонд «Не тот»;;1234567890;;;;;`,
        `Без номера;;;Нигдейск;;;нет;Исключена`,
        `;;;;;;;`,
        `АНО «Тёплый двор» ещё раз;;${inn};;;;;`,
      ),
    );
    expect(work.state).toBe("checked");
    expect(work.report?.counts).toEqual({ new: 2, changed: 1, same: 0, likely: 0, wrong: 2 });
    expect(await all()).toEqual(before);
    const wrong = await listImportRows(system, work.id, { outcome: "wrong", limit: 10 });
    expect(wrong.map(({ line, reason }) => [line, reason])).toEqual([
      [4, "organisations.inn-checksum"],
      [7, "organisations.row-twice"],
    ]);

    expect((await take(work.id)).state).toBe("imported");
    const after = await all();
    expect(after.length).toBe(before.length + 2);
    expect(after.find(({ id }) => id === old.id)?.phone).toBe("8 900 000-00-02");
    const yard = after.find((row) => row.inn === inn);
    const card = await (await app.get(`/sinegorsk/organisations/${yard?.id}.json`)).json();
    expect(card).toMatchObject({
      kind: "nko",
      legal_form: "autonomous-nko",
      territory_id: testTerritories.dolgomost,
      directions: ["social-support"],
    });
    expect((await send(register(`Тёплый двор;;${inn};;;;;`))).report?.counts).toMatchObject({
      same: 1,
    });

    await startImportUndo(system, work.id);
    await app.drainJobs();
    expect((await known(work.id)).report?.undoCounts).toEqual({ removed: 2, restored: 1, kept: 0 });
    expect((await all()).map(({ id, phone }) => ({ id, phone }))).toEqual(
      before.map(({ id, phone }) => ({ id, phone })),
    );
  });

  test("asks a person about names almost alike, and follows the decision", async () => {
    const one = await createTestOrganisation(system, {
      kind: "nko",
      inn: null,
      name: "Центр помощи семьям «Ладошка»",
      shortName: "Ладошка-центр",
    });
    const line = "Центр помощи семьям Ладошки;;;Долгомост;;8 900 000-00-03;;";
    const skipped = await send(register(line));
    expect(skipped.report?.counts).toMatchObject({ likely: 1, new: 0 });
    const count = (await all()).length;
    await take(skipped.id);
    expect((await all()).length).toBe(count);
    await take((await send(register(line))).id, new Map([[2, "same"]]));
    expect((await all()).find(({ id }) => id === one.id)?.phone).toBe("8 900 000-00-03");
    await take((await send(register(line))).id, new Map([[2, "new"]]));
    expect((await all()).length).toBe(count + 1);
  });

  test("undo leaves what is referred to already and what was changed by hand since", async () => {
    const [first, second] = [uniqueInn(), uniqueInn()];
    const work = await send(register(`Нужная;;${first};;;;;`, `Тронутая;;${second};;;;;`));
    await take(work.id);
    const rows = await all();
    const [needed, touched] = [first, second].map(
      (inn) => rows.find((row) => row.inn === inn)?.id ?? "",
    );
    await addService(system, needed ?? "", {
      title: "Еда",
      need: "food-clothes",
      how: "Тут",
      price: "free",
    });
    await changeOrganisation(system, touched ?? "", {
      kind: "nko",
      name: "Тронутая рукой",
      shortName: "Т",
      inn: second,
    });
    await startImportUndo(system, work.id);
    await app.drainJobs();
    expect((await known(work.id)).report?.undoCounts).toEqual({ removed: 0, restored: 0, kept: 2 });
    expect((await all()).map(({ id }) => id)).toEqual(expect.arrayContaining([needed, touched]));
  });

  test("may have columns that nobody could guess: a person sets their meaning", async () => {
    const file = "Кто;Где звонить\nСоседи с горки;8 900 000-00-04\n";
    await expect(uploadImport(system, fileOf(file))).resolves.toBeTypeOf("string");
    const work = await send(fileOf(file));
    expect(work.state).toBe("refused");
    expect(work.reason).toBe("organisations.no-name-column");
    await recheckImport(system, work.id, {
      mapping: ["name", "phone"],
      mergeMode: "fill",
      duplicateDecision: "skip",
      headerless: false,
    });
    await app.drainJobs();
    expect((await known(work.id)).report?.counts.new).toBe(1);
  });

  test("is refused at the field when it is no table", async () => {
    await expect(uploadImport(system, fileOf("%PDF-1.7"))).rejects.toThrow("table-pdf-not-table");
    await expect(uploadImport(system, fileOf(""))).rejects.toThrow("no-file");
  });

  test("loses no leading nought of a number that a spreadsheet took for a number", async () => {
    const inn = "0274062111";
    const sheet = [
      ["Название", "ИНН"],
      ["Ноль впереди", 274062111],
    ].map((row) => row.map((value) => ({ value }))) as { value: string }[][];
    const bytes = await writeXlsx(sheet).toBuffer();
    const work = await send(fileOf(new Uint8Array(bytes), "list.xlsx"));
    expect(work.report?.counts).toMatchObject({ new: 1, wrong: 0 });
    await take(work.id);
    expect((await all()).map((row) => row.inn)).toContain(inn);
  });
});

describe("our own table", () => {
  test.each([
    ["ru", "csv"],
    ["ru", "xlsx"],
    ["en", "csv"],
  ] as const)(
    "in %s as %s, imported again, changes nothing, whatever it contains",
    async (lang, kind) => {
      const text = (max: number) => fc.string({ unit: "grapheme", minLength: 1, maxLength: max });
      const samples = fc.sample(
        fc.record({
          kind: fc.constantFrom(...organisationKinds),
          name: text(60)
            .filter((name) => /[\p{L}]{2}/u.test(name))
            .map((name) => `Имя ${name}`),
          shortName: text(20).map((name) => `С ${name}`),
          legalForm: fc.option(fc.constantFrom(...legalForms)),
          description: fc.oneof(
            text(200),
            fc.constantFrom("=1+1", "'=1", "-", "строка\nвторая", '«"кавычки"»;,'),
          ),
          directions: fc.subarray([...activityAreas], { maxLength: 4 }),
          phone: fc.option(fc.constantFrom("+7 900 000-00-00", "8 (900) 000-00-00 доб. 12")),
          site: fc.option(fc.constantFrom("https://primer.example/путь?а=1", "primer.example")),
          links: fc.subarray(["https://vk.com/dom", "https://t.me/dom"]),
          lat: fc.option(fc.double({ min: -90, max: 90, noNaN: true })),
          openedOn: fc.option(fc.constantFrom("2020-02-29", "1999-12-31")),
          territoryId: fc.option(fc.constantFrom(...Object.values(testTerritories))),
        }),
        { numRuns: 25, seed: 7 },
      );
      for (const one of samples) {
        const lon = one.lat === null ? null : one.lat / 2;
        await registerOrganisation(system, { ...one, lon, inn: uniqueInn() }).catch(
          (error: unknown) => {
            if (!(error instanceof Error) || error.name !== "ZodError") throw error;
          },
        );
      }
      const before = await table(lang, kind);
      const work = await send(fileOf(before, `list.${kind}`));
      await recheckImport(system, work.id, {
        mapping: work.report?.mapping ?? [],
        mergeMode: "overwrite",
        duplicateDecision: "same",
        headerless: false,
      });
      await app.drainJobs();
      const checked = await known(work.id);
      const troubles = await Promise.all(
        (["wrong", "changed", "new", "likely"] as const).map((outcome) =>
          listImportRows(system, work.id, { outcome, limit: 3 }),
        ),
      );
      expect(troubles.flat()).toEqual([]);
      expect(checked.report?.counts.same).toBe((await all()).length);
      await take(work.id);
      if (kind === "csv") expect(await table(lang, kind)).toEqual(before);
    },
  );

  test("brought into an empty region makes the same registry", async () => {
    const other = await createTestApp();
    try {
      const ctx = await other.asSystem();
      await insertTestTerritories(ctx);
      const cells = async (from: Ctx) => {
        const found: unknown[][] = [];
        for await (const rows of exportRows(from, { filter: { state: "all" }, t: messages.ru }))
          found.push(...rows.map(([, ...rest]) => rest));
        return found;
      };
      const id = await uploadImport(ctx, fileOf(await table("ru", "csv")));
      await other.drainJobs();
      await applyImport(ctx, id);
      await other.drainJobs();
      const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted();
      expect(sorted(await cells(ctx))).toEqual(sorted(await cells(system)));
    } finally {
      await other.close();
    }
  });
});

const rosatom = fileURLToPath(
  new URL("../../../../../shared/data/nko_rosatom_cities/res.csv", import.meta.url),
);
if (!existsSync(rosatom))
  console.info("organisations: ../shared/data is absent, a list is skipped");

test.skipIf(!existsSync(rosatom))(
  "a list of five columns without a header is read as it is",
  async () => {
    const work = await send(fileOf(new Uint8Array(readFileSync(rosatom)), "res.csv"));
    expect(work.report).toMatchObject({ rows: 24, counts: { wrong: 0 } });
    const { counts } = work.report ?? { counts: { new: 0, likely: 0 } };
    expect(counts.new + counts.likely).toBe(24);
  },
);
