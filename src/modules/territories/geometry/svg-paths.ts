import type { MultiPolygon, Position } from "geojson";
import { computeBounds, labelPoint } from "./geometry.ts";
import type { Bounds } from "./geometry.ts";
import type { TerritoryId } from "../territory.ts";

export type TerritoryShape = {
  id: TerritoryId;
  /** The `d` of an SVG path; needs `fill-rule="evenodd"`. */
  path: string;
  labelX: number;
  labelY: number;
};

export type TerritoryDrawing = {
  shapes: TerritoryShape[];
  /** Projects a point of the map to the picture. */
  project: (lat: number, lon: number) => { x: number; y: number };
};

type Frame = { width: number; height: number; padding: number };

/**
 * Draws territories with borders into a picture of `width` × `height` (Mercator, north up, fitted
 * and centred inside `padding`, rounded to 0.1 px). Equal vertices get equal coordinates, so
 * neighbours coincide. Simplify the borders first: every vertex is drawn.
 */
export function toSvgPaths(
  territories: readonly { id: TerritoryId; border?: MultiPolygon }[],
  frame: Frame,
): TerritoryDrawing {
  const borders = territories.flatMap(({ id, border }) => (border ? [{ id, border }] : []));
  const project = createProjection(borders, frame);
  const shapes = borders.map(({ id, border }) => {
    const label = labelPoint(border);
    const { x, y } = label ? project(label.lat, label.lon) : { x: 0, y: 0 };
    return { id, path: toPath(border, project), labelX: x, labelY: y };
  });
  return { shapes, project };
}

function createProjection(
  borders: { border: MultiPolygon }[],
  { width, height, padding }: Frame,
): TerritoryDrawing["project"] {
  const boxes = borders.flatMap(({ border }) => computeBounds(border) ?? []);
  const all: MultiPolygon = {
    type: "MultiPolygon",
    coordinates: borders.flatMap(({ border }) => border.coordinates),
  };
  const bounds: Bounds = (boxes.length > 0 ? computeBounds(all) : undefined) ?? [0, 0, 0, 0];
  // A region on both sides of the 180th meridian is drawn in one piece.
  const wraps = bounds[2] - bounds[0] > 180;
  const [west, east] = wraps ? eastwardSpan(all) : [bounds[0], bounds[2]];
  const left = west * (Math.PI / 180);
  const right = east * (Math.PI / 180);
  const top = mercator(bounds[3]);
  const bottom = mercator(bounds[1]);
  const scale = Math.min(
    (width - 2 * padding) / (right - left || 1),
    (height - 2 * padding) / (top - bottom || 1),
  );
  const offsetX = (width - (right - left) * scale) / 2;
  const offsetY = (height - (top - bottom) * scale) / 2;
  return (lat, lon) => {
    const eastward = wraps && lon < 0 ? lon + 360 : lon;
    return {
      x: roundToTenth(offsetX + (eastward * (Math.PI / 180) - left) * scale),
      y: roundToTenth(offsetY + (top - mercator(lat)) * scale),
    };
  };
}

function eastwardSpan(border: MultiPolygon): [number, number] {
  const coordinates = border.coordinates.map((rings) =>
    rings.map((ring) => ring.map(([x = 0, y = 0]): Position => [x < 0 ? x + 360 : x, y])),
  );
  const [west, , east] = computeBounds({ type: "MultiPolygon", coordinates }) ?? [0, 0, 0, 0];
  return [west, east];
}

function mercator(lat: number): number {
  const limited = Math.max(-85, Math.min(85, lat));
  return Math.log(Math.tan(Math.PI / 4 + (limited * Math.PI) / 360));
}

function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function toPath(border: MultiPolygon, project: TerritoryDrawing["project"]): string {
  let path = "";
  for (const ring of border.coordinates.flat()) {
    const corners: string[] = [];
    for (const [lon = 0, lat = 0] of ring.slice(0, -1)) {
      const { x, y } = project(lat, lon);
      const corner = `${x} ${y}`;
      if (corners.at(-1) !== corner) corners.push(corner);
    }
    if (corners.length > 2) path += `M${corners.join("L")}Z`;
  }
  return path;
}
