import { z } from "zod";
import { defineSettings } from "#base/region-settings.ts";

/** Settings of a region that the desk of messages follows. */
export const signalSettings = defineSettings(
  {
    /** Minutes that a claimed message stays with its coordinator. */
    leaseMinutes: z.number().int().min(1).max(240),
    /** Messages that surely report a known problem join it by themselves; people see it and may undo it. */
    joinDuplicates: z.boolean(),
  },
  { leaseMinutes: 10, joinDuplicates: false },
);
