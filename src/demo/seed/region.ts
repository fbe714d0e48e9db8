import { Readable } from "node:stream";
import { csvLine, type ExportCell } from "#base/tables/csv-writer.ts";
import type { Actor, RoleAt } from "#base/policy.ts";
import {
  registerOrganisation,
  setCompetence,
  addTie,
  type OrganisationKind,
} from "#modules/organisations/index.ts";
import { createPerson, grantRole, type GrantInput } from "#modules/people/index.ts";
import { addLandmark, importGazetteer, territoryDirectory } from "#modules/territories/index.ts";
import {
  COMPETENCES,
  DEMO_PASSWORD,
  FIRST_DAY,
  housesOf,
  MUNICIPALITIES,
  ORGANISATIONS,
  PEOPLE,
  REGION,
  type DemoOrganisation,
  type DemoPerson,
  type DemoSettlement,
} from "../region/index.ts";
import { founder, type ReplayContext } from "./replay-context.ts";

/** Keys of the imaginary region's data → what became of them in the house. */
export type SeededIds = {
  municipalities: Map<string, string>;
  settlements: Map<string, string>;
  organisations: Map<string, string>;
  people: Map<string, Extract<Actor, { kind: "person" }>>;
};

const opening = new Date(`${FIRST_DAY}T00:00:00+05:00`);

/** Builds places, bodies, competence and people of the imaginary region through the modules' actions. */
export async function seedRegion(replay: ReplayContext): Promise<SeededIds> {
  const places = await seedPlaces(replay);
  const organisations = await seedOrganisations(replay, places.municipalities);
  const people = await seedPeople(replay, places.municipalities, organisations);
  return { ...places, organisations, people };
}

async function seedPlaces(
  replay: ReplayContext,
): Promise<Pick<SeededIds, "municipalities" | "settlements">> {
  const ctx = await replay.at(opening, founder);
  for (const source of [bordersFile(), settlementsFile(), housesFile()]) {
    const report = await importGazetteer(ctx, Readable.from([Buffer.from(source)]));
    const trouble =
      report.rejected[0]?.reason ?? report.ambiguous[0]?.name ?? report.unmatched[0]?.name;
    if (trouble !== undefined) throw new Error(`The demo's own places were refused: ${trouble}`);
  }
  const directory = await territoryDirectory(ctx);
  const municipalities = new Map<string, string>();
  const settlements = new Map<string, string>();
  for (const municipality of MUNICIPALITIES) {
    const found = directory.municipalities.find((one) => one.officialName === municipality.name);
    if (found === undefined)
      throw new Error(`The demo's municipality ${municipality.code} did not arrive`);
    municipalities.set(municipality.code, found.id);
    const here = directory.settlementsOf(found.id);
    for (const settlement of municipality.settlements) {
      const id = here.find(
        (one) => one.officialName === `${settlement.kind} ${settlement.name}`,
      )?.id;
      if (id === undefined) {
        const known = here.map((one) => one.name).join(", ");
        throw new Error(`The demo's settlement ${settlement.name} is not among ${known}`);
      }
      settlements.set(settlement.code, id);
      for (const { name, at } of settlement.landmarks) {
        await addLandmark(ctx, { territoryId: id, name, lon: at[0], lat: at[1] });
      }
    }
  }
  return { municipalities, settlements };
}

function bordersFile(): string {
  const features = MUNICIPALITIES.map(({ name, oktmo, population, borders }) => ({
    type: "Feature",
    properties: { name, oktmo, population },
    geometry: borders,
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

const lineOf = (cells: readonly ExportCell[]): string => csvLine(cells, { zone: "UTC" });

function settlementsFile(): string {
  const head = lineOf(["kind", "name", "parent", "oktmo", "population", "lat", "lon"]);
  const lines = MUNICIPALITIES.flatMap((municipality) =>
    municipality.settlements.map(({ kind, name, oktmo, population, centre }) =>
      lineOf([
        "settlement",
        `${kind} ${name}`,
        municipality.name,
        oktmo,
        population,
        centre[1],
        centre[0],
      ]),
    ),
  );
  return head + lines.join("");
}

function housesFile(): string {
  const head = lineOf(["lat", "lon", "address"]);
  const lines = MUNICIPALITIES.flatMap((municipality) =>
    municipality.settlements.flatMap((settlement) =>
      settlement.streets.flatMap((street) =>
        housesOf(street).map(({ number, at }) =>
          lineOf([at[1], at[0], addressOf(municipality.name, settlement, street.name, number)]),
        ),
      ),
    ),
  );
  return head + lines.join("");
}

function addressOf(
  district: string,
  { kind, name }: DemoSettlement,
  street: string,
  house: string,
): string {
  return `${REGION.name}, ${district}, ${kind} ${name}, улица ${street}, д. ${house}`;
}

const kindOf: Record<DemoOrganisation["kind"], OrganisationKind> = {
  ministry: "ministry",
  administration: "administration",
  "municipal-utility": "utility",
  "management-company": "management-company",
  "network-company": "network",
  "road-service": "road-service",
  "waste-operator": "waste-operator",
  "transport-company": "transport",
  nko: "nko",
  tos: "tos",
  "resource-centre": "resource-centre",
};

async function seedOrganisations(
  stage: ReplayContext,
  municipalities: SeededIds["municipalities"],
) {
  const ctx = await stage.at(opening, founder);
  const organisations = new Map<string, string>();
  for (const one of ORGANISATIONS) {
    const { id } = await registerOrganisation(ctx, {
      kind: kindOf[one.kind],
      name: one.name,
      shortName: one.short,
      inn: one.inn,
      ogrn: one.ogrn,
      territoryId: one.municipality === null ? null : municipalities.get(one.municipality),
      email: one.email,
      phone: one.phone,
      site: one.site,
      address: one.address,
    });
    organisations.set(one.key, id);
  }
  for (const rule of COMPETENCES) {
    await setCompetence(ctx, {
      topic: rule.topic,
      territoryId:
        rule.municipality === null ? null : (municipalities.get(rule.municipality) ?? null),
      organisationId: organisations.get(rule.body) ?? "",
      validFrom: rule.from,
      validTo: rule.until,
      reason: rule.reason,
    });
  }
  return organisations;
}

const roleOf: Record<DemoPerson["role"], GrantInput["role"]> = {
  administrator: "administrator",
  "cur-operator": "operator",
  coordinator: "coordinator",
  specialist: "specialist",
  editor: "editor",
  head: "head",
  "council-secretary": "secretary",
  consultant: "consultant",
  reviewer: "reviewer",
  nko: "nko",
  funder: "funder",
};

async function seedPeople(
  stage: ReplayContext,
  municipalities: SeededIds["municipalities"],
  organisations: SeededIds["organisations"],
) {
  const ctx = await stage.at(opening, founder);
  // The slow part, a password's hash, is done side by side.
  const created = await Promise.all(
    PEOPLE.map(({ name, email }) => createPerson(ctx, { name, email, password: DEMO_PASSWORD })),
  );
  const people: SeededIds["people"] = new Map();
  for (const [index, person] of PEOPLE.entries()) {
    const id = created[index]?.id ?? "";
    const role = roleOf[person.role];
    const roles: RoleAt[] = [];
    for (const scope of scopesOf(person, role)) {
      const territoryId = scope.municipality && municipalities.get(scope.municipality);
      const organisationId = scope.organisation && organisations.get(scope.organisation);
      await grantRole(ctx, id, {
        role,
        ...(territoryId && { territoryId }),
        ...(organisationId && { organisationId }),
      });
      roles.push({
        role,
        scope: territoryId
          ? { kind: "territory", id: territoryId }
          : organisationId
            ? { kind: "organisation", id: organisationId }
            : { kind: "region" },
      });
    }
    const ties: string[] = [];
    for (const tie of person.ties) {
      const organisationId = organisations.get(tie.organisation) ?? "";
      await addTie(ctx, { organisationId, personId: id, role: "employee", since: tie.since });
      ties.push(organisationId);
    }
    people.set(person.key, { kind: "person", id, name: person.name, roles, ties });
  }
  return people;
}

function scopesOf(
  person: DemoPerson,
  role: GrantInput["role"],
): { municipality?: string; organisation?: string }[] {
  if (role === "secretary") return [];
  if (role === "specialist" || role === "nko")
    return person.ties.map(({ organisation }) => ({ organisation }));
  if (person.municipalities.length === 0) return [{}];
  return person.municipalities.map((municipality) => ({ municipality }));
}
