import type { ComponentChildren } from "preact";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import { selectPart, updatePartRow, type PartRow } from "./store.ts";
import type { Project } from "../store.ts";

/** What became of the project's promises, for its page; promises stand later, the house hands it in. */
export type RenderIndicators = (c: RequestContext, project: Project) => Promise<ComponentChildren>;

/** What the card needs of the house. */
export type ProjectsDeps = { renderIndicators: RenderIndicators };

export type ProjectResult = PartRow<"results">;

/** The quantitative results of the passport, each with the promise that counts it, if one does. */
export const listResults = (ctx: Ctx, project: string): Promise<ProjectResult[]> =>
  selectPart(ctx, project, "results");

/** From now on this promise counts the result; without a result the promise counts none of them. */
export async function linkResultToIndicator(
  tx: Ctx & { unit: UnitOfWork },
  project: string,
  { promise: indicator, result }: { promise: string; result: string | null },
): Promise<void> {
  const results = await listResults(tx, project);
  const wanted = results.find(({ id }) => id === result);
  const isLinked = wanted !== undefined && wanted.indicator_id !== null;
  if (result !== null && (wanted === undefined || (isLinked && wanted.indicator_id !== indicator)))
    throw invalidField("result", "projects.choose");
  for (const { id, indicator_id: now } of results) {
    const next = id === result ? indicator : null;
    if (id !== result && now !== indicator) continue;
    await updatePartRow(tx, project, { part: "results", id, cells: { indicator_id: next } });
  }
}
