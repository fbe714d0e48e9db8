import { existsSync } from "node:fs";
import { verifyJournal } from "#base/journal.ts";
import { saveRulePack } from "#base/time/rules.ts";
import { triageBurstsCommand } from "#modules/insight/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { consultationRulePack, consultationRulePackTitle } from "#modules/consultations/index.ts";
import { defaultRulePack, defaultRulePackTitle } from "#modules/problems/index.ts";
import { importMessagesCommand } from "#modules/signals/index.ts";
import { requireValidRegion, runImportTerritories } from "#modules/territories/index.ts";
import {
  requireArgument,
  parseCommandArgs,
  systemContext,
  UsageError,
  withApp,
  type Command,
} from "./command.ts";
import { DEMO_PASSWORD, demoAccounts, seedImaginaryRegion } from "#demo/seed/imaginary-region.ts";
import { hasSharedData, seedSpbRegion, spbCounts } from "#demo/spb/seed.ts";
import { listen, startApp, type RunningApp } from "../main.ts";
import { createProgressBar } from "./progress.ts";
import { triageCard, triageEvaluate, triageSuggest, triageTrain } from "./triage.ts";

const start: Command = {
  name: "start",
  usage: "",
  description: "starts the application; an empty installation gets the demo region first",
  async run({ config, log }) {
    const running = await startApp(config, log);
    if ((await running.app.regions.all()).length === 0) await seedDemo(running);
    const door = await listen(running, config);
    if (door.url !== "") console.log(`OKNO is open at ${door.url}`);
    if (await isDemo(running)) printDemoAccounts();
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await door.close();
    await running.close();
    return 0;
  },
};

async function seedDemo({ app }: RunningApp): Promise<void> {
  const bar = createProgressBar("Making the imaginary region");
  await seedImaginaryRegion(app, { trueNow: new Date(), progress: bar.show });
  bar.end();
}

async function isDemo({ app }: RunningApp): Promise<boolean> {
  return (await app.regions.all()).some((region) => region.id === "sinegorsk");
}

function printDemoAccounts(): void {
  console.log(`Demo accounts, password ${DEMO_PASSWORD}:`);
  for (const { email, role, name } of demoAccounts)
    console.log(`  ${email.padEnd(34)} ${role.padEnd(14)} ${name}`);
}

/** Terms a region starts with; it sets its own under «Deadlines». */
const startingPacks = [
  [defaultRulePackTitle, defaultRulePack],
  [consultationRulePackTitle, consultationRulePack],
] as const;

const regionCreate: Command = {
  name: "region create",
  usage: "ID --name RU [--name-en EN] [--zone ZONE]",
  description: "makes a region with the default rule packs",
  run: (input) =>
    withApp(input, async (running) => {
      const { values, positionals } = parseCommandArgs(input.args, {
        name: { type: "string" },
        "name-en": { type: "string" },
        zone: { type: "string", default: "Europe/Moscow" },
      });
      const id = requireArgument(positionals[0], "ID");
      const ru = requireArgument(values.name, "--name");
      const en = values["name-en"] ?? ru;
      const { app } = running;
      requireValidRegion({ id, zone: values.zone });
      await app.saveRegion({ id, name: { ru, en }, timeZone: values.zone, settings: {} });
      const ctx = await systemContext(running, id, "founder");
      for (const [title, pack] of startingPacks)
        await saveRulePack(ctx, { code: pack.code, title, pack });
      console.log(`Region ${id} is made. Next: okno person create, okno import territories.`);
      return 0;
    }),
};

const personCreate: Command = {
  name: "person create",
  usage: "EMAIL --name NAME --region R [--role administrator]",
  description: "makes the first account; its password is read from OKNO_PASSWORD",
  run: (input) =>
    withApp(input, async (running) => {
      const { values, positionals } = parseCommandArgs(input.args, {
        name: { type: "string" },
        region: { type: "string" },
        role: { type: "string", default: "administrator" },
      });
      const email = requireArgument(positionals[0], "EMAIL");
      const region = requireArgument(values.region, "--region");
      const password = requireArgument(
        process.env.OKNO_PASSWORD,
        "OKNO_PASSWORD in the environment",
      );
      const role = (["administrator", "operator", "head", "editor"] as const).find(
        (one) => one === values.role,
      );
      if (role === undefined)
        throw new UsageError("--role: administrator, operator, head or editor");
      const ctx = await systemContext(running, region, "founder");
      const { id } = await createPerson(ctx, {
        name: requireArgument(values.name, "--name"),
        email,
        password,
      });
      await grantRole(ctx, id, { role });
      console.log(`${email} is made, ${role} of ${region}.`);
      return 0;
    }),
};

const importTerritories: Command = {
  name: "import territories",
  usage: "FILE --region R [--add] [--dry-run]",
  description:
    "joins a file of borders, municipalities, settlements, streets or houses with the region",
  run: (input) =>
    withApp(input, async (running) => {
      const { values, positionals } = parseCommandArgs(input.args, {
        region: { type: "string" },
        add: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
      });
      const file = requireArgument(positionals[0], "FILE");
      if (!existsSync(file)) throw new UsageError(`There is no file ${file}`);
      const ctx = await systemContext(
        running,
        requireArgument(values.region, "--region"),
        "import",
      );
      const { add: addNew, "dry-run": dryRun } = values;
      return runImportTerritories({ ctx, file, addNew, dryRun, print: console.log });
    }),
};

const importMessages: Command = {
  name: importMessagesCommand.name,
  usage: importMessagesCommand.takes,
  description: importMessagesCommand.does,
  run: (input) =>
    withApp(input, (running) =>
      importMessagesCommand.run({
        args: input.args,
        ctxFor: (region) => systemContext(running, region, "import"),
        out: process.stdout,
      }),
    ),
};

const triageBursts: Command = {
  name: triageBurstsCommand.name,
  usage: triageBurstsCommand.takes,
  description: triageBurstsCommand.does,
  run: (input) =>
    withApp(input, (running) =>
      triageBurstsCommand.run({
        args: input.args,
        ctxFor: (region) => systemContext(running, region, "triage"),
        out: process.stdout,
      }),
    ),
};

const demoSpb: Command = {
  name: "demo spb",
  usage: "[--most N]",
  description:
    "replays a city portal's real appeals (only where the shared data lies beside the repository)",
  async run(input) {
    if (!hasSharedData()) {
      console.error(
        "okno: the shared data is not here; this demo needs ../shared/data beside the repository.",
      );
      return 2;
    }
    const { values } = parseCommandArgs(input.args, { most: { type: "string" } });
    const most = values.most === undefined ? undefined : Number(values.most);
    return withApp(input, async (running) => {
      const began = performance.now();
      const bar = createProgressBar("Living the appeals again");
      const done = await seedSpbRegion(running.app, {
        now: new Date(),
        progress: (count) => bar.show(count, most ?? 47_867),
        ...(most !== undefined && { max: most }),
      });
      bar.end();
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${done} appeals in ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)} a second`,
      );
      for (const [name, count] of await spbCounts(running.app))
        console.log(`  ${name.padEnd(28)} ${count}`);
      return 0;
    });
  },
};

const journalVerify: Command = {
  name: "journal verify",
  usage: "",
  description: "walks every chain of the journal and names each broken link",
  run: (input) =>
    withApp(input, async (running) => {
      let broken = 0;
      for (const region of await running.app.regions.all()) {
        const { facts, faults } = await verifyJournal(
          await systemContext(running, region.id, "journal"),
        );
        console.log(`${region.id}: ${facts} facts, ${faults.length} faults`);
        for (const { subject, seq, fault } of faults) console.log(`  ${subject} #${seq}: ${fault}`);
        broken += faults.length;
      }
      return broken === 0 ? 0 : 1;
    }),
};

export const commands: readonly Command[] = [
  start,
  regionCreate,
  personCreate,
  importTerritories,
  importMessages,
  triageBursts,
  triageTrain,
  triageEvaluate,
  triageCard,
  triageSuggest,
  demoSpb,
  journalVerify,
];

/** Returns the text of `okno --help`. */
export function usage(): string {
  const calls = commands.map(
    ({ name, usage: takes, description }) =>
      `  okno ${`${name} ${takes}`.trimEnd()}\n      ${description}`,
  );
  const head = "OKNO: residents' problems heard, routed, answered and checked on the ground";
  return [
    head,
    "",
    ...calls,
    "",
    "Settings are read from the environment: docs/operator/configuration.md",
  ].join("\n");
}
