-- The sessions of an account, the newest first.
create index login_session_account on login_session (account, created_at desc);
