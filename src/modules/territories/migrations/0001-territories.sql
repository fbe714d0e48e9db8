-- Municipalities and settlements of a region; the region itself stands in base_regions.
create table territories_territories (
  region_id text not null references base_regions,
  id uuid not null,
  parent_id uuid,
  kind text not null check (kind in ('municipality', 'settlement')),
  -- Last part of the page's address: transliterated, unique in the region.
  slug text not null,
  name text not null,
  official_name text not null,
  oktmo text,
  population integer check (population >= 0),
  lat double precision,
  lon double precision,
  -- GeoJSON MultiPolygon as it was imported; the web gets a simplified twin.
  border jsonb,
  border_web jsonb,
  created_at timestamptz not null,
  primary key (region_id, id),
  unique (region_id, slug),
  foreign key (region_id, parent_id) references territories_territories (region_id, id)
);
create unique index territories_by_oktmo on territories_territories (region_id, oktmo, kind) where oktmo is not null;
create index territories_by_parent on territories_territories (region_id, parent_id, name);
call okno.guard('territories_territories');

-- Other names people use for a place: «Колпак», «Старый посёлок».
create table territories_aliases (
  region_id text not null references base_regions,
  territory_id uuid not null,
  name text not null,
  primary key (region_id, territory_id, name),
  foreign key (region_id, territory_id) references territories_territories (region_id, id) on delete cascade
);
call okno.guard('territories_aliases');

create table territories_streets (
  region_id text not null references base_regions,
  id uuid not null,
  territory_id uuid not null,
  name text not null,
  kind text not null,
  -- Name in the spelling used for comparing: lower case, without the kind of street.
  match_key text not null,
  primary key (region_id, id),
  unique (region_id, territory_id, match_key, kind),
  foreign key (region_id, territory_id) references territories_territories (region_id, id) on delete cascade
);
call okno.guard('territories_streets');

-- Other names people use for a street: «Сельмаш» for the street of the works.
create table territories_street_aliases (
  region_id text not null references base_regions,
  street_id uuid not null,
  name text not null,
  primary key (region_id, street_id, name),
  foreign key (region_id, street_id) references territories_streets (region_id, id) on delete cascade
);
call okno.guard('territories_street_aliases');

create table territories_houses (
  region_id text not null references base_regions,
  id uuid not null,
  street_id uuid not null,
  number text not null,
  -- The number in the spelling by which registers meet: house, building, structure, letter.
  match_key text not null,
  lat double precision,
  lon double precision,
  primary key (region_id, id),
  unique (region_id, street_id, match_key),
  foreign key (region_id, street_id) references territories_streets (region_id, id) on delete cascade
);
create index territories_houses_by_place on territories_houses (region_id, lat, lon) where lat is not null;
call okno.guard('territories_houses');

-- Schools, markets, bridges: what people name instead of an address.
create table territories_landmarks (
  region_id text not null references base_regions,
  id uuid not null,
  territory_id uuid not null,
  name text not null,
  lat double precision,
  lon double precision,
  primary key (region_id, id),
  unique (region_id, territory_id, name),
  foreign key (region_id, territory_id) references territories_territories (region_id, id) on delete cascade
);
call okno.guard('territories_landmarks');

-- A gazetteer file that was sent: looked through first, then taken. The bytes lie beside the pictures.
create table territories_imports (
  region_id text not null references base_regions,
  id uuid not null,
  file_name text not null,
  state text not null check (state in ('checking', 'checked', 'importing', 'imported', 'refused')),
  add_new boolean not null,
  rows_read integer not null,
  report jsonb,
  -- Word key of why the file was refused, and what the sentence needs.
  reason text,
  reason_detail text,
  created_at timestamptz not null,
  primary key (region_id, id)
);
create index territories_imports_by_age on territories_imports (region_id, created_at);
call okno.guard('territories_imports');
