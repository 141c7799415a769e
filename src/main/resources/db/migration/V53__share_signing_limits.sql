-- What networks without a login may still request, over all replicas: the time at which the bucket
-- of a network is full again. Not worth a write-ahead log: after a crash all buckets are full.
create unlogged table signing_bucket (
  network text primary key,
  full_at timestamptz not null
);

create index signing_bucket_full_at on signing_bucket (full_at);
