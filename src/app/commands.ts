import type { Config } from "#base/config.ts";
import type { Log } from "#base/log.ts";
import { verifyJournal } from "#base/journal.ts";
import { listen, openRunning, type Running } from "./main.ts";

export type CommandInput = { args: readonly string[]; config: Config; log: Log };

export type Command = {
  name: string;
  /** What stands after the name in `okno --help`. */
  takes: string;
  does: string;
  run(input: CommandInput): Promise<number>;
};

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

const start: Command = {
  name: "start",
  takes: "",
  does: "opens the house; an empty one gets the demo region first",
  async run({ config, log }) {
    const running = await openRunning(config, log);
    const door = await listen(running, config);
    if (door.url !== "") console.log(`OKNO is open at ${door.url}`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await door.close();
    await running.close();
    return 0;
  },
};

const journalVerify: Command = {
  name: "journal verify",
  takes: "[--region R]",
  does: "walks every chain of the journal and names each broken link",
  run: (input) =>
    withHouse(input, async ({ house }) => {
      let broken = 0;
      for (const region of await house.regions.all()) {
        const ctx = await house.ctxFor(region.id, { kind: "system", name: "journal" });
        const { facts, faults } = await verifyJournal(ctx);
        console.log(`${region.id}: ${facts} facts, ${faults.length} faults`);
        for (const fault of faults) console.log(`  ${fault.subject} #${fault.seq}: ${fault.fault}`);
        broken += faults.length;
      }
      return broken === 0 ? 0 : 1;
    }),
};

export const commands: readonly Command[] = [start, journalVerify];

export function usage(): string {
  const rows = commands.map(
    ({ name, takes, does }) => `  okno ${`${name} ${takes}`.trimEnd().padEnd(58)} ${does}`,
  );
  return [
    "OKNO: residents' problems heard, routed, answered and checked on the ground",
    "",
    ...rows,
  ].join("\n");
}
