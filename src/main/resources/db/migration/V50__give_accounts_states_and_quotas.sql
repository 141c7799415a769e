-- Without a password, an account was invited and has not chosen one, or logs in elsewhere.
alter table account alter column password_hash drop not null;
-- A disabled account can be enabled again. A removed one keeps its name for ever, because the audit log
-- and the objects in the store refer to it.
alter table account add column disabled_at timestamptz;
alter table account add column removed_at timestamptz;
alter table account add column last_login_at timestamptz;
-- Null is the default of the settings, -1 no limit.
alter table account add column quota_bytes bigint check (quota_bytes >= -1);
alter table account add column quota_videos bigint check (quota_videos >= -1);
alter table account add column quota_open_uploads bigint check (quota_open_uploads >= -1);
