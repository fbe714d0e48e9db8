import type { Region } from "#base/context.ts";
import type { JobQueue } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";

/** What only the running application knows; read when a page is rendered, since it starts after its modules. */
export type AdministrationDeps = {
  modules: () => readonly Module[];
  jobQueue: () => JobQueue;
  regions: () => Promise<readonly Region[]>;
  saveRegion: (region: Region) => Promise<void>;
  /** Is there a mail server, or do letters stay in the outbox? */
  smtp: boolean;
};

/**
 * Facts about a region's settings (its rules, settings, the journal's checks) have one subject;
 * the journal separates regions by itself.
 */
export const administrationSubject = "00000000-0000-7000-8000-000000000001";
