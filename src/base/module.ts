import type { Reaction } from "./context.ts";
import type { Route } from "./http/route.ts";
import type { ScheduledTask, Job } from "./jobs.ts";
import type { Policy } from "./policy.ts";
import type { MessageCatalog } from "./messages.ts";

/** What a module gives the house. Everything is plain data, so that tests can walk it. */
export type Module = {
  /** Plural noun; also the folder, the prefix of tables and word keys. */
  name: string;
  messages: MessageCatalog;
  policies: Record<string, Policy>;
  routes?: readonly Route[];
  jobs?: readonly Job[];
  scheduledTasks?: readonly ScheduledTask[];
  /** Fact type → what we do about it, in the same transaction. */
  reactions?: Record<string, Reaction>;
};
