create table problems_problems (
  region_id text not null references base_regions,
  id uuid not null,
  -- What people say aloud: К-2026-00417.
  number text not null,
  title text not null,
  summary text not null,
  topic text not null,
  topic_group text not null,
  municipality_id uuid not null,
  settlement_id uuid,
  -- The place in words, fit for the public.
  address text not null default '',
  lat double precision,
  lon double precision,
  urgency text not null check (urgency in ('normal', 'important', 'danger')),
  stage text not null check (stage in (
    'new', 'confirmed', 'routed', 'acknowledged', 'answered-interim', 'answered', 'claimed', 'refuted', 'planned',
    'verified', 'explained', 'rejected', 'withdrawn', 'merged'
  )),
  stage_since timestamptz not null,
  is_open boolean generated always as (stage not in ('verified', 'explained', 'rejected', 'withdrawn', 'merged')) stored,
  -- The clock of the present stage. due_at is computed from rule pack and calendar and computed anew when they change.
  timer text,
  timer_started_at timestamptz,
  due_at timestamptz,
  overdue_since timestamptz,
  answer_due_at timestamptz,
  body_id uuid,
  route_reason text,
  escalation smallint not null default 0,
  refuted_count smallint not null default 0,
  reopened_count smallint not null default 0,
  message_count integer not null default 0,
  author_count integer not null default 0,
  planned_for date,
  reject_reason text,
  merged_into uuid,
  -- The stage to return to when a merge is undone.
  stage_before_merge text,
  -- The same trouble at the same place, verified as fixed before.
  returns_after uuid,
  -- Since when the trouble is chronic: it came back within the region's months of a verified fix.
  chronic_since timestamptz,
  -- Guests see it; false until somebody confirmed that it may be shown.
  public boolean not null default false,
  opened_at timestamptz not null,
  confirmed_at timestamptz,
  routed_at timestamptz,
  reacted_at timestamptz,
  answered_at timestamptz,
  claimed_at timestamptz,
  verified_at timestamptz,
  closed_at timestamptz,
  -- What burns, 0–100; the page shows the breakdown.
  score smallint not null default 0,
  -- Two people at once: who saves second must have seen the first one's change.
  version integer not null default 1,
  search tsvector generated always as (
    to_tsvector('russian'::regconfig, number || ' ' || title || ' ' || summary || ' ' || address)
  ) stored,
  primary key (region_id, id),
  unique (region_id, number),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, settlement_id) references territories_territories (region_id, id),
  foreign key (region_id, body_id) references organisations_organisations (region_id, id),
  foreign key (region_id, merged_into) references problems_problems (region_id, id)
);
-- Public list, newest first, whole region and one municipality.
create index problems_newest on problems_problems (region_id, opened_at desc, id desc) where public;
create index problems_newest_in on problems_problems (region_id, municipality_id, opened_at desc, id desc);
-- Open problems of a municipality, newest first: most of its problems are closed and need not be read.
create index problems_open_newest_in on problems_problems (region_id, municipality_id, opened_at desc, id desc) where is_open and public;
-- How many a filter has, from the index alone.
create index problems_counted_in on problems_problems (region_id, municipality_id, stage) include (is_open, overdue_since) where public;
-- What burns: open problems by score.
create index problems_burning on problems_problems (region_id, score desc, id desc) where is_open and public;
create index problems_burning_in on problems_problems (region_id, municipality_id, score desc, id desc) where is_open;
-- Inbox of a body and queue of a coordinator: open problems by deadline.
create index problems_due_of_body on problems_problems (region_id, body_id, due_at, id) where is_open;
create index problems_due_in on problems_problems (region_id, municipality_id, due_at, id) where is_open;
-- Clocks that ran out.
create index problems_due on problems_problems (region_id, due_at) where is_open and due_at is not null;
create index problems_newest_of_body on problems_problems (region_id, body_id, opened_at desc, id desc) where public;
create index problems_newest_of_group on problems_problems (region_id, topic_group, opened_at desc, id desc) where public;
create index problems_search on problems_problems using gin (search);
-- Neighbours in place, for likely duplicates and the map.
create index problems_at on problems_problems (region_id, lat, lon) where lat is not null;
-- What was merged into a problem, for taking a merge back.
create index problems_merged on problems_problems (region_id, merged_into) where merged_into is not null;
-- Figures: what was lately seen fixed, and what came back to a place.
create index problems_verified on problems_problems (region_id, verified_at desc, id desc) where stage = 'verified' and public;
create index problems_chronic on problems_problems (region_id, chronic_since) where chronic_since is not null;
call okno.guard('problems_problems');

-- Residents' words about the problem, fit for the public; the letters themselves stay with signals.
create table problems_reports (
  region_id text not null references base_regions,
  -- The message's own id.
  id uuid not null,
  problem_id uuid not null,
  -- Where the voice stood before a merge, so that the merge can be undone.
  merged_from uuid,
  author_key text not null,
  channel text not null,
  excerpt text not null,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, problem_id) references problems_problems (region_id, id)
);
create index problems_reports_of on problems_reports (region_id, problem_id, at);
-- Places from which nobody was heard lately.
create index problems_reports_newest on problems_reports (region_id, at);
call okno.guard('problems_reports');

create table problems_answers (
  region_id text not null references base_regions,
  id uuid not null,
  problem_id uuid not null,
  kind text not null check (kind in ('interim', 'final', 'claim')),
  -- A corrected answer is a new version; the former ones stay readable.
  version integer not null,
  body_id uuid not null,
  person_id uuid,
  signed_by text not null,
  text text not null,
  promised_for date,
  -- Quality 0–100 and its breakdown, as checked when it was sent.
  quality smallint not null,
  breakdown jsonb not null,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, problem_id) references problems_problems (region_id, id),
  foreign key (region_id, body_id) references organisations_organisations (region_id, id)
);
create index problems_answers_of on problems_answers (region_id, problem_id, at);
create index problems_answers_by_body on problems_answers (region_id, body_id, at);
call okno.guard('problems_answers', 'select, insert');

-- What somebody independent saw on the ground.
create table problems_verifications (
  region_id text not null references base_regions,
  id uuid not null,
  problem_id uuid not null,
  outcome text not null check (outcome in ('fixed', 'not-fixed')),
  checked_by uuid,
  -- `person`: a coordinator or operator; `author`: who wrote the message, by the private link.
  checker text not null check (checker in ('person', 'author')),
  checker_name text not null,
  text text not null,
  lat double precision,
  lon double precision,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, problem_id) references problems_problems (region_id, id)
);
create index problems_verifications_of on problems_verifications (region_id, problem_id, at);
call okno.guard('problems_verifications', 'select, insert');

create table problems_pictures (
  region_id text not null references base_regions,
  file_id uuid not null,
  problem_id uuid not null,
  moment text not null check (moment in ('before', 'after', 'claim')),
  verification_id uuid,
  answer_id uuid,
  taken_at timestamptz not null,
  alt text not null,
  primary key (region_id, file_id),
  foreign key (region_id, problem_id) references problems_problems (region_id, id)
);
create index problems_pictures_of on problems_pictures (region_id, problem_id, taken_at);
call okno.guard('problems_pictures');
