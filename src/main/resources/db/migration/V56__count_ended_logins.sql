-- How often all logins of an account were ended. An open connection remembers the number with which it
-- began, and ends when there is another one.
alter table account add column logins_ended bigint not null default 0;
