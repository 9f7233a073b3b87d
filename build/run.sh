#!/usr/bin/env bash
# Builds Gatehouse and runs it as an office would have it: the portal server with the sample
# office on this machine, and the desktop program paired with it. Closing the window ends both.
#
#   build/run.sh              with a window
#   build/run.sh --headless   without a screen: plays the story and leaves pictures in build/out
#
# The data stays in build/out/office and build/out/desk; delete them to start afresh.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

readonly office=build/out/office desk=build/out/desk log=build/out/server.log
server='' window=''

main() {
  case "${1-}" in
    '') run_with_window ;;
    --headless) run_headless ;;
    *) fail "Unknown option $1. Use build/run.sh or build/run.sh --headless." ;;
  esac
}

run_headless() {
  bash build/setup.sh
  bash build/build.sh
  step "Story" with_keyring node --test --test-reporter=spec frontend/e2e/story.mjs
  say "Its pictures are in build/out/story."
}

run_with_window() {
  if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    fail "There is no screen here. Use build/run.sh --headless to play the story and get pictures."
  fi
  bash build/setup.sh --run
  bash build/build.sh
  mkdir -p "$office" "$desk"
  local port url code
  port="$(choose_port)"
  url="http://127.0.0.1:$port"
  start_server "$port"
  # A one-time code; a desk that is paired already takes no notice of it.
  code="$(build/bin/gatehouse-server invite --data "$office")"
  say "The portal is at $url; what the server says is in $log."
  build/bin/gatehouse --pair "$url" --code "$code" --data "$desk" &
  window=$!
  wait "$window"
}

# choose_port prints the port to use. A desk stays paired with the port of its first run.
choose_port() {
  local port=8420 kept=build/out/port
  [ ! -f "$kept" ] || port="$(cat "$kept")"
  if is_taken "$port" && [ -f "$kept" ]; then
    fail "Port $port is taken, and the desk in $desk is paired with it. Stop what uses it (another
build/run.sh?), or delete $office, $desk and $kept to start afresh."
  fi
  while is_taken "$port"; do
    say "Port $port is taken; trying the next." >&2
    port=$((port + 1))
    [ "$port" -lt 8440 ] || fail "No port from 8420 to 8439 is free."
  done
  printf '%s\n' "$port" | tee "$kept"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_server() {
  trap stop EXIT
  build/bin/gatehouse-server serve --data "$office" --listen "127.0.0.1:$1" --sample >"$log" 2>&1 &
  server=$!
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    ! answers "http://127.0.0.1:$1/healthz" || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  fail "The server does not start. What it said is above and in $log."
}

# Node is there in any case, curl is not.
answers() {
  node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' \
    "$1"
}

# stop ends what this script has started, and nothing else.
stop() {
  local pid
  for pid in $window $server; do
    kill "$pid" 2>/dev/null || continue
    wait "$pid" 2>/dev/null || true
  done
}

main "$@"
