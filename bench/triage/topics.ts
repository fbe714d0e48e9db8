/**
 * The learner beside scikit-learn in one run: accuracy, macro-F1, calibration, speed. nash_spb is
 * split by time (the first 80 % teach); Kursk has no dates, so three folds of its appeals, by id.
 * Skips where ../shared/data is absent, and says so where the reference cannot be run.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { packageRoot } from "#base/db/migrate.ts";
import { readTable } from "./place-region.ts";
import {
  evaluateModel,
  computeMetrics,
  type ModelEvaluation,
  type EvaluatedPrediction,
} from "#modules/triage/index.ts";
import type { Measurement } from "../figures.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const cityFile = new URL("nash_spb/appeals.jsonl.gz", data);
const kurskFile = new URL("kursk_appeals/kursk_appeals.csv", data);
const TRAIN_SHARE = 0.8;
const FOLDS = 3;
/** Asked above the reference: accuracy and macro-F1. */
const MARGIN = 0.02;
/** The reference's figures on its sealed test, for a machine without Python. */
const referenceScores: Readonly<Record<string, readonly [accuracy: number, macroF1: number]>> = {
  "nash_spb reason": [0.717, 0.558],
  "nash_spb category": [0.936, 0.812],
  "kursk topic": [0.556, 0.246],
  "kursk category": [0.834, 0.48],
  "kursk executor": [0.475, 0.178],
};

type Row = { text: string; label: string };
type Sets = { train: Row[]; test: Row[] };
type Task = { name: string; folds: Sets[] };

const appeal = z.object({
  created: z.string(),
  reason: z.string(),
  category: z.string(),
  petitions: z.array(z.object({ text: z.string() })),
});

function cityTasks(): Task[] {
  const rows = gunzipSync(readFileSync(cityFile))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => appeal.parse(JSON.parse(line)))
    .sort((a, b) => a.created.localeCompare(b.created));
  const cut = Math.floor(rows.length * TRAIN_SHARE);
  return (["reason", "category"] as const).map((field) => {
    const labelled = rows.map((row) => ({
      text: row.petitions[0]?.text ?? "",
      label: row[field],
    }));
    return {
      name: `nash_spb ${field}`,
      folds: [{ train: labelled.slice(0, cut), test: labelled.slice(cut) }],
    };
  });
}

function kurskTasks(): Task[] {
  const rows = readTable(kurskFile);
  return (["topic", "category", "executor"] as const).map((field) => {
    const labelled = rows
      .filter((row) => row[field])
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map((row) => ({ text: row.text_html ?? "", label: row[field] ?? "" }));
    return {
      name: `kursk ${field}`,
      folds: Array.from({ length: FOLDS }, (_, fold) => ({
        train: labelled.filter((_row, at) => at % FOLDS !== fold),
        test: labelled.filter((_row, at) => at % FOLDS === fold),
      })),
    };
  });
}

const measured = z.object({
  accuracy: z.number(),
  macroF1: z.number(),
  unseen: z.number(),
  trainSeconds: z.number(),
  predictPerSecond: z.number(),
});
type Measured = z.infer<typeof measured>;

/** The python that has scikit-learn, if any. */
function findReference(): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => {
    try {
      execFileSync(python, ["-c", "import sklearn"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

function runReference(python: string, { train, test }: Sets): Measured {
  const folder = mkdtempSync(join(tmpdir(), "okno-bench-"));
  const paths = [join(folder, "train.jsonl"), join(folder, "test.jsonl")];
  [train, test].forEach((rows, at) =>
    writeFileSync(paths[at] ?? "", rows.map((row) => JSON.stringify(row)).join("\n")),
  );
  const script = resolve(packageRoot(), "bench/triage/reference.py");
  try {
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    const out = execFileSync(python, [script, ...paths], { encoding: "utf8", env });
    return measured.parse(JSON.parse(out));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type OwnResult = ModelEvaluation & { unseen: number; eceByChance: number };

/** The error that a perfectly calibrated machine would show on so few texts: mean of 20 draws. */
function errorByChance(judged: readonly EvaluatedPrediction[]): number {
  const draws = 20;
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = judged.map(({ predicted, confidence }) => ({
      predicted,
      confidence,
      label: Math.random() < confidence ? predicted : -1,
    }));
    sum += computeMetrics(drawn).ece;
  }
  return sum / draws;
}

async function runOurs(sets: Sets): Promise<OwnResult> {
  const seen = new Set(sets.train.map(({ text }) => text));
  const { judged, ...figures } = await evaluateModel(sets, {
    at: new Date(),
    yieldToEventLoop: async () => {},
    clock: () => performance.now(),
  });
  const fresh = judged.filter((_, at) => !seen.has(sets.test[at]?.text ?? ""));
  const right = fresh.filter(({ label, predicted }) => label === predicted).length;
  return {
    ...figures,
    unseen: right / Math.max(1, fresh.length),
    eceByChance: errorByChance(judged),
  };
}

/** The mean of each figure over the folds. */
function mean<T extends Record<string, number>>(rows: readonly T[]): T {
  const [first] = rows;
  if (first === undefined) throw new Error("no folds");
  const entries = Object.keys(first).map((name) => [
    name,
    rows.reduce((sum, row) => sum + Number(row[name]), 0) / rows.length,
  ]);
  return Object.fromEntries(entries) as T;
}

function figuresOfTask(
  name: string,
  ours: OwnResult,
  reference: Measured | undefined,
): Measurement[] {
  const [accuracy, macroF1] = referenceScores[name] ?? [0, 0];
  const them = reference ?? { accuracy, macroF1 };
  const figure = (
    what: string,
    value: number,
    bar: number,
    more?: Measurement["details"],
  ): Measurement => ({
    part: "triage topics",
    what: `${name}: ${what}`,
    value,
    unit: "",
    target: bar,
    ...(more && { details: more }),
  });
  const speed: Measurement[] = reference
    ? [
        {
          ...figure("training", ours.trainSeconds, reference.trainSeconds),
          unit: "s",
          atMost: true,
        },
        {
          ...figure(
            "predictions, times the reference's",
            ours.predictPerSecond / reference.predictPerSecond,
            4,
          ),
          unit: "×",
        },
      ]
    : [];
  return [
    figure("accuracy", ours.accuracy, them.accuracy + MARGIN, {
      reference: them.accuracy,
      unseen: ours.unseen,
      ...(reference && { "reference unseen": reference.unseen }),
    }),
    figure("macro-F1", ours.macroF1, them.macroF1 + MARGIN, { reference: them.macroF1 }),
    {
      ...figure("calibration error", ours.ece, 0.03, {
        coverageAt90: ours.coverageAt90,
        "by chance alone": ours.eceByChance,
      }),
      atMost: true,
    },
    ...speed,
    {
      ...figure("predictions", ours.predictPerSecond, 20_000, {
        MB: ours.modelBytes / 1e6,
        classes: ours.classes,
      }),
      unit: "msg/s",
    },
  ];
}

/** Measures all five tasks; takes several minutes with the reference implementation. */
export async function measureTopics(): Promise<Measurement[]> {
  if (!existsSync(cityFile) || !existsSync(kurskFile)) {
    console.error("triage topics: skipped, ../shared/data is not here");
    return [];
  }
  const python = findReference();
  if (python === undefined)
    console.error("triage topics: no Python with scikit-learn, bars are its sealed figures");
  const figures: Measurement[] = [];
  for (const { name, folds } of [...cityTasks(), ...kurskTasks()]) {
    const ours: OwnResult[] = [];
    const theirs: Measured[] = [];
    for (const sets of folds) {
      ours.push(await runOurs(sets));
      if (python !== undefined) theirs.push(runReference(python, sets));
    }
    figures.push(...figuresOfTask(name, mean(ours), theirs.length > 0 ? mean(theirs) : undefined));
    console.error(`triage topics: ${name} done`);
  }
  return figures;
}
