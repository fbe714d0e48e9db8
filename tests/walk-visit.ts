/** One address to try: the route's parameters filled, and the row that its policy line judges. */
import { REGION } from "#demo/region/index.ts";
import { at } from "./demo-app.ts";

export type Row = Record<string, unknown>;

export type Visit = { path: string; row: Row };

/** The address of the route with these parameters; a parameter that is not there is an error. */
export function createVisit(path: string, params: Row, row: Row = {}): Visit {
  const filled = path.replaceAll(/:(\w+)(?:\{(?:[^{}]|\{[^{}]*\})*\})?/g, (whole, name: string) => {
    if (!(name in params)) throw new Error(`No ${name} for ${whole} in ${path} of ${REGION.code}`);
    return encodeURIComponent(String(params[name]));
  });
  return { path: at(filled), row };
}

/** «.json» and the like, where the address of a twin ends so. */
export const exportExtension = (path: string): string => {
  const [, ending = ""] = /\\\.(\w+)\}/.exec(path) ?? [];
  return ending === "" ? "" : `.${ending}`;
};
