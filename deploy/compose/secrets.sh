#!/bin/sh
# The secrets of the compose file. 'make' writes each into the volumes of its readers: the value in .env,
# or else 32 random hexadecimal digits, generated once. 'show' prints what a person opens and logs in with.
set -eu
umask 077

# The user of the application's image.
application_user=10001

main() {
  case "${1:-}" in
    make) make_all ;;
    show) show ;;
    *) echo "Usage: secrets.sh make|show" >&2; exit 64 ;;
  esac
}

make_all() {
  keep /secrets/database/root-password ""
  keep /secrets/application/database-password "$DATABASE_PASSWORD"
  keep /secrets/application/store-access-key "${STORE_ACCESS_KEY:-slipway}"
  keep /secrets/application/store-secret-key "$STORE_SECRET_KEY"
  keep_metadata_keys "${METADATA_KEY:-}" "${METADATA_PREVIOUS_KEYS:-}"
  keep /secrets/application/notifications-token "$NOTIFICATIONS_TOKEN"
  keep_first /secrets/application/admin-password "$ADMIN_PASSWORD"
  # Empty for a public client.
  [ -z "${OIDC_CLIENT_SECRET+set}" ] || replace /secrets/application/oidc-client-secret "$OIDC_CLIENT_SECRET"
  keep /secrets/store/root-user "${STORE_ROOT_USER:-slipway-root}"
  keep /secrets/store/root-password "$STORE_ROOT_PASSWORD"
  keep /secrets/lab/store-access-key slipway-lab
  for secret in store-secret-key metadata-key notifications-token relay-token; do
    keep "/secrets/lab/$secret" ""
  done
  # Earlier versions gave the lab the application's password.
  if cmp -s /secrets/lab/database-password /secrets/application/database-password; then
    rm /secrets/lab/database-password
  fi
  keep /secrets/lab/database-password ""
  [ -s /secrets/lab/sftp-host-key ] || replace /secrets/lab/sftp-host-key "$(ed25519_key)"

  # Each volume is mounted only where its secrets are needed.
  cp /secrets/application/database-password /secrets/database/password
  cp /secrets/lab/database-password /secrets/database/lab-password
  cp /secrets/lab/relay-token /secrets/relay/token
  copy_for_worker
  write_store_settings > /secrets/store/store.env
  chmod 0444 /secrets/database/* /secrets/store/*
  chmod 0755 /secrets/database /secrets/store
  chown -R "$application_user" /secrets/application /secrets/lab /secrets/relay
  echo "The secrets are ready."
}

# Copies what a worker needs. The volume is missing in a container of an earlier version that 'up --no-recreate' starts
# again; the next 'up' replaces that container.
copy_for_worker() {
  [ -d /secrets/worker ] || return 0
  for secret in database-password store-access-key store-secret-key; do
    cp "/secrets/application/$secret" "/secrets/worker/$secret"
  done
  chown -R "$application_user" /secrets/worker
}

show() {
  if [ ! -s /secrets/application/admin-password ]; then
    echo "There are no secrets yet. Start everything first: docker compose up" >&2
    exit 1
  fi
  row Pages "$PAGES"
  row "  user" admin
  row "  password" "$(cat /secrets/application/admin-password)"
  if [ "$STORE_CONSOLE" = on ]; then
    row "Store console" "$STORE_CONSOLE_ADDRESS"
  else
    row "Store console" "off; set SLIPWAY_STORE_CONSOLE=on in .env, then run docker compose up"
  fi
  row "  user" "$(cat /secrets/store/root-user)"
  row "  password" "$(cat /secrets/store/root-password)"
  row Health "$OPERATIONS/q/health"
  row OpenAPI "$OPERATIONS/q/openapi"
}

# row NAME VALUE prints a row of a table.
row() {
  printf '%-14s  %s\n' "$1" "$2"
}

# keep FILE VALUE writes the value. Without a value it writes a random one, unless the file exists.
keep() {
  if [ -n "$2" ]; then
    replace "$1" "$2"
  elif [ ! -s "$1" ]; then
    replace "$1" "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  fi
}

# keep_first FILE VALUE does the same once. The application stores this secret in its database, so a later
# value would be wrong.
keep_first() {
  if [ -s "$1" ]; then
    [ -z "$2" ] || [ "$2" = "$(cat "$1")" ] ||
      echo "$(basename "$1") keeps its first value; the different value in .env is ignored." >&2
  else
    keep "$1" "$2"
  fi
}

# keep_metadata_keys KEY PREVIOUS keeps the metadata key, and a list of earlier ones separated by commas. Objects stay
# encrypted with the key with which they were stored, so a key that is replaced joins the list, and none leaves it.
keep_metadata_keys() {
  key=/secrets/application/metadata-key
  list=/secrets/application/metadata-previous-keys
  previous=$(cat "$list" 2> /dev/null || :)
  if [ -n "$1" ] && [ -s "$key" ] && [ "$1" != "$(cat "$key")" ]; then
    previous=$(add_keys "$previous" "$(sed 's/[\\,]/\\&/g' "$key")")
  fi
  replace "$list" "$(add_keys "$previous" "$2")"
  keep "$key" "$1"
}

# add_keys LIST KEYS prints the list with the keys at its end, unless it contains them.
add_keys() {
  case ",$1," in
    *",$2,"*) printf '%s' "$1" ;;
    *) printf '%s' "$1${1:+${2:+,}}$2" ;;
  esac
}

# Prints a new private key as PEM: the fixed beginning of PKCS #8 for Ed25519 (RFC 8410), and 32 random bytes. The
# image has no ssh-keygen.
ed25519_key() {
  echo "-----BEGIN PRIVATE KEY-----"
  {
    printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'
    head -c 32 /dev/urandom
  } | base64
  echo "-----END PRIVATE KEY-----"
}

# Writes the file completely or not at all, even if it is interrupted.
replace() {
  printf '%s' "$2" > "$1.new"
  mv -f "$1.new" "$1"
}

write_store_settings() {
  echo "MINIO_ROOT_USER=$(cat /secrets/store/root-user)"
  echo "MINIO_ROOT_PASSWORD=$(cat /secrets/store/root-password)"
  echo "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY=$(cat /secrets/application/notifications-token)"
  echo "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAYDIRECT=$(cat /secrets/application/notifications-token)"
  echo "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_LAB=$(cat /secrets/lab/notifications-token)"
}

main "$@"
