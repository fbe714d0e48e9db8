-- What a region's own decisions taught: each training is a version, one of a kind is in use at most.
create table triage_models (
  region_id text not null references base_regions,
  id uuid not null,
  kind text not null check (kind in ('topic', 'noise', 'urgency')),
  made_at timestamptz not null,
  -- Texts that taught it.
  texts integer not null,
  -- Null for a refused version, and once five newer ones of its kind exist; the figures stay.
  file bytea,
  -- Figures on texts that it had not seen.
  card jsonb not null,
  -- How it did on the newest labelled texts beside what had been in use.
  guard jsonb not null,
  activated_at timestamptz,
  -- Null while in use.
  deactivated_at timestamptz,
  primary key (region_id, id)
);
create unique index triage_models_in_use on triage_models (region_id, kind) where activated_at is not null and deactivated_at is null;
create index triage_models_newest on triage_models (region_id, kind, made_at desc, id desc);
call okno.guard('triage_models');
