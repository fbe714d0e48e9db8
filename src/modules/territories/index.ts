/**
 * Territories: the tree region → municipality → settlement, with borders, streets and houses.
 * Others ask the remembered book (`territoryBook`, `findTerritory`), the index of points
 * (`locatorOf`) and draw `MapView`; administrators and operators keep the gazetteer by hand or by
 * files of the known kinds (`importGazetteer`), joined by code and name.
 *
 * Refuses, row by row and with a reason that has a sentence in `words.*`: borders that are no
 * area, latitude and longitude that changed places, wrong OKTMO codes, addresses without a street.
 * A name alike in letters only is offered to a person, never taken; beside the municipalities that
 * are there an import adds none unless asked.
 */
export { readOktmo, formatOktmo } from "./territory.ts";
export type { House, Point, Street, Territory, TerritoryId, TerritoryKind } from "./territory.ts";
export {
  foldName,
  matchKey,
  regionKey,
  splitPlaceName,
  splitStreetName,
  streetKey,
} from "./names.ts";
export type { SplitName } from "./names.ts";
export { addressKey, parseAddress } from "./address.ts";
export type { Address } from "./address.ts";
export { houseKey, houseLabel } from "./house-number.ts";
export type { HouseParts } from "./house-number.ts";
export { readBorder } from "./border.ts";
export type { BorderProblem } from "./border.ts";
export {
  areaOf,
  boundsOf,
  centroidOf,
  distance,
  inBounds,
  labelPoint,
  pointProblem,
} from "./geometry.ts";
export type { Bounds, PointProblem } from "./geometry.ts";
export { simplifyBorders } from "./simplify.ts";
export { toPaths } from "./draw.ts";
export type { Drawing, Shape } from "./draw.ts";
export { makeLocator } from "./locate.ts";
export type { Locator } from "./locate.ts";
export { matchNames } from "./match.ts";
export type { MatchReport, MatchedBy } from "./match.ts";
export { openGazetteer, readGazetteer } from "./import/read-gazetteer.ts";
export type { GazetteerFormat, OpenedGazetteer } from "./import/read-gazetteer.ts";
export { isTaken } from "./import/rows.ts";
export type {
  GazetteerRow,
  ReadOptions,
  ReadRow,
  RejectReason,
  RejectedRow,
} from "./import/rows.ts";
export { territories } from "./module.ts";
export { findTerritory, listMunicipalities, locatorOf, territoryBook, webBorders } from "./book.ts";
export type { MunicipalityChoice, TerritoryBook } from "./book.ts";
export type { TerritoryBrief } from "./store.ts";
export { gazetteerRows } from "./gazetteer.ts";
export type { GazetteerRows } from "./gazetteer.ts";
export { slugOf } from "./slug.ts";
export { createTerritory, renameTerritory, setBorder } from "./actions.ts";
export type { RenameInput, TerritoryInput } from "./actions.ts";
export {
  addAlias,
  addLandmark,
  addStreetAlias,
  removeAlias,
  removeLandmark,
  removeStreetAlias,
} from "./naming.ts";
export type { AliasInput, LandmarkInput, StreetAliasInput } from "./naming.ts";
export { importGazetteer } from "./imports.ts";
export type { ImportOptions, ImportProgress } from "./imports.ts";
export type { ImportReport } from "./import/report.ts";
export { forgetTerritories } from "./forget.ts";
export { findPlaces, streetTitle } from "./find-places.ts";
export type { PlaceSuggestion } from "./find-places.ts";
export { namingPath } from "./policy.ts";
export { placeAt } from "./place-at.ts";
export type { PlaceAt } from "./place-at.ts";
export { mapIsland, MapView, regionDrawing } from "./map-view.tsx";
export type { MapViewProps, RegionDrawing } from "./map-view.tsx";
export { demandRegion, runImportTerritories } from "./commands.ts";
