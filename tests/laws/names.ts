import type { Source } from "../sources.ts";
import { exportedDeclarations, rootOf, visitNodes } from "./tree.ts";

/** Names of the code's former dialect, as whole identifiers, but those that are common words too; `docs/glossary.md` has what replaced them. */
const retiredNames = new Set(
  `openHouse TestHouse FieldGround EditGround AuthGround prepareGround TestGround Exchange asks
  Speaker WordBook sayDay sayMoment sayTarget Clockwork JobOffice openPost Letter writeLetter Occasion
  tellEve demand Facts bornNow remember territoryBook organisationBook competenceBook profileBook
  twins Said told Trouble FormTrouble kept pressed Choices Choice Outgrowths outgrow
  Promised promiseFor CountAsk Standing Stretch recut CutText hear heard Heard burningScore
  summands likeness Room openRoom Breathe dice sow layNet putAside setScene Cast Star Tale Mood plots
  chronicle hrefWith hrefsOf narrow Top Now Seen Beside Grown Side ground`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Families of names: one retired verb with any object. */
const retiredFamilies = /^(demand|say|tell|forget|weigh|sow|speak|hear)[A-Z]/;

/**
 * Returns the identifiers of a file that belong to the retired vocabulary; comments, texts and
 * keys of catalogues are free.
 */
export function findRetiredNames(source: Source): string[] {
  if (/(^|\/)messages\./.test(source.path)) return [];
  const found = new Set<string>();
  visitNodes(rootOf(source), ({ type, name }) => {
    if ((type === "Identifier" || type === "JSXIdentifier") && typeof name === "string") {
      if (retiredNames.has(name) || retiredFamilies.test(name)) found.add(name);
    }
  });
  return [...found];
}

/** Returns the exported names of types that more than one file declares, with the files. */
export function findSharedTypeNames(sources: readonly Source[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const source of sources)
    for (const { name, kind } of exportedDeclarations(source))
      if (kind === "type") files.set(name, [...(files.get(name) ?? []), source.path]);
  return new Map([...files].filter(([, paths]) => paths.length > 1));
}
