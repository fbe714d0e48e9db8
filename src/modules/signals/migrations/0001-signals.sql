-- Residents' messages as they came: stored once, never changed; what was decided stands beside them.
create table signals_messages (
  region_id text not null references base_regions,
  id uuid not null,
  -- С-2026-03118
  number text not null,
  channel text not null check (channel in (
    'vk', 'telegram', 'odnoklassniki', 'email', 'site', 'open311', 'rss', 'incident', 'pos', 'phone', 'api', 'portal'
  )),
  external_id text not null,
  -- The community, mailbox or file it came from.
  source text not null default '',
  author_id uuid,
  text text not null,
  address text not null default '',
  lat double precision,
  lon double precision,
  -- Where it came from by its channel or its author's choice; the desk may decide otherwise.
  municipality_id uuid,
  written_at timestamptz not null,
  received_at timestamptz not null,
  state text not null check (state in ('waiting', 'opened', 'joined', 'noise', 'answered', 'withdrawn')),
  urgency text not null default 'normal' check (urgency in ('normal', 'important', 'danger')),
  -- What triage made of it: topic, place, urgency, body with confidence and the words that decided.
  suggestion jsonb not null,
  -- Set by a person's decision; without it the suggestion speaks.
  decided_topic text,
  -- A topic, or a group where no more is known, or nothing.
  topic text not null generated always as (
    coalesce(decided_topic, suggestion #>> '{topic,code}', suggestion #>> '{topic,group}', '')
  ) stored,
  due_at timestamptz,
  problem_id uuid,
  noise_reason text,
  reply text,
  decided_by uuid,
  decided_at timestamptz,
  -- Decided by triage itself, above the threshold.
  decided_by_machine boolean not null default false,
  -- A lease: while it lasts, no other coordinator is offered this message.
  leased_by uuid,
  leased_until timestamptz,
  -- The author's private link is kept as a hash.
  link_hash bytea,
  primary key (region_id, id),
  unique (region_id, number),
  unique (region_id, channel, external_id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, problem_id) references problems_problems (region_id, id)
);
create index signals_waiting on signals_messages (region_id, municipality_id, due_at, id) where state = 'waiting';
create index signals_waiting_all on signals_messages (region_id, due_at, id) where state = 'waiting';
create index signals_of_problem on signals_messages (region_id, problem_id, written_at) where problem_id is not null;
create index signals_newest on signals_messages (region_id, received_at desc, id desc);
-- What one person decided, newest first: their undo; and what the machine decided that nobody has looked at.
create index signals_decided on signals_messages (region_id, decided_by, decided_at desc, id desc) where decided_by is not null;
create index signals_unchecked on signals_messages (region_id, municipality_id) where decided_by_machine and decided_by is null;
-- What triage did alone in the last weeks, counted from the index; the newest of it are sampled for a check.
create index signals_by_machine on signals_messages (region_id, decided_at desc) include (state, decided_by) where decided_by_machine;
create index signals_noise on signals_messages (region_id, decided_at desc, id desc) where state = 'noise';
create index signals_search on signals_messages using gin (to_tsvector('russian'::regconfig, text || ' ' || address));
create unique index signals_by_link on signals_messages (region_id, link_hash) where link_hash is not null;
-- What burns: who wrote of what and where in the last weeks, from the index alone.
create index signals_counted on signals_messages (region_id, written_at)
  include (municipality_id, topic, author_id, id, channel, source) where state not in ('noise', 'withdrawn');
call okno.guard('signals_messages');

-- Since when each channel, and each community of it, is heard: a new one must not look like a fire.
create table signals_sources (
  region_id text not null references base_regions,
  channel text not null,
  -- The community or mailbox; empty for channels whose messages have no home.
  source text not null,
  first_written_at timestamptz not null,
  primary key (region_id, channel, source)
);
call okno.guard('signals_sources');

-- Who wrote: personal data apart from everything else, so that it can be erased alone.
create table signals_authors (
  region_id text not null references base_regions,
  id uuid not null,
  channel text not null,
  -- The channel's own name of the author, hashed: joins one author's messages, tells nobody who it is.
  author_key text not null,
  name text,
  email text,
  phone text,
  -- Letters about the problem are wanted.
  wants_letters boolean not null default false,
  consent_at timestamptz,
  erased_at timestamptz,
  created_at timestamptz not null,
  primary key (region_id, id),
  unique (region_id, channel, author_key)
);
call okno.guard('signals_authors');

create table signals_pictures (
  region_id text not null references base_regions,
  file_id uuid not null,
  message_id uuid not null,
  primary key (region_id, file_id),
  foreign key (region_id, message_id) references signals_messages (region_id, id)
);
create index signals_pictures_of on signals_pictures (region_id, message_id);
call okno.guard('signals_pictures');

-- What triage suggested and what a person decided instead: the material it learns from.
create table signals_corrections (
  region_id text not null references base_regions,
  id uuid not null,
  message_id uuid not null,
  field text not null check (field in ('topic', 'place', 'urgency', 'body', 'noise', 'duplicate')),
  suggested text,
  confidence real,
  decided text,
  engine text not null,
  person_id uuid,
  at timestamptz not null,
  primary key (region_id, id),
  foreign key (region_id, message_id) references signals_messages (region_id, id)
);
create index signals_corrections_newest on signals_corrections (region_id, at);
-- The messages behind one confusion of topics: «took this for that».
create index signals_corrected on signals_corrections (region_id, suggested, decided, message_id) where field = 'topic' and suggested <> decided;
call okno.guard('signals_corrections');
