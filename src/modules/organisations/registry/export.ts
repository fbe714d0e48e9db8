import type { ExportCell } from "#base/tables/csv-writer.ts";
import type { Ctx } from "#base/context.ts";
import type { Actor } from "#base/policy.ts";
import { may } from "#base/policy.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import {
  listActivityAreasByOrganisation,
  listLinksByOrganisation,
} from "../directions-links-store.ts";
import { organisationPolicy } from "../policy.ts";
import { streamOrganisations, type RegistryFilter } from "./store.ts";
import type { Organisation } from "../store.ts";
import type { OrganisationMessages } from "../messages.ts";

/** Returns the headers of the registry's files; an import recognises each of them. */
export function exportHeader(t: OrganisationMessages): string[] {
  const { fields: f, passport: p, imports: i } = t;
  return [
    i.fields.id,
    f.kind,
    p.legalForm,
    f.name,
    f.shortName,
    f.inn,
    f.ogrn,
    p.directions,
    f.territory,
    p.settlement,
    f.address,
    p.lat,
    p.lon,
    f.phone,
    f.email,
    f.site,
    p.links,
    p.description,
    p.openedOn,
    i.fields.openedUnder,
    p.openedLink,
    i.fields.state,
  ];
}

type ExportContext = {
  nameOf: (id: string | null) => string;
  directions: readonly string[];
  links: readonly string[];
};

function exportCells(
  actor: Actor,
  row: Organisation,
  { t, nameOf, directions, links }: ExportContext & { t: OrganisationMessages },
): ExportCell[] {
  const canReadContacts = may(organisationPolicy, actor, "read-contacts", row);
  return [
    row.id,
    t.kinds[row.kind],
    row.legal_form && t.legalForms[row.legal_form],
    row.name,
    row.short_name,
    row.inn,
    row.ogrn,
    directions.join("; "),
    row.territory_id === null ? t.wholeRegion : nameOf(row.territory_id),
    nameOf(row.settlement_id),
    canReadContacts ? row.address : null,
    canReadContacts ? row.lat : null,
    canReadContacts ? row.lon : null,
    canReadContacts ? row.phone : null,
    canReadContacts ? row.email : null,
    canReadContacts ? row.site : null,
    canReadContacts ? links.join("\n") : null,
    row.description,
    row.opened_on,
    row.opened_under,
    row.opened_link,
    row.active ? t.state.states.active : t.closed,
  ];
}

/** Yields the rows of a filter in batches, with what this reader may see. */
export async function* exportRows(
  ctx: Ctx,
  { filter, t }: { filter: RegistryFilter; t: OrganisationMessages },
): AsyncGenerator<ExportCell[][]> {
  const directory = await territoryDirectory(ctx);
  for await (const rows of streamOrganisations(ctx, filter)) {
    const ids = rows.map(({ id }) => id);
    const [directions, links] = [
      await listActivityAreasByOrganisation(ctx, ids),
      await listLinksByOrganisation(ctx, ids),
    ];
    yield rows.map((row) =>
      exportCells(ctx.actor, row, {
        t,
        nameOf: (id) => directory.nameOf(id),
        directions: (directions.get(row.id) ?? []).map((code) => t.directions[code]),
        links: links.get(row.id) ?? [],
      }),
    );
  }
}
