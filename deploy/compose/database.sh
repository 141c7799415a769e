#!/bin/sh
# Runs at the first start of PostgreSQL: creates a user that owns one database and is not a superuser.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
  -v password="$(cat /secrets/password)" <<'SQL'
create role slipway login password :'password';
create database slipway owner slipway;
SQL
