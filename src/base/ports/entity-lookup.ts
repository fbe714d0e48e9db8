import type { Ctx } from "../context.ts";

/** What an earlier module may know of a later one's things: their names, and which of them fit a text. */
export type EntityLookup = {
  /** Names by id; an id that is not there, or not for the actor's eyes, is absent. */
  findNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, EntityRef>>;
  /** The first few whose name or number fits, of those the actor may use. */
  search(ctx: Ctx, query: string): Promise<readonly EntityRef[]>;
};

export type EntityRef = {
  id: string;
  name: string;
  href: string;
  /** The first and the last day it goes on, where they are known: «2026-04-17». */
  from?: string;
  to?: string;
};
