create table forms_forms (
  region_id text not null references base_regions,
  id uuid not null,
  -- Short and sayable, in the address and on paper: `f12`.
  code text not null,
  purpose text not null check (purpose in ('application', 'registration', 'feedback', 'survey', 'audit', 'rubric')),
  title text not null,
  state text not null check (state in ('draft', 'published', 'closed')),
  -- What is being edited; what respondents fill in stands in the versions.
  draft jsonb not null,
  -- Newest published version; 0 before the first.
  published_version integer not null default 0,
  owner_id uuid,
  -- Anyone may see the results of the public questions.
  results_public boolean not null default false,
  -- Two people at once: who saves second must have seen the first one's change.
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (region_id, id),
  unique (region_id, code)
);
-- The list of forms, newest first.
create index forms_forms_newest on forms_forms (region_id, changed_at desc, id desc);
-- Choices of one purpose for events and projects.
create index forms_forms_of_purpose on forms_forms (region_id, purpose, title) where state = 'published';
call okno.guard('forms_forms');

create table forms_versions (
  region_id text not null references base_regions,
  form_id uuid not null,
  number integer not null,
  definition jsonb not null,
  published_at timestamptz not null,
  primary key (region_id, form_id, number),
  foreign key (region_id, form_id) references forms_forms (region_id, id)
);
call okno.guard('forms_versions', 'select, insert, update');

create table forms_replies (
  region_id text not null references base_regions,
  id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  -- What the reply is about: an event, an application; its module has asked its own policy.
  subject_kind text not null default 'form',
  subject_id uuid,
  -- The card of who replies, where the caller knows it.
  respondent_id uuid,
  -- The account of who began it.
  author_id uuid,
  municipality_id uuid,
  answers jsonb not null,
  state text not null check (state in ('draft', 'sent')),
  source text not null check (source in ('site', 'paper', 'staff')),
  -- The same form sent twice bears the same key.
  key text not null,
  -- The private link's secret is derived and never kept.
  token_hash bytea not null,
  -- Hash of the address that the respondent had the link sent to, and asks for it again by.
  link_email bytea,
  points double precision,
  points_of double precision,
  version integer not null default 1,
  created_at timestamptz not null,
  saved_at timestamptz not null,
  sent_at timestamptz,
  primary key (region_id, id),
  unique (region_id, form_id, key),
  unique (region_id, token_hash),
  foreign key (region_id, form_id, form_version) references forms_versions (region_id, form_id, number)
);
-- Results and exports of a form, in the order of sending.
create index forms_replies_sent on forms_replies (region_id, form_id, sent_at, id) where state = 'sent';
-- Replies about one thing.
create index forms_replies_about on forms_replies (region_id, subject_id) where subject_id is not null;
-- A person's own replies.
create index forms_replies_own on forms_replies (region_id, author_id, saved_at desc) where author_id is not null;
-- A lost link is asked for by the address it was sent to.
create index forms_replies_link on forms_replies (region_id, form_id, link_email) where link_email is not null;
call okno.guard('forms_replies');

-- One change of a reply: the answers it replaced, so that any former state can be made again.
create table forms_revisions (
  region_id text not null references base_regions,
  reply_id uuid not null,
  -- The reply's version that this change made.
  number integer not null,
  at timestamptz not null,
  by text not null,
  by_name text not null,
  -- The page in somebody's browser that made it: a page never clashes with its own former save.
  page text,
  -- Question code → the answer before this change, null for none.
  replaced jsonb not null,
  primary key (region_id, reply_id, number),
  foreign key (region_id, reply_id) references forms_replies (region_id, id)
);
call okno.guard('forms_revisions', 'select, insert');

create table forms_authors (
  region_id text not null references base_regions,
  reply_id uuid not null,
  person_id uuid not null,
  added_at timestamptz not null,
  primary key (region_id, reply_id, person_id),
  foreign key (region_id, reply_id) references forms_replies (region_id, id)
);
-- Replies that a person was asked to help with.
create index forms_authors_of on forms_authors (region_id, person_id);
call okno.guard('forms_authors');
