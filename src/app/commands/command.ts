import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import type { Config } from "#base/config.ts";
import type { Ctx } from "#base/context.ts";
import type { Log } from "#base/log.ts";
import { startApp, type RunningApp } from "../main.ts";

export type CommandInput = { args: readonly string[]; config: Config; log: Log };

export type Command = {
  name: string;
  /** What follows the name in `okno --help`. */
  usage: string;
  description: string;
  run(input: CommandInput): Promise<number>;
};

/** A call that the command cannot read: its usage is shown. */
export class UsageError extends Error {}

/** The arguments of a call, or a `UsageError`. */
export function parseCommandArgs<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "");
  }
}

/** Returns an argument of a command; throws a `UsageError` that names it when it is missing or empty. */
export function requireArgument(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`${name} is missing`);
  return value;
}

/** Starts the application for one piece of work and always closes it. */
export async function withApp(
  { config, log }: CommandInput,
  work: (running: RunningApp) => Promise<number>,
): Promise<number> {
  // A command only writes jobs; the worker of the running application processes them.
  const running = await startApp({ ...config, roles: ["web"] }, log);
  try {
    return await work(running);
  } finally {
    await running.app.close();
    if (running.database.startedHere) await running.database.stop();
  }
}

/** Returns a context in which the system itself acts in a region. */
export const systemContext = (running: RunningApp, region: string, name: string): Promise<Ctx> =>
  running.app.ctxFor(region, { kind: "system", name });
