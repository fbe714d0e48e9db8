const browsers: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//, "Yandex Browser"],
  [/EdgA?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** Parses «Chrome, Windows» from a User-Agent; undefined when neither is recognised. */
export function deviceName(userAgent: string | null): string | undefined {
  const find = (list: typeof browsers) => list.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  return [find(browsers), find(systems)].filter(Boolean).join(", ") || undefined;
}
