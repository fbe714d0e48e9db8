import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvLine } from "#base/tables/csv-writer.ts";
import type { Ctx } from "#base/context.ts";
import {
  importMessages,
  receiveMany,
  receiveMessage,
  type MessageInput,
} from "#modules/signals/index.ts";
import { MESSAGES } from "#demo/region/index.ts";
import type { Measurement } from "./figures.ts";
import { copyFolder, seededFolder, openAppOn, region } from "./setup/data-folders.ts";

const utc = { zone: "UTC" };

const rows = 20_000;
const BATCH_SIZE = 50;
const part = "intake";

/** Messages a second through the true ways in: read, weighed by triage, stored, in the journal. */
export async function measureIntake(): Promise<Measurement[]> {
  const dataDir = await copyFolder(await seededFolder(), "intake");
  const running = await openAppOn(dataDir);
  try {
    const ctx = await running.app.ctxFor(region, { kind: "system", name: "bench" });
    return [await fromFile(ctx, dataDir), await inBatches(ctx), await oneByOne(ctx)];
  } finally {
    await running.close();
  }
}

async function fromFile(ctx: Ctx, dataDir: string): Promise<Measurement> {
  const path = join(dataDir, "messages.csv");
  const head = csvLine(["id", "text", "date", "address", "author"], utc);
  const lines = Array.from({ length: rows }, (_, n) => {
    const { text, at, address, author } = message(n);
    return csvLine([`bench-${n}`, text, at, address ?? "", author.name], utc);
  });
  await writeFile(path, head + lines.join(""));
  const map = {
    id: "externalId",
    text: "text",
    date: "writtenAt",
    address: "address",
    author: "authorName",
  };
  const began = performance.now();
  let taken = 0;
  for await (const progress of importMessages(ctx, { path, map })) taken = progress.taken;
  if (taken !== rows) throw new Error(`Of ${rows} rows ${taken} were taken.`);
  return perSecond(`CSV of ${rows} rows`, { count: rows, began });
}

/** What a busy channel brings in 100 ms at 500 a second. */
async function inBatches(ctx: Ctx): Promise<Measurement> {
  const count = 5_000;
  const began = performance.now();
  for (let from = 0; from < count; from += BATCH_SIZE) {
    const batch = Array.from({ length: BATCH_SIZE }, (_, n) =>
      inputOf(`batch-${from + n}`, from + n),
    );
    await receiveMany(ctx, batch);
  }
  return perSecond(`batches of ${BATCH_SIZE}, as gathered in 100 ms`, { count, began });
}

async function oneByOne(ctx: Ctx): Promise<Measurement> {
  const count = 1_000;
  const began = performance.now();
  for (let n = 0; n < count; n += 1) await receiveMessage(ctx, inputOf(`single-${n}`, n));
  return { ...perSecond("one by one", { count, began }), target: 200 };
}

function perSecond(what: string, { count, began }: { count: number; began: number }): Measurement {
  const ms = performance.now() - began;
  return { part, what, value: (count * 1000) / ms, unit: "msg/s", details: { ms } };
}

const message = (n: number) => {
  const found = MESSAGES[n % MESSAGES.length];
  if (found === undefined) throw new Error("The imaginary region has no messages.");
  return found;
};

function inputOf(externalId: string, n: number): MessageInput {
  const { text, at, address, author } = message(n);
  return {
    channel: "api",
    externalId,
    text,
    writtenAt: at,
    address: address ?? "",
    author: { name: author.name },
  };
}
