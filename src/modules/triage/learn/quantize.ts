import { HIDDEN_UNITS, type TrainingWorkspace } from "./workspace.ts";
import { padColumns } from "./kernel.ts";
import type { ModelTables } from "./model-file.ts";
import type { FeatureVocabulary } from "./features/vocabulary.ts";

/**
 * Rows of floats as signed bytes with a scale per row; the error is ≤ 1/254 of the row's largest
 * value.
 */
function quantizeRows(
  from: (row: number, column: number) => number,
  rows: number,
  width: number,
): { bytes: Int8Array; scales: Float32Array } {
  const bytes = new Int8Array(rows * width);
  const scales = new Float32Array(rows);
  const line = new Float32Array(width);
  for (let row = 0; row < rows; row++) {
    let top = 0;
    for (let i = 0; i < width; i++) {
      line[i] = from(row, i);
      top = Math.max(top, Math.abs(line[i] ?? 0));
    }
    const scale = top / 127 || 1;
    scales[row] = scale;
    for (let i = 0; i < width; i++) bytes[row * width + i] = Math.round((line[i] ?? 0) / scale);
  }
  return { bytes, scales };
}

/**
 * Returns the tables of a model file: the networks side by side as one whose output is their mean.
 */
export function quantizeModel(
  bench: TrainingWorkspace,
  vocabulary: FeatureVocabulary,
): ModelTables {
  const { networks, corpus } = bench;
  const features = vocabulary.hashes.length;
  const classes = corpus.classes.length;
  const hidden = networks.length * HIDDEN_UNITS;
  const wide = padColumns(classes);
  const netOf = (column: number) => networks[Math.floor(column / HIDDEN_UNITS)];
  const embed = quantizeRows(
    (row, i) => netOf(i)?.embed.view[row * HIDDEN_UNITS + (i % HIDDEN_UNITS)] ?? 0,
    features,
    hidden,
  );
  const machines = quantizeRows(
    (row, i) => bench.svmWeights.view[row * wide + i] ?? 0,
    features,
    wide,
  );
  const share = 1 / networks.length;
  return {
    hashes: vocabulary.hashes,
    rarity: vocabulary.rarity,
    embed: embed.bytes,
    embedScales: embed.scales,
    machines: machines.bytes,
    machineScales: machines.scales,
    inBias: Float32Array.from(
      { length: hidden },
      (_, i) => netOf(i)?.inBias.view[i % HIDDEN_UNITS] ?? 0,
    ),
    out: Float32Array.from({ length: classes * hidden }, (_, at) => {
      const column = at % hidden;
      const row = Math.floor(at / hidden) * HIDDEN_UNITS;
      return share * (netOf(column)?.out.view[row + (column % HIDDEN_UNITS)] ?? 0);
    }),
    outBias: Float32Array.from({ length: wide }, (_, k) =>
      networks.reduce((sum, { outBias }) => sum + share * (outBias.view[k] ?? 0), 0),
    ),
    machineBias: bench.svmBias.view.slice(),
  };
}
