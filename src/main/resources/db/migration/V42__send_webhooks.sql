-- Addresses of other programs that are told about events, by signed HTTP requests.
create table webhook (
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  owner text not null references account,
  url text not null check (char_length(url) between 1 and 2000),
  description text check (char_length(description) between 1 and 255),
  events text[] not null check (cardinality(events) > 0),
  -- Whether it gets events of everybody's videos. Applies only while its owner is an administrator.
  all_owners boolean not null,
  -- Encrypted with a key that is not in the database. Signing needs the secret itself, not a hash.
  sealed_secret text not null,
  sealed_previous_secret text,
  previous_secret_valid_until timestamptz,
  -- A deleted one gets no requests. Its deliveries are removed in batches, and then the row.
  status text not null check (status in ('ACTIVE', 'DISABLED', 'DELETED')),
  disabled_reason text,
  created_at timestamptz not null,
  last_delivered_at timestamptz,
  last_failed_at timestamptz,
  -- The first failed attempt since the last successful one.
  failing_since timestamptz,
  check ((sealed_previous_secret is null) = (previous_secret_valid_until is null))
);

create index webhook_owner_newest on webhook (owner, created_at desc, id desc);
create index webhook_all_owners on webhook (id) where all_owners;
create index webhook_deleted on webhook (id) where status = 'DELETED';

-- One event for one webhook, written in the transaction that makes the change: what is committed is
-- sent at least once, and what is rolled back is not.
create table webhook_delivery (
  id bigint generated always as identity primary key,
  webhook_id text collate "C" not null references webhook on delete cascade,
  -- The same for all webhooks and all attempts, so that receivers recognise repetitions.
  event_id text collate "C" not null check (event_id ~ '^[a-z2-7]{26}$'),
  type text not null,
  -- The body as text and not as jsonb, which would change it: every attempt signs the same bytes.
  payload text not null,
  status text not null check (status in ('PENDING', 'DELIVERED', 'DEAD')),
  -- Since it was created or replayed.
  attempts integer not null check (attempts >= 0),
  -- While an attempt runs, the end of its claim: then another process may try again.
  next_attempt_at timestamptz check ((status = 'PENDING') = (next_attempt_at is not null)),
  claimed_until timestamptz check (status = 'PENDING' or claimed_until is null),
  last_attempt_at timestamptz,
  -- The status of the last response; null if there was none.
  response_status integer,
  -- Why the last attempt failed, or why no further one follows.
  problem text,
  duration_millis bigint,
  created_at timestamptz not null
);

create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at)
where status = 'PENDING';
create index webhook_delivery_claimed on webhook_delivery (webhook_id, claimed_until)
where claimed_until is not null;
create index webhook_delivery_newest on webhook_delivery (webhook_id, id);
create index webhook_delivery_status on webhook_delivery (webhook_id, status, id) include (type);
