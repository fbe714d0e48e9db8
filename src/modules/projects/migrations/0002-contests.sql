-- Forms of contests that the region keeps beside, or instead of, the built-in ones.
create table projects_profiles (
  region_id text not null references base_regions,
  code text not null,
  definition jsonb not null,
  saved_by uuid,
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (region_id, code)
);
call okno.guard('projects_profiles');

-- A contest that takes applications, from day to day.
create table projects_calls (
  region_id text not null references base_regions,
  id uuid not null,
  profile text not null,
  title text not null,
  opens_on date not null,
  closes_on date not null,
  link text not null default '',
  note text not null default '',
  created_at timestamptz not null,
  version integer not null default 1,
  check (closes_on >= opens_on),
  primary key (region_id, id)
);
-- Open calls, soonest to close first.
create index projects_calls_closing on projects_calls (region_id, closes_on, id);
call okno.guard('projects_calls');

-- A project cut for one contest. Money is in kopecks.
create table projects_applications (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  -- First, second… application of its project; part of the address.
  seq smallint not null,
  profile text not null,
  contest text not null,
  call_id uuid,
  direction text not null default '',
  -- The former application that this one mends.
  former_id uuid,
  stage text not null check (stage in ('draft', 'submitted', 'supported', 'not-supported', 'withdrawn')),
  -- As the funder gave it: Р39-22-2-000039.
  number text not null default '',
  asked bigint check (asked >= 0),
  granted bigint check (granted >= 0),
  agreement text not null default '',
  submitted_on date,
  decided_on date,
  score numeric(7, 2),
  -- What the funder said with the decision; its keepers may let guests read it.
  remarks text not null default '',
  remarks_public boolean not null default false,
  review_round smallint not null default 0,
  -- Authors see who reviewed.
  names_shown boolean not null default false,
  -- The form and its texts as they were sent, and their SHA-256.
  snapshot jsonb,
  snapshot_sha256 text,
  started_at timestamptz not null,
  started_by uuid,
  version integer not null default 1,
  check ((snapshot is null) = (snapshot_sha256 is null)),
  primary key (region_id, id),
  unique (region_id, project_id, seq),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, call_id) references projects_calls (region_id, id),
  foreign key (region_id, former_id) references projects_applications (region_id, id)
);
-- A funder's number names one application.
create unique index projects_applications_by_number on projects_applications (region_id, number) where number <> '';
call okno.guard('projects_applications');

-- Every text that a field of an application ever had; the newest version is the present one.
create table projects_application_texts (
  region_id text not null references base_regions,
  application_id uuid not null,
  field text not null,
  version integer not null,
  text text not null,
  -- Where it was copied from, and how it stood there: a later edit shows as a change.
  origin text not null check (origin in ('passport', 'application', 'own')),
  source_id uuid,
  source_text text not null default '',
  person_id uuid,
  at timestamptz not null,
  primary key (region_id, application_id, field, version),
  foreign key (region_id, application_id) references projects_applications (region_id, id)
);
call okno.guard('projects_application_texts', 'select, insert');

-- Which text of a field was copied into the funder's electronic form.
create table projects_application_copied_fields (
  region_id text not null references base_regions,
  application_id uuid not null,
  field text not null,
  text_version integer not null,
  person_id uuid,
  at timestamptz not null,
  primary key (region_id, application_id, field),
  foreign key (region_id, application_id) references projects_applications (region_id, id)
);
call okno.guard('projects_application_copied_fields');

create table projects_reviews (
  region_id text not null references base_regions,
  id uuid not null,
  application_id uuid not null,
  round smallint not null,
  reviewer_id uuid not null,
  state text not null check (state in ('assigned', 'written')),
  -- { criterion: { points, comment } }
  points jsonb not null default '{}',
  verdict text check (verdict in ('ready', 'needs-work')),
  comment text not null default '',
  assigned_at timestamptz not null,
  written_at timestamptz,
  version integer not null default 1,
  check ((state = 'written') = (written_at is not null)),
  primary key (region_id, id),
  unique (region_id, application_id, round, reviewer_id),
  foreign key (region_id, application_id) references projects_applications (region_id, id)
);
-- What one reviewer has before them.
create index projects_reviews_of on projects_reviews (region_id, reviewer_id, assigned_at desc);
call okno.guard('projects_reviews');

-- What is to be mended: said by the funder about the former application, or by a reviewer about this one.
create table projects_application_remarks (
  region_id text not null references base_regions,
  id uuid not null,
  application_id uuid not null,
  kind text not null check (kind in ('decision', 'review')),
  review_id uuid,
  round smallint not null default 0,
  field text not null default '',
  text text not null,
  -- The version of the field's text that the remark speaks of.
  text_version integer not null default 0,
  position smallint not null default 0,
  answer text not null default '',
  settled_at timestamptz,
  settled_by uuid,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, application_id) references projects_applications (region_id, id),
  foreign key (region_id, review_id) references projects_reviews (region_id, id)
);
create index projects_application_remarks_of on projects_application_remarks (region_id, application_id, round, position);
call okno.guard('projects_application_remarks');

-- Activities that cost nothing and are right to: the logic check is told so.
create table projects_costless_activities (
  region_id text not null references base_regions,
  project_id uuid not null,
  activity_id uuid not null,
  primary key (region_id, project_id, activity_id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, activity_id) references projects_activities (region_id, id) on delete cascade
);
call okno.guard('projects_costless_activities');
