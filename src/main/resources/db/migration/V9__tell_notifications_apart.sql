-- What a notification is about, once it has been read: of its first record, where there are several.
alter table notification
  add column dialect text,
  add column event_name text,
  add column bucket text,
  add column object_key text collate "C",
  -- In byte order: of two of the same key, the later change has the greater one.
  add column sequencer text collate "C",
  -- The store's time of the change.
  add column event_at timestamptz,
  -- How often somebody had it applied again.
  add column replays integer not null default 0 check (replays >= 0);

-- What is already known of a key.
create index notification_object on notification (object_key, sequencer)
  where object_key is not null;

-- The listing of one state, newest first, and what has been kept for long enough. What is received
-- is few, and has an index of its own: writing it costs no more than it did.
create index notification_settled on notification (state, id) where state <> 'RECEIVED';
