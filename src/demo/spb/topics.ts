/** Numbers of the city portal's reasons → our topics, mapped by hand. */
const reasonsOf: Record<string, readonly number[]> = {
  "authorities.funeral": [278],
  "building.site": [3, 98],
  "electricity.wires": [201],
  "heating.accident": [42, 217, 220],
  "heating.weak": [2, 43, 49],
  "housing.basement": [88, 234],
  "housing.entrance": [34, 36, 37, 89, 93, 115, 116, 189, 233, 236],
  "housing.entrance-cleaning": [35],
  "housing.entrance-light": [259],
  "housing.facade": [81, 86, 211, 238, 239],
  "housing.lift": [118, 122],
  "housing.manager": [124],
  "housing.pests": [38, 39],
  "housing.roof": [24, 25, 26],
  "housing.units": [113, 253],
  "leisure.parks": [11, 131, 144],
  "lighting.broken": [258, 271],
  "lighting.pole": [269],
  "roads.flooding": [74, 181, 204],
  "roads.humps": [126],
  "roads.lights": [78],
  "roads.manhole": [230, 231],
  "roads.parking": [56, 127, 205, 265],
  "roads.pavement": [67, 266, 267, 268],
  "roads.pothole": [9, 99],
  "roads.signs": [76],
  "safety.hazards": [130],
  "snow.icicles": [53],
  "snow.pavements": [50],
  "snow.roads": [54],
  "snow.yard": [52, 100, 216],
  "social.disabled": [120, 123, 263],
  "trade.kiosks": [109],
  "transport.stop": [82],
  "waste.bins": [6, 135, 250],
  "waste.litter": [10, 12, 64, 65, 75, 84, 172, 194, 195, 247, 248, 272],
  "water.cold": [23],
  "water.hot": [22],
  "water.leak": [20, 252, 260, 261],
  "water.pressure": [47, 48],
  "water.quality": [45, 46],
  "water.sewage": [219, 262],
  "yards.advertising": [198, 245, 246],
  "yards.furniture": [55, 174, 180, 254, 255, 257],
  "yards.graffiti": [206, 207, 208, 210, 212, 215, 270],
  "yards.greenery": [14, 15, 66, 136, 175, 176, 251, 273],
  "yards.lawns": [190, 191, 256],
  "yards.playground": [132],
  "yards.sportground": [133],
  "yards.surface": [8],
};

const topics = new Map(
  Object.entries(reasonsOf).flatMap(([topic, reasons]) =>
    reasons.map((id) => [id, topic] as const),
  ),
);

/** Returns our topic for a reason of the portal; the most general one for an unknown reason. */
export function topicOfReason(id: number): string {
  return topics.get(id) ?? "yards.cleaning";
}
