import type { Reaction } from "./context.ts";
import type { Route } from "./http/route.ts";
import type { ScheduledTask, Job } from "./jobs.ts";
import type { Person, Policy } from "./policy.ts";
import type { MessageCatalog } from "./messages.ts";

/** What a module gives the application. Everything is plain data, so that tests can visit it. */
export type Module = {
  /** Plural noun; also the folder, the prefix of tables and message keys. */
  name: string;
  messages: MessageCatalog;
  policies: Record<string, Policy>;
  navigation?: readonly NavigationItem[];
  routes?: readonly Route[];
  jobs?: readonly Job[];
  scheduledTasks?: readonly ScheduledTask[];
  /** Fact type → what we do about it, in the same transaction. */
  reactions?: Record<string, Reaction>;
};

/** A link of the header; its label is `messages.navigation[section]`. */
export type NavigationItem = {
  /** A page of this section marks the link as current. */
  section: string;
  /** Inside the region; a function gives it for the person, undefined hides the link. */
  path: string | ((person: Person) => string | undefined);
  /** Roles that see the link, or a kind of visitor. */
  for: readonly string[] | "all" | "guest" | "signed-in";
  /** Place among the links of all modules, smallest first; what does not fit goes behind «More». */
  order: number;
};

/** Roles that see what a region's centre manages. */
export const centreRoles = ["operator", "administrator"] as const;
