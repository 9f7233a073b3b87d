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

# In a home with a keyring, because the desktop program keeps secrets there.
test_code() { with_keyring go test "${go_flags[@]}" -timeout 15m ./...; }

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
  with_keyring node --test --test-concurrency=1 --test-reporter=spec "${stories[@]}"
}

step "Setup" bash build/setup.sh
step "Format of the Go code" check_format
step "Checks of the staff pages" check_pages
step "Tests of the staff pages" test_pages
step "Build" bash build/build.sh
step "go vet" vet
step "staticcheck" check_code
step "Go tests" test_code
step "End-to-end stories" play_stories

printf '\nAll good, in %d s.\n' "$SECONDS"
