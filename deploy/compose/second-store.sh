#!/bin/sh
# The second store of the compose file, Versity's gateway to a directory. 'serve' runs it; 'setup'
# creates the application's user, which owns two buckets and has no other permission. It uses the secrets
# of the first store, because it only exists to be compared with it.
set -eu
umask 077

main() {
  case "${1:-}" in
    serve) serve ;;
    setup) set_up ;;
    *) echo "Usage: second-store.sh serve|setup" >&2; exit 64 ;;
  esac
}

serve() {
  . /secrets/store/store.env
  # VersityGW has no setting for a header, so the token is the password in the URL.
  webhook=http://slipway:$MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY@second-app:8080/notifications/s3
  mkdir -p /data/objects /data/users
  export ROOT_ACCESS_KEY_ID="$MINIO_ROOT_USER" ROOT_SECRET_ACCESS_KEY="$MINIO_ROOT_PASSWORD"
  export VGW_PORT=:7070 VGW_HEALTH=/health VGW_IAM_DIR=/data/users VGW_EVENT_WEBHOOK_URL="$webhook"
  # Its start message contains that URL, so standard output is discarded; errors go to standard error.
  exec versitygw --quiet posix /data/objects > /dev/null
}

set_up() {
  export ADMIN_ACCESS_KEY_ID ADMIN_SECRET_ACCESS_KEY
  ADMIN_ACCESS_KEY_ID=$(cat /secrets/store/root-user)
  ADMIN_SECRET_ACCESS_KEY=$(cat /secrets/store/root-password)
  user=$(cat /secrets/application/store-access-key)
  secret=$(cat /secrets/application/store-secret-key)

  unless_listed "$(versitygw admin list-users)" "$user" \
    versitygw admin create-user --access "$user" --secret "$secret" --role user
  # The secret may have changed in .env.
  versitygw admin update-user --access "$user" --secret "$secret" > /dev/null
  for bucket in "$SLIPWAY_STORE_BUCKET" "$SLIPWAY_STORE_DERIVED_BUCKET"; do
    unless_listed "$(versitygw admin list-buckets)" "$bucket" \
      versitygw admin create-bucket --bucket "$bucket" --owner "$user"
  done
  echo "The second store is ready: $SLIPWAY_STORE_BUCKET, $SLIPWAY_STORE_DERIVED_BUCKET, the user $user"
}

# unless_listed LIST NAME COMMAND… runs the command unless a line of the list begins with the name.
unless_listed() {
  list=$1
  name=$2
  shift 2
  echo "$list" | while read -r first rest; do
    [ "$first" != "$name" ] || exit 1
  done || return 0
  "$@" > /dev/null
}

main "$@"
