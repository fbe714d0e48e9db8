-- A promised number of a project; what is done is never stored, it is counted from facts when asked.
create table indicators_indicators (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  title text not null,
  -- As it stands after a number: «24 семинаров».
  unit text not null,
  -- Of the whole, of each place or of each month, as the scope says; of a share, per cent.
  target numeric(14, 2) not null check (target > 0),
  -- Name of a count source, and how the question to it is narrowed.
  source text not null,
  parts jsonb not null,
  scope text not null check (scope in ('total', 'per-place', 'per-month')),
  -- Municipalities; empty means the whole region.
  places uuid[] not null default '{}',
  starts_on date not null,
  due_on date not null,
  -- [{ day, value }] by which day how much; null is an even pace.
  steps jsonb,
  control_point boolean not null default false,
  withdrawn_at timestamptz,
  -- Two people at once: who saves second must have seen the first one's change.
  version integer not null default 1,
  created_at timestamptz not null,
  check (due_on >= starts_on),
  check (scope <> 'per-place' or cardinality(places) > 0),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
-- The board of a project.
create index indicators_of_project on indicators_indicators (region_id, project_id, position, id);
-- The page of one municipality.
create index indicators_at_place on indicators_indicators using gin (places) where withdrawn_at is null;
call okno.guard('indicators_indicators');

-- What a promise said before each change, and why it was changed.
create table indicators_versions (
  region_id text not null references base_regions,
  indicator_id uuid not null,
  version integer not null,
  terms jsonb not null,
  reason text not null default '',
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (region_id, indicator_id, version),
  foreign key (region_id, indicator_id) references indicators_indicators (region_id, id)
);
call okno.guard('indicators_versions', 'select, insert');

-- A fact entered by hand: it counts as confirmed only when a second person has seen its file.
create table indicators_entries (
  region_id text not null references base_regions,
  id uuid not null,
  indicator_id uuid not null,
  place_id uuid,
  day date not null,
  amount numeric(14, 2) not null check (amount > 0),
  text text not null,
  -- An attachment.
  file_id uuid not null,
  state text not null check (state in ('waiting', 'approved', 'refused')),
  entered_by uuid,
  -- Organisations of who entered it, then: the second person had better come from elsewhere.
  entered_ties uuid[] not null default '{}',
  entered_at timestamptz not null,
  reviewed_by uuid,
  reviewed_at timestamptz,
  same_organisation boolean not null default false,
  refusal text not null default '',
  check ((state = 'waiting') = (reviewed_at is null)),
  check (state <> 'approved' or reviewed_by is distinct from entered_by),
  primary key (region_id, id),
  foreign key (region_id, indicator_id) references indicators_indicators (region_id, id)
);
create index indicators_entries_of on indicators_entries (region_id, indicator_id, day desc, id desc);
-- What waits for a second person.
create index indicators_entries_pending on indicators_entries (region_id, entered_at) where state = 'waiting';
call okno.guard('indicators_entries');

-- An ended period as it was when it was locked; later changes of facts show beside it.
create table indicators_periods (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  from_day date not null,
  to_day date not null,
  snapshot jsonb not null,
  -- SHA-256 of the snapshot as canonical JSON, hex.
  sha256 text not null,
  locked_by uuid,
  locked_at timestamptz not null,
  check (to_day >= from_day),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index indicators_periods_of on indicators_periods (region_id, project_id, from_day);
call okno.guard('indicators_periods', 'select, insert');

-- The report of a project, or of the centre's year: typed parts here, everything else from facts.
create table indicators_reports (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid,
  year smallint,
  -- { part: text }
  texts jsonb not null default '{}',
  sent_at timestamptz,
  sent_by uuid,
  -- The document as it was sent, and its SHA-256, hex.
  snapshot jsonb,
  sha256 text,
  version integer not null default 1,
  check ((project_id is null) <> (year is null)),
  check ((sent_at is null) = (snapshot is null) and (sent_at is null) = (sha256 is null)),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create unique index indicators_reports_of on indicators_reports (region_id, project_id) where project_id is not null;
create unique index indicators_reports_of_year on indicators_reports (region_id, year) where year is not null;
call okno.guard('indicators_reports');

-- Typed parts of a report before each change.
create table indicators_report_revisions (
  region_id text not null references base_regions,
  report_id uuid not null,
  version integer not null,
  texts jsonb not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (region_id, report_id, version),
  foreign key (region_id, report_id) references indicators_reports (region_id, id)
);
call okno.guard('indicators_report_revisions', 'select, insert');
