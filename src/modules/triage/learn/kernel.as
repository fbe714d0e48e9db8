/**
 * The inner loops of learning and of prediction, four numbers at a time. AssemblyScript, not
 * TypeScript: compiled by `npm run kernel` into kernel.wasm.ts (so it is no .ts file), which is what the program loads.
 * All pointers are bytes into the one memory; widths are multiples of 8, ids are u32, the rest f32.
 */

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    f32x4.extract_lane(v, 2) +
    f32x4.extract_lane(v, 3)
  );
}

/** out += factor × row */
// @ts-ignore: decorator
@inline
function addRow(out: usize, row: usize, width: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  const end = out + (<usize>width << 2);
  while (out < end) {
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(by, v128.load(row))));
    v128.store(out, f32x4.add(v128.load(out, 16), f32x4.mul(by, v128.load(row, 16))), 16);
    out += 32;
    row += 32;
  }
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, width: i32): f32 {
  let one = f32x4.splat(0);
  let two = f32x4.splat(0);
  const end = a + (<usize>width << 2);
  while (a < end) {
    one = f32x4.add(one, f32x4.mul(v128.load(a), v128.load(b)));
    two = f32x4.add(two, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    a += 32;
    b += 32;
  }
  return sum(f32x4.add(one, two));
}

/** out += Σ values[j] × table[ids[j]] over a table of f32 rows */
export function addRows(
  out: usize,
  table: usize,
  width: i32,
  ids: usize,
  values: usize,
  n: i32,
): void {
  for (let j = 0; j < n; j++) {
    const row = table + <usize>load<u32>(ids + (j << 2)) * (<usize>width << 2);
    addRow(out, row, width, load<f32>(values + (j << 2)));
  }
}

/** Sums of bytes × shares of 15 bits stay below 2^31 while the shares sum to no more than this. */
const MOST_SHARES: f32 = 16000000;

/** Two rows' bytes side by side, times their two shares, summed: four columns of the low half. */
// @ts-ignore: decorator
@inline
function lowSums(a: v128, b: v128, shares: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11), shares);
}

// @ts-ignore: decorator
@inline
function highSums(a: v128, b: v128, shares: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15), shares);
}

/** out += sums × unit, eight columns */
// @ts-ignore: decorator
@inline
function addSums(out: usize, low: v128, high: v128, unit: f32): void {
  const by = f32x4.splat(unit);
  v128.store(out, f32x4.add(v128.load(out), f32x4.mul(by, f32x4.convert_i32x4_s(low))));
  v128.store(out, f32x4.add(v128.load(out, 16), f32x4.mul(by, f32x4.convert_i32x4_s(high))), 16);
}

/** Turns values × scales into pairs of whole shares in place; answers what one share is worth. */
function toShares(scales: usize, ids: usize, values: usize, n: i32): f32 {
  let top: f32 = 0;
  let total: f32 = 0;
  for (let j = 0; j < n; j++) {
    const at = values + (j << 2);
    const value = load<f32>(at) * load<f32>(scales + (<usize>load<u32>(ids + (j << 2)) << 2));
    store<f32>(at, value);
    top = max<f32>(top, abs<f32>(value));
    total += abs<f32>(value);
  }
  if (top == 0) return 0;
  const factor = min<f32>(<f32>32767 / top, MOST_SHARES / total);
  for (let j = 0; j < n; j += 2) {
    const at = values + (j << 2);
    const first = <u32>(<i32>nearest<f32>(load<f32>(at) * factor)) & 0xffff;
    const second = j + 1 < n ? <u32>(<i32>nearest<f32>(load<f32>(at, 4) * factor)) : 0;
    store<u32>(values + (j << 1), first | (second << 16));
  }
  return 1 / factor;
}

/**
 * The same over rows of signed bytes, each row with a scale of its own, in whole numbers two rows
 * at a time: columns go 32 together, so that their sums stay in registers while all rows pass by.
 * The list of ids must have room for one more id, and the values are overwritten.
 */
export function addByteRows(
  out: usize,
  table: usize,
  scales: usize,
  width: i32,
  ids: usize,
  values: usize,
  n: i32,
): void {
  const unit = toShares(scales, ids, values, n);
  if (unit == 0) return;
  // An odd last row is paired with row 0 at share 0.
  store<u32>(ids + (n << 2), 0);
  let column = 0;
  for (; column + 32 <= width; column += 32) {
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    let c = i32x4.splat(0);
    let d = i32x4.splat(0);
    let e = i32x4.splat(0);
    let f = i32x4.splat(0);
    let g = i32x4.splat(0);
    let h = i32x4.splat(0);
    const from = table + column;
    for (let j = 0; j < n; j += 2) {
      const shares = v128.load32_splat(values + (j << 1));
      const one = from + <usize>load<u32>(ids + (j << 2)) * width;
      const two = from + <usize>load<u32>(ids + (j << 2), 4) * width;
      let x = v128.load_ext<i8>(one);
      let y = v128.load_ext<i8>(two);
      a = i32x4.add(a, lowSums(x, y, shares));
      b = i32x4.add(b, highSums(x, y, shares));
      x = v128.load_ext<i8>(one, 8);
      y = v128.load_ext<i8>(two, 8);
      c = i32x4.add(c, lowSums(x, y, shares));
      d = i32x4.add(d, highSums(x, y, shares));
      x = v128.load_ext<i8>(one, 16);
      y = v128.load_ext<i8>(two, 16);
      e = i32x4.add(e, lowSums(x, y, shares));
      f = i32x4.add(f, highSums(x, y, shares));
      x = v128.load_ext<i8>(one, 24);
      y = v128.load_ext<i8>(two, 24);
      g = i32x4.add(g, lowSums(x, y, shares));
      h = i32x4.add(h, highSums(x, y, shares));
    }
    const at = out + (column << 2);
    addSums(at, a, b, unit);
    addSums(at + 32, c, d, unit);
    addSums(at + 64, e, f, unit);
    addSums(at + 96, g, h, unit);
  }
  for (; column < width; column += 8) {
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    for (let j = 0; j < n; j += 2) {
      const shares = v128.load32_splat(values + (j << 1));
      const x = v128.load_ext<i8>(table + column + <usize>load<u32>(ids + (j << 2)) * width);
      const y = v128.load_ext<i8>(table + column + <usize>load<u32>(ids + (j << 2), 4) * width);
      a = i32x4.add(a, lowSums(x, y, shares));
      b = i32x4.add(b, highSums(x, y, shares));
    }
    addSums(out + (column << 2), a, b, unit);
  }
}

/** out[r] += matrix[r] · vector */
export function product(out: usize, matrix: usize, rows: i32, width: i32, vector: usize): void {
  for (let r = 0; r < rows; r++) {
    const at = out + (r << 2);
    store<f32>(at, load<f32>(at) + dot(matrix + <usize>r * (<usize>width << 2), vector, width));
  }
}

let randomState: u32 = 1;

export function seed(value: u32): void {
  randomState = value | 1;
}

/** Returns the next xorshift32 number, uniform over u32. */
// @ts-ignore: decorator
@inline
function nextRandom(): u32 {
  randomState ^= randomState << 13;
  randomState ^= randomState >> 17;
  randomState ^= randomState << 5;
  return randomState;
}

function softmax(z: usize, classes: i32): void {
  let top: f32 = load<f32>(z);
  for (let k = 1; k < classes; k++) top = max(top, load<f32>(z + (k << 2)));
  let total: f32 = 0;
  for (let k = 0; k < classes; k++) {
    const e = Mathf.exp(load<f32>(z + (k << 2)) - top);
    store<f32>(z + (k << 2), e);
    total += e;
  }
  for (let k = 0; k < classes; k++) store<f32>(z + (k << 2), load<f32>(z + (k << 2)) / total);
}

// The network under training: hidden = relu(inBias + Σ value × embed[id]), scores = outBias + out·hidden.
let hiddenWidth: i32 = 0;
let classes: i32 = 0;
let embed: usize = 0;
let embedAccumulator: usize = 0;
let inBias: usize = 0;
let out: usize = 0;
let outAccumulator: usize = 0;
let outBias: usize = 0;
let scratch: usize = 0;
let inAccumulator: f32 = 1e-4;

/** Sets the memory layout of the network; `buffer` holds 3 × hidden + classes floats and two lists of the longest text. */
export function initNetwork(
  hidden: i32,
  classCount: i32,
  embedAt: usize,
  embedAccumulatorAt: usize,
  inBiasAt: usize,
  outAt: usize,
  outAccumulatorAt: usize,
  outBiasAt: usize,
  buffer: usize,
): void {
  hiddenWidth = hidden;
  classes = classCount;
  embed = embedAt;
  embedAccumulator = embedAccumulatorAt;
  inBias = inBiasAt;
  out = outAt;
  outAccumulator = outAccumulatorAt;
  outBias = outBiasAt;
  scratch = buffer;
  inAccumulator = 1e-4;
}

/** Performs one AdaGrad step on one text; the dropout rates of features and hidden units are 0…1. */
export function networkStep(
  ids: usize,
  values: usize,
  n: i32,
  label: i32,
  rate: f32,
  featureDropout: f32,
  hiddenDropout: f32,
  longest: i32,
): void {
  const width = hiddenWidth;
  const bytes = <usize>width << 2;
  const h = scratch;
  const gradient = h + bytes;
  const mask = gradient + bytes;
  const z = mask + bytes;
  const keptIds = z + (<usize>classes << 2);
  const keptValues = keptIds + (<usize>longest << 2);
  const gate = <u32>(<f64>featureDropout * 4294967295);
  const raise: f32 = 1 / (1 - featureDropout);
  let kept = 0;
  for (let j = 0; j < n; j++) {
    if (nextRandom() < gate) continue;
    store<u32>(keptIds + (kept << 2), load<u32>(ids + (j << 2)));
    store<f32>(keptValues + (kept << 2), load<f32>(values + (j << 2)) * raise);
    kept++;
  }
  memory.copy(h, inBias, bytes);
  addRows(h, embed, width, keptIds, keptValues, kept);
  const hiddenGate = <u32>(<f64>hiddenDropout * 4294967295);
  const hiddenRaise: f32 = 1 / (1 - hiddenDropout);
  for (let i = 0; i < width; i++) {
    const at = h + (i << 2);
    const open = load<f32>(at) > 0 && nextRandom() >= hiddenGate;
    store<f32>(mask + (i << 2), open ? hiddenRaise : 0);
    store<f32>(at, open ? load<f32>(at) * hiddenRaise : 0);
  }
  memory.copy(z, outBias, <usize>classes << 2);
  product(z, out, classes, width, h);
  softmax(z, classes);
  const own = z + (label << 2);
  store<f32>(own, load<f32>(own) - 1);
  backOut(z, h, gradient, rate);
  backIn(gradient, mask, keptIds, keptValues, kept, rate);
}

/** Updates the output rows and propagates the error to the hidden units. */
function backOut(z: usize, h: usize, gradient: usize, rate: f32): void {
  const width = hiddenWidth;
  memory.fill(gradient, 0, <usize>width << 2);
  const size = dot(h, h, width) / <f32>width;
  for (let k = 0; k < classes; k++) {
    const g = load<f32>(z + (k << 2));
    if (g < 1e-5 && g > -1e-5) continue;
    const row = out + <usize>k * (<usize>width << 2);
    addRow(gradient, row, width, g);
    const accumulatorAt = outAccumulator + (k << 2);
    const accumulated = load<f32>(accumulatorAt) + g * g * size;
    store<f32>(accumulatorAt, accumulated);
    addRow(row, h, width, (-rate / sqrt<f32>(accumulated)) * g);
    const bias = outBias + (k << 2);
    store<f32>(bias, load<f32>(bias) - <f32>0.1 * rate * g);
  }
}

function backIn(
  gradient: usize,
  mask: usize,
  ids: usize,
  values: usize,
  n: i32,
  rate: f32,
): void {
  const width = hiddenWidth;
  for (let i = 0; i < width; i++) {
    const at = gradient + (i << 2);
    store<f32>(at, load<f32>(at) * load<f32>(mask + (i << 2)));
  }
  const size = dot(gradient, gradient, width) / <f32>width;
  inAccumulator += size;
  addRow(inBias, gradient, width, (-rate / sqrt<f32>(inAccumulator)) * <f32>0.1);
  for (let j = 0; j < n; j++) {
    const id = <usize>load<u32>(ids + (j << 2));
    const value = load<f32>(values + (j << 2));
    const accumulatorAt = embedAccumulator + (id << 2);
    const accumulated = load<f32>(accumulatorAt) + value * value * size;
    store<f32>(accumulatorAt, accumulated);
    addRow(embed + id * (<usize>width << 2), gradient, width, (-rate / sqrt<f32>(accumulated)) * value);
  }
}

/**
 * Performs one step of dual coordinate descent for all one-vs-rest linear SVMs at once (L2 loss, L2 norm;
 * Hsieh et al., 2008). `alphas` are the classes' multipliers of this text, `square` its x·x + 1.
 */
export function svmStep(
  table: usize,
  bias: usize,
  width: i32,
  ids: usize,
  values: usize,
  n: i32,
  label: i32,
  alphas: usize,
  square: f32,
  regularization: f32,
  buffer: usize,
): void {
  memory.copy(buffer, bias, <usize>width << 2);
  addRows(buffer, table, width, ids, values, n);
  let moved = false;
  for (let k = 0; k < width; k++) {
    const sign: f32 = k == label ? 1 : -1;
    const alpha = load<f32>(alphas + (k << 2));
    const slope = sign * load<f32>(buffer + (k << 2)) - 1 + alpha * regularization;
    const better = max<f32>(alpha - slope / (square + regularization), 0);
    const step = (better - alpha) * sign;
    store<f32>(alphas + (k << 2), better);
    store<f32>(buffer + (k << 2), step);
    if (step > 1e-9 || step < -1e-9) moved = true;
  }
  if (!moved) return;
  for (let j = 0; j < n; j++) {
    const row = table + <usize>load<u32>(ids + (j << 2)) * (<usize>width << 2);
    addRow(row, buffer, width, load<f32>(values + (j << 2)));
  }
  addRow(bias, buffer, width, 1);
}
