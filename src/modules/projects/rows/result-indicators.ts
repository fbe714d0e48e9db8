import type { ComponentChildren } from "preact";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import { selectPart, updatePartRow, type PartRow } from "./store.ts";
import type { Project } from "../store.ts";

/**
 * Renders the indicators of a project for its page; provided by a module that depends on this one.
 */
export type RenderIndicators = (c: RequestContext, project: Project) => Promise<ComponentChildren>;

/** Dependencies of the card that the application provides. */
export type ProjectsDeps = { renderIndicators: RenderIndicators };

export type ProjectResult = PartRow<"results">;

/**
 * Lists the quantitative results of the charter, each with the id of the indicator that counts it,
 * if any.
 */
export const listResults = (ctx: Ctx, project: string): Promise<ProjectResult[]> =>
  selectPart(ctx, project, "results");

/** Links a result to the indicator that counts it; without a result unlinks the indicator. */
export async function linkResultToIndicator(
  tx: Ctx & { unit: UnitOfWork },
  project: string,
  { indicator, result }: { indicator: string; result: string | null },
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
