import { h } from "preact";

/** The design system's own islands; each is one file `islands/<name>.ts`, bundled to `<name>.js`. */
export const islandNames = [
  "okno-busy",
  "okno-counter",
  "okno-errors",
  "okno-flash",
  "okno-keys",
] as const;

export type IslandName = (typeof islandNames)[number];

/** A hidden marker element: when its script is there, it improves the element it stands in. */
export function Island({
  name,
  ...data
}: { name: IslandName } & Record<`data-${string}`, string | undefined>) {
  return h(name, { hidden: true, ...data });
}
