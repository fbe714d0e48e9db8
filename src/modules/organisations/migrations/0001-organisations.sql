create table organisations_organisations (
  region_id text not null references base_regions,
  id uuid not null,
  kind text not null check (kind in (
    'ministry', 'administration', 'utility', 'management-company', 'network', 'road-service', 'waste-operator',
    'transport', 'institution', 'authority', 'nko', 'tos', 'initiative-group', 'initiative-centre',
    'neighbourhood-centre', 'resource-centre', 'governance-centre', 'business'
  )),
  name text not null,
  short_name text not null,
  inn text,
  ogrn text,
  legal_form text,
  territory_id uuid,
  settlement_id uuid,
  lat double precision,
  lon double precision,
  email text,
  phone text,
  site text,
  address text,
  -- What it does, in its own words.
  description text not null default '',
  logo uuid,
  -- The day it was founded or its doors opened.
  opened_on date,
  -- The project that opened it; projects stand later.
  opened_under uuid,
  -- What proves the opening: an address, a document, or the word of a keeper who looked.
  opened_link text,
  opened_file uuid,
  opened_checked_by uuid,
  opened_checked_at timestamptz,
  active boolean not null default true,
  -- The last day on which somebody of it, or a keeper, said that it works.
  confirmed_on date,
  -- Asked, and nobody answered.
  unconfirmed_since date,
  -- The same organisation kept twice: the card it was merged into, and the one that holds both now.
  merged_into uuid,
  holder_id uuid,
  -- Fields of the holder that the merge filled, so that undoing empties them again.
  merge_filled text[],
  created_at timestamptz not null,
  -- Two people editing at once: the later one is told instead of overwriting.
  version integer not null default 1,
  -- Names without quotes and words of legal form: what likely duplicates are found by.
  name_key text not null default '',
  short_key text not null default '',
  search tsvector generated always as (to_tsvector('russian'::regconfig,
    name || ' ' || short_name || ' ' || coalesce(inn, '') || ' ' || description)) stored,
  check ((lat is null) = (lon is null)),
  check ((merged_into is null) = (holder_id is null)),
  primary key (region_id, id),
  foreign key (region_id, territory_id) references territories_territories (region_id, id),
  foreign key (region_id, settlement_id) references territories_territories (region_id, id),
  foreign key (region_id, merged_into) references organisations_organisations (region_id, id),
  foreign key (region_id, holder_id) references organisations_organisations (region_id, id)
);
-- A merged card keeps its number without taking it from the card that holds it.
create unique index organisations_by_inn on organisations_organisations (region_id, inn) where inn is not null and holder_id is null;
create unique index organisations_by_ogrn on organisations_organisations (region_id, ogrn) where ogrn is not null and holder_id is null;
create index organisations_by_name on organisations_organisations (region_id, name, id) where holder_id is null;
-- The list of a kind, and of a municipality, in the order of names.
create index organisations_by_kind on organisations_organisations (region_id, kind, name, id) where holder_id is null;
create index organisations_by_place on organisations_organisations (region_id, territory_id, name, id) where holder_id is null;
create index organisations_by_holder on organisations_organisations (region_id, holder_id) where holder_id is not null;
create index organisations_by_opening on organisations_organisations (region_id, opened_on, id) where opened_on is not null;
-- The very same name in a file of an import, and names almost alike.
create index organisations_by_key on organisations_organisations (region_id, name_key);
create index organisations_alike on organisations_organisations using gin (name_key gin_trgm_ops);
create index organisations_alike_short on organisations_organisations using gin (short_key gin_trgm_ops);
create index organisations_search on organisations_organisations using gin (search);
call okno.guard('organisations_organisations');

-- What it works on; the catalogue stands in code.
create table organisations_directions (
  region_id text not null references base_regions,
  organisation_id uuid not null,
  direction text not null,
  primary key (region_id, organisation_id, direction),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id) on delete cascade
);
create index organisations_directions_of on organisations_directions (region_id, direction, organisation_id);
call okno.guard('organisations_directions');

-- Pages in social networks and elsewhere, in the order they were written.
create table organisations_links (
  region_id text not null references base_regions,
  organisation_id uuid not null,
  position integer not null,
  url text not null,
  primary key (region_id, organisation_id, position),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id) on delete cascade
);
call okno.guard('organisations_links');

-- What it does for residents; without places it is for the whole region.
create table organisations_services (
  region_id text not null references base_regions,
  id uuid not null,
  organisation_id uuid not null,
  title text not null,
  need text not null,
  for_whom text not null,
  how text not null,
  price text not null check (price in ('free', 'partly', 'paid')),
  active boolean not null default true,
  -- The last day on which somebody said that it is still so.
  checked_on date not null,
  created_at timestamptz not null,
  search tsvector generated always as (to_tsvector('russian'::regconfig, title || ' ' || for_whom || ' ' || how)) stored,
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index organisations_services_by_title on organisations_services (region_id, title, id) where active;
create index organisations_services_by_need on organisations_services (region_id, need, title, id) where active;
create index organisations_services_of on organisations_services (region_id, organisation_id);
create index organisations_services_search on organisations_services using gin (search);
call okno.guard('organisations_services');

create table organisations_service_places (
  region_id text not null references base_regions,
  service_id uuid not null,
  territory_id uuid not null,
  primary key (region_id, service_id, territory_id),
  foreign key (region_id, service_id) references organisations_services (region_id, id) on delete cascade,
  foreign key (region_id, territory_id) references territories_territories (region_id, id)
);
create index organisations_service_places_in on organisations_service_places (region_id, territory_id);
call okno.guard('organisations_service_places');

-- Who sits in it and for which term; people of contacts, with or without an account.
create table organisations_members (
  region_id text not null references base_regions,
  id uuid not null,
  organisation_id uuid not null,
  contact_id uuid not null,
  role text not null,
  since date not null,
  until date,
  -- The person agreed that the page names them.
  public boolean not null default false,
  check (until is null or until >= since),
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
create index organisations_members_of on organisations_members (region_id, organisation_id);
create index organisations_members_who on organisations_members (region_id, contact_id);
call okno.guard('organisations_members');

-- How organisations belong together, read from `from_id`: is the founder of, works at, …
create table organisations_relations (
  region_id text not null references base_regions,
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  kind text not null check (kind in ('founder-of', 'member-of', 'partner-of', 'works-at', 'branch-of')),
  since date,
  until date,
  check (from_id <> to_id),
  check (until is null or since is null or until >= since),
  primary key (region_id, id),
  foreign key (region_id, from_id) references organisations_organisations (region_id, id),
  foreign key (region_id, to_id) references organisations_organisations (region_id, id)
);
create index organisations_relations_from on organisations_relations (region_id, from_id);
create index organisations_relations_to on organisations_relations (region_id, to_id);
call okno.guard('organisations_relations');

-- What an organisation asks to have changed and only a keeper may: name, numbers, kind.
create table organisations_proposals (
  region_id text not null references base_regions,
  id uuid not null,
  organisation_id uuid not null,
  changes jsonb not null,
  reason text not null,
  state text not null check (state in ('waiting', 'accepted', 'declined')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  remark text,
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
-- One open proposal at a time: the second is written over the first by nobody.
create unique index organisations_proposals_open on organisations_proposals (region_id, organisation_id) where state = 'waiting';
create index organisations_proposals_newest on organisations_proposals (region_id, state, proposed_at);
call okno.guard('organisations_proposals');

-- The yearly question «do you still work?»; the link's secret is derived and never kept.
create table organisations_annual_checks (
  region_id text not null references base_regions,
  id uuid not null,
  organisation_id uuid not null,
  asked_on date not null,
  -- False where there was no address to write to.
  written boolean not null,
  answer text check (answer in ('yes', 'changed', 'closed')),
  answered_at timestamptz,
  note text not null default '',
  primary key (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index organisations_annual_checks_of on organisations_annual_checks (region_id, organisation_id, asked_on);
create index organisations_annual_checks_waiting on organisations_annual_checks (region_id, asked_on) where answer is null;
call okno.guard('organisations_annual_checks');

-- A file of organisations on its way in.
create table organisations_imports (
  region_id text not null references base_regions,
  id uuid not null,
  file_name text not null,
  state text not null check (state in ('checking', 'checked', 'importing', 'imported', 'undoing', 'undone', 'refused')),
  -- Column number → field; empty until somebody says otherwise than was guessed.
  mapping jsonb,
  options jsonb not null,
  rows_read integer not null default 0,
  report jsonb,
  reason text,
  created_by uuid,
  created_at timestamptz not null,
  primary key (region_id, id)
);
create index organisations_imports_newest on organisations_imports (region_id, created_at);
call okno.guard('organisations_imports');

-- What became of each row, with what stood before: undoing an import reads this.
create table organisations_import_rows (
  region_id text not null references base_regions,
  import_id uuid not null,
  line integer not null,
  outcome text not null check (outcome in ('new', 'same', 'changed', 'likely', 'wrong')),
  name text not null,
  organisation_id uuid,
  reason text,
  detail text not null default '',
  -- What a person decided about a likely twin.
  decision text check (decision in ('same', 'new', 'skip')),
  before jsonb,
  after jsonb,
  primary key (region_id, import_id, line),
  foreign key (region_id, import_id) references organisations_imports (region_id, id)
);
create index organisations_import_rows_by_outcome on organisations_import_rows (region_id, import_id, outcome, line);
call okno.guard('organisations_import_rows');

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
create index organisations_competence_of on organisations_competence (region_id, organisation_id);
create index organisations_competence_by_topic on organisations_competence (region_id, topic, territory_id);
call okno.guard('organisations_competence');
