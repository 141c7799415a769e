#!/bin/sh
# The second store of the compose file, Versity's gateway over a directory. 'serve' runs it, 'setup'
# makes the application's user, who owns two buckets and has no other right. With the secrets of the
# first store: it is there to be compared with it.
set -eu
umask 077

main() {
  case "${1:-}" in
    serve) serve ;;
    setup) set_up ;;
    *) echo "Say 'serve' or 'setup'." >&2; exit 64 ;;
  esac
}

serve() {
  . /secrets/store/store.env
  # It has no setting for a header, so the token is the password of the address.
  webhook=http://slipway:$MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY@second-app:8080/notifications/s3
  mkdir -p /data/objects /data/users
  export ROOT_ACCESS_KEY_ID="$MINIO_ROOT_USER" ROOT_SECRET_ACCESS_KEY="$MINIO_ROOT_PASSWORD"
  export VGW_PORT=:7070 VGW_HEALTH=/health VGW_IAM_DIR=/data/users VGW_EVENT_WEBHOOK_URL="$webhook"
  # What it prints at the start has that address in it; errors go elsewhere.
  exec versitygw --quiet posix /data/objects > /dev/null
}

set_up() {
  export ADMIN_ACCESS_KEY_ID ADMIN_SECRET_ACCESS_KEY
  ADMIN_ACCESS_KEY_ID=$(cat /secrets/store/root-user)
  ADMIN_SECRET_ACCESS_KEY=$(cat /secrets/store/root-password)
  user=$(cat /secrets/application/store-access-key)
  secret=$(cat /secrets/application/store-secret-key)

  unless_there "$(versitygw admin list-users)" "$user" \
    versitygw admin create-user --access "$user" --secret "$secret" --role user
  # A secret that changed in .env
  versitygw admin update-user --access "$user" --secret "$secret" > /dev/null
  for bucket in "$SLIPWAY_STORE_BUCKET" "$SLIPWAY_STORE_DERIVED_BUCKET"; do
    unless_there "$(versitygw admin list-buckets)" "$bucket" \
      versitygw admin create-bucket --bucket "$bucket" --owner "$user"
  done
  echo "The second store is ready: $SLIPWAY_STORE_BUCKET, $SLIPWAY_STORE_DERIVED_BUCKET, the user $user"
}

# unless_there LIST NAME COMMAND…: a list has a line for each, which begins with its name.
unless_there() {
  list=$1
  name=$2
  shift 2
  echo "$list" | while read -r first rest; do
    [ "$first" != "$name" ] || exit 1
  done || return 0
  "$@" > /dev/null
}

main "$@"
