-- A certificate is for who was at so many sessions or hours of the programme; for everybody present where empty.
alter table events_events add column certificate_after_sessions integer check (certificate_after_sessions > 0);
alter table events_events add column certificate_after_hours double precision check (certificate_after_hours > 0);

-- Every mark that somebody was there, as it was made: at the door, from a list, by one's own word. Only
-- added to: a device without network brings its marks later, and the order of arrival changes nothing.
create table events_marks (
  region_id text not null references base_regions,
  -- Made by the device, so that a mark sent twice is one.
  id uuid not null,
  event_id uuid not null,
  -- The whole event where empty.
  session_id uuid,
  contact_id uuid not null,
  mode text not null check (mode in ('in-person', 'online')),
  source text not null check (source in ('qr', 'surname', 'paper', 'self', 'hand')),
  at timestamptz not null,
  received_at timestamptz not null,
  recorded_by uuid,
  device text not null default '',
  -- The printed list it was keyed from, with its scan.
  paper_list_id uuid,
  primary key (region_id, id),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, session_id) references events_sessions (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
-- All marks of a person at an event decide their presence.
create index events_marks_of on events_marks (region_id, event_id, contact_id);
create index events_marks_of_session on events_marks (region_id, session_id) where session_id is not null;
create index events_marks_from_list on events_marks (region_id, paper_list_id) where paper_list_id is not null;
call okno.guard('events_marks', 'select, insert');

-- A mark taken back, with the reason; it may come before the mark itself does.
create table events_withdrawals (
  region_id text not null references base_regions,
  mark_id uuid not null,
  event_id uuid not null,
  reason text not null,
  at timestamptz not null,
  withdrawn_by uuid,
  primary key (region_id, mark_id),
  foreign key (region_id, event_id) references events_events (region_id, id)
);
create index events_withdrawals_of on events_withdrawals (region_id, event_id);
call okno.guard('events_withdrawals', 'select, insert, update');

-- What the marks say: one row per person and event, and one per person and session.
create table events_presences (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  session_id uuid,
  contact_id uuid not null,
  -- The human being behind the card: another card's id once two cards were found to be one person.
  human_id uuid not null,
  -- The earliest mark that stands, and what it said.
  mark_id uuid not null,
  mode text not null check (mode in ('in-person', 'online')),
  source text not null check (source in ('qr', 'surname', 'paper', 'self', 'hand')),
  at timestamptz not null,
  recorded_by uuid,
  device text not null default '',
  paper_list_id uuid,
  -- Whom the person stood for on that day: later changes of the card do not move past figures.
  municipality_id uuid,
  organisation_id uuid,
  organisation text not null default '',
  -- Equal for equal names; keyed, so that it says no name.
  name_key bytea not null,
  -- All marks were taken back.
  withdrawn_at timestamptz,
  withdrawn_reason text not null default '',
  primary key (region_id, id),
  unique nulls not distinct (region_id, event_id, session_id, contact_id),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, session_id) references events_sessions (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
-- Who was there: what promises count people and organisations by, read from the index alone.
create index events_presences_people on events_presences (region_id, event_id, human_id)
  include (organisation_id) where session_id is null and withdrawn_at is null;
-- Where a person was: the record of learning, two places at once, cards that became one.
create index events_presences_by_human on events_presences (region_id, human_id, event_id);
create index events_presences_by_contact on events_presences (region_id, contact_id);
create index events_presences_of_session on events_presences (region_id, session_id) where session_id is not null;
call okno.guard('events_presences');

-- Lists printed for signatures: the order of the rows is kept, so that a number on paper is a person.
create table events_paper_lists (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  session_id uuid,
  number integer not null,
  contacts uuid[] not null,
  -- Blank rows under them, for those who come unannounced.
  blanks integer not null default 0,
  -- Scans or photographs of the signed sheets.
  scans uuid[] not null default '{}',
  made_at timestamptz not null,
  made_by uuid,
  entered_at timestamptz,
  primary key (region_id, id),
  unique (region_id, event_id, number),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, session_id) references events_sessions (region_id, id)
);
call okno.guard('events_paper_lists');

-- Codes shown on the screen, by which those who are there from afar say so themselves.
create table events_online_codes (
  region_id text not null references base_regions,
  id uuid not null,
  event_id uuid not null,
  session_id uuid,
  code text not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  -- Wrong guesses while it was shown: past a limit it is worth nothing.
  wrong integer not null default 0,
  made_by uuid,
  primary key (region_id, id),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, session_id) references events_sessions (region_id, id)
);
create index events_online_codes_of on events_online_codes (region_id, event_id, closes_at);
call okno.guard('events_online_codes');

create table events_certificates (
  region_id text not null references base_regions,
  id uuid not null,
  -- С-2026-00042, and the code of its public page.
  number text not null,
  code text not null,
  event_id uuid not null,
  contact_id uuid not null,
  human_id uuid not null,
  -- The name as printed.
  name text not null,
  hours double precision not null,
  issued_at timestamptz not null,
  issued_by uuid,
  revoked_at timestamptz,
  revoked_reason text not null default '',
  -- The certificate that stands instead of this one.
  replaced_by uuid,
  primary key (region_id, id),
  unique (region_id, number),
  unique (region_id, code),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id),
  foreign key (region_id, replaced_by) references events_certificates (region_id, id)
);
-- One valid certificate of a person for an event.
create unique index events_certificates_valid on events_certificates (region_id, event_id, contact_id) where revoked_at is null;
create index events_certificates_by_human on events_certificates (region_id, human_id);
create index events_certificates_by_contact on events_certificates (region_id, contact_id);
create index events_certificates_replaced on events_certificates (region_id, replaced_by) where replaced_by is not null;
call okno.guard('events_certificates');

-- Who was asked what they think, and whether they answered; what they answered is kept by `forms`
-- without a name, and neither row tells when.
create table events_feedback (
  region_id text not null references base_regions,
  event_id uuid not null,
  contact_id uuid not null,
  replied boolean not null default false,
  primary key (region_id, event_id, contact_id),
  foreign key (region_id, event_id) references events_events (region_id, id),
  foreign key (region_id, contact_id) references people_contacts (region_id, id)
);
-- Replies of an event are counted from the index alone.
create index events_feedback_replied on events_feedback (region_id, event_id) where replied;
call okno.guard('events_feedback');

-- A short code shown at the door of another event is told from a wrong one.
create index events_registrations_by_code on events_registrations (region_id, code);
