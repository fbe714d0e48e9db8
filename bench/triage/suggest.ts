/**
 * The whole suggestion as the house makes it: reading, topic by a trained model, urgency, noise,
 * place in a city of 30,000 houses, duplicates against 100,000 messages. One core, processor time.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "#base/db/migrate.ts";
import {
  catalogue,
  DuplicateIndex,
  findDuplicates,
  buildGazetteer,
  openModel,
  analyzeText,
  suggestTriage,
  trainModel,
} from "#modules/triage/index.ts";
import type { Measurement } from "../figures.ts";
import { pooledMessages, readMessages } from "./duplicates.ts";
import { readCity } from "./place-city.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const POOL_SIZE = 100_000;
const TRAIN_SHARE = 0.8;
const QUERY_COUNT = 6_000;
const WARM_UP_COUNT = 500;

/** Measures messages per second for the whole suggestion on one core; skipped without the shared data. */
export async function measureSuggest(): Promise<Measurement[]> {
  if (!existsSync(new URL("nash_spb", data))) {
    console.error("triage suggest: skipped, ../shared/data is not here");
    return [];
  }
  const messages = await readMessages();
  const cut = Math.floor(messages.length * TRAIN_SHARE);
  const rows = messages.slice(0, cut).map(({ text, topic = "" }) => ({
    text: String(text),
    label: topic,
  }));
  const file = await trainModel(rows, {
    name: "bench",
    at: new Date(),
    yieldToEventLoop: async () => {},
  });
  const gazetteer = buildGazetteer((await readCity(data)).rows);
  const started = performance.now();
  const model = openModel(file);
  const loaded = performance.now() - started;
  const knowledge = { catalogue, gazetteer, models: { topic: model } };
  const index = new DuplicateIndex();
  for (const message of pooledMessages(messages, POOL_SIZE)) index.add(message);
  const asked = messages.slice(cut).slice(0, QUERY_COUNT + WARM_UP_COUNT);
  let offered = 0;
  const ask = (message: (typeof asked)[number]): void => {
    const read = analyzeText(String(message.text));
    const { topic } = suggestTriage({ text: read, month: 1 }, knowledge);
    const found = findDuplicates(index, { ...message, text: read, topic: topic.topic });
    offered += found.length;
  };
  for (const message of asked.slice(0, WARM_UP_COUNT)) ask(message);
  const before = process.cpuUsage();
  for (const message of asked.slice(WARM_UP_COUNT)) ask(message);
  const { user, system } = process.cpuUsage(before);
  const figure = { part: "triage suggest", unit: "msg/s" } as const;
  return [
    {
      ...figure,
      what: "the whole suggestion, duplicates against 100,000",
      value: ((asked.length - WARM_UP_COUNT) * 1e6) / (user + system),
      target: 2_000,
      details: { offered },
    },
    {
      ...figure,
      what: "a model opened",
      value: loaded,
      unit: "ms",
      target: 200,
      atMost: true,
      details: { MB: file.length / 1e6 },
    },
  ];
}
