// Written by `npm run db-types` from the migrations; a test holds the two together.
import type { ColumnType, Generated, GeneratedAlways } from "kysely";

type Json = ColumnType<unknown, string, string>;

export type Tables = {
  base_facts: {
    region_id: string;
    subject_id: string;
    seq: number;
    id: string;
    type: string;
    at: Date;
    actor: string;
    data: Json;
    previous: Buffer | null;
    hash: Buffer;
  };
  base_files: {
    region_id: string;
    id: string;
    width: number;
    height: number;
    bytes: number;
    alt: Generated<string>;
    public: Generated<boolean>;
    created_at: Date;
  };
  base_letters: {
    region_id: string;
    id: string;
    recipient: string;
    subject: string;
    body: string;
    state: string;
    occasion: string;
    created_at: Date;
    sent_at: Date | null;
    error: string | null;
  };
  base_migrations: {
    name: string;
    applied_at: Generated<Date>;
  };
  base_numbers: {
    region_id: string;
    series: string;
    last: number;
  };
  base_regions: {
    id: string;
    name_ru: string;
    name_en: string;
    time_zone: string;
    settings: Json;
    created_at: Date;
  };
  base_rule_packs: {
    region_id: string;
    code: string;
    title: string;
    pack: Json;
    updated_at: Date;
  };
  organisations_competence: {
    region_id: string;
    id: string;
    topic: string;
    territory_id: string | null;
    organisation_id: string;
    valid_from: string;
    valid_to: string | null;
    reason: string;
  };
  organisations_organisations: {
    region_id: string;
    id: string;
    kind: string;
    name: string;
    short_name: string;
    inn: string | null;
    ogrn: string | null;
    territory_id: string | null;
    email: string | null;
    phone: string | null;
    site: string | null;
    address: string | null;
    active: Generated<boolean>;
    created_at: Date;
    search: GeneratedAlways<string | null>;
  };
  organisations_ties: {
    region_id: string;
    id: string;
    organisation_id: string;
    person_id: string;
    role: string;
    since: string;
    until: string | null;
  };
  people_credentials: {
    id: string;
    user_id: string;
    account_id: string;
    provider_id: string;
    password: string | null;
    access_token: string | null;
    refresh_token: string | null;
    id_token: string | null;
    access_token_expires_at: Date | null;
    refresh_token_expires_at: Date | null;
    scope: string | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  people_invitations: {
    region_id: string;
    id: string;
    email: string;
    name: string;
    role: string;
    territory_id: string | null;
    organisation_id: string | null;
    token_hash: Buffer;
    invited_by: string;
    created_at: Date;
    expires_at: Date;
    accepted_at: Date | null;
    withdrawn_at: Date | null;
  };
  people_roles: {
    region_id: string;
    id: string;
    person_id: string;
    role: string;
    territory_id: string | null;
    organisation_id: string | null;
    since: Date;
    until: Date | null;
  };
  people_sessions: {
    id: string;
    user_id: string;
    token: string;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  people_tokens: {
    region_id: string;
    id: string;
    name: string;
    token_hash: Buffer;
    role: string;
    created_by: string;
    created_at: Date;
    last_used_at: Date | null;
    revoked_at: Date | null;
  };
  people_two_factors: {
    id: string;
    user_id: string;
    secret: string;
    backup_codes: string;
    verified: Generated<boolean>;
  };
  people_users: {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    image: string | null;
    two_factor_enabled: Generated<boolean>;
    blocked: Generated<boolean>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  people_verifications: {
    id: string;
    identifier: string;
    value: string;
    expires_at: Date;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  problems_answers: {
    region_id: string;
    id: string;
    problem_id: string;
    kind: string;
    version: number;
    body_id: string;
    person_id: string | null;
    signed_by: string;
    text: string;
    promised_for: string | null;
    quality: number;
    summands: Json;
    at: Date;
  };
  problems_pictures: {
    region_id: string;
    file_id: string;
    problem_id: string;
    moment: string;
    verification_id: string | null;
    answer_id: string | null;
    taken_at: Date;
    alt: string;
  };
  problems_problems: {
    region_id: string;
    id: string;
    number: string;
    title: string;
    summary: string;
    topic: string;
    topic_group: string;
    municipality_id: string;
    settlement_id: string | null;
    address: Generated<string>;
    lat: number | null;
    lon: number | null;
    urgency: string;
    stage: string;
    stage_since: Date;
    is_open: GeneratedAlways<boolean | null>;
    timer: string | null;
    timer_started_at: Date | null;
    due_at: Date | null;
    overdue_since: Date | null;
    answer_due_at: Date | null;
    body_id: string | null;
    route_reason: string | null;
    escalation: Generated<number>;
    refuted_count: Generated<number>;
    reopened_count: Generated<number>;
    message_count: Generated<number>;
    author_count: Generated<number>;
    planned_for: string | null;
    reject_reason: string | null;
    merged_into: string | null;
    stage_before_merge: string | null;
    returns_after: string | null;
    public: Generated<boolean>;
    opened_at: Date;
    confirmed_at: Date | null;
    routed_at: Date | null;
    reacted_at: Date | null;
    answered_at: Date | null;
    claimed_at: Date | null;
    verified_at: Date | null;
    closed_at: Date | null;
    score: Generated<number>;
    version: Generated<number>;
    search: GeneratedAlways<string | null>;
  };
  problems_verifications: {
    region_id: string;
    id: string;
    problem_id: string;
    outcome: string;
    checked_by: string | null;
    checker: string;
    checker_name: string;
    text: string;
    lat: number | null;
    lon: number | null;
    at: Date;
  };
  problems_voices: {
    region_id: string;
    id: string;
    problem_id: string;
    merged_from: string | null;
    author_key: string;
    channel: string;
    excerpt: string;
    at: Date;
  };
  territories_aliases: {
    region_id: string;
    territory_id: string;
    name: string;
  };
  territories_houses: {
    region_id: string;
    id: string;
    street_id: string;
    number: string;
    lat: number | null;
    lon: number | null;
  };
  territories_landmarks: {
    region_id: string;
    id: string;
    territory_id: string;
    name: string;
    lat: number | null;
    lon: number | null;
  };
  territories_streets: {
    region_id: string;
    id: string;
    territory_id: string;
    name: string;
    kind: string;
    match_key: string;
  };
  territories_territories: {
    region_id: string;
    id: string;
    parent_id: string | null;
    kind: string;
    slug: string;
    name: string;
    official_name: string;
    oktmo: string | null;
    population: number | null;
    lat: number | null;
    lon: number | null;
    border: ColumnType<unknown, string | null, string | null>;
    border_web: ColumnType<unknown, string | null, string | null>;
    created_at: Date;
  };
};
