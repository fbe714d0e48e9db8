import type pg from "pg";

/** Tables without region_id: they belong to the installation. */
export async function installationTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select table_name as name from information_schema.tables t
    where table_schema = 'public' and table_type = 'BASE TABLE' and not exists (
      select from information_schema.columns c
      where c.table_schema = 'public' and c.table_name = t.table_name and c.column_name = 'region_id')
    order by 1`);
  return rows.map((row) => row.name);
}

/** What breaks the law of shards: read from the database's own catalogue, sorted. */
export async function findShardFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(`
    with tenants as (
      select c.oid, c.relname, c.relrowsecurity, a.attnum as region
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'region_id'
      where c.relkind in ('r', 'p'))
    select k.relname || ': key ' || i.relname || ' does not begin with region_id' as fault
    from (select t.*, x.indexrelid, x.indkey from tenants t join pg_index x on x.indrelid = t.oid
          where x.indisunique and x.indkey[0] <> t.region) as k (oid, relname, guarded, region, indexrelid, indkey)
    join pg_class i on i.oid = k.indexrelid
    union all
    select t.relname || ': reference ' || conname || ' does not begin with region_id'
    from tenants t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f' and f.conkey[1] <> t.region
    where f.confrelid in (select oid from tenants)
    union all
    select relname || ': row-level security is off' from tenants where not relrowsecurity
    union all
    select relname || ': no policy by region' from tenants t where relrowsecurity and not exists (
      select from pg_policy p where p.polrelid = t.oid and pg_get_expr(p.polqual, p.polrelid) like '%okno.region%')
    order by 1`);
  return rows.map((row) => row.fault);
}
