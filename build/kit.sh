# shellcheck shell=bash
# What the scripts in this folder share. They source it; it does nothing by itself but to go to
# the root of the repository.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One set of flags for every build, test and check: another set would compile SQLite anew, which
# takes longer than everything else together. Without a stamp from version control a build also
# works in a copy that is no repository.
readonly tags="desktop production webkit2_41 sqlite_fts5"
readonly go_flags=(-tags "$tags" -trimpath -buildvcs=false)

# Go is often installed where only login shells look for it.
command -v go >/dev/null || PATH="$PATH:/usr/local/go/bin"
export PATH

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# step "what it does" command... runs a command under a heading and says how long it took. The
# first failure ends the script, with the name of the step as the last line.
step() {
  local from=$SECONDS
  current="$1"
  trap 'printf "\nFAILED: %s\n" "$current" >&2' EXIT
  printf '\n== %s\n' "$current"
  shift
  "$@"
  trap - EXIT
  printf '== %s: %d s\n' "$current" "$((SECONDS - from))"
}

# with_keyring command... runs a command as on a desktop where somebody is signed in: with a
# session bus, an open keyring and a home of its own, which is gone afterwards. Go and npm keep
# the caches of the real home. Elsewhere than on Linux the command runs as it is. The bus starts
# no services by itself, so that nothing else of a desktop gets in the way.
with_keyring() {
  if [ "$(uname -s)" != Linux ]; then
    "$@"
    return
  fi
  local home status=0
  home="$(mktemp -d)"
  printf '%s' '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
    "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd"><busconfig>
    <type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
    </policy></busconfig>' >"$home/bus.conf"
  env -u DISPLAY -u WAYLAND_DISPLAY -u GNOME_KEYRING_CONTROL \
    GOPATH="$(go env GOPATH)" GOCACHE="$(go env GOCACHE)" GOMODCACHE="$(go env GOMODCACHE)" \
    GOENV="$(go env GOENV)" npm_config_cache="$(npm config get cache 2>/dev/null)" \
    HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run" \
    dbus-run-session --config-file="$home/bus.conf" -- bash -c '
      mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
      mkdir -p -m 700 "$XDG_RUNTIME_DIR"
      printf %s open |
        gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
      keyring=$!
      trap "kill $keyring 2>/dev/null || true" EXIT
      for _ in $(seq 50); do
        dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
          org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null |
          grep -q "boolean true" && break
        sleep 0.1
      done
      "$@"
    ' with_keyring "$@" || status=$?
  rm -rf "$home"
  return "$status"
}

# with_postgres command... runs a command with GATEHOUSE_POSTGRES set to the address of a PostgreSQL
# of its own: empty, on a free port of this computer, its data in a folder that is gone afterwards.
# It needs the programs of PostgreSQL, but no cluster that the system has set up. Where there are
# none the command runs as it is; the tests then say what they skip, or fail when CI is true.
with_postgres() (
  if ! bin="$(postgres_programs)"; then
    say "PostgreSQL is not installed."
    "$@"
    exit
  fi
  dir="$(mktemp -d)"
  trap 'stop_postgres "$bin" "$dir"' EXIT
  start_postgres "$bin" "$dir" || fail "PostgreSQL does not start.
$(cat "$dir/log")"
  GATEHOUSE_POSTGRES="$(cat "$dir/url")"
  export GATEHOUSE_POSTGRES
  "$@"
)

# postgres_programs prints the folder of the newest PostgreSQL.
postgres_programs() {
  local found
  if found="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V)"; then
    tail -n 1 <<<"$found"
  else
    found="$(command -v initdb)" && dirname "$found"
  fi
}

# as_postgres command... runs a command as the user postgres where this is root, whom PostgreSQL
# refuses.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
  else
    "$@"
  fi
}

# start_postgres bin dir makes a cluster in a folder and starts it. It asks for no password, and
# need not outlive a power failure. A port that another program takes meanwhile is left to it.
start_postgres() {
  local bin="$1" dir="$2" port
  [ "$(id -u)" -ne 0 ] || chown postgres "$dir"
  as_postgres "$bin/initdb" -D "$dir/data" -U gatehouse -A trust -E UTF8 --locale=C -N \
    >"$dir/log" 2>&1 || return 1
  for _ in $(seq 5); do
    port=$((20000 + RANDOM % 10000))
    if as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/log" -w -t 30 -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=500 \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >>"$dir/log" 2>&1; then
      printf 'postgres://gatehouse@127.0.0.1:%d/postgres?sslmode=disable' "$port" >"$dir/url"
      return 0
    fi
  done
  return 1
}

stop_postgres() {
  as_postgres "$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$2"
}
