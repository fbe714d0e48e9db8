-- Hours a consultant offers; a slot is taken by one consultation at most.
create table consultations_slots (
  region_id text not null references base_regions,
  id uuid not null,
  consultant_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  format text not null check (format in ('in-person', 'telephone', 'online')),
  -- Where one comes, or which link or number is called.
  place text not null default '',
  municipality_id uuid,
  -- Taken back by the consultant before anybody booked it.
  withdrawn boolean not null default false,
  check (ends_at > starts_at),
  primary key (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id)
);
create index consultations_slots_of on consultations_slots (region_id, consultant_id, starts_at);
-- What is free and coming, soonest first.
create index consultations_slots_coming on consultations_slots (region_id, starts_at, id) where not withdrawn;
call okno.guard('consultations_slots');

-- Several meetings with one group, planned together.
create table consultations_series (
  region_id text not null references base_regions,
  id uuid not null,
  title text not null,
  planned smallint not null check (planned between 2 and 50),
  about_project_id uuid,
  created_at timestamptz not null,
  primary key (region_id, id)
);
call okno.guard('consultations_series');

create table consultations_consultations (
  region_id text not null references base_regions,
  id uuid not null,
  -- What people say aloud: КС-2026-00012.
  number text not null,
  stage text not null check (stage in ('asked', 'taken', 'booked', 'given', 'closed', 'declined', 'withdrawn')),
  stage_since timestamptz not null,
  is_open boolean generated always as (stage in ('asked', 'taken', 'booked', 'given')) stored,
  timer text,
  due_at timestamptz,
  topic text not null,
  mode text not null check (mode in ('individual', 'group')),
  -- How the request came.
  channel text not null check (channel in ('form', 'telephone', 'project')),
  question text not null,
  contact_id uuid not null,
  municipality_id uuid not null,
  organisation_id uuid,
  -- Stand later: the project advised on, and the one in whose name advice is given.
  about_project_id uuid,
  programme_id uuid,
  series_id uuid,
  consultant_id uuid,
  slot_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  place text not null default '',
  asked_at timestamptz not null,
  taken_at timestamptz,
  given_at timestamptz,
  given_on date,
  minutes smallint,
  -- The record, five lines: what was asked, how things stand, what was advised, what was agreed, what comes next.
  record_asked text,
  record_situation text,
  record_advised text,
  record_agreed text,
  record_next text,
  next_due date,
  missed_count smallint not null default 0,
  outcome text,
  outcome_project_id uuid,
  outcome_note text not null default '',
  closed_at timestamptz,
  decline_reason text not null default '',
  link_hash bytea not null,
  -- The same form sent twice is one request.
  form_key text not null,
  version integer not null default 1,
  primary key (region_id, id),
  unique (region_id, number),
  unique (region_id, form_key),
  check ((stage in ('given', 'closed')) = (given_at is not null)),
  foreign key (region_id, contact_id) references people_contacts (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id),
  foreign key (region_id, slot_id) references consultations_slots (region_id, id),
  foreign key (region_id, series_id) references consultations_series (region_id, id)
);
-- The queue, by what is due first; the archive, newest first.
create index consultations_due on consultations_consultations (region_id, due_at, id) where is_open;
create index consultations_newest on consultations_consultations (region_id, asked_at desc, id desc);
create index consultations_newest_in on consultations_consultations (region_id, municipality_id, asked_at desc, id desc);
create index consultations_by_link on consultations_consultations (region_id, link_hash);
-- Two people never hold one slot.
create unique index consultations_by_slot on consultations_consultations (region_id, slot_id) where slot_id is not null and stage <> 'withdrawn';
-- What promises count.
create index consultations_given on consultations_consultations (region_id, given_on desc, id desc) where given_on is not null;
create index consultations_given_for on consultations_consultations (region_id, programme_id, given_on) where given_on is not null;
create index consultations_of_project on consultations_consultations (region_id, about_project_id) where about_project_id is not null;
call okno.guard('consultations_consultations');

-- Who else was there, when a group is advised.
create table consultations_people (
  region_id text not null references base_regions,
  consultation_id uuid not null,
  contact_id uuid not null,
  primary key (region_id, consultation_id, contact_id),
  foreign key (region_id, consultation_id) references consultations_consultations (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
call okno.guard('consultations_people');
