import { matchHouse, wantedHouse } from "./gazetteer-houses.ts";
import { lies, type Gazetteer } from "./gazetteer.ts";
import { mentionsIn, withoutParts, type Mention } from "./mentions.ts";
import { isCorner, isNearby, resolve, trustOf, type Meant } from "./score.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "../text/analyze.ts";

/**
 * `territory` is the municipality (or district, region) and `settlement` the place inside it, by id.
 * A house keeps its written `label` also where the gazetteer does not know it. `confidence` is near
 * the share of such answers that are right: 0.6 and more are right nine times of ten.
 */
export type Place = {
  territory: string | undefined;
  settlement: string | undefined;
  street: string | undefined;
  house: { label: string; id: string | undefined } | undefined;
  landmark: string | undefined;
  lat: number | undefined;
  lon: number | undefined;
  confidence: number;
  why: readonly Span[];
};

/** A run of words is a name when this much speaks for it. */
const ACCEPT = 0.45;
/** A message names one place or two; a list of hundreds must not cost more than a long message. */
const MOST = 12;
/** A place inside the one that was named best counts when this sure. */
const INNER = 0.55;
/** Below this share of the candidates nobody knows which of two streets of one name is meant. */
const CLEAR = 0.5;

/**
 * Where a message is about, from its words alone; `home` is the territory its channel speaks for.
 * Undefined when nothing names a place. A name that two streets bear equally gives no street.
 */
export function findPlace(
  text: string | ReadText,
  gazetteer: Gazetteer,
  about: { home?: string | undefined } = {},
): Place | undefined {
  const read = asRead(text);
  const home = about.home === undefined ? undefined : gazetteer.territoryAt.get(about.home);
  const mentions = mentionsOf(gazetteer, read);
  if (mentions.length === 0) return undefined;
  const named = mentions.filter(({ sort }) => sort === "territory");
  // Twice: first each name by itself, then with the others beside it.
  const alone = named.map((mention) => resolve(gazetteer, mention, { home, places: [] }));
  const sure = alone.filter(({ trust, share }) => trust * share > 0.4);
  const meant = mentions.map((mention) => resolve(gazetteer, mention, { home, places: sure }));
  const found = {
    territory: innermost(gazetteer, meant, best(meant, "territory")),
    street: best(meant, "street"),
    landmark: best(meant, "landmark"),
  };
  return placeOf({ gazetteer, read, meant, ...found });
}

/** The mentions that are names at all, the surest of them where a text is nothing but names. */
function mentionsOf(gazetteer: Gazetteer, read: ReadText): Mention[] {
  const trusted = mentionsIn(gazetteer, read)
    .map((mention) => ({ mention, trust: trustOf(gazetteer, mention) }))
    .filter(({ trust }) => trust >= ACCEPT);
  if (trusted.length > MOST) trusted.sort((a, b) => b.trust - a.trust).splice(MOST);
  return withoutParts(trusted.map(({ mention }) => mention));
}

/** How likely this is what the message is about, among all that it names. */
const standing = (meant: Meant): number =>
  meant.trust * meant.share +
  (meant.mention.house === undefined ? 0 : 0.12) -
  (isNearby(meant.mention) ? 0.25 : 0) +
  (isCorner(meant.mention) ? 0.15 : 0) -
  meant.mention.first * 0.002;

function best(meant: readonly Meant[], sort: Mention["sort"]): Meant | undefined {
  let top: Meant | undefined;
  for (const one of meant) {
    if (one.mention.sort !== sort || one.share <= CLEAR) continue;
    if (top === undefined || standing(one) > standing(top)) top = one;
  }
  return top;
}

/** «Пермский край, Пермь»: of places that lie in one another the inner one is meant. */
function innermost(
  gazetteer: Gazetteer,
  meant: readonly Meant[],
  top: Meant | undefined,
): Meant | undefined {
  let inner = top;
  for (const one of meant) {
    if (!inner || one.mention.sort !== "territory" || one.trust * one.share < INNER) continue;
    if (one.territory !== inner.territory && lies(gazetteer, one.territory, inner.territory))
      inner = one;
  }
  return inner;
}

/** «в Пушкино» is the town, not Пушкин's street, when the same words name it better. */
function isHidden(found: Meant | undefined, by: Meant | undefined): boolean {
  if (!found || !by || !overlap(found, by)) return false;
  return by.trust * by.share > found.trust * found.share;
}

const overlap = ({ mention: a }: Meant, { mention: b }: Meant): boolean =>
  a.first <= b.last && a.last >= b.first;

type Parts = {
  gazetteer: Gazetteer;
  read: ReadText;
  meant: readonly Meant[];
  territory: Meant | undefined;
  street: Meant | undefined;
  landmark: Meant | undefined;
};

function placeOf(parts: Parts): Place | undefined {
  const { gazetteer, read, meant, territory } = parts;
  const street = isHidden(parts.street, territory) ? undefined : parts.street;
  const landmark = isHidden(parts.landmark, territory) ? undefined : parts.landmark;
  const main = street ?? landmark ?? territory;
  if (!main) return undefined;
  const house = houseOf(gazetteer, street);
  const mark = landmark && gazetteer.landmarks[landmark.index];
  const point = house?.at === undefined ? undefined : pointAt(gazetteer, house.at);
  return {
    ...territoriesOf(gazetteer, whereabouts(gazetteer, main, territory)),
    street: street && gazetteer.streets[street.index]?.id,
    house: house && { label: house.label, id: house.id },
    landmark: mark?.id,
    lat: real(point?.lat) ?? real(mark?.lat),
    lon: real(point?.lon) ?? real(mark?.lon),
    confidence: confidenceOf(main, meant),
    why: mergeSpans(read.original, spansOf(read, [street, landmark, territory])),
  };
}

function confidenceOf(main: Meant, meant: readonly Meant[]): number {
  let confidence = main.trust * main.share;
  if (isNearby(main.mention)) confidence *= 0.6;
  if (isCorner(main.mention)) confidence *= 0.75;
  const rivals = meant.filter(
    ({ index, mention, trust, share }) =>
      mention.sort === main.mention.sort &&
      index !== main.index &&
      !overlap(main, { ...main, mention }) &&
      trust * share > confidence * 0.8,
  );
  if (rivals.length > 0) confidence *= 0.75;
  return Math.max(0, Math.min(0.97, confidence));
}

/** A street known for the whole municipality lies in the village that the text names beside it. */
function whereabouts(gazetteer: Gazetteer, main: Meant, territory: Meant | undefined): number {
  if (!territory || overlap(main, territory)) return main.territory;
  if (territory.trust * territory.share < INNER) return main.territory;
  return lies(gazetteer, territory.territory, main.territory)
    ? territory.territory
    : main.territory;
}

function territoriesOf(
  { territories, parent }: Gazetteer,
  at: number,
): Pick<Place, "territory" | "settlement"> {
  const row = territories[at];
  if (row?.kind !== "settlement") return { territory: row?.id, settlement: undefined };
  return { territory: territories[parent[at] ?? -1]?.id, settlement: row.id };
}

type FoundHouse = { label: string; id: string | undefined; at: number | undefined };

function houseOf({ houses }: Gazetteer, street: Meant | undefined): FoundHouse | undefined {
  const house = street?.mention.house;
  if (!street || !house) return undefined;
  const match = matchHouse(houses, street.index, wantedHouse(houses, house.label));
  if (match?.how !== "exact") return { label: house.label, id: undefined, at: undefined };
  return { label: house.label, id: houses.ids[match.at], at: match.at };
}

const pointAt = ({ houses }: Gazetteer, at: number) => ({
  lat: houses.lat[at],
  lon: houses.lon[at],
});

const real = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

function spansOf(read: ReadText, found: readonly (Meant | undefined)[]): Span[] {
  return found.flatMap((one) => {
    if (!one) return [];
    const { first, last, house } = one.mention;
    const end = house === undefined ? last : Math.max(last, house.last);
    return [spanOf(read, first, end, "place")];
  });
}
