import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import type { Config } from "#base/config.ts";
import type { Ctx } from "#base/context.ts";
import type { Log } from "#base/log.ts";
import { openRunning, type Running } from "../main.ts";

export type CommandInput = { args: readonly string[]; config: Config; log: Log };

export type Command = {
  name: string;
  /** What stands after the name in `okno --help`. */
  takes: string;
  does: string;
  run(input: CommandInput): Promise<number>;
};

/** A call that the command cannot read: its usage is shown. */
export class UsageError extends Error {}

/** The arguments of a call, or a `UsageError`. */
export function read<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "");
  }
}

export function need(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`${name} is missing`);
  return value;
}

/** Opens the house for one piece of work and closes it, whatever happens. */
export async function withHouse(
  { config, log }: CommandInput,
  work: (running: Running) => Promise<number>,
): Promise<number> {
  // A command only writes jobs; the worker of the running house takes them.
  const running = await openRunning({ ...config, roles: ["web"] }, log);
  try {
    return await work(running);
  } finally {
    await running.house.close();
    if (running.ground.startedHere) await running.ground.stop();
  }
}

/** The house itself at work in a region. */
export const system = (running: Running, region: string, name: string): Promise<Ctx> =>
  running.house.ctxFor(region, { kind: "system", name });
