/**
 * What must stay quick whatever comes, each figure beside its limit: engines at their fullest, hostile
 * texts and files, accounts, a real city. Tests say what is right there and measure no time: beside
 * other work they would fail without anything being wrong.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Ctx } from "#base/context.ts";
import { startEmbedded } from "#base/db/embedded.ts";
import { packageRoot } from "#base/db/migrate.ts";
import {
  competenceDirectory,
  registerOrganisation,
  setCompetence,
} from "#modules/organisations/index.ts";
import { createPerson } from "#modules/people/index.ts";
import {
  createTerritory,
  findPlaces,
  importGazetteer,
  isAcceptedRow,
  createLocator,
  readGazetteer,
} from "#modules/territories/index.ts";
import { browserPost } from "#testing/app.ts";
import type { Measurement } from "./figures.ts";
import { emptyFolder, openAppOn } from "./setup/data-folders.ts";
import { engineLimits, often, within } from "./limits-engines.ts";

const region = "limits";
const part = "limits";
const password = "okno-demo-2026";
const data = resolve(packageRoot(), "../shared/data");
const borders = resolve(data, "boundaries_osm/spb_city.geojson");
const houses = resolve(data, "reformagkh/housedata_spb_addr.csv.gz");

type BenchApp = Awaited<ReturnType<typeof openAppOn>>["app"];

/** Measures every limit once; skips those of a real city when the shared data is absent. */
export async function measureLimits(): Promise<Measurement[]> {
  const figures = await engineLimits();
  const dataDir = await emptyFolder("limits");
  const running = await openAppOn(dataDir);
  try {
    const { app } = running;
    const name = { ru: "Санкт-Петербург", en: "Saint Petersburg" };
    await app.saveRegion({ id: region, name, timeZone: "Europe/Moscow", settings: {} });
    const ctx = await app.ctxFor(region, { kind: "system", name: "bench" });
    if (existsSync(borders)) figures.push(...(await cityLimits(ctx)));
    else console.error("limits: a real city is skipped, ../shared/data is not here");
    figures.push(await competence(ctx), ...(await accounts(app, ctx)));
  } finally {
    await running.close();
  }
  return [...figures, await secondStart(dataDir)];
}

async function secondStart(dataDir: string): Promise<Measurement> {
  let server: Awaited<ReturnType<typeof startEmbedded>> | undefined;
  const figure = await within({
    what: "a stopped PostgreSQL started again",
    bar: 1000,
    work: async () => {
      server = await startEmbedded({ dataDir });
    },
  });
  await server?.stop();
  return figure;
}

/** Forty accounts side by side, then what a stranger could tell by the clock: is there an account? */
async function accounts(house: BenchApp, ctx: Ctx): Promise<Measurement[]> {
  const emailOf = (n: number) => `person${n}@bench.example`;
  const made = await within({
    what: "forty accounts with passwords",
    bar: 15_000,
    work: () =>
      Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          createPerson(ctx, { name: `Person ${n}`, email: emailOf(n), password }),
        ),
      ),
  });
  const refusal = async (email: string) => {
    const body = new FormData();
    body.append("email", email);
    body.append("password", "a wrong password");
    const request = await browserPost(`/${region}/sign-in`, body, undefined);
    const { value } = await within({
      what: email,
      bar: 0,
      work: async () => {
        const { status } = await house.http.request(request);
        if (status !== 422) throw new Error(`A wrong password answered ${status}.`);
      },
    });
    return value;
  };
  await refusal(emailOf(0));
  const [known, unknown] = [await refusal(emailOf(1)), await refusal("nobody@bench.example")];
  return [
    made,
    {
      part,
      what: "refusal of an unknown address, in refusals of a wrong password",
      value: unknown / known,
      unit: "times",
      target: 0.25,
      details: { "known ms": known, "unknown ms": unknown },
    },
  ];
}

async function competence(ctx: Ctx): Promise<Measurement> {
  const place = await createTerritory(ctx, { kind: "municipality", name: "Долгомост" });
  const body = await registerOrganisation(ctx, {
    kind: "utility",
    name: "Water of Dolgomost",
    shortName: "Water",
    territoryId: place.id,
  });
  await setCompetence(ctx, {
    topic: "roads.manhole",
    territoryId: place.id,
    organisationId: body.id,
    validFrom: "2020-01-01",
    reason: "bench",
  });
  const directory = await competenceDirectory(ctx);
  const ask = {
    topic: "roads.manhole",
    group: "roads",
    municipalityId: place.id,
    at: ctx.now(),
  };
  if (directory.findResponsibleBody(ask)?.organisationId !== body.id)
    throw new Error("The book does not answer.");
  return often({
    what: "questions answered by the book of competence",
    bar: 50_000,
    count: 100_000,
    work: () => directory.findResponsibleBody(ask),
  });
}

const typed = [
  "ле",
  "лени",
  "лениский пр",
  "невский 28",
  "садовая",
  "колпино",
  "Шушары, школьн",
  "мебельная 47 к 1",
  "бол",
  "просвещения",
];

async function cityLimits(ctx: Ctx): Promise<Measurement[]> {
  const rows = await Array.fromAsync(readGazetteer(borders));
  const okrugs = rows
    .filter(isAcceptedRow)
    .flatMap(({ officialName, border }) =>
      officialName && border ? [{ id: officialName, border }] : [],
    );
  const locator = createLocator(okrugs);
  const located = often({
    what: `points found among ${okrugs.length} okrugs`,
    bar: 200_000,
    count: 200_000,
    work: (n) => locator.find(59.8 + (n % 997) / 3000, 30.1 + (n % 1009) / 2500),
  });
  await importGazetteer(ctx, borders);
  const taken = await within({
    what: "25,000 houses of a city taken in",
    bar: 15_000,
    work: () => importGazetteer(ctx, houses),
  });
  await findPlaces(ctx, "раз");
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    for (const text of typed) {
      const { value } = await within({ what: text, bar: 20, work: () => findPlaces(ctx, text) });
      times.push(value);
    }
  }
  times.sort((a, b) => a - b);
  return [
    located,
    taken,
    {
      part,
      what: "an address being typed in a city: p95",
      value: times[Math.floor(times.length * 0.95)] ?? 0,
      unit: "ms",
      target: 20,
      atMost: true,
      details: { median: times[times.length / 2] ?? 0 },
    },
  ];
}
