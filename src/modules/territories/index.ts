/**
 * Territories: the tree region → municipality → settlement, with borders, streets and houses. Other
 * modules use the cached directory (`territoryDirectory`, `findTerritory`), the point index
 * (`territoryLocator`) and `MapView`; administrators and operators edit the gazetteer by hand or
 * import files of the known formats (`importGazetteer`), matched by code and name. Rejects, row by
 * row and with a reason that has a message: borders that are no area, swapped latitude and
 * longitude, wrong OKTMO codes, addresses without a street. A similar name is suggested to a
 * person, never matched; an import adds no municipality to existing ones unless asked.
 */
export { parseOktmo, formatOktmo } from "./territory.ts";
export type { House, Point, Street, Territory, TerritoryId, TerritoryKind } from "./territory.ts";
export {
  foldName,
  matchKey,
  regionKey,
  splitPlaceName,
  splitStreetName,
  streetKey,
} from "./address/place-names.ts";
export type { SplitName } from "./address/place-names.ts";
export { addressKey, parseAddress } from "./address/address.ts";
export type { Address } from "./address/address.ts";
export { houseKey, formatHouseNumber } from "./address/house-number.ts";
export type { HouseParts } from "./address/house-number.ts";
export { parseBorder } from "./geometry/parse-border.ts";
export type { BorderProblem } from "./geometry/parse-border.ts";
export {
  computeArea,
  computeBounds,
  computeCentroid,
  distanceMetres,
  isInBounds,
  labelPoint,
  pointProblem,
} from "./geometry/geometry.ts";
export type { Bounds, PointProblem } from "./geometry/geometry.ts";
export { simplifyBorders } from "./geometry/simplify.ts";
export { toSvgPaths } from "./geometry/svg-paths.ts";
export type { TerritoryDrawing, TerritoryShape } from "./geometry/svg-paths.ts";
export { createLocator } from "./geometry/locator.ts";
export type { TerritoryLocator } from "./geometry/locator.ts";
export { matchNames } from "./address/match-names.ts";
export type { MatchReport, MatchedBy } from "./address/match-names.ts";
export { openGazetteer, readGazetteer } from "./import-files/read-gazetteer.ts";
export type { GazetteerFormat, OpenedGazetteer } from "./import-files/read-gazetteer.ts";
export { isAcceptedRow } from "./import-files/rows.ts";
export type {
  GazetteerRow,
  GazetteerReadOptions,
  GazetteerReadRow,
  GazetteerRejectReason,
  RejectedRow,
} from "./import-files/rows.ts";
export { createTerritoriesModule } from "./module.ts";
export {
  findTerritory,
  listMunicipalities,
  territoryLocator,
  territoryDirectory,
  webBorders,
} from "./directory.ts";
export type { MunicipalityOption, TerritoryDirectory } from "./directory.ts";
export type { TerritorySummary } from "./store.ts";
export { loadGazetteerRows } from "./registry/gazetteer.ts";
export type { GazetteerRows } from "./registry/gazetteer.ts";
export { toSlug } from "./registry/slug.ts";
export { createTerritory, renameTerritory, setBorder } from "./registry/actions.ts";
export type { RenameInput, TerritoryInput } from "./registry/actions.ts";
export {
  addAlias,
  addLandmark,
  addStreetAlias,
  removeAlias,
  removeLandmark,
  removeStreetAlias,
} from "./registry/aliases.ts";
export type { AliasInput, LandmarkInput, StreetAliasInput } from "./registry/aliases.ts";
export { importGazetteer } from "./imports/actions.ts";
export type { TerritoryImportOptions, TerritoryImportProgress } from "./imports/actions.ts";
export type { TerritoryImportReport } from "./imports/report.ts";
export { invalidateTerritories } from "./cache.ts";
export { findPlaces, formatStreet } from "./search/find-places-reads.ts";
export type { PlaceSuggestion } from "./search/find-places-reads.ts";
export { aliasesAdminPath } from "./policy.ts";
export { findPlaceAt } from "./search/place-at-reads.ts";
export type { PlaceAtPoint } from "./search/place-at-reads.ts";
export { mapIsland, MapView, drawRegion } from "./map/map-view.tsx";
export type { MapViewProps, RegionMapDrawing } from "./map/map-view.tsx";
export { requireValidRegion, runImportTerritories } from "./imports/commands.ts";
