-- How many of the latest attempts ended without a result, such as when the process was killed.
alter table notification add column interruptions integer not null default 0 check (interruptions between 0 and tries);
