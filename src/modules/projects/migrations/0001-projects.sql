-- Money is in kopecks throughout, so that sums are whole numbers.
create table projects_projects (
  region_id text not null references base_regions,
  id uuid not null,
  -- What people say aloud: П-2026-0031.
  number text not null,
  kind text not null check (kind in ('project', 'year-plan')),
  stage text not null check (stage in (
    'idea', 'concept', 'application', 'submitted', 'supported', 'not-supported', 'implementation', 'reported', 'closed', 'withdrawn'
  )),
  stage_since timestamptz not null,
  is_open boolean generated always as (stage not in ('closed', 'withdrawn')) stored,
  -- The clock of the present stage; null only at the end of life.
  timer text,
  due_on date,
  title text not null,
  summary text not null default '',
  significance text not null default '',
  goal text not null default '',
  -- Who carries it out; an initiative group may have none yet.
  organisation_id uuid,
  -- The project in whose course this one was born.
  programme_id uuid,
  lead_id uuid,
  -- The first of its municipalities, where it is counted; all of them stand in projects_places.
  municipality_id uuid,
  direction text,
  starts_on date,
  ends_on date,
  contact_info text not null default '',
  further_life text not null default '',
  qualitative_results text not null default '',
  -- The decision that gave the money; written when the project is supported.
  awarded bigint,
  awarded_on date,
  funder_name text,
  -- The year of a year plan.
  year smallint,
  -- Guests see it.
  public boolean not null default false,
  opened_at timestamptz not null,
  -- Two people at once: who saves second must have seen the first one's change.
  version integer not null default 1,
  search tsvector generated always as (
    to_tsvector('russian'::regconfig, number || ' ' || title || ' ' || summary || ' ' || goal)
  ) stored,
  check (ends_on is null or starts_on is null or ends_on >= starts_on),
  check ((kind = 'year-plan') = (year is not null)),
  primary key (region_id, id),
  unique (region_id, number),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id),
  foreign key (region_id, programme_id) references projects_projects (region_id, id),
  foreign key (region_id, lead_id) references people_contacts (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id)
);
-- One plan for each year of the centre.
create unique index projects_year_plan on projects_projects (region_id, year) where kind = 'year-plan' and stage <> 'withdrawn';
-- Public registry, newest first: the whole region, one stage, one organisation.
create index projects_newest on projects_projects (region_id, opened_at desc, id desc) where public;
create index projects_newest_at on projects_projects (region_id, stage, opened_at desc, id desc);
create index projects_newest_of on projects_projects (region_id, organisation_id, opened_at desc, id desc);
-- Born under a programme.
create index projects_under on projects_projects (region_id, programme_id) where programme_id is not null;
create index projects_search on projects_projects using gin (search);
call okno.guard('projects_projects');

-- The day on which each stage was first reached; what promises count.
create table projects_stages (
  region_id text not null references base_regions,
  project_id uuid not null,
  stage text not null,
  reached_on date not null,
  reached_at timestamptz not null,
  primary key (region_id, project_id, stage),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_stages_reached on projects_stages (region_id, stage, reached_on);
call okno.guard('projects_stages');

create table projects_places (
  region_id text not null references base_regions,
  project_id uuid not null,
  municipality_id uuid not null,
  position smallint not null,
  primary key (region_id, project_id, municipality_id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id)
);
-- The registry of one municipality.
create index projects_places_in on projects_places (region_id, municipality_id, project_id);
call okno.guard('projects_places');

-- Whom it serves, and how many of them.
create table projects_groups (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  title text not null,
  people integer check (people > 0),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_groups_of on projects_groups (region_id, project_id, position);
call okno.guard('projects_groups');

create table projects_tasks (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  title text not null,
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_tasks_of on projects_tasks (region_id, project_id, position);
call okno.guard('projects_tasks');

-- A line of the calendar plan.
create table projects_activities (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  -- The task it serves; a line without one is told by the logic check.
  task_id uuid,
  title text not null,
  kind text not null,
  starts_on date not null,
  ends_on date not null,
  expected text not null default '',
  -- A contact.
  responsible_id uuid,
  -- Municipalities; empty means wherever the project is.
  places uuid[] not null default '{}',
  check (ends_on >= starts_on),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, task_id) references projects_tasks (region_id, id),
  foreign key (region_id, responsible_id) references people_contacts (region_id, id)
);
create index projects_activities_of on projects_activities (region_id, project_id, position);
call okno.guard('projects_activities');

-- Each time an activity is planned: a day, or any day of a stretch; and what came of it.
create table projects_occurrences (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  activity_id uuid not null,
  planned_from date not null,
  planned_to date not null,
  state text not null default 'planned' check (state in ('planned', 'done', 'cancelled')),
  actual_on date,
  evidence_kind text check (evidence_kind in ('presence-list', 'picture', 'minutes', 'document', 'link', 'check', 'record')),
  -- The attachment that shows it; a web address stands in evidence_href.
  evidence_id uuid,
  evidence_href text,
  note text not null default '',
  marked_by uuid,
  marked_at timestamptz,
  check (planned_to >= planned_from),
  check ((state = 'done') = (actual_on is not null)),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, activity_id) references projects_activities (region_id, id)
);
create index projects_occurrences_of on projects_occurrences (region_id, project_id, planned_from);
-- What is due and overdue, over all projects.
create index projects_occurrences_due on projects_occurrences (region_id, planned_to) where state = 'planned';
call okno.guard('projects_occurrences');

-- A row of the budget: the whole is quantity × price, and the three payers together pay it.
create table projects_costs (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  article text not null,
  -- A cost without an activity is told by the logic check.
  activity_id uuid,
  what text not null,
  quantity numeric(12, 3) not null check (quantity > 0),
  price bigint not null check (price >= 0),
  from_grant bigint not null default 0 check (from_grant >= 0),
  from_own bigint not null default 0 check (from_own >= 0),
  from_partners bigint not null default 0 check (from_partners >= 0),
  comment text not null default '',
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, activity_id) references projects_activities (region_id, id)
);
create index projects_costs_of on projects_costs (region_id, project_id, position);
call okno.guard('projects_costs');

create table projects_team (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  contact_id uuid not null,
  role text not null,
  duties text not null default '',
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
create index projects_team_of on projects_team (region_id, project_id, position);
call okno.guard('projects_team');

create table projects_partners (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  -- One of the registry, or a name where the registry has none.
  organisation_id uuid,
  name text not null default '',
  contribution text not null,
  -- The letter of support, an attachment.
  letter_id uuid,
  check (organisation_id is not null or name <> ''),
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index projects_partners_of on projects_partners (region_id, project_id, position);
call okno.guard('projects_partners');

create table projects_risks (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  title text not null,
  likelihood text not null check (likelihood in ('low', 'middle', 'high')),
  answer text not null,
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_risks_of on projects_risks (region_id, project_id, position);
call okno.guard('projects_risks');

-- Quantitative results.
create table projects_results (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  position smallint not null,
  what text not null,
  unit text not null,
  target numeric(14, 2) not null check (target > 0),
  -- How it will be measured; empty is told by the logic check.
  measured text not null default '',
  -- The promise that counts it; promises stand later, so no foreign key.
  indicator_id uuid,
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_results_of on projects_results (region_id, project_id, position);
call okno.guard('projects_results');

create table projects_publications (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  title text not null,
  url text not null,
  media text not null default '',
  published_on date not null,
  municipality_id uuid,
  -- A copy of the page as it came out, an attachment.
  file_id uuid,
  primary key (region_id, id),
  -- The same page counts once.
  unique (region_id, project_id, url),
  foreign key (region_id, project_id) references projects_projects (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id)
);
create index projects_publications_of on projects_publications (region_id, project_id, published_on desc);
create index projects_publications_by_day on projects_publications (region_id, published_on desc, id desc);
call okno.guard('projects_publications');

-- What the project grew from.
create table projects_origins (
  region_id text not null references base_regions,
  project_id uuid not null,
  kind text not null check (kind in ('problem', 'cluster', 'study')),
  subject_id uuid not null,
  primary key (region_id, project_id, kind, subject_id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
-- The other way: what grew from a problem.
create index projects_origins_by_subject on projects_origins (region_id, kind, subject_id);
call okno.guard('projects_origins');

-- Accounts that write the project together.
create table projects_authors (
  region_id text not null references base_regions,
  project_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('lead', 'co-author')),
  added_at timestamptz not null,
  primary key (region_id, project_id, person_id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_authors_by_person on projects_authors (region_id, person_id);
call okno.guard('projects_authors');

-- Who changed what, both texts kept.
create table projects_revisions (
  region_id text not null references base_regions,
  id uuid not null,
  project_id uuid not null,
  version integer not null,
  part text not null,
  -- [{ field, before, after }]
  changes jsonb not null,
  person_id uuid,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, project_id) references projects_projects (region_id, id)
);
create index projects_revisions_of on projects_revisions (region_id, project_id, version desc);
call okno.guard('projects_revisions', 'select, insert');
