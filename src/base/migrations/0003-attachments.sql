-- Files that are kept and given back as they came: minutes, letters, estimates. Only ever downloaded.
create table base_attachments (
  region_id text not null references base_regions,
  id uuid not null,
  name text not null,
  type text not null check (type in ('pdf', 'docx', 'xlsx', 'odt', 'ods', 'csv', 'txt', 'picture')),
  bytes integer not null,
  -- Of the bytes as they are kept, in hex: evidence can be compared with its copy.
  sha256 text not null,
  -- A file belongs to one thing for ever: an id from another form attaches nothing.
  attached boolean not null default false,
  created_at timestamptz not null,
  primary key (region_id, id)
);
call okno.guard('base_attachments', 'select, insert, update');
