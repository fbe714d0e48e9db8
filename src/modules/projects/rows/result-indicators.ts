import type { ComponentChildren } from "preact";
import type { Ctx, Unit } from "#base/context.ts";
import type { Exchange } from "#base/http/route.ts";
import { invalid } from "#base/refusal.ts";
import { selectPart, updatePartRow, type PartRow } from "./store.ts";
import type { Project } from "../store.ts";

/** What became of the project's promises, for its page; promises stand later, the house hands it in. */
export type Promised = (x: Exchange, project: Project) => Promise<ComponentChildren>;

/** What the card needs of the house. */
export type Ground = { promised: Promised };

export type Result = PartRow<"results">;

/** The quantitative results of the passport, each with the promise that counts it, if one does. */
export const resultsOf = (ctx: Ctx, project: string): Promise<Result[]> =>
  selectPart(ctx, project, "results");

/** From now on this promise counts the result; without a result the promise counts none of them. */
export async function tieResult(
  tx: Ctx & { unit: Unit },
  project: string,
  { promise, result }: { promise: string; result: string | null },
): Promise<void> {
  const results = await resultsOf(tx, project);
  const wanted = results.find(({ id }) => id === result);
  const taken = wanted !== undefined && wanted.promise_id !== null;
  if (result !== null && (wanted === undefined || (taken && wanted.promise_id !== promise)))
    throw invalid("projects.choose", { fields: { result: "projects.choose" } });
  for (const { id, promise_id: now } of results) {
    const next = id === result ? promise : null;
    if (id !== result && now !== promise) continue;
    await updatePartRow(tx, project, { part: "results", id, cells: { promise_id: next } });
  }
}
