-- Places with a timetable: a hall, a class, a studio of the centre or of an organisation.
create table events_rooms (
  region_id text not null references base_regions,
  id uuid not null,
  name text not null,
  municipality_id uuid not null,
  address text not null default '',
  capacity integer check (capacity > 0),
  organisation_id uuid,
  note text not null default '',
  closed_at timestamptz,
  version integer not null default 1,
  primary key (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index events_rooms_in on events_rooms (region_id, municipality_id, name);
call okno.guard('events_rooms');

-- What comes again: a club, a school of sittings, a room's timetable. Events are made some weeks ahead.
create table events_series (
  region_id text not null references base_regions,
  id uuid not null,
  title text not null,
  summary text not null default '',
  kind text not null,
  format text not null check (format in ('in-person', 'online', 'hybrid')),
  municipality_id uuid not null,
  room_id uuid,
  address text not null default '',
  online_url text not null default '',
  organisation_id uuid,
  -- Stand later: their ids are theirs to check.
  project_id uuid,
  activity_id uuid,
  capacity integer check (capacity > 0),
  online_capacity integer check (online_capacity > 0),
  -- `week`: every n weeks on the weekday of the first day; `month`: every n months on the same
  -- weekday of the month, counted from its beginning (second Tuesday).
  rule text not null check (rule in ('week', 'month')),
  every integer not null default 1 check (every between 1 and 12),
  first_day date not null,
  last_day date,
  -- Days on which it does not take place, «YYYY-MM-DD».
  exceptions text[] not null default '{}',
  start_minutes integer not null check (start_minutes between 0 and 1439),
  length_minutes integer not null check (length_minutes between 5 and 1440),
  weeks_ahead integer not null default 6 check (weeks_ahead between 1 and 52),
  -- Occurrences are announced as they are made; otherwise they wait as drafts.
  announce boolean not null default true,
  ended_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, room_id) references events_rooms (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id)
);
create index events_series_in on events_series (region_id, municipality_id);
create index events_series_in_room on events_series (region_id, room_id) where room_id is not null;
call okno.guard('events_series');

create table events_events (
  region_id text not null references base_regions,
  id uuid not null,
  -- What people say aloud: М-2026-0031.
  number text not null,
  kind text not null check (kind in (
    'conference', 'seminar', 'webinar', 'round-table', 'discussion', 'sitting', 'open-door-day', 'visit',
    'internship', 'club', 'meeting', 'other'
  )),
  title text not null,
  summary text not null default '',
  stage text not null check (stage in ('draft', 'announced', 'held', 'cancelled')),
  stage_since timestamptz not null,
  cancel_reason text not null default '',
  format text not null check (format in ('in-person', 'online', 'hybrid')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The day it begins by the region's calendar: what promises and plans count by.
  day date not null,
  municipality_id uuid not null,
  room_id uuid,
  -- The place in words; with a room, what its address does not say.
  address text not null default '',
  -- Shown to the registered only.
  online_url text not null default '',
  organisation_id uuid,
  -- Stand later: the project in whose name it is held and the line of its calendar plan.
  project_id uuid,
  activity_id uuid,
  series_id uuid,
  -- The day of the series' rule that this occurrence stands for, wherever it was moved to.
  series_day date,
  -- No limit where empty.
  capacity integer check (capacity > 0),
  online_capacity integer check (online_capacity > 0),
  registration_opens_at timestamptz,
  registration_closes_at timestamptz,
  -- Questions at registration and afterwards: ids of published forms, which `forms` checks.
  registration_form_id uuid,
  feedback_form_id uuid,
  -- Hours in which one offered a freed seat confirms; 0 gives the seat at once.
  confirm_hours integer not null default 24 check (confirm_hours between 0 and 240),
  -- Hours that a certificate names; none are issued where empty.
  certificate_hours double precision check (certificate_hours > 0),
  -- Guests see it once it is announced; otherwise by invitation.
  public boolean not null default true,
  programme_version integer not null default 0,
  -- Grows with each change that calendars must notice.
  sequence integer not null default 0,
  -- The number of the newest seat: short codes are counted from it.
  last_seat integer not null default 0,
  -- Kept by presence: people present, how often they were counted again (what was counted before is
  -- out of date then), and since when the list of them is final.
  present integer not null default 0,
  recounts integer not null default 0,
  attendance_closed_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  search tsvector generated always as (
    to_tsvector('russian'::regconfig, number || ' ' || title || ' ' || summary || ' ' || address)
  ) stored,
  primary key (region_id, id),
  unique (region_id, number),
  unique (region_id, series_id, series_day),
  check (ends_at > starts_at),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, room_id) references events_rooms (region_id, id),
  foreign key (region_id, organisation_id) references organisations_organisations (region_id, id),
  foreign key (region_id, series_id) references events_series (region_id, id)
);
-- The public list, by time: whole region, one municipality, one kind.
create index events_events_by_time on events_events (region_id, starts_at, id);
create index events_events_in on events_events (region_id, municipality_id, starts_at, id);
create index events_events_of_kind on events_events (region_id, kind, starts_at, id);
-- What promises and plans count.
create index events_events_of_project on events_events (region_id, project_id, day) where project_id is not null;
create index events_events_by_day on events_events (region_id, day, municipality_id);
-- Own events of an organisation, the room's timetable.
create index events_events_of_organisation on events_events (region_id, organisation_id, starts_at, id) where organisation_id is not null;
create index events_events_in_room on events_events (region_id, room_id, starts_at) where room_id is not null;
-- What the clock looks for: announced and over.
create index events_events_to_hold on events_events (region_id, ends_at) where stage = 'announced';
create index events_events_search on events_events using gin (search);
call okno.guard('events_events');

-- The tree of a programme: days → sections → talks.
create table events_sessions (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  parent_id uuid,
  kind text not null check (kind in (
    'day', 'plenary', 'section', 'master-class', 'talk', 'discussion', 'break', 'other'
  )),
  title text not null,
  summary text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  room_id uuid,
  -- The place in words where it is no room of the list.
  place text not null default '',
  online boolean not null default false,
  online_url text not null default '',
  -- Places of a section that one chooses; a session without a number is open to all.
  capacity integer check (capacity > 0),
  position integer not null default 0,
  -- Taken out of the draft; those who chose it learn of it when the programme is published.
  removed_at timestamptz,
  version integer not null default 1,
  primary key (region_id, id),
  check (ends_at > starts_at),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade,
  foreign key (region_id, parent_id) references events_sessions (region_id, id) on delete cascade,
  foreign key (region_id, room_id) references events_rooms (region_id, id)
);
create index events_sessions_of on events_sessions (region_id, event_id, starts_at, position);
create index events_sessions_under on events_sessions (region_id, parent_id) where parent_id is not null;
create index events_sessions_in_room on events_sessions (region_id, room_id, starts_at) where room_id is not null;
call okno.guard('events_sessions');

create table events_speakers (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  session_id uuid not null,
  contact_id uuid not null,
  role text not null check (role in ('speaker', 'moderator', 'master', 'expert')),
  position integer not null default 0,
  primary key (region_id, id),
  unique (region_id, session_id, contact_id),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade,
  foreign key (region_id, session_id) references events_sessions (region_id, id) on delete cascade,
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
create index events_speakers_of_event on events_speakers (region_id, event_id);
-- Where a speaker is at this hour, across events.
create index events_speakers_by_contact on events_speakers (region_id, contact_id);
call okno.guard('events_speakers');

-- Published programmes: what was shown, and what changed since the one before.
create table events_programmes (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  version integer not null,
  snapshot jsonb not null,
  changes jsonb not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (region_id, id),
  unique (region_id, event_id, version),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade
);
call okno.guard('events_programmes');

-- At most so many seats for a municipality or a role; without a value, for each of them.
create table events_quotas (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  by text not null check (by in ('municipality', 'role')),
  value text,
  seats integer not null check (seats >= 0),
  primary key (region_id, id),
  unique nulls not distinct (region_id, event_id, by, value),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade
);
call okno.guard('events_quotas');

create table events_registrations (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  contact_id uuid not null,
  -- What is said at the door without a telephone: СН-204. Unique within its event.
  code text not null,
  seat integer not null,
  role text not null check (role in (
    'participant', 'speaker', 'expert', 'volunteer', 'press', 'organiser'
  )),
  mode text not null check (mode in ('in-person', 'online')),
  state text not null check (state in ('waiting', 'offered', 'confirmed', 'cancelled')),
  -- As told at registration: quotas and the table by municipality count by it.
  municipality_id uuid,
  organisation_id uuid,
  -- Who wrote it down: the person by the page, or staff.
  source text not null check (source in ('self', 'staff')),
  asked_at timestamptz not null,
  offered_at timestamptz,
  offered_until timestamptz,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  cancelled_because text check (cancelled_because in ('self', 'staff', 'no-answer', 'event')),
  -- Answers to the event's questions, kept by `forms`.
  reply_id uuid,
  -- The private link's secret is derived; only its hash is kept.
  token_hash bytea not null,
  version integer not null default 1,
  primary key (region_id, id),
  unique (region_id, event_id, contact_id),
  unique (region_id, event_id, code),
  unique (region_id, token_hash),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade,
  foreign key (region_id, contact_id) references people_contacts (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id)
);
-- The list of an event, by state and by seat; the queue is by the time of asking.
create index events_registrations_of on events_registrations (region_id, event_id, seat);
create index events_registrations_queue on events_registrations (region_id, event_id, mode, asked_at, id) where state = 'waiting';
-- What a person takes part in: feed, record of learning.
create index events_registrations_by_contact on events_registrations (region_id, contact_id);
-- Offers that ran out.
create index events_registrations_offers on events_registrations (region_id, offered_until) where state = 'offered';
call okno.guard('events_registrations');

-- Sections that a registered person chose.
create table events_session_choices (
  region_id text not null references base_regions,
  registration_id uuid not null,
  session_id uuid not null,
  event_id uuid not null,
  state text not null check (state in ('waiting', 'confirmed')),
  asked_at timestamptz not null,
  primary key (region_id, registration_id, session_id),
  foreign key (region_id, registration_id) references events_registrations (region_id, id) on delete cascade,
  foreign key (region_id, session_id) references events_sessions (region_id, id) on delete cascade,
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade
);
create index events_session_choices_of_session on events_session_choices (region_id, session_id, state, asked_at);
create index events_session_choices_of_event on events_session_choices (region_id, event_id);
call okno.guard('events_session_choices');

create table events_materials (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  session_id uuid,
  kind text not null check (kind in ('material', 'recording', 'picture', 'minutes', 'link')),
  title text not null,
  -- One of the two: a kept file, or an address elsewhere.
  attachment_id uuid,
  url text not null default '',
  public boolean not null default true,
  added_at timestamptz not null,
  added_by uuid,
  primary key (region_id, id),
  foreign key (region_id, event_id) references events_events (region_id, id) on delete cascade,
  foreign key (region_id, session_id) references events_sessions (region_id, id) on delete set null (session_id)
);
create index events_materials_of on events_materials (region_id, event_id, added_at);
call okno.guard('events_materials');
