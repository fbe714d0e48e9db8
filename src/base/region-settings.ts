import { z } from "zod";

/** What may differ between regions without a line of code: base's own keys, and those that a module defines. */
export type RegionSettings = {
  /** Telephone of the centre and its hours, shown in the footer. */
  telephone?: string;
  /** Milliseconds between the true time and this region's: an imaginary region lives in a time of its own. */
  clockLagMs?: number;
  [key: string]: unknown;
};

type HasSettings = { settings: RegionSettings };

/**
 * Defines the settings of a region that a module owns. `given` returns those that the region sets, `of` all of
 * them with the defaults filled in; both throw a ZodError where a stored value breaks the shape.
 */
export function defineSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  defaults: z.output<z.ZodObject<Shape>>,
) {
  type Settings = z.output<z.ZodObject<Shape>>;
  const partial = z.object(shape).partial();
  const given = ({ settings }: HasSettings) => partial.parse(settings) as Partial<Settings>;
  return { given, of: (region: HasSettings): Settings => ({ ...defaults, ...given(region) }) };
}
