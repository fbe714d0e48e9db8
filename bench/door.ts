import { randomUUID } from "node:crypto";
import type { Ctx } from "#base/context.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import {
  announceEvent,
  createEvent,
  eventSources,
  mergePresences,
  register,
} from "#modules/events/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import { measureCounts } from "./event-counts.ts";
import type { Measurement } from "./figures.ts";
import { copyFolder, seededFolder, openAppOn, region } from "./setup/data-folders.ts";
import { signIn, startAppProcess } from "./setup/process.ts";

const part = "door";
const hall = 300;
const password = "bench-door-2026";

/**
 * Measures check-in of 300 people: scans over HTTP, then three devices that were offline, then the
 * counts.
 */
export async function measureDoor(): Promise<Measurement[]> {
  const dataDir = await copyFolder(await seededFolder(), "door");
  const prepared = await openAppOn(dataDir);
  const ctx = await prepared.app.ctxFor(region, { kind: "system", name: "bench" });
  const door = await fillHall(ctx);
  const email = "door@bench.example";
  const person = await createPerson(ctx, { name: "Door", email, password });
  await grantRole(ctx, person.id, { role: "operator" });
  const offline = await fillHall(ctx);
  const merged = await mergeDevices(ctx, offline);
  const counts = await measureCounts(ctx, eventSources);
  await prepared.close();
  const house = await startAppProcess({ dataDir, roles: "web", page: `/${region}` });
  try {
    const cookie = await signIn(`${house.url}/${region}`, { email, password });
    return [await scanAll(house.url, { cookie, ...door }), merged, ...counts];
  } finally {
    await house.stop();
  }
}

type Hall = { number: string; codes: string[] };

async function fillHall(ctx: Ctx): Promise<Hall> {
  const [place] = await listMunicipalities(ctx);
  const now = ctx.now();
  const event = await createEvent(ctx, {
    kind: "conference",
    title: "Bench hall",
    startsAt: now,
    endsAt: new Date(now.getTime() + 3 * 3_600_000),
    municipalityId: place?.id ?? "",
    registrationClosesAt: new Date(now.getTime() + 3_600_000),
  });
  await announceEvent(ctx, event.id);
  const codes: string[] = [];
  for (let n = 0; n < hall; n += 1) {
    const { registration } = await register(ctx, event.id, {
      surname: `Scan${n}`,
      givenName: event.number,
      email: `${event.id}-${n}@bench.example`,
    });
    codes.push(registration.code);
  }
  return { number: event.number, codes };
}

/** Three devices each bring two thirds of the hall, in another order, each portion twice. */
async function mergeDevices(ctx: Ctx, { number, codes }: Hall): Promise<Measurement> {
  const devices = [0, 1, 2].map((device) =>
    codes
      .filter((_, n) => n % 3 !== device)
      .map((ticket, n) => ({
        id: randomUUID(),
        at: new Date(ctx.now().getTime() + ((n * 7 + device * 13) % 600) * 1000),
        source: "qr" as const,
        ticket,
      })),
  );
  const began = performance.now();
  const portions = devices.flatMap((marks, device) => [
    { device: `device ${device}`, marks: marks.slice(100) },
    { device: `device ${device}`, marks: marks.slice(0, 100) },
    { device: `device ${device}`, marks: marks.slice(50, 150) },
  ]);
  await Promise.all(portions.map((portion) => mergePresences(ctx, number, portion)));
  const ms = performance.now() - began;
  const { present } = await mergePresences(ctx, number, {});
  return {
    part,
    what: `offline merge of 3 devices: people lost or doubled, of ${hall}`,
    value: Math.abs(hall - present),
    unit: "people",
    target: 0,
    atMost: true,
    details: { ms, marks: 900, present },
  };
}

/** Each scan is a request of its own, one after the other, as at a door with network. */
async function scanAll(url: string, door: Hall & { cookie: string }): Promise<Measurement> {
  const path = `${url}/${region}/events/${encodeURIComponent(door.number)}/door.json`;
  const times: number[] = [];
  let accepted = 0;
  const began = performance.now();
  for (const ticket of door.codes) {
    const from = performance.now();
    const mark = { id: randomUUID(), at: new Date().toISOString(), source: "qr", ticket };
    const response = await fetch(path, {
      method: "POST",
      headers: {
        cookie: door.cookie,
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
      },
      body: JSON.stringify({ device: "bench", marks: [mark] }),
    });
    const answer = (await response.json()) as { marks?: { state: string }[] };
    if (answer.marks?.[0]?.state === "counted") accepted += 1;
    times.push(performance.now() - from);
  }
  const ms = performance.now() - began;
  if (accepted !== hall) throw new Error(`Of ${hall} scans ${accepted} were accepted.`);
  times.sort((a, b) => a - b);
  return {
    part,
    what: `scans accepted over HTTP, hall of ${hall}, one door`,
    value: (accepted * 1000) / ms,
    unit: "scans/s",
    target: 20,
    details: { p95: times[Math.floor(times.length * 0.95)] ?? 0 },
  };
}
