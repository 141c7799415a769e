#!/bin/sh
# Makes the demo's secrets once, each 32 random hexadecimal digits in a file of the folder secrets
# beside this script. What is there stays as it is: PostgreSQL and the store keep what they began with.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets

# keep FILE VALUE: whole or not at all, whenever this is interrupted.
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
  notifications-token admin-password; do
  keep "$name" "$(random)"
done
keep store-root-user slipway-root
keep store-access-key slipway
keep store.env "MINIO_ROOT_USER=$(cat secrets/store-root-user)
MINIO_ROOT_PASSWORD=$(cat secrets/store-root-password)
MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY=$(cat secrets/notifications-token)
"
printf 'admin: %s\n' "$(cat secrets/admin-password)"
