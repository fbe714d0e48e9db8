create table organisations_organisations (
  region_id text not null references base_regions,
  id uuid not null,
  kind text not null check (kind in (
    'ministry', 'administration', 'utility', 'management-company', 'network', 'road-service', 'waste-operator',
    'transport', 'institution', 'authority', 'nko', 'tos', 'initiative-group', 'resource-centre', 'governance-centre', 'business'
  )),
  name text not null,
  short_name text not null,
  inn text,
  ogrn text,
  territory_id uuid,
  email text,
  phone text,
  site text,
  address text,
  active boolean not null default true,
  created_at timestamptz not null,
  -- Two people editing at once: the later one is told instead of overwriting.
  version integer not null default 1,
  search tsvector generated always as (to_tsvector('russian'::regconfig, name || ' ' || short_name || ' ' || coalesce(inn, ''))) stored,
  primary key (region_id, id),
  foreign key (region_id, territory_id) references territories_territories (region_id, id)
);
create unique index organisations_by_inn on organisations_organisations (region_id, inn) where inn is not null;
create unique index organisations_by_ogrn on organisations_organisations (region_id, ogrn) where ogrn is not null;
create index organisations_by_name on organisations_organisations (region_id, name, id);
create index organisations_search on organisations_organisations using gin (search);
call okno.guard('organisations_organisations');

-- Who belongs to which organisation, and when: independence of a check is judged by these rows.
create table organisations_ties (
  region_id text not null references base_regions,
  id uuid not null,
  organisation_id uuid not null,
  person_id uuid not null,
  role text not null,
  since date not null,
  until date,
  check (until is null or until >= since),
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index organisations_ties_by_person on organisations_ties (region_id, person_id);
create index organisations_ties_by_organisation on organisations_ties (region_id, organisation_id);
call okno.guard('organisations_ties');

-- Who answers for what, where and since when; the narrower row wins.
create table organisations_competence (
  region_id text not null references base_regions,
  id uuid not null,
  -- A topic's code, or a group's code for all its topics.
  topic text not null,
  -- A municipality, or null for the whole region.
  territory_id uuid,
  organisation_id uuid not null,
  valid_from date not null,
  valid_to date,
  reason text not null,
  -- The day before its beginning says: taken back before it came into force, kept as history.
  check (valid_to is null or valid_to >= valid_from - 1),
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id),
  foreign key (region_id, territory_id) references territories_territories (region_id, id)
);
create index organisations_competence_by_topic on organisations_competence (region_id, topic, territory_id);
call okno.guard('organisations_competence');
