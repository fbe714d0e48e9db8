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
  duplicatesOf,
  makeGazetteer,
  openModel,
  readText,
  suggest,
  train,
} from "#modules/triage/index.ts";
import type { Figure } from "../figures.ts";
import { heldMessages, readMessages } from "./duplicates.ts";
import { readCity } from "./place-city.ts";

const data = pathToFileURL(resolve(packageRoot(), "../shared/data") + "/");
const HELD = 100_000;
const TAUGHT = 0.8;
const ASKED = 6_000;
const WARMING = 500;

export async function measureSuggest(): Promise<Figure[]> {
  if (!existsSync(new URL("nash_spb", data))) {
    console.error("triage suggest: skipped, ../shared/data is not here");
    return [];
  }
  const messages = await readMessages();
  const cut = Math.floor(messages.length * TAUGHT);
  const rows = messages.slice(0, cut).map(({ text, topic = "" }) => ({
    text: String(text),
    label: topic,
  }));
  const file = await train(rows, { name: "bench", at: new Date(), breathe: async () => {} });
  const gazetteer = makeGazetteer((await readCity(data)).rows);
  const started = performance.now();
  const model = openModel(file);
  const loaded = performance.now() - started;
  const knowledge = { catalogue, gazetteer, models: { topic: model } };
  const index = new DuplicateIndex();
  for (const message of heldMessages(messages, HELD)) index.add(message);
  const asked = messages.slice(cut).slice(0, ASKED + WARMING);
  let offered = 0;
  const ask = (message: (typeof asked)[number]): void => {
    const read = readText(String(message.text));
    const { topic } = suggest({ text: read, month: 1 }, knowledge);
    const found = duplicatesOf(index, { ...message, text: read, topic: topic.topic });
    offered += found.length;
  };
  for (const message of asked.slice(0, WARMING)) ask(message);
  const before = process.cpuUsage();
  for (const message of asked.slice(WARMING)) ask(message);
  const { user, system } = process.cpuUsage(before);
  const figure = { part: "triage suggest", unit: "msg/s" } as const;
  return [
    {
      ...figure,
      what: "the whole suggestion, duplicates against 100,000",
      value: ((asked.length - WARMING) * 1e6) / (user + system),
      bar: 2_000,
      more: { offered },
    },
    {
      ...figure,
      what: "a model opened",
      value: loaded,
      unit: "ms",
      bar: 200,
      most: true,
      more: { MB: file.length / 1e6 },
    },
  ];
}
