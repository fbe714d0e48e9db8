import { kernelBytes } from "./kernel.wasm.ts";

/**
 * The compiled loops; pointers are byte offsets into the memory of their arena. See kernel.as and
 * README.md.
 */
export type Kernel = {
  addRows(...pointers: number[]): void;
  addByteRows(...pointers: number[]): void;
  product(...pointers: number[]): void;
  seed(seed: number): void;
  initNetwork(...pointers: number[]): void;
  networkStep(...pointers: number[]): void;
  svmStep(...pointers: number[]): void;
};

/** A block of an arena's memory: its byte offset for the kernel and a typed view for TypeScript. */
export type FloatBlock = { at: number; view: Float32Array };
export type IdBlock = { at: number; view: Uint32Array };
export type ByteBlock = { at: number; view: Int8Array };

export type Arena = {
  kernel: Kernel;
  floats(length: number): FloatBlock;
  ids(length: number): IdBlock;
  bytes(length: number): ByteBlock;
};

const PAGE = 65_536;
const ALIGN = 64;
/** The kernel's own constants (the table of its exponential) occupy the start of the memory. */
const KERNEL_RESERVED_BYTES = 4_096;
const kernelFunctions = [
  "addRows",
  "addByteRows",
  "product",
  "seed",
  "initNetwork",
  "networkStep",
  "svmStep",
] as const satisfies readonly (keyof Kernel)[];

/**
 * Returns the row width for `columns` numbers: the next multiple of 8, which the SIMD loops need.
 */
export const padColumns = (columns: number): number => Math.ceil(columns / 8) * 8;

const compiled = new WebAssembly.Module(Buffer.from(kernelBytes, "base64"));

function isKernel(exported: WebAssembly.Exports): exported is WebAssembly.Exports & Kernel {
  return kernelFunctions.every((name) => typeof exported[name] === "function");
}

/** Returns the bytes that a list of `length` members takes in an arena, rounded up to 64. */
export function alignedBytes(length: number, memberBytes: 1 | 4 = 4): number {
  return Math.ceil((length * memberBytes) / ALIGN) * ALIGN;
}

/**
 * Creates a memory of `bytes` bytes for one model or one training; it is freed with the last
 * reference. Throws when kernel.wasm.ts lacks a function.
 */
export function createArena(bytes: number): Arena {
  const pages = Math.ceil((KERNEL_RESERVED_BYTES + bytes) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  if (!isKernel(exports)) throw new Error("the kernel lacks a function: run `npm run kernel`");
  let free = KERNEL_RESERVED_BYTES;
  const allocate = (length: number, memberBytes: 1 | 4): number => {
    const at = free;
    free += alignedBytes(length, memberBytes);
    return at;
  };
  return {
    kernel: exports,
    floats(length) {
      const at = allocate(length, 4);
      return { at, view: new Float32Array(memory.buffer, at, length) };
    },
    ids(length) {
      const at = allocate(length, 4);
      return { at, view: new Uint32Array(memory.buffer, at, length) };
    },
    bytes(length) {
      const at = allocate(length, 1);
      return { at, view: new Int8Array(memory.buffer, at, length) };
    },
  };
}
