type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * Returns the address of a list with its query, a part of it changed.
 * What is absent, empty or the default is left out, and so is the query's place in the paging
 * (`after`, `before`): it belongs to the unchanged list, unless `change` itself gives one.
 */
export function listUrl(
  path: string,
  query: Query,
  change: Query = {},
  defaults: Query = {},
): string {
  const next = { ...query, after: undefined, before: undefined, ...change };
  const given = Object.entries(next).flatMap(([name, value]) =>
    value === undefined || value === "" || value === defaults[name] ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
