#!/bin/sh
# Creates the application's user, which owns one database and is not a superuser, and gives it the password
# in /secrets/password; in compose also the user of the lab. Repeated runs do no harm. In compose it runs at
# each start, as a job of its own; in the Kubernetes demo the image of PostgreSQL runs it at the first start.
set -eu

# Longer than a first start takes on a slow disk. A server that starts and can't accept connections yet has no limit,
# because after a crash it replays its log, which can take hours.
max_silent_seconds=300

main() {
  PGUSER=postgres PGDATABASE=postgres PGPASSWORD=$(cat /secrets/root-password) PGCONNECT_TIMEOUT=3
  export PGUSER PGDATABASE PGPASSWORD PGCONNECT_TIMEOUT
  await_server
  problem=$(psql -qtAc "select 1" 2>&1 > /dev/null) || explain_login "$problem"
  create
  # Only the compose file has a lab.
  if [ -s /secrets/lab-password ]; then
    create_lab
  fi
  echo "The database is ready."
}

await_server() {
  waited=0
  silent=0
  while true; do
    status=0
    pg_isready -q || status=$?
    case $status in
      0) return ;;
      1) state="is starting or recovering, which its log shows: docker compose logs postgres" ;;
      *)
        state="does not answer yet"
        silent=$((silent + 1))
        [ "$silent" -le "$max_silent_seconds" ] || explain_silence
        ;;
    esac
    sleep 1
    waited=$((waited + 1))
    [ $((waited % 30)) -ne 0 ] || echo "Waiting for PostgreSQL since $waited seconds. It $state."
  done
}

explain_silence() {
  echo "PostgreSQL does not answer. Read its log with docker compose logs postgres, fix the cause, and run" \
    "docker compose up again." >&2
  exit 1
}

explain_login() {
  echo "$1" >&2
  case "$1" in
    *"password authentication failed"*)
      echo "Its data was created with other secrets. To keep the data, see docs/deploy.md, 'If the start fails'." \
        "Only if this is a new installation, start over. This deletes all data: docker compose down --volumes" >&2
      ;;
    *) echo "Read its log with docker compose logs postgres, and run docker compose up again." >&2 ;;
  esac
  exit 1
}

create() {
  psql -q -v ON_ERROR_STOP=1 <<'SQL'
\set password `cat /secrets/password`
select 'create role slipway' where not exists (select from pg_roles where rolname = 'slipway') \gexec
alter role slipway login password :'password';
select 'create database slipway owner slipway'
where not exists (select from pg_database where datname = 'slipway') \gexec
SQL
}

# Creates the user of the lab, which owns the schema 'lab' and has no rights in others. Earlier versions let the
# application's user own that schema and what is in it.
create_lab() {
  psql -q -v ON_ERROR_STOP=1 -d slipway <<'SQL'
set client_min_messages = warning;
\set password `cat /secrets/lab-password`
select 'create role slipway_lab' where not exists (select from pg_roles where rolname = 'slipway_lab') \gexec
alter role slipway_lab login password :'password';
create schema if not exists lab authorization slipway_lab;
alter schema lab owner to slipway_lab;
select format('alter table %s owner to slipway_lab', oid::regclass) from pg_class
where relnamespace = 'lab'::regnamespace and relkind in ('r', 'p') and relowner <> 'slipway_lab'::regrole \gexec
select format('alter sequence %s owner to slipway_lab', oid::regclass) from pg_class
where relnamespace = 'lab'::regnamespace and relkind = 'S' and relowner <> 'slipway_lab'::regrole \gexec
select format('alter function %s owner to slipway_lab', oid::regprocedure) from pg_proc
where pronamespace = 'lab'::regnamespace and proowner <> 'slipway_lab'::regrole \gexec
SQL
}

main
