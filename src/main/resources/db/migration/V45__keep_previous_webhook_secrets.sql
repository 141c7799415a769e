-- The secrets before the current one, the newest first, as long as requests are signed with them too.
alter table webhook add column sealed_previous_secrets text[] not null default '{}';
update webhook set sealed_previous_secrets = array[sealed_previous_secret]
where sealed_previous_secret is not null;
alter table webhook drop column sealed_previous_secret;
alter table webhook add check
  ((sealed_previous_secrets = '{}') = (previous_secret_valid_until is null));
