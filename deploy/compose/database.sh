#!/bin/sh
# Creates the application's user, which owns one database and is not a superuser, and gives it the password
# in /secrets/password. Repeated runs do no harm. In compose it runs at each start, as a job of its own; in
# the Kubernetes demo the image of PostgreSQL runs it at the first start.
set -eu

# Longer than the first start of PostgreSQL takes on a slow disk.
max_seconds=60

main() {
  PGUSER=postgres PGDATABASE=postgres PGPASSWORD=$(cat /secrets/root-password) PGCONNECT_TIMEOUT=3
  export PGUSER PGDATABASE PGPASSWORD PGCONNECT_TIMEOUT
  await_server
  problem=$(psql -qtAc "select 1" 2>&1 > /dev/null) || explain_login "$problem"
  create
  echo "The database is ready."
}

await_server() {
  waited=0
  until pg_isready -q; do
    if [ "$waited" -ge "$max_seconds" ]; then
      echo "PostgreSQL does not answer after $max_seconds seconds. Its log says why:" \
        "docker compose logs postgres" >&2
      print_remedy "its first start was interrupted"
      exit 1
    fi
    waited=$((waited + 1))
    sleep 1
  done
}

explain_login() {
  echo "$1" >&2
  case "$1" in
    *"password authentication failed"*) print_remedy "its data was created with other secrets" ;;
  esac
  exit 1
}

print_remedy() {
  echo "If $1, start over. This deletes all data: docker compose down --volumes" >&2
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

main
