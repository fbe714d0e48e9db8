import type { Ctx } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { Log } from "#base/log.ts";
import type { Module } from "#base/module.ts";
import type { Actor } from "#base/policy.ts";
import type { MessageCatalog } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import {
  createOrganisationsModule,
  listOrganisationOptions,
  loadOrganisationNames,
  listCurrentTies,
} from "#modules/organisations/index.ts";
import { createConsultationsModule } from "#modules/consultations/index.ts";
import { createEventsModule } from "#modules/events/index.ts";
import { forms } from "#modules/forms/index.ts";
import { insight } from "#modules/insight/index.ts";
import { createPeopleModule } from "#modules/people/index.ts";
import { createProblemsModule } from "#modules/problems/index.ts";
import { createProjectsModule, projectLookup, linkedProjects } from "#modules/projects/index.ts";
import { projectIndicators, indicators } from "#modules/indicators/index.ts";
import { signals } from "#modules/signals/index.ts";
import { territories } from "#modules/territories/index.ts";
import { catalogue, triage } from "#modules/triage/index.ts";
import { createAdministrationModule, type AdministrationDeps } from "./administration/index.ts";

export type ModuleSet = {
  /** In the order of `module-names.ts`; the house's own pages come last. */
  modules: readonly Module[];
  messages: Record<string, MessageCatalog>;
  /** Who makes this request, in this region, and to which organisations they belong today. */
  findActor(request: Request, ctx: Ctx): Promise<Actor>;
  close(): Promise<void>;
};

/** Opens the modules in order, handing to each what an earlier one may not import. */
export function createModules(deps: {
  database: Database;
  databaseUrl: string;
  url: string;
  secret: string;
  log: Log;
  /** What the house's own pages ask of the house. */
  parts: Omit<AdministrationDeps, "modules">;
}): ModuleSet {
  const people = createPeopleModule({ ...deps, loadOrganisationNames, listOrganisationOptions });
  const organisations = createOrganisationsModule({
    topics: () => catalogue,
    projects: projectLookup,
  });
  const modules: Module[] = [
    territories,
    people.module,
    organisations.module,
    forms,
    triage,
    createProblemsModule({ linkedProjects }),
    signals,
    createEventsModule({ projects: projectLookup }).module,
    createConsultationsModule({ projects: projectLookup }),
    createProjectsModule({ renderIndicators: projectIndicators }),
    indicators,
    insight,
  ];
  modules.push(createAdministrationModule({ ...deps.parts, modules: () => modules }));
  const books = modules.map((module) => [module.name, module.messages] as const);
  return {
    modules,
    messages: { base: { ru: baseRu, en: baseEn }, ...Object.fromEntries(books) },
    async findActor(request, ctx) {
      const person = await people.authenticate(request, ctx.app.database, ctx.region);
      if (person === undefined) return { kind: "guest" };
      const held = person.roles.flatMap(({ scope }) =>
        scope.kind === "organisation" ? [scope.id] : [],
      );
      return {
        kind: "person",
        ...person,
        ties: [...new Set([...held, ...(await listCurrentTies(ctx, person.id))])],
      };
    },
    close: () => people.close(),
  };
}
