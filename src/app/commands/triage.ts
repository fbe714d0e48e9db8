import { createReadStream, existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { createSuggester, trainTriage, type SuggestResult } from "#modules/signals/index.ts";
import {
  modelReport,
  evaluateModel,
  modelKinds,
  listModelVersions,
  InvalidModelFile,
  openModel,
  trainModel,
  type YieldToEventLoop,
  type LabelledText,
} from "#modules/triage/index.ts";
import {
  requireArgument,
  parseCommandArgs,
  systemContext,
  UsageError,
  withApp,
  type Command,
} from "./command.ts";
import { createProgressBar, type ProgressBar } from "./progress.ts";
import { cardText } from "./triage-model-card.ts";

const labelled = z.object({
  text: z.string(),
  label: z.union([z.string().min(1), z.number()]).transform(String),
  context: z.array(z.string()).optional(),
});

/** Lines of a stream with their numbers; the first one is 1. */
async function* linesOf(input: Readable): AsyncGenerator<{ line: string; number: number }> {
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== "") yield { line, number };
  }
}

/** Why a line cannot be used, in a few words. */
function errorText(error: unknown): string {
  if (error instanceof SyntaxError) return "not JSON";
  if (!(error instanceof z.ZodError)) throw error;
  const [issue] = error.issues;
  return `${issue?.path.join(".") || "the row"}: ${issue?.message ?? "wrong"}`;
}

const reportBadLine = (number: number, error: unknown) =>
  process.stderr.write(`okno: line ${number} is left out: ${errorText(error)}\n`);

/** Rows `{"text","label"}`; a bad row is reported and counted, the others are read. */
async function readLabelled(file: string): Promise<{ rows: LabelledText[]; bad: number }> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}`);
  const rows: LabelledText[] = [];
  let bad = 0;
  for await (const { line, number } of linesOf(createReadStream(file))) {
    try {
      rows.push(labelled.parse(JSON.parse(line)));
    } catch (error) {
      reportBadLine(number, error);
      bad += 1;
    }
  }
  return { rows, bad };
}

/** The bar moves and a signal is heard while a model learns. */
function yieldWithProgress(bar: ProgressBar): YieldToEventLoop {
  let since = performance.now();
  let turns = 0;
  return async () => {
    if (performance.now() - since < 100) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    since = performance.now();
    bar.show((turns += 1));
  };
}

export const triageTrain: Command = {
  name: "triage train",
  usage: "(--from FILE.jsonl --out MODEL | --region R)",
  description:
    'learns from rows {"text","label"} into a file, or from the decisions of a region\'s desk into its next version',
  async run(input) {
    const { values } = parseCommandArgs(input.args, {
      from: { type: "string" },
      out: { type: "string" },
      region: { type: "string" },
    });
    const { from, region } = values;
    if ((from === undefined) === (region === undefined))
      throw new UsageError("either --from or --region is needed");
    if (region !== undefined)
      return withApp(input, async (running) =>
        trainRegionModel(await systemContext(running, region, "triage")),
      );
    return trainFile(requireArgument(from, "--from"), requireArgument(values.out, "--out"));
  },
};

async function trainFile(from: string, out: string): Promise<number> {
  const { rows, bad } = await readLabelled(from);
  const bar = createProgressBar(`Learning from ${rows.length} texts`);
  const at = new Date();
  const file = await trainModel(rows, {
    name: basename(from),
    at,
    yieldToEventLoop: yieldWithProgress(bar),
  });
  bar.end();
  await writeFile(out, file);
  const { figures, classes } = openModel(file).card;
  console.log(
    `${out}: ${(file.length / 1e6).toFixed(1)} MB, ${classes.length} labels; of texts not seen ${percent(figures.accuracy)} right`,
  );
  return bad === 0 ? 0 : 1;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

async function trainRegionModel(ctx: Ctx): Promise<number> {
  for (const kind of modelKinds) {
    const taught = await trainTriage(ctx, kind);
    if (taught.outcome === "nothing") {
      console.log(`${kind}: nothing to do (${taught.reason}), ${taught.texts} labelled texts`);
      continue;
    }
    const { texts, before, after, reason } = taught.guard;
    console.log(
      `${kind}: ${taught.outcome} (${reason}), ${taught.texts} labelled texts; right among the newest ${texts}: ${percent(before)} before, ${percent(after)} now`,
    );
  }
  return 0;
}

export const triageEvaluate: Command = {
  name: "triage evaluate",
  usage: "--train A.jsonl --test B.jsonl [--json]",
  description:
    'learns from one set of rows {"text","label"} and reports how well it does on another',
  async run({ args }) {
    const { values } = parseCommandArgs(args, {
      train: { type: "string" },
      test: { type: "string" },
      json: { type: "boolean" },
    });
    const taught = await readLabelled(requireArgument(values.train, "--train"));
    const asked = await readLabelled(requireArgument(values.test, "--test"));
    const bar = createProgressBar(`Learning from ${taught.rows.length} texts`);
    const { judged, ...figures } = await evaluateModel(
      { train: taught.rows, test: asked.rows },
      { at: new Date(), yieldToEventLoop: yieldWithProgress(bar), clock: () => performance.now() },
    );
    bar.end();
    if (values.json === true) console.log(JSON.stringify(figures));
    else {
      for (const [name, value] of Object.entries({ ...figures, texts: judged.length }))
        console.log(`${name.padEnd(18)} ${Number(value.toPrecision(5))}`);
    }
    return taught.bad + asked.bad === 0 ? 0 : 1;
  },
};

export const triageCard: Command = {
  name: "triage card",
  usage: "(--model M | --region R [--kind topic|noise|urgency])",
  description:
    "describes a model: its training data and date, how good it is at each label, where it is weak",
  async run(input) {
    const { values } = parseCommandArgs(input.args, {
      model: { type: "string" },
      region: { type: "string" },
      kind: { type: "string" },
    });
    const { model, region } = values;
    if ((model === undefined) === (region === undefined))
      throw new UsageError("either --model or --region is needed");
    const kinds = modelKinds.filter((kind) => values.kind === undefined || kind === values.kind);
    if (kinds.length === 0) throw new UsageError(`--kind: ${modelKinds.join(", ")}`);
    if (model !== undefined) return printCardOfFile(model);
    return withApp(input, async (running) => {
      const ctx = await systemContext(running, requireArgument(region, "--region"), "triage");
      const used = (await listModelVersions(ctx)).filter(({ state }) => state === "in-use");
      for (const kind of kinds) {
        const version = used.find((one) => one.kind === kind);
        console.log(version ? cardText(version.card, version) : `${kind}: no model is in use\n`);
      }
      return 0;
    });
  },
};

async function printCardOfFile(path: string): Promise<number> {
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}`);
  try {
    const model = openModel(await readFile(path));
    console.log(cardText(modelReport(model.card)));
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidModelFile)) throw error;
    process.stderr.write(`okno: ${path}: ${error.message}\n`);
    return 2;
  }
}

export const triageSuggest: Command = {
  name: "triage suggest",
  usage: "--region R [--json] < messages.jsonl",
  description:
    'prints for each row {"text", "id", "at", "address", "lat", "lon", "author", "territory"} what the desk would be offered',
  run: (input) => {
    const { values } = parseCommandArgs(input.args, {
      region: { type: "string" },
      json: { type: "boolean" },
    });
    const region = requireArgument(values.region, "--region");
    return withApp(input, async (running) =>
      suggestLines(await systemContext(running, region, "triage"), {
        input: process.stdin,
        out: process.stdout,
        json: values.json === true,
      }),
    );
  },
};

/** One line out for each line in, as they come; 1 where some could not be read. */
export async function suggestLines(
  ctx: Ctx,
  { input, out, json }: { input: Readable; out: NodeJS.WritableStream; json: boolean },
): Promise<number> {
  const suggester = await createSuggester(ctx);
  const bar = createProgressBar("Suggesting");
  let bad = 0;
  // Whoever read has enough: «… | head».
  let gone = false;
  out.once("error", () => (gone = true));
  for await (const { line, number } of linesOf(input)) {
    if (gone) break;
    try {
      const suggestion = suggester.suggest(JSON.parse(line), String(number));
      const more = out.write(
        `${json ? JSON.stringify(suggestion) : formatSuggestionLine(suggestion)}\n`,
      );
      if (!more) await once(out, "drain").catch(ignored);
    } catch (error) {
      reportBadLine(number, error);
      bad += 1;
    }
    bar.show(number);
  }
  bar.end();
  return bad === 0 ? 0 : 1;
}

/** A broken pipe is reported by the stream itself: see cli.ts. */
const ignored = () => undefined;

function formatSuggestionLine({
  id,
  noise,
  urgent,
  topic,
  group,
  confidence,
  place,
}: SuggestResult): string {
  const about = noise ? "noise" : (topic ?? group ?? "unsure");
  const where = [place.territory, place.street, place.house].filter(Boolean).join(", ");
  return [id, urgent ? "urgent" : "", about, confidence.toFixed(2), where].join("\t");
}
