-- A session that gets another token, because its password was changed, stays known to the logout at the
-- provider. Both tables have a row for each login of the last days, so the check is short.
alter table oidc_session
  drop constraint oidc_session_token_hash_fkey,
  add constraint oidc_session_token_hash_fkey foreign key (token_hash) references login_session
    on update cascade on delete cascade;
