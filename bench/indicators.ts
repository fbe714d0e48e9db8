import type { Measurement } from "./figures.ts";
import { signIn, startAppProcess } from "./setup/process.ts";
import { head, connectOwner, seedIndicatorsFolder, region } from "./setup/indicators-data.ts";

const part = "indicators";
const rounds = 60;

/**
 * Measures the board of 31 municipalities, 1,000 events and 30,000 presences over HTTP, as a guest asks for it:
 * p95 of whole answers, one after the other. With `growth` once more over ten times the facts.
 */
export async function measureIndicators({ growth }: { growth: boolean }): Promise<Measurement[]> {
  const once = await measure(1);
  if (!growth) return once;
  const tenfold = await measure(10);
  return tenfold.map((figure, at) => {
    const before = Number(once[at]?.details?.median);
    return {
      ...figure,
      what: `${figure.what}, 10 × the facts: median, times that of the facts once`,
      value: Number(figure.details?.median) / before,
      unit: "×",
      bar: 10,
      more: { ...figure.details, before, p95: figure.value },
    };
  });
}

async function measure(times: number): Promise<Measurement[]> {
  const { dataDir, project, promises } = await seedIndicatorsFolder(times);
  const board = `/projects/${encodeURIComponent(project)}/indicators`;
  const [, , people] = promises;
  const pages: Record<string, string> = {
    board,
    "board, json": `${board}.json`,
    "one promise, unique people in 31 places": `/indicators/${people}`,
    "what was promised to a place": "/indicators/places/place-7",
  };
  const house = await startAppProcess({ dataDir, roles: "web", page: `/${region}` });
  const owner = await connectOwner(dataDir);
  try {
    const url = `${house.url}/${region}`;
    const figures: Measurement[] = [];
    for (const [what, path] of Object.entries(pages))
      figures.push(await timed(what, { url: url + path }));
    const somebodyCame = () =>
      owner.query("update events_events set recounts = recounts + 1 where number = 'М-2026-7'");
    figures.push(
      await timed("board, after one more came", { url: url + board, before: somebodyCame }),
    );
    const cookie = await signIn(url, head);
    figures.push(await timed("every project's board", { url: `${url}/indicators`, cookie }));
    return figures;
  } finally {
    await owner.end();
    await house.stop();
  }
}

async function timed(
  what: string,
  ask: { url: string; cookie?: string; before?: () => Promise<unknown> },
): Promise<Measurement> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = -10; round < rounds; round += 1) {
    await ask.before?.();
    const from = performance.now();
    const answer = await fetch(ask.url, { headers: { cookie: ask.cookie ?? "" } });
    bytes = (await answer.arrayBuffer()).byteLength;
    if (answer.status !== 200) throw new Error(`${what} answered ${answer.status}`);
    if (round >= 0) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return {
    part,
    what,
    value: times[Math.floor(rounds * 0.95)] ?? 0,
    unit: "ms p95",
    target: 100,
    atMost: true,
    details: { median: times[rounds / 2] ?? 0, kB: bytes / 1024 },
  };
}
