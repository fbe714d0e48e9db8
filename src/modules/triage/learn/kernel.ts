import { kernelBytes } from "./kernel.wasm.ts";

/** The compiled loops; pointers are bytes into the memory of their room. See kernel.as. */
export type Kernel = {
  addRows(...pointers: number[]): void;
  addByteRows(...pointers: number[]): void;
  product(...pointers: number[]): void;
  sow(seed: number): void;
  layNet(...pointers: number[]): void;
  netStep(...pointers: number[]): void;
  machineStep(...pointers: number[]): void;
};

/** A run of a room's memory: where it begins for the kernel, and a view on it for everybody else. */
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
/** The kernel keeps its own constants (the table of its exponential) at the memory's beginning. */
const KERNEL_RESERVED_BYTES = 4_096;
const kernelFunctions = [
  "addRows",
  "addByteRows",
  "product",
  "sow",
  "layNet",
  "netStep",
  "machineStep",
] as const satisfies readonly (keyof Kernel)[];

/** The loops take columns eight at a time, so every row is as wide as the next multiple. */
export const padColumns = (columns: number): number => Math.ceil(columns / 8) * 8;

const compiled = new WebAssembly.Module(Buffer.from(kernelBytes, "base64"));

function isKernel(exported: WebAssembly.Exports): exported is WebAssembly.Exports & Kernel {
  return kernelFunctions.every((name) => typeof exported[name] === "function");
}

/** Bytes that a list of `length` members takes in a room. */
export function alignedBytes(length: number, memberBytes: 1 | 4 = 4): number {
  return Math.ceil((length * memberBytes) / ALIGN) * ALIGN;
}

/** A memory of its own for one model or one training; it goes when nobody holds the room. */
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
