import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#base/db/migrate.ts";
import { transact, type Ctx } from "#base/context.ts";
import { uuidAt } from "#base/db/ids.ts";
import type { Actor } from "#base/policy.ts";
import { Refusal } from "#base/refusal.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { registerOrganisation } from "#modules/organisations/index.ts";
import { createPerson, grantRole, type GrantInput } from "#modules/people/index.ts";
import {
  acceptAnswer,
  answerProblem,
  countProblems,
  defaultRulePack,
  findProblem,
  problemListQuery,
  processMissedDeadline,
  processMissedDeadlines,
  recomputeDeadlines,
  rerouteProblem,
  stages,
  verifyByAuthor,
  verifyProblem,
} from "#modules/problems/index.ts";
import {
  joinMessage,
  openFromMessage,
  receiveMessage,
  undoDecision,
} from "#modules/signals/index.ts";
import {
  importGazetteer,
  territoryLocator,
  territoryDirectory,
} from "#modules/territories/index.ts";
import type { Application } from "#app/app.ts";
import { bodiesOf, historyOf, readAppeals, type Appeal, type AppealEvent } from "./appeals.ts";
import { topicOfReason } from "./topics.ts";
import { founder, createReplayContext, type ReplayContext } from "../seed/replay-context.ts";
import { DEMO_PASSWORD } from "../seed/imaginary-region.ts";

export const spbRegion = "spb";

/** The folder of shared data beside the repository; absent on most machines. */
const sharedData = join(packageRoot(), "../shared/data");
export const sharedAppealsFile = join(sharedData, "nash_spb/appeals.jsonl.gz");
const bordersFile = join(sharedData, "boundaries_osm/spb_city.geojson");
const housesFile = join(sharedData, "reformagkh/housedata_spb_addr.csv.gz");

/** Returns whether the shared data is present. */
export const hasSharedData = (): boolean =>
  [sharedAppealsFile, bordersFile].every((path) => existsSync(path));

const opening = new Date("2020-10-01T00:00:00+03:00");
/** The last day of the file: the region's clock stands here. */
const closing = new Date("2021-04-23T23:59:59+03:00");
const portal: Actor = { kind: "system", name: "portal" };
/** Appeals replayed side by side: one transaction each, so that both processors have work. */
const CONCURRENCY = 6;

export type SpbOptions = {
  /** Only the first so many appeals. */
  max?: number;
  /** Places without the housing register, for a quick slice. */
  houses?: boolean;
  now: Date;
  progress?: (done: number) => void;
};

/** Makes the region of the city portal and lives its appeals again through the actions of people. */
export async function seedSpbRegion(app: Application, options: SpbOptions): Promise<number> {
  await app.saveRegion({
    id: spbRegion,
    name: { ru: "Санкт-Петербург", en: "Saint Petersburg" },
    timeZone: "Europe/Moscow",
    settings: { clockLagMs: options.now.getTime() - closing.getTime() },
  });
  const replay = createReplayContext(app, spbRegion);
  const ctx = await replay.at(opening, founder);
  await saveRules(ctx);
  await importGazetteer(ctx, createReadStream(bordersFile));
  if (options.houses !== false) await importGazetteer(ctx, createReadStream(housesFile));
  const bodies = await registerBodies(ctx, options.max);
  await createAccounts(ctx);
  const done = await replayAll(replay, bodies, options);
  const present = await replay.at(closing, { kind: "system", name: "clock" });
  await processMissedDeadlines(present);
  await recomputeDeadlines(present);
  return done;
}

async function saveRules(ctx: Ctx): Promise<void> {
  const thirtyDays = {
    timer: "answer",
    amount: 30,
    unit: "days",
    validFrom: "2020-01-01",
    source: "59-ФЗ, ст. 12: письменное обращение рассматривается в течение 30 дней",
  };
  const rest = defaultRulePack.rules.filter((rule) => rule.timer !== "answer");
  const pack = { code: "city-portal", rules: [...rest, thirtyDays] };
  await saveRulePack(ctx, { code: pack.code, title: "Портал города", pack });
}

async function registerBodies(ctx: Ctx, most: number | undefined): Promise<Map<string, string>> {
  const names = new Set<string>();
  for await (const appeal of takeFirst(readAppeals(sharedAppealsFile), most)) {
    for (const name of bodiesOf(appeal)) names.add(name);
    for (const event of historyOf(appeal)) if ("body" in event) names.add(event.body);
  }
  const bodies = new Map<string, string>();
  for (const name of [...names].sort()) {
    const kind = name.startsWith("Администрация") ? "administration" : "institution";
    const { id } = await registerOrganisation(ctx, { kind, name, shortName: name.slice(0, 160) });
    bodies.set(name, id);
  }
  return bodies;
}

/** Accounts to walk the region with. */
async function createAccounts(ctx: Ctx): Promise<void> {
  const people: { name: string; email: string; role: GrantInput["role"] }[] = [
    { name: "Ольга Невская", email: "spb-operator@okno.example", role: "operator" },
    { name: "Пётр Фонтанкин", email: "spb-administrator@okno.example", role: "administrator" },
  ];
  for (const { name, email, role } of people) {
    const { id } = await createPerson(ctx, { name, email, password: DEMO_PASSWORD });
    await grantRole(ctx, id, { role });
  }
}

async function replayAll(
  stage: ReplayContext,
  bodies: Map<string, string>,
  options: SpbOptions,
): Promise<number> {
  const base = await stage.at(opening, portal);
  const [directory, locator] = await Promise.all([
    territoryDirectory(base),
    territoryLocator(base),
  ]);
  const municipalityOf = (appeal: Appeal): string =>
    locator.find(appeal.lat, appeal.lon) ??
    directory.municipalities.find((one) => one.name === appeal.municipality)?.id ??
    directory.municipalities[0]?.id ??
    "";
  let done = 0;
  const under = new Set<Promise<void>>();
  for await (const appeal of takeFirst(readAppeals(sharedAppealsFile), options.max)) {
    const work = replayOrName(base, appeal, { bodies, municipality: municipalityOf(appeal) });
    under.add(work);
    work.then(() => under.delete(work)).catch(() => {});
    done += 1;
    options.progress?.(done);
    if (under.size >= CONCURRENCY) await Promise.race(under);
  }
  await Promise.all(under);
  return done;
}

async function* takeFirst<T>(
  all: AsyncGenerator<T>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<T> {
  let taken = 0;
  for await (const one of all) {
    if (taken >= most) return;
    taken += 1;
    yield one;
  }
}

/** A history that cannot be lived stops the replay with the appeal's number. */
async function replayOrName(base: Ctx, appeal: Appeal, context: SpbContext): Promise<void> {
  try {
    await replayAppeal(base, appeal, context);
  } catch (error) {
    throw new Error(`The appeal ${appeal.id} could not be lived again`, { cause: error });
  }
}

type SpbContext = { bodies: Map<string, string>; municipality: string };

/** One appeal, from its message to its end, in one transaction whose clock follows the history. */
function replayAppeal(base: Ctx, appeal: Appeal, context: SpbContext): Promise<void> {
  return transact(base, async (tx) => {
    const at = <C extends Ctx>(ctx: C, instant: Date): C => ({
      ...ctx,
      now: () => instant,
      newId: () => uuidAt(instant),
    });
    const message = await receiveMessage(
      at(tx, appeal.created),
      messageOf(appeal, appeal.petitions[0]?.text ?? "", 1),
    );
    let problem: string | undefined;
    let petition = 1;
    for (const event of historyOf(appeal)) {
      const ctx = at(tx, event.at);
      if (problem === undefined) {
        if (event.kind === "taken")
          problem = await openProblemFromAppeal(ctx, appeal, {
            message: message.number,
            event,
            scene: context,
          });
        continue;
      }
      await advanceClock(tx, at, { problem, until: event.at });
      if (event.kind === "unsatisfied") {
        petition += 1;
        const again = await receiveMessage(ctx, messageOf(appeal, event.words, petition));
        const known = problem;
        await withDeskMessage(ctx, again.number, () =>
          joinMessage(ctx, again.number, { problem: known }),
        );
      }
      await replayHistory(ctx, problem, { event, scene: context });
    }
  });
}

/** What the clock would have done on the way to the next event: a deadline that passed is marked then. */
async function advanceClock(
  tx: Ctx,
  at: (ctx: Ctx, instant: Date) => Ctx,
  { problem, until }: { problem: string; until: Date },
): Promise<void> {
  const due = (await findProblem(tx, problem))?.due_at;
  if (due === undefined || due === null || due >= until) return;
  const clock: Actor = { kind: "system", name: "clock" };
  await processMissedDeadline(
    { ...at(tx, new Date(due.getTime() + 60_000)), actor: clock },
    problem,
  );
}

function messageOf(appeal: Appeal, text: string, petition: number) {
  return {
    channel: "portal" as const,
    externalId: petition === 1 ? String(appeal.id) : `${appeal.id}/${petition}`,
    source: "Наш Санкт-Петербург",
    text: text.trim() || appeal.reason,
    address: appeal.address ?? appeal.nearest_building ?? "",
    lat: appeal.lat,
    lon: appeal.lon,
    author: { key: String(appeal.author_no ?? `appeal-${appeal.id}`) },
  };
}

async function openProblemFromAppeal(
  ctx: Ctx,
  appeal: Appeal,
  {
    message,
    event,
    scene: context,
  }: { message: string; event: Extract<AppealEvent, { kind: "taken" }>; scene: SpbContext },
): Promise<string> {
  const text = appeal.petitions[0]?.text.trim() || appeal.reason;
  const open = () =>
    openFromMessage(ctx, message, {
      title: appeal.reason.slice(0, 160),
      summary: text.slice(0, 4000),
      topic: topicOfReason(appeal.reason_id),
      municipalityId: context.municipality,
      address: appeal.address ?? appeal.nearest_building ?? "",
      lat: appeal.lat,
      lon: appeal.lon,
      bodyId: context.bodies.get(event.body) ?? "",
      routeReason: "Так направил портал города",
    });
  return (await withDeskMessage(ctx, message, open)).id;
}

/** What triage took for noise the portal took up: the coordinator takes the message back first. */
async function withDeskMessage<T>(ctx: Ctx, message: string, decide: () => Promise<T>): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== "signals.already-decided") throw error;
    await undoDecision(ctx, message);
    return decide();
  }
}

async function replayHistory(
  ctx: Ctx,
  problem: string,
  { event, scene: context }: { event: AppealEvent; scene: SpbContext },
): Promise<unknown> {
  switch (event.kind) {
    case "rerouted":
      return rerouteProblem(ctx, problem, {
        bodyId: context.bodies.get(event.body) ?? "",
        reason: event.comment.slice(0, 500),
      });
    case "interim":
      return answerProblem(ctx, problem, {
        kind: "interim",
        text: event.text.slice(0, 10_000),
        promisedFor: dueDateAhead(event.at, event.promised),
      });
    case "answered":
      return answerProblem(ctx, problem, { kind: "final", text: event.text.slice(0, 10_000) });
    case "satisfied": {
      const seen = { outcome: "fixed" as const, text: event.words };
      return event.words.includes("контролер")
        ? verifyProblem(ctx, problem, seen)
        : verifyByAuthor(ctx, problem, seen);
    }
    case "unsatisfied":
      return verifyByAuthor(ctx, problem, { outcome: "not-fixed", text: event.words });
    case "closed":
      return acceptAnswer(ctx, problem);
    case "taken":
      return undefined;
  }
}

/** A day already past cannot be promised; the portal allowed it, so the next day stands for it. */
function dueDateAhead(at: Date, promised: string | undefined): string {
  const tomorrow = new Date(at.getTime() + 27 * 3_600_000).toISOString().slice(0, 10);
  const farthest = `${at.getUTCFullYear() + 2}-12-31`;
  if (promised === undefined || promised < tomorrow) return tomorrow;
  return promised > farthest ? farthest : promised;
}

/** Counts the replay's results: problems by stage and in total, messages, facts. */
export async function spbCounts(app: Application): Promise<[string, number][]> {
  const ctx = await app.ctxFor(spbRegion, portal);
  const counts: [string, number][] = [];
  for (const replay of stages) {
    const count = await countProblems(ctx, problemListQuery.parse({ stage: replay }), 1_000_000);
    if (count > 0) counts.push([replay, count]);
  }
  counts.push(["problems", await countProblems(ctx, problemListQuery.parse({}), 1_000_000)]);
  return counts;
}
