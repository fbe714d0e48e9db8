import { LngLat, type Map as MapLibre, Marker } from "maplibre-gl";
import type { MapElement } from "./draw.ts";
import { resolveColour } from "./style.ts";

type PlaceAnswer = {
  municipality: { name: string } | null;
  settlement: { name: string } | null;
  address: string;
};

/**
 * Lets a person place one pin: by a click, by Enter in the middle of the map, or by dragging.
 * Updates the form's inputs, announces the place, and fills an address field that is empty or was
 * filled by the last pin.
 */
export function enablePicking(map: MapLibre, element: MapElement): void {
  let pin: Marker | undefined;
  let filled = "";
  let requestCount = 0;
  const placePin = (at: LngLat) => {
    pin ??= createPin(map, element, (moved) => void updateForm(moved));
    pin.setLngLat(at).addTo(map);
    void updateForm(at);
  };
  const updateForm = async ({ lat, lng }: LngLat) => {
    const turn = (requestCount += 1);
    setInput(element, "lat", lat.toFixed(6));
    setInput(element, "lon", lng.toFixed(6));
    const found = await fetchPlaceAt(element, { lat, lon: lng });
    // A late response for an earlier pin is ignored.
    if (turn !== requestCount || !found) return;
    const place = [found.municipality?.name, found.settlement?.name, found.address];
    const sentence = [...new Set(place)].filter(Boolean).join(", ");
    element.announce(sentence || (element.dataset["sayNowhere"] ?? ""));
    const field = inputOf(element, "address");
    if (!field || (field.value.trim() !== "" && field.value !== filled)) return;
    filled = [found.settlement?.name ?? found.municipality?.name, found.address]
      .filter(Boolean)
      .join(", ");
    setInput(element, "address", filled);
  };
  map.on("click", (click) => placePin(click.lngLat));
  map.getCanvas().addEventListener("keydown", (press) => {
    if (press.key !== "Enter") return;
    press.preventDefault();
    placePin(map.getCenter());
  });
  const [lat, lon] = (["lat", "lon"] as const).map((field) =>
    Number(inputOf(element, field)?.value),
  );
  if (lat && lon) placePin(new LngLat(lon, lat));
  element.announce(element.dataset["sayHow"] ?? "");
}

function createPin(map: MapLibre, element: MapElement, moved: (at: LngLat) => void): Marker {
  const pin = new Marker({ draggable: true, color: resolveColour(element, "--accent") });
  pin.setLngLat(map.getCenter());
  pin.on("dragend", () => moved(pin.getLngLat()));
  return pin;
}

async function fetchPlaceAt(
  element: MapElement,
  { lat, lon }: { lat: number; lon: number },
): Promise<PlaceAnswer | undefined> {
  const href = element.dataset["at"];
  if (!href) return undefined;
  try {
    const response = await fetch(`${href}?lat=${lat.toFixed(6)}&lon=${lon.toFixed(6)}`);
    return response.ok ? ((await response.json()) as PlaceAnswer) : undefined;
  } catch {
    // The pin stays: the server looks the place up again when the form is sent.
    return undefined;
  }
}

type Field = "lat" | "lon" | "address";

function inputOf(element: MapElement, field: Field): HTMLInputElement | undefined {
  const named = element.closest("form")?.elements.namedItem(element.dataset[field] ?? field);
  return named instanceof HTMLInputElement ? named : undefined;
}

function setInput(element: MapElement, field: Field, value: string): void {
  const input = inputOf(element, field);
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
