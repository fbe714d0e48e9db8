import type { Ctx } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { Log } from "#base/log.ts";
import type { Module } from "#base/module.ts";
import type { Actor } from "#base/policy.ts";
import type { WordBook } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import {
  openOrganisations,
  organisationChoices,
  organisationNames,
  tiesOf,
} from "#modules/organisations/index.ts";
import { openConsultations } from "#modules/consultations/index.ts";
import { openEvents } from "#modules/events/index.ts";
import { forms } from "#modules/forms/index.ts";
import { insight } from "#modules/insight/index.ts";
import { openPeople } from "#modules/people/index.ts";
import { openProblems } from "#modules/problems/index.ts";
import { openProjects, projectChoices, projectOutgrowths } from "#modules/projects/index.ts";
import { projectPromised, promises } from "#modules/indicators/index.ts";
import { signals } from "#modules/signals/index.ts";
import { territories } from "#modules/territories/index.ts";
import { catalogue, triage } from "#modules/triage/index.ts";
import { openAdministration, type HouseParts } from "./administration/index.ts";

export type Opened = {
  /** In the order of `module-names.ts`; the house's own pages come last. */
  modules: readonly Module[];
  words: Record<string, WordBook>;
  /** Who makes this request, in this region, and to which organisations they belong today. */
  actorOf(request: Request, ctx: Ctx): Promise<Actor>;
  close(): Promise<void>;
};

/** Opens the modules in order, handing to each what an earlier one may not import. */
export function openModules(ground: {
  database: Database;
  appUrl: string;
  url: string;
  secret: string;
  log: Log;
  /** What the house's own pages ask of the house. */
  parts: Omit<HouseParts, "modules">;
}): Opened {
  const people = openPeople({ ...ground, organisationNames, organisationChoices });
  const organisations = openOrganisations({ topics: () => catalogue, projects: projectChoices });
  const modules: Module[] = [
    territories,
    people.module,
    organisations.module,
    forms,
    triage,
    openProblems({ outgrowths: projectOutgrowths }),
    signals,
    openEvents({ projects: projectChoices }).module,
    openConsultations({ projects: projectChoices }),
    openProjects({ promised: projectPromised }),
    promises,
    insight,
  ];
  modules.push(openAdministration({ ...ground.parts, modules: () => modules }));
  const books = modules.map((module) => [module.name, module.words] as const);
  return {
    modules,
    words: { base: { ru: baseRu, en: baseEn }, ...Object.fromEntries(books) },
    async actorOf(request, ctx) {
      const person = await people.personOf(request, ctx.house.database, ctx.region);
      if (person === undefined) return { kind: "guest" };
      const held = person.roles.flatMap(({ scope }) =>
        scope.kind === "organisation" ? [scope.id] : [],
      );
      return {
        kind: "person",
        ...person,
        ties: [...new Set([...held, ...(await tiesOf(ctx, person.id))])],
      };
    },
    close: () => people.close(),
  };
}
