import type { Reaction } from "./context.ts";
import type { Route } from "./http/route.ts";
import type { Clockwork, Job } from "./jobs.ts";
import type { Policy } from "./policy.ts";
import type { WordBook } from "./messages.ts";

/** What a module gives the house. Everything is plain data, so that tests can walk it. */
export type Module = {
  /** Plural noun; also the folder, the prefix of tables and word keys. */
  name: string;
  words: WordBook;
  policies: Record<string, Policy>;
  routes?: readonly Route[];
  jobs?: readonly Job[];
  clockwork?: readonly Clockwork[];
  /** Fact type → what we do about it, in the same transaction. */
  reactions?: Record<string, Reaction>;
};
