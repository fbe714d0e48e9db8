-- Deadlines as data: each pack is a list of rules with its source; a region puts several together.
create table base_rule_packs (
  region_id text not null references base_regions,
  code text not null,
  title text not null,
  pack jsonb not null,
  updated_at timestamptz not null,
  primary key (region_id, code)
);
call okno.guard('base_rule_packs');
