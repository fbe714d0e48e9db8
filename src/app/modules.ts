import type { Ctx } from "#base/context.ts";
import type { Log } from "#base/log.ts";
import type { Module } from "#base/module.ts";
import type { Actor } from "#base/policy.ts";
import type { MessageCatalog } from "#base/messages.ts";
import { en as baseEn } from "#base/messages.en.ts";
import { ru as baseRu } from "#base/messages.ru.ts";
import { createConsultationsModule, type ConsultationsDeps } from "#modules/consultations/index.ts";
import { createEventsModule, type EventsDeps } from "#modules/events/index.ts";
import { createFormsModule } from "#modules/forms/index.ts";
import { createIndicatorsModule, projectIndicators } from "#modules/indicators/index.ts";
import { createInsightModule } from "#modules/insight/index.ts";
import {
  createOrganisationsModule,
  listOrganisationOptions,
  loadOrganisationNames,
  listCurrentTies,
  type OrganisationsDeps,
} from "#modules/organisations/index.ts";
import {
  createAuthentication,
  createPeopleModule,
  type PeopleDeps,
} from "#modules/people/index.ts";
import { createProblemsModule, type ProblemsDeps } from "#modules/problems/index.ts";
import {
  createProjectsModule,
  projectLookup,
  linkedProjects,
  type ProjectsDeps,
} from "#modules/projects/index.ts";
import { createSignalsModule } from "#modules/signals/index.ts";
import { createTerritoriesModule } from "#modules/territories/index.ts";
import { catalogue, createTriageModule } from "#modules/triage/index.ts";
import { createAdministrationModule, type AdministrationDeps } from "./administration/index.ts";
import { moduleNames, type ModuleName } from "./module-names.ts";

/** What modules may not import from later ones: the application hands it in. */
type ModuleDeps = PeopleDeps &
  OrganisationsDeps &
  ProblemsDeps &
  EventsDeps &
  ConsultationsDeps &
  ProjectsDeps;

/** The order is that of `module-names.ts`; the compiler asks for a line of each name. */
const factories: Record<ModuleName, (deps: ModuleDeps) => Module> = {
  territories: createTerritoriesModule,
  people: createPeopleModule,
  organisations: createOrganisationsModule,
  forms: createFormsModule,
  triage: createTriageModule,
  problems: createProblemsModule,
  signals: createSignalsModule,
  events: createEventsModule,
  consultations: createConsultationsModule,
  projects: createProjectsModule,
  indicators: createIndicatorsModule,
  insight: createInsightModule,
};

export type ModuleSet = {
  /** In the order of `module-names.ts`; the application's own pages come last. */
  modules: readonly Module[];
  messages: Record<string, MessageCatalog>;
  /** Who makes this request, in this region, and to which organisations they belong today. */
  findActor(request: Request, ctx: Ctx): Promise<Actor>;
  close(): Promise<void>;
};

/** Creates the modules in order, handing to each what it may not import. */
export function createModules(deps: {
  databaseUrl: string;
  url: string;
  secret: string;
  log: Log;
  /** What the application's own pages ask of the application. */
  parts: Omit<AdministrationDeps, "modules">;
}): ModuleSet {
  const authentication = createAuthentication(deps);
  const moduleDeps: ModuleDeps = {
    authentication,
    loadOrganisationNames,
    listOrganisationOptions,
    topics: () => catalogue,
    projects: projectLookup,
    linkedProjects,
    renderIndicators: projectIndicators,
  };
  const modules = moduleNames.map((name) => factories[name](moduleDeps));
  modules.push(createAdministrationModule({ ...deps.parts, modules: () => modules }));
  const books = modules.map((module) => [module.name, module.messages] as const);
  return {
    modules,
    messages: { base: { ru: baseRu, en: baseEn }, ...Object.fromEntries(books) },
    async findActor(request, ctx) {
      const person = await authentication.authenticate(request, ctx.app.database, ctx.region);
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
    close: () => authentication.close(),
  };
}
