#!/bin/sh
# Prepares a MinIO server or one of its forks for Slipway: two private buckets, a least-privilege user
# with the permissions in policy.json, and notifications about videos. Only this script uses the root
# user. Run it again after you change a setting; repeated runs do no harm.
#
# Needs mc (set MC if the program has another name) and coreutils only, because the images of MinIO and
# its forks have neither sed nor grep.
set -eu

here=$(dirname "$0")
mc=${MC:-mc}
endpoint=${SLIPWAY_STORE_ENDPOINT:?set it to the address of the store, such as http://store:9000}
region=${SLIPWAY_STORE_REGION:-us-east-1}
videos=${SLIPWAY_STORE_BUCKET:-slipway-videos}
derived=${SLIPWAY_STORE_DERIVED_BUCKET:-slipway-derived}
# Origins whose pages may use the store, separated by commas, such as https://slipway.example. Without any,
# the buckets' CORS rules stay unchanged.
origins=${SLIPWAY_STORE_ORIGINS:-}
# The name of the policy. Several installations can share a store if each has buckets, a user and a policy of its own.
policy=${SLIPWAY_STORE_POLICY:-slipway}
# The notification targets that are configured in the store, separated by spaces. Their last word is webhook or
# kafka.
targets=${SLIPWAY_STORE_EVENT_TARGET:-arn:minio:sqs:$region:SLIPWAY:webhook}
# on adds the target that sends each event at once; see docs/notifications.md.
if [ "${SLIPWAY_STORE_DIRECT_EVENTS:-off}" = on ]; then
  targets="$targets arn:minio:sqs:$region:SLIPWAYDIRECT:webhook"
fi
# on keeps overwritten and deleted objects for a week.
versioning=${SLIPWAY_STORE_VERSIONING:-off}
# Secrets are in files, so that no command line or environment contains them.
root_user_file=${SLIPWAY_STORE_ROOT_USER_FILE:-/secrets/store/root-user}
root_password_file=${SLIPWAY_STORE_ROOT_PASSWORD_FILE:-/secrets/store/root-password}
access_key_file=${SLIPWAY_STORE_ACCESS_KEY_FILE:-/secrets/application/store-access-key}
secret_key_file=${SLIPWAY_STORE_SECRET_KEY_FILE:-/secrets/application/store-secret-key}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# mc stores root's keys in its configuration, so use a temporary one instead of the user's own.
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
    set_versioning "$bucket"
    set_cors_rules "$bucket"
  done
  create_user
  configure_events
  echo "$endpoint is ready: $videos, $derived, the user $(cat "$access_key_file"), events to $targets"
}

set_versioning() {
  case "$versioning" in
    on)
      quietly "$mc" version enable "slipway/$1"
      quietly "$mc" ilm import "slipway/$1" < "$here/lifecycle.json"
      ;;
    off)
      # A bucket without versions stays unchanged; a bucket with versions gets no new ones.
      info=$("$mc" version info "slipway/$1")
      if contains "$info" "versioning is enabled"; then
        quietly "$mc" version suspend "slipway/$1"
      fi
      ;;
    *)
      echo "SLIPWAY_STORE_VERSIONING must be on or off, not $versioning." >&2
      exit 64
      ;;
  esac
}

# Sets the CORS rules that a browser's PUT, GET and DELETE with signed URLs need. MinIO has one rule for the whole
# server (MINIO_API_CORS_ALLOW_ORIGIN), and answers that rules for a bucket are not implemented.
set_cors_rules() {
  [ -n "$origins" ] || return 0
  print_cors_rules > "$work/cors.xml"
  "$mc" cors set "slipway/$1" "$work/cors.xml" > "$work/out" 2>&1 ||
    contains "$(cat "$work/out")" "not implemented" || fail
}

print_cors_rules() {
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
<AllowedMethod>DELETE</AllowedMethod>
<AllowedHeader>*</AllowedHeader>
<ExposeHeader>ETag</ExposeHeader>
<MaxAgeSeconds>3600</MaxAgeSeconds>
</CORSRule></CORSConfiguration>
RULE
}

create_user() {
  permissions=$(replace_all "$(cat "$here/policy.json")" slipway-videos "$videos")
  replace_all "$permissions" slipway-derived "$derived" > "$work/policy.json"
  quietly "$mc" admin policy create slipway "$policy" "$work/policy.json"
  lines "$access_key_file" "$secret_key_file" > "$work/user"
  quietly "$mc" admin user add slipway < "$work/user"
  attach_policy "$(cat "$access_key_file")"
  print_former_users "$(cat "$access_key_file")"
}

# mc reports an error if the policy is attached already.
attach_policy() {
  "$mc" admin policy attach slipway "$policy" --user "$1" > "$work/out" 2>&1 ||
    contains "$(cat "$work/out")" "already in effect" || fail
}

# Prints users that have the policy too: during a key rotation both users are needed for a while.
print_former_users() {
  "$mc" admin user list slipway > "$work/users"
  while read -r state name attached; do
    if [ "$attached" = "$policy" ] && [ "$name" != "$1" ]; then
      echo "The user $name ($state) has the same permissions. Remove it when it is no longer used: mc admin user remove … $name"
    fi
  done < "$work/users"
}

# Subscribes to all events of videos. 'put' includes changes of tags and retention, which no user of Slipway
# may make.
configure_events() {
  # Remove Slipway's other targets, because a store refuses targets that are no longer configured.
  "$mc" event ls "slipway/$videos" > "$work/events"
  while read -r other rest; do
    case " $targets " in
      *" $other "*) continue ;;
    esac
    case "$other" in
      arn:*:SLIPWAY:* | arn:*:SLIPWAYDIRECT:*)
        # mc removes only a rule with the same events and prefix.
        quietly "$mc" event remove --event put,delete --prefix videos/ "slipway/$videos" "$other"
        ;;
    esac
  done < "$work/events"
  for target in $targets; do
    quietly "$mc" event add --ignore-existing --event put,delete --prefix videos/ "slipway/$videos" "$target"
  done
}

# lines FILE… prints the content of each file on one line, with or without a line break at its end.
lines() {
  for file in "$@"; do
    printf '%s\n' "$(cat "$file")"
  done
}

# contains TEXT WORD
contains() {
  case "$1" in
    *"$2"*) ;;
    *) return 1 ;;
  esac
}

# replace_all TEXT WORD REPLACEMENT prints the text with each word replaced.
replace_all() {
  before=
  after=$1
  while contains "$after" "$2"; do
    before=$before${after%%"$2"*}$3
    after=${after#*"$2"}
  done
  printf '%s\n' "$before$after"
}

# quietly COMMAND… runs a command and prints its output only if it fails.
quietly() {
  "$@" > "$work/out" 2>&1 || fail
}

fail() {
  cat "$work/out" >&2
  exit 1
}

main
