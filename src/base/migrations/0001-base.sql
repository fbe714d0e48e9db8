-- Everything that belongs to a region begins its keys with region_id and is guarded by it.
create schema okno;
grant usage on schema okno, public to okno_app;

create extension if not exists pg_trgm;

-- Row-level security lets only leakproof operators use an index beside its own condition; without this
-- every text search reads the whole region. They reveal nothing of rows they do not answer. Only a
-- superuser may say so; elsewhere searches are slower and the operator's guide names the statements.
do $$ begin
  alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;
  alter function pg_catalog.textlike(text, text) leakproof;
  alter function pg_catalog.texticlike(text, text) leakproof;
  alter function similarity_op(text, text) leakproof;
  alter function word_similarity_op(text, text) leakproof;
exception when insufficient_privilege then
  raise notice 'Text search will not use its indexes: the owner of the database is no superuser';
end $$;

create table base_regions (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
  name_ru text not null,
  name_en text not null,
  time_zone text not null,
  -- Name of the region's rule pack, its map frame, telephone and other settings.
  settings jsonb not null default '{}',
  created_at timestamptz not null
);
grant select, insert, update on base_regions to okno_app;

-- Makes a table a tenant's table: only rows of the region set for the connection are seen or written.
create procedure okno.guard(tenant regclass, privileges text default 'select, insert, update, delete')
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant);
  execute format(
    'create policy by_region on %s using (region_id = current_setting(''okno.region'', true))
     with check (region_id = current_setting(''okno.region'', true))', tenant);
  execute format('grant %s on %s to okno_app', privileges, tenant);
end $$;

-- The journal: what happened, once and for ever. Facts carry ids and codes, never a person's words.
create table base_facts (
  region_id text not null references base_regions,
  subject_id uuid not null,
  seq integer not null,
  id uuid not null,
  type text not null,
  at timestamptz not null,
  actor text not null,
  data jsonb not null,
  previous bytea,
  hash bytea not null,
  primary key (region_id, subject_id, seq)
);
create index base_facts_by_type on base_facts (region_id, type, at);
create index base_facts_newest on base_facts (region_id, at, id);
call okno.guard('base_facts', 'select, insert');

-- Short numbers people can say aloud; gaps are allowed, repeats are not.
create table base_numbers (
  region_id text not null references base_regions,
  series text not null,
  last bigint not null,
  primary key (region_id, series)
);
call okno.guard('base_numbers');

-- Every letter is written here first; without SMTP settings this page is where it lands.
create table base_emails (
  region_id text not null references base_regions,
  id uuid not null,
  recipient text not null,
  subject text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'kept', 'failed')),
  -- Repeating the same key never writes a second letter.
  dedupe_key text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  error text,
  primary key (region_id, id),
  unique (region_id, dedupe_key)
);
create index base_emails_newest on base_emails (region_id, created_at desc, id desc);
call okno.guard('base_emails');

-- Pictures, re-encoded; the bytes lie beside the database under their id.
create table base_pictures (
  region_id text not null references base_regions,
  id uuid not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  alt text not null default '',
  -- A picture belongs to one thing for ever: an id from another form or letter attaches nothing.
  attached boolean not null default false,
  -- It becomes public with the thing that shows it.
  public boolean not null default false,
  created_at timestamptz not null,
  primary key (region_id, id)
);
call okno.guard('base_pictures');
