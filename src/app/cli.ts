import { ConfigError, readConfig } from "#base/config.ts";
import { createLog } from "#base/log.ts";
import { Refusal } from "#base/refusal.ts";
import { UsageError } from "./commands/command.ts";
import { commands, usage } from "./commands/commands.ts";
import { refusalText } from "./messages.ts";

/** `okno COMMAND …`: finds the command, reads the settings and prints an error as one sentence. */
async function main(args: readonly string[]): Promise<number> {
  const [name = "help", ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") {
    console.log(usage());
    return 0;
  }
  const command =
    commands.find((one) => one.name === `${name} ${rest[0] ?? ""}`) ??
    commands.find((one) => one.name === name);
  if (command === undefined) {
    console.error(`okno: there is no command «${name}». \`okno --help\` lists them.`);
    return 2;
  }
  const config = readConfig(process.env);
  // What a command prints is its answer, so its log goes beside it.
  const log = command.name === "start" ? createLog(config.logLevel) : createLog("warn", "stderr");
  try {
    return await command.run({ args: rest.slice(command.name.split(" ").length - 1), config, log });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`okno: ${error.message}. It is called: okno ${command.name} ${command.usage}`);
    return 2;
  }
}

/** Trouble that the person at the keyboard can mend, in one sentence; undefined for a bug. */
function describeError(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Refusal) return refusalText(error);
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "EADDRINUSE")
    return "The port is taken by another program: set PORT to a free one.";
  if (error.code === "EADDRNOTAVAIL") return "HOST is not an address of this machine.";
  if (error.code === "EACCES") return "This port needs more rights: set PORT above 1023.";
  if (error.code === "ECONNREFUSED") return "The database does not answer: check DATABASE_URL.";
  return undefined;
}

// Whoever reads what a command prints may stop before its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const sentence = describeError(error);
  if (sentence === undefined) throw error;
  console.error(`okno: ${sentence}`);
  process.exitCode = 2;
}
