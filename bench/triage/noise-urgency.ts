/**
 * Measures what triage says of noise and urgency against labels made by hand (`bench/labels`: row
 * numbers and labels only). While rules were written the errors of the split «tune» were read, those
 * of «figure» never; `spb_unseen_urgency` was drawn, labelled and measured after the rules were done.
 * Skips where ../shared/data is absent.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import { packageRoot } from "#base/db/migrate.ts";
import {
  AUTO_DISMISS_THRESHOLD,
  catalogue,
  classifyNoise,
  analyzeText,
  suggestTriage,
  classifyUrgency,
  type TriageSuggestion,
  type UrgencyLevel,
} from "#modules/triage/index.ts";
import type { Measurement } from "../figures.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const files = {
  perm: new URL("perm_texts/perm_texts_1000.jsonl", data),
  troitsk: new URL("troitsk_forum/troitsk_queries.csv", data),
  spb: new URL("nash_spb/appeals.jsonl.gz", data),
};

type Message = { text: string; month: number | undefined };
type Label = { id: string; noise: string; urgency: UrgencyLevel; split: string; drawn: string };
type JudgedMessage = Label & { set: string; text: string; found: TriageSuggestion };

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
const words = (value: unknown): string => (typeof value === "string" ? value : "");
const levelOf = (written: string | undefined): UrgencyLevel =>
  written === "danger" || written === "important" ? written : "normal";

function table(text: string): Record<string, string>[] {
  const rows: unknown[] = parse(text, { columns: true });
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row ?? {}).map(([name, cell]) => [name, words(cell)])),
  );
}

function labels(name: string, key: string): Label[] {
  const file = resolve(packageRoot(), `bench/labels/${name}.csv`);
  return table(readFileSync(file, "utf8")).map((row) => ({
    id: row[key] ?? "",
    noise: row["noise"] ?? "problem",
    urgency: levelOf(row["urgency"]),
    split: row["split"] ?? "",
    drawn: row["drawn"] ?? "",
  }));
}

function permMessages(): Map<string, Message> {
  const lines = readFileSync(files.perm, "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const row: unknown = JSON.parse(line);
      return [String(field(row, "row")), { text: words(field(row, "text")), month: undefined }];
    }),
  );
}

function troitskMessages(): Map<string, Message> {
  const rows = table(readFileSync(files.troitsk, "utf8"));
  return new Map(
    rows.map((row) => [
      row["n"] ?? "",
      { text: `${row["title"] ?? ""}\n${row["text"] ?? ""}`, month: undefined },
    ]),
  );
}

async function spbMessages(): Promise<Map<string, Message>> {
  const messages = new Map<string, Message>();
  const input = createReadStream(files.spb).pipe(createGunzip());
  for await (const line of createInterface({ input })) {
    const row: unknown = JSON.parse(line);
    messages.set(String(field(row, "id")), {
      text: words(field(field(field(row, "petitions"), "0"), "text")),
      month: Number(words(field(row, "created")).slice(5, 7)),
    });
  }
  return messages;
}

function judge(
  set: string,
  rows: readonly Label[],
  texts: ReadonlyMap<string, Message>,
): JudgedMessage[] {
  return rows.flatMap((row) => {
    const message = texts.get(row.id);
    return message
      ? [{ ...row, set, text: message.text, found: suggestTriage(message, { catalogue }) }]
      : [];
  });
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Recall and precision of a yes-or-no question. */
function recallFigures(
  rows: readonly JudgedMessage[],
  question: { truly: (row: JudgedMessage) => boolean; said: (row: JudgedMessage) => boolean },
): { recall: number; precision: number; truly: number; said: number } {
  const truly = rows.filter(question.truly);
  const said = rows.filter(question.said);
  const both = truly.filter(question.said).length;
  return {
    recall: share(both, truly.length),
    precision: share(both, said.length),
    truly: truly.length,
    said: said.length,
  };
}

const danger = {
  truly: (row: JudgedMessage) => row.urgency === "danger",
  said: (row: JudgedMessage) => row.found.urgency.level === "danger",
};
const pressing = {
  truly: (row: JudgedMessage) => row.urgency !== "normal",
  said: (row: JudgedMessage) => row.found.urgency.level !== "normal",
};
const noise = {
  truly: (row: JudgedMessage) => row.noise !== "problem",
  said: (row: JudgedMessage) => row.found.noise.kind !== "problem",
};
const isAutoDismissed = ({ found }: JudgedMessage): boolean =>
  found.noise.kind !== "problem" &&
  found.noise.score >= AUTO_DISMISS_THRESHOLD &&
  found.urgency.level === "normal";

function urgencyFigures(name: string, rows: readonly JudgedMessage[]): Measurement[] {
  const found = recallFigures(rows, danger);
  const both = recallFigures(rows, pressing);
  const part = "noise-urgency";
  const unit = "";
  return [
    {
      part,
      what: `danger recall, ${name}`,
      value: found.recall,
      unit,
      target: 0.95,
      details: {
        precision: found.precision,
        truly: found.truly,
        said: found.said,
        of: rows.length,
      },
    },
    {
      part,
      what: `important-or-danger recall, ${name}`,
      value: both.recall,
      unit,
      details: { precision: both.precision, truly: both.truly, said: both.said },
    },
    {
      part,
      what: `danger found at least important, ${name}`,
      value: recallFigures(rows, { truly: danger.truly, said: pressing.said }).recall,
      unit,
    },
  ];
}

function noiseFigures(name: string, rows: readonly JudgedMessage[]): Measurement[] {
  const found = recallFigures(rows, noise);
  const put = rows.filter(isAutoDismissed);
  const part = "noise-urgency";
  return [
    {
      part,
      what: `noise precision, ${name}`,
      value: found.precision,
      unit: "",
      details: { recall: found.recall, truly: found.truly, said: found.said, of: rows.length },
    },
    {
      part,
      what: `problems put aside by the machine, ${name}`,
      value: put.filter((row) => !noise.truly(row)).length,
      unit: `of ${rows.length}`,
      details: { aside: put.length, danger: put.filter(danger.truly).length },
    },
  ];
}

/** Microseconds for noise and urgency together on texts of 100–400 characters that are read already. */
function speedFigure(texts: readonly string[]): Measurement {
  const typical = texts.filter((text) => text.length >= 100 && text.length <= 400).slice(0, 4_000);
  const read = typical.map((text) => analyzeText(text));
  const once = (): void => {
    for (const one of read) {
      classifyNoise(one);
      classifyUrgency(one, { month: 1 });
    }
  };
  once();
  const started = performance.now();
  once();
  const each = ((performance.now() - started) * 1_000) / Math.max(1, read.length);
  return {
    part: "noise-urgency",
    what: "noise and urgency of a read text",
    value: each,
    unit: "µs",
    target: 60,
    atMost: true,
  };
}

/** Set it to a split («tune») to have its errors printed, never «figure». */
function printErrors(rows: readonly JudgedMessage[], split: string): void {
  for (const { set, id, urgency, found, noise: kind, text } of rows.filter(
    (row) => row.split === split,
  )) {
    const level = found.urgency.level;
    if (level === urgency && (kind !== "problem") === (found.noise.kind !== "problem")) continue;
    const got = `${level} [${found.urgency.reasons.join(" ")}] ${found.noise.kind} ${found.noise.score.toFixed(2)}`;
    console.error(
      `${set} ${id} ${urgency} ${kind} ← ${got} | ${text.replace(/\s+/g, " ").slice(0, 200)}`,
    );
  }
}

/** Figures of noise and urgency; `errors` names the split whose errors go to stderr. */
export async function measureNoiseUrgency(errors?: "tune"): Promise<Measurement[]> {
  if (!existsSync(files.spb)) {
    console.error("noise and urgency: skipped, ../shared/data is not here");
    return [];
  }
  const spbTexts = await spbMessages();
  const rows = [
    ...judge("perm", labels("perm_noise_urgency", "row"), permMessages()),
    ...judge("troitsk", labels("troitsk_noise_urgency", "n"), troitskMessages()),
    ...judge("spb", labels("spb_urgency", "id"), spbTexts),
    ...judge("spb", labels("spb_unseen_urgency", "id"), spbTexts),
  ];
  if (errors) printErrors(rows, errors);
  const half = (split: string): JudgedMessage[] => rows.filter((row) => row.split === split);
  const random = half("figure").filter((row) => row.drawn !== "stratified");
  const people = rows.filter((row) => row.set !== "spb");
  return [
    ...urgencyFigures("tune", half("tune")),
    ...urgencyFigures("figure", half("figure")),
    ...urgencyFigures("figure, drawn at random", random),
    ...urgencyFigures("labelled after the rules", half("unseen")),
    ...noiseFigures("messages to a head and to groups", people),
    speedFigure([...spbTexts.values()].slice(0, 20_000).map(({ text }) => text)),
  ];
}
