-- Accounts belong to the installation, not to a region: one person may work in two regions.
-- The shape of the first four tables is better-auth's.
create table people_users (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  -- Switched off by an administrator: signs in nowhere, history stays.
  blocked boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table people_sessions (
  id uuid primary key,
  user_id uuid not null references people_users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index people_sessions_by_user on people_sessions (user_id);
create table people_credentials (
  id uuid primary key,
  user_id uuid not null references people_users on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index people_credentials_by_user on people_credentials (user_id);
create table people_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index people_verifications_by_identifier on people_verifications (identifier);
create table people_two_factors (
  id uuid primary key,
  user_id uuid not null references people_users on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index people_two_factors_by_user on people_two_factors (user_id);
create index people_users_by_name on people_users (name, id);
grant select, insert, update, delete on people_users, people_sessions, people_credentials,
  people_verifications, people_two_factors to okno_app;

-- What a person may do, and where: the whole region, one municipality, or one organisation.
create table people_roles (
  region_id text not null references base_regions,
  id uuid not null,
  person_id uuid not null references people_users on delete cascade,
  role text not null check (role in (
    'administrator', 'operator', 'coordinator', 'specialist', 'secretary', 'member', 'nko',
    'consultant', 'reviewer', 'social-worker', 'editor', 'head', 'funder', 'connector'
  )),
  territory_id uuid,
  organisation_id uuid,
  since timestamptz not null,
  until timestamptz,
  check (territory_id is null or organisation_id is null),
  primary key (region_id, id),
  foreign key (region_id, territory_id) references territories_territories (region_id, id)
);
create unique index people_roles_once on people_roles (region_id, person_id, role, territory_id, organisation_id)
  nulls not distinct where until is null;
create index people_roles_by_organisation on people_roles (region_id, organisation_id) where until is null;
create index people_roles_by_person on people_roles (region_id, person_id);
call okno.guard('people_roles');

create table people_invitations (
  region_id text not null references base_regions,
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  territory_id uuid,
  organisation_id uuid,
  -- Only the hash is kept; the letter alone holds the token.
  token_hash bytea not null,
  -- Empty when the system invited: the first administrator of an installation.
  invited_by uuid references people_users,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  primary key (region_id, id),
  unique (region_id, token_hash),
  foreign key (region_id, territory_id) references territories_territories (region_id, id)
);
create index people_invitations_newest on people_invitations (region_id, created_at desc);
call okno.guard('people_invitations');

-- Keys of programs that bring messages in or read data out; shown once, kept as a hash.
create table people_tokens (
  region_id text not null references base_regions,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  role text not null,
  created_by uuid references people_users,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (region_id, id),
  unique (region_id, token_hash)
);
call okno.guard('people_tokens');

-- People whom the centre knows without an account: who came, who asked, who works on a project.
create table people_contacts (
  region_id text not null references base_regions,
  id uuid not null,
  surname text not null,
  given_name text not null default '',
  patronymic text not null default '',
  email text,
  phone text,
  municipality_id uuid,
  -- Organisations stand later: their id is theirs to check. The name stays where none is registered.
  organisation_id uuid,
  organisation text not null default '',
  position text not null default '',
  -- The account, where the person has one.
  person_id uuid references people_users on delete set null,
  -- When and where the person agreed that we keep this.
  consent_at timestamptz,
  consent_source text,
  -- The same human being kept twice; the other card holds what was said of both.
  merged_into uuid,
  erased_at timestamptz,
  created_at timestamptz not null,
  -- Two people correcting at once: the later one is told instead of overwriting.
  version integer not null default 1,
  -- How a name is looked up: small letters, ё as е.
  folded text generated always as (
    replace(lower(surname || ' ' || given_name || ' ' || patronymic), 'ё', 'е')
  ) stored,
  primary key (region_id, id),
  foreign key (region_id, municipality_id) references territories_territories (region_id, id),
  foreign key (region_id, merged_into) references people_contacts (region_id, id)
);
create index people_contacts_by_name on people_contacts (region_id, folded text_pattern_ops) where merged_into is null;
-- The list by name, and which cards bear a namesake.
create index people_contacts_in_order on people_contacts (region_id, folded, id) where merged_into is null;
create index people_contacts_by_email on people_contacts (region_id, email) where email is not null;
create index people_contacts_by_phone on people_contacts (region_id, phone) where phone is not null;
create index people_contacts_by_person on people_contacts (region_id, person_id) where person_id is not null;
create index people_contacts_merged on people_contacts (region_id, merged_into) where merged_into is not null;
call okno.guard('people_contacts');
