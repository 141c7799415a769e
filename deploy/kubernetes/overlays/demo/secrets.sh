#!/bin/sh
# Generates the demo's secrets once, each 32 random hexadecimal digits in a file in the directory secrets
# beside this script. Existing files stay unchanged, because PostgreSQL and the store keep their first
# secrets.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets

# keep FILE VALUE writes the file unless it exists, completely or not at all, even if it is interrupted.
keep() {
  if [ ! -s "secrets/$1" ]; then
    printf '%s' "$2" > "secrets/$1.new"
    mv -f "secrets/$1.new" "secrets/$1"
  fi
}

random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

for name in postgres-root-password database-password store-root-password store-secret-key \
  metadata-key notifications-token admin-password; do
  keep "$name" "$(random)"
done
keep store-root-user slipway-root
keep store-access-key slipway
keep store.env "MINIO_ROOT_USER=$(cat secrets/store-root-user)
MINIO_ROOT_PASSWORD=$(cat secrets/store-root-password)
MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY=$(cat secrets/notifications-token)
"
printf 'admin: %s\n' "$(cat secrets/admin-password)"
