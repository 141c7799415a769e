#!/bin/sh
# Makes a store of MinIO's kind ready for Slipway: two private buckets, a user that may do what
# policy.json says and nothing else, and the events of videos sent to the application. Root is used
# here and nowhere else. Run it again after a change of settings: it does no harm.
#
# Needs mc (MC names it where it is called otherwise) and coreutils, and nothing more: the images of
# MinIO and its descendants have neither sed nor grep.
set -eu

here=$(dirname "$0")
mc=${MC:-mc}
endpoint=${SLIPWAY_STORE_ENDPOINT:?names the store, such as http://store:9000}
region=${SLIPWAY_STORE_REGION:-us-east-1}
videos=${SLIPWAY_STORE_BUCKET:-slipway-videos}
derived=${SLIPWAY_STORE_DERIVED_BUCKET:-slipway-derived}
# Whose pages browsers may use the store from, separated by commas, such as https://slipway.example; none
# leaves the buckets' CORS rules as they are.
origins=${SLIPWAY_STORE_ORIGINS:-}
# Where events go: as the store's own settings name it, the last word being webhook or kafka.
target=${SLIPWAY_STORE_EVENT_TARGET:-arn:minio:sqs:$region:SLIPWAY:webhook}
# on keeps what is overwritten or deleted for a week more.
versioning=${SLIPWAY_STORE_VERSIONING:-off}
# Files, so that no secret stands in a command or an environment.
root_user_file=${SLIPWAY_STORE_ROOT_USER_FILE:-/secrets/store/root-user}
root_password_file=${SLIPWAY_STORE_ROOT_PASSWORD_FILE:-/secrets/store/root-password}
access_key_file=${SLIPWAY_STORE_ACCESS_KEY_FILE:-/secrets/application/store-access-key}
secret_key_file=${SLIPWAY_STORE_SECRET_KEY_FILE:-/secrets/application/store-secret-key}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# mc writes root's keys down: not among what somebody has there, and for no longer than this runs.
if [ -z "${MC_CONFIG_DIR:-}" ]; then
  export MC_CONFIG_DIR="$work/mc"
  mkdir "$MC_CONFIG_DIR"
  if [ -d "${HOME:-}/.mc/certs" ]; then
    cp -R "$HOME/.mc/certs" "$MC_CONFIG_DIR"
  fi
fi

main() {
  lines "$root_user_file" "$root_password_file" > "$work/root"
  quietly "$mc" alias set --api S3v4 slipway "$endpoint" < "$work/root"
  for bucket in "$videos" "$derived"; do
    quietly "$mc" mb --ignore-existing --region "$region" "slipway/$bucket"
    quietly "$mc" anonymous set none "slipway/$bucket"
    choose_versioning "$bucket"
    allow_origins "$bucket"
  done
  make_user
  send_events
  echo "$endpoint is ready: $videos, $derived, the user $(cat "$access_key_file"), events to $target"
}

choose_versioning() {
  case "$versioning" in
    on)
      quietly "$mc" version enable "slipway/$1"
      quietly "$mc" ilm import "slipway/$1" < "$here/lifecycle.json"
      ;;
    off)
      # A bucket that never had versions stays so; one that has them gets no more.
      info=$("$mc" version info "slipway/$1")
      if contains "$info" "versioning is enabled"; then
        quietly "$mc" version suspend "slipway/$1"
      fi
      ;;
    *)
      echo "SLIPWAY_STORE_VERSIONING is on or off, not $versioning." >&2
      exit 64
      ;;
  esac
}

# What a browser's PUT and GET with a signed URL need. MinIO's own rule is for the whole server
# (MINIO_API_CORS_ALLOW_ORIGIN), and it says of a bucket's that it has none.
allow_origins() {
  [ -n "$origins" ] || return 0
  cors_rules > "$work/cors.xml"
  "$mc" cors set "slipway/$1" "$work/cors.xml" > "$work/out" 2>&1 ||
    contains "$(cat "$work/out")" "not implemented" || fail
}

cors_rules() {
  echo "<CORSConfiguration><CORSRule>"
  rest=$origins,
  while [ -n "$rest" ]; do
    echo "<AllowedOrigin>${rest%%,*}</AllowedOrigin>"
    rest=${rest#*,}
  done
  cat <<'RULE'
<AllowedMethod>PUT</AllowedMethod>
<AllowedMethod>GET</AllowedMethod>
<AllowedMethod>HEAD</AllowedMethod>
<AllowedHeader>*</AllowedHeader>
<ExposeHeader>ETag</ExposeHeader>
<MaxAgeSeconds>3600</MaxAgeSeconds>
</CORSRule></CORSConfiguration>
RULE
}

make_user() {
  policy=$(replaced "$(cat "$here/policy.json")" slipway-videos "$videos")
  replaced "$policy" slipway-derived "$derived" > "$work/policy.json"
  quietly "$mc" admin policy create slipway slipway "$work/policy.json"
  lines "$access_key_file" "$secret_key_file" > "$work/user"
  quietly "$mc" admin user add slipway < "$work/user"
  attach_policy "$(cat "$access_key_file")"
  name_former_users "$(cat "$access_key_file")"
}

# Says so with an error where it is attached already.
attach_policy() {
  "$mc" admin policy attach slipway slipway --user "$1" > "$work/out" 2>&1 ||
    contains "$(cat "$work/out")" "already in effect" || fail
}

# Whoever changes the key may need both for a while.
name_former_users() {
  "$mc" admin user list slipway > "$work/users"
  while read -r state name policy; do
    if [ "$policy" = slipway ] && [ "$name" != "$1" ]; then
      echo "The user $name ($state) has the same rights. Once nobody uses it: mc admin user remove … $name"
    fi
  done < "$work/users"
}

# 'put' tells of tags and retention too, which nobody here may set.
send_events() {
  # What went elsewhere before goes there no more; a store refuses targets that it does not know.
  "$mc" event ls "slipway/$videos" > "$work/events"
  while read -r other rest; do
    case "$other" in
      "$target") ;;
      arn:*:SLIPWAY:*) quietly "$mc" event remove "slipway/$videos" "$other" ;;
    esac
  done < "$work/events"
  quietly "$mc" event add --ignore-existing --event put,delete --prefix videos/ "slipway/$videos" "$target"
}

# Each in one line, whether its file ends with a line break or not.
lines() {
  for file in "$@"; do
    printf '%s\n' "$(cat "$file")"
  done
}

contains() {
  case "$1" in
    *"$2"*) ;;
    *) return 1 ;;
  esac
}

# replaced TEXT WORD OTHER
replaced() {
  before=
  after=$1
  while contains "$after" "$2"; do
    before=$before${after%%"$2"*}$3
    after=${after#*"$2"}
  done
  printf '%s\n' "$before$after"
}

# What went well need not be read.
quietly() {
  "$@" > "$work/out" 2>&1 || fail
}

fail() {
  cat "$work/out" >&2
  exit 1
}

main
