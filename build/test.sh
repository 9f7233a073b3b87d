#!/usr/bin/env bash
# Proves that Gatehouse is in order, from a clean copy, on a machine without a screen: sets up,
# checks and tests the staff pages, builds both programs, checks and tests the Go code, and plays
# the end-to-end stories in the real programs. It ends at the first failure.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

check_pages() { (cd frontend && npm run --silent check); }

test_pages() { (cd frontend && npm run --silent test); }

check_format() {
  local wrong
  wrong="$(find . -name node_modules -prune -o -path ./build/out -prune -o -path ./build/cache \
    -prune -o -name '*.go' -print0 | xargs -0 -r gofmt -l)"
  [ -z "$wrong" ] || fail "These files are not formatted. Run gofmt -w on them:
$wrong"
}

# What the window's page can call is generated from the Go code and kept beside it. The generator
# starts the program, which must not touch the data of whoever runs this.
check_bindings() {
  local home
  if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    say "Skipped: this copy is no repository, so there is nothing to compare with."
    return
  fi
  home="$(mktemp -d)"
  XDG_CONFIG_HOME="$home" go tool -modfile=build/tools/go.mod wails generate module \
    -tags "webkit2_41 sqlite_fts5" >build/out/bindings.log 2>&1 ||
    fail "$(cat build/out/bindings.log)"
  rm -rf "$home"
  [ -z "$(git status --porcelain -- frontend/wailsjs)" ] ||
    fail "frontend/wailsjs is not what the Go code binds now. Look at it and commit it."
}

vet() { go vet "${go_flags[@]}" ./...; }

# The checker is a tool with a module of its own; without the network it may not be at hand.
check_code() {
  if ! go build -modfile=build/tools/go.mod -trimpath -buildvcs=false \
    -o build/cache/staticcheck honnef.co/go/tools/cmd/staticcheck; then
    say "Skipped: staticcheck cannot be built here."
    return
  fi
  build/cache/staticcheck -tags "$tags" ./...
}

# In a home with a keyring, because the desktop program keeps secrets there, beside a PostgreSQL,
# because the server's database may lie there, and with the server just built, because it is killed
# in the middle of its work.
test_code() {
  GATEHOUSE_SERVER="$PWD/build/bin/gatehouse-server" with_postgres with_keyring \
    go test "${go_flags[@]}" -timeout 15m ./...
}

# What stands on the server's store once more, over PostgreSQL.
test_on_postgres() {
  GATEHOUSE_ENGINE=PostgreSQL with_postgres go test "${go_flags[@]}" -timeout 15m \
    ./backend/hosting ./backend/sync/syncserver ./backend/cmd/...
}

play_stories() {
  local stories=() file
  for file in frontend/e2e/story*.mjs frontend/e2e/*.test.mjs; do
    [ ! -e "$file" ] || stories+=("$file")
  done
  if [ "${#stories[@]}" -eq 0 ]; then
    say "There are none."
    return
  fi
  if [ "$(uname -s)" != Linux ]; then
    say "Skipped: they need WebKitGTK, which only Linux has."
    return
  fi
  # One after the other: each has windows and servers of its own.
  with_keyring node --test --test-concurrency=1 --test-force-exit --test-reporter=spec "${stories[@]}"
}

mkdir -p build/out
step "Setup" bash build/setup.sh
step "Format of the Go code" check_format
step "Checks of the staff pages" check_pages
step "Tests of the staff pages" test_pages
step "Build" bash build/build.sh
step "Bindings" check_bindings
step "go vet" vet
step "staticcheck" check_code
step "Go tests" test_code
step "The server's tests on PostgreSQL" test_on_postgres
step "End-to-end stories" play_stories

printf '\nAll good, in %d s.\n' "$SECONDS"
