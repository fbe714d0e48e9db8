import { z } from "zod";
import { defineSettings } from "#base/region-settings.ts";

/** Settings of a region that problems follow. */
export const problemSettings = defineSettings(
  {
    /** Months within which a problem that comes back after a verified fix is chronic. */
    chronicMonths: z.number().int().min(1).max(60),
  },
  { chronicMonths: 6 },
);
