import { houseAt, type Entry, type Gazetteer } from "./gazetteer.ts";
import { readingsOf, type Reading } from "./place-readings.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "./text.ts";

/**
 * `territory` is the municipality (or district, region) and `settlement` the place inside it, by id.
 * A house keeps its written `label` also where the gazetteer does not know it.
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

/** Does `inner` lie in `outer` (or is it the same)? */
function within(gazetteer: Gazetteer, inner: number, outer: number): boolean {
  let at: number | undefined = inner;
  for (let depth = 0; at !== undefined && depth < 10; depth++) {
    if (at === outer) return true;
    const parent: string | null | undefined = gazetteer.territories[at]?.parentId;
    at = typeof parent === "string" ? gazetteer.territoryAt.get(parent) : undefined;
  }
  return false;
}

type Weighed = { reading: Reading; weight: number };

/** Trust of a reading with what the rest of the text and the channel's home say of it. */
function weigh(
  gazetteer: Gazetteer,
  readings: readonly Reading[],
  home: number | undefined,
): Weighed[] {
  const said = readings.filter((reading) => reading.entry.sort === "territory");
  return readings.map((reading) => {
    const { territory } = reading;
    const others = said.filter((other) => other.last < reading.first || other.first > reading.last);
    const agreed = others.some(
      (other) =>
        within(gazetteer, territory, other.territory) ||
        within(gazetteer, other.territory, territory),
    );
    const elsewhere = others.length > 0 && !agreed;
    const atHome = home !== undefined && within(gazetteer, territory, home);
    const knownHouse =
      reading.house && houseAt(gazetteer, reading.entry.index, reading.house.label) ? 0.12 : 0;
    const length = (reading.last - reading.first) * 0.08;
    const weight =
      reading.trust + (agreed ? 0.35 : 0) - (elsewhere ? 0.25 : 0) + (atHome ? 0.25 : 0);
    return { reading, weight: weight + knownHouse + length };
  });
}

/** The best reading of a sort, with how far it leads those that are as good but elsewhere. */
function choose(
  weighed: readonly Weighed[],
  sort: Entry["sort"],
): { best: Weighed; share: number } | undefined {
  const rows = weighed
    .filter(({ reading }) => reading.entry.sort === sort)
    .sort((a, b) => b.weight - a.weight || a.reading.first - b.reading.first);
  const [best] = rows;
  if (!best) return undefined;
  const rivals = rows.filter(
    (row) =>
      row.reading.entry.index !== best.reading.entry.index &&
      row.reading.first <= best.reading.last &&
      row.reading.last >= best.reading.first &&
      best.weight - row.weight < 0.1,
  );
  return { best, share: 1 / (1 + rivals.length) };
}

function territoriesOf(gazetteer: Gazetteer, at: number): Pick<Place, "territory" | "settlement"> {
  const row = gazetteer.territories[at];
  if (row?.kind !== "settlement") return { territory: row?.id, settlement: undefined };
  return { territory: row.parentId ?? undefined, settlement: row.id };
}

const real = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

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
  const weighed = weigh(gazetteer, readingsOf(gazetteer, read), home);
  const territory = choose(weighed, "territory");
  const street = choose(weighed, "street");
  const landmark = choose(weighed, "landmark");
  const certain = (found: typeof street): typeof street =>
    found && found.share > 0.5 && !hidden(found, territory) ? found : undefined;
  const onStreet = certain(street);
  const atLandmark = certain(landmark);
  const main =
    onStreet ?? atLandmark ?? (territory && territory.share > 0.5 ? territory : undefined);
  if (!main) return undefined;
  return assemble({ gazetteer, read, main, street: onStreet, landmark: atLandmark, territory });
}

type Found = { best: Weighed; share: number };

/** «в Пушкино» is the town, not Пушкин's street, when the same words name it better. */
function hidden(found: Found, territory: Found | undefined): boolean {
  if (!territory || territory.share <= 0.5) return false;
  const [a, b] = [found.best.reading, territory.best.reading];
  return a.first <= b.last && a.last >= b.first && territory.best.weight > found.best.weight;
}

function assemble(parts: {
  gazetteer: Gazetteer;
  read: ReadText;
  main: Found;
  street: Found | undefined;
  landmark: Found | undefined;
  territory: Found | undefined;
}): Place {
  const { gazetteer, read, main, street, landmark, territory } = parts;
  const onStreet = street?.best.reading;
  const house = onStreet?.house;
  const known = onStreet && house && houseAt(gazetteer, onStreet.entry.index, house.label);
  const mark = landmark && gazetteer.landmarks[landmark.best.reading.entry.index];
  const spans = [street, landmark, territory].flatMap((found) => {
    if (!found) return [];
    const { first, last, house: number } = found.best.reading;
    const spanned = [spanOf(read, first, last, "place")];
    if (number && number.last > last) spanned.push(spanOf(read, first, number.last, "place"));
    return spanned;
  });
  return {
    ...territoriesOf(gazetteer, main.best.reading.territory),
    street: onStreet && gazetteer.streets[onStreet.entry.index]?.id,
    house: house && { label: house.label, id: known?.id },
    landmark: mark?.id,
    lat: real(known?.lat) ?? real(mark?.lat),
    lon: real(known?.lon) ?? real(mark?.lon),
    confidence: Math.max(0, Math.min(0.97, main.best.weight * 0.85 * main.share)),
    why: mergeSpans(read.original, spans),
  };
}
