import { existsSync } from "node:fs";
import { verifyJournal } from "#base/journal.ts";
import { keepRulePack } from "#base/time/rules.ts";
import { triageHotCommand } from "#modules/insight/index.ts";
import { createPerson, grantRole } from "#modules/people/index.ts";
import { consultationRulePack, consultationRulePackTitle } from "#modules/consultations/index.ts";
import { defaultRulePack, defaultRulePackTitle } from "#modules/problems/index.ts";
import { importMessagesCommand } from "#modules/signals/index.ts";
import { demandRegion, runImportTerritories } from "#modules/territories/index.ts";
import { need, read, system, UsageError, withHouse, type Command } from "./command.ts";
import { DEMO_PASSWORD, demoAccounts, makeImaginaryRegion } from "#demo/seed/imaginary-region.ts";
import { hasSharedData, makeSpbRegion, spbCounts } from "#demo/spb/seed.ts";
import { listen, openRunning, type Running } from "../main.ts";
import { progressBar } from "./progress.ts";
import { triageCard, triageEvaluate, triageSuggest, triageTrain } from "./triage.ts";

const start: Command = {
  name: "start",
  takes: "",
  does: "opens the house; an empty one gets the demo region first",
  async run({ config, log }) {
    const running = await openRunning(config, log);
    if ((await running.house.regions.all()).length === 0) await openDemo(running);
    const door = await listen(running, config);
    if (door.url !== "") console.log(`OKNO is open at ${door.url}`);
    if (await isDemo(running)) tellAccounts();
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await door.close();
    await running.close();
    return 0;
  },
};

async function openDemo({ house }: Running): Promise<void> {
  const bar = progressBar("Making the imaginary region");
  await makeImaginaryRegion(house, { trueNow: new Date(), progress: bar.show });
  bar.end();
}

async function isDemo({ house }: Running): Promise<boolean> {
  return (await house.regions.all()).some((region) => region.id === "sinegorsk");
}

function tellAccounts(): void {
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
  takes: "ID --name RU [--name-en EN] [--zone ZONE]",
  does: "makes a region with the default rule packs",
  run: (input) =>
    withHouse(input, async (running) => {
      const { values, positionals } = read(input.args, {
        name: { type: "string" },
        "name-en": { type: "string" },
        zone: { type: "string", default: "Europe/Moscow" },
      });
      const id = need(positionals[0], "ID");
      const ru = need(values.name, "--name");
      const en = values["name-en"] ?? ru;
      const { house } = running;
      demandRegion({ id, zone: values.zone });
      await house.keepRegion({ id, name: { ru, en }, timeZone: values.zone, settings: {} });
      const ctx = await system(running, id, "founder");
      for (const [title, pack] of startingPacks)
        await keepRulePack(ctx, { code: pack.code, title, pack });
      console.log(`Region ${id} is made. Next: okno person create, okno import territories.`);
      return 0;
    }),
};

const personCreate: Command = {
  name: "person create",
  takes: "EMAIL --name NAME --region R [--role administrator]",
  does: "makes the first account; its password is read from OKNO_PASSWORD",
  run: (input) =>
    withHouse(input, async (running) => {
      const { values, positionals } = read(input.args, {
        name: { type: "string" },
        region: { type: "string" },
        role: { type: "string", default: "administrator" },
      });
      const email = need(positionals[0], "EMAIL");
      const region = need(values.region, "--region");
      const password = need(process.env.OKNO_PASSWORD, "OKNO_PASSWORD in the environment");
      const role = (["administrator", "operator", "head", "editor"] as const).find(
        (one) => one === values.role,
      );
      if (role === undefined)
        throw new UsageError("--role: administrator, operator, head or editor");
      const ctx = await system(running, region, "founder");
      const { id } = await createPerson(ctx, {
        name: need(values.name, "--name"),
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
  takes: "FILE --region R [--add] [--dry-run]",
  does: "joins a file of borders, municipalities, settlements, streets or houses with the region",
  run: (input) =>
    withHouse(input, async (running) => {
      const { values, positionals } = read(input.args, {
        region: { type: "string" },
        add: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
      });
      const file = need(positionals[0], "FILE");
      if (!existsSync(file)) throw new UsageError(`There is no file ${file}`);
      const ctx = await system(running, need(values.region, "--region"), "import");
      const { add: addNew, "dry-run": dryRun } = values;
      return runImportTerritories({ ctx, file, addNew, dryRun, print: console.log });
    }),
};

const importMessages: Command = {
  name: importMessagesCommand.name,
  takes: importMessagesCommand.takes,
  does: importMessagesCommand.does,
  run: (input) =>
    withHouse(input, (running) =>
      importMessagesCommand.run({
        args: input.args,
        ctxFor: (region) => system(running, region, "import"),
        out: process.stdout,
      }),
    ),
};

const triageHot: Command = {
  name: triageHotCommand.name,
  takes: triageHotCommand.takes,
  does: triageHotCommand.does,
  run: (input) =>
    withHouse(input, (running) =>
      triageHotCommand.run({
        args: input.args,
        ctxFor: (region) => system(running, region, "triage"),
        out: process.stdout,
      }),
    ),
};

const demoSpb: Command = {
  name: "demo spb",
  takes: "[--most N]",
  does: "lives a city portal's real appeals again (only where the shared data lies beside the repository)",
  async run(input) {
    if (!hasSharedData()) {
      console.error(
        "okno: the shared data is not here; this demo needs ../shared/data beside the repository.",
      );
      return 2;
    }
    const { values } = read(input.args, { most: { type: "string" } });
    const most = values.most === undefined ? undefined : Number(values.most);
    return withHouse(input, async (running) => {
      const began = performance.now();
      const bar = progressBar("Living the appeals again");
      const done = await makeSpbRegion(running.house, {
        trueNow: new Date(),
        progress: (count) => bar.show(count, most ?? 47_867),
        ...(most !== undefined && { most }),
      });
      bar.end();
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${done} appeals in ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)} a second`,
      );
      for (const [name, count] of await spbCounts(running.house))
        console.log(`  ${name.padEnd(28)} ${count}`);
      return 0;
    });
  },
};

const journalVerify: Command = {
  name: "journal verify",
  takes: "",
  does: "walks every chain of the journal and names each broken link",
  run: (input) =>
    withHouse(input, async (running) => {
      let broken = 0;
      for (const region of await running.house.regions.all()) {
        const { facts, faults } = await verifyJournal(await system(running, region.id, "journal"));
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
  triageHot,
  triageTrain,
  triageEvaluate,
  triageCard,
  triageSuggest,
  demoSpb,
  journalVerify,
];

export function usage(): string {
  const calls = commands.map(
    ({ name, takes, does }) => `  okno ${`${name} ${takes}`.trimEnd()}\n      ${does}`,
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
