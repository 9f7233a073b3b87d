#!/usr/bin/env bash
# Measures, for people to read: nothing here passes or fails. Run build/setup.sh and build/build.sh
# once before, and leave the machine alone meanwhile.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

benchmarks() {
  local packages
  packages="$(go list "${go_flags[@]}" ./app ./backend/... | grep -v /backend/access$)"
  # shellcheck disable=SC2086 # one word for each package
  go test "${go_flags[@]}" -run '^$' -bench . -benchtime 2x -timeout 60m $packages
}

# A decision takes nanoseconds, so that two of them say nothing.
decisions() { go test "${go_flags[@]}" -run '^$' -bench . -timeout 60m ./backend/access; }

# The first copy of 100,000 people: Gatehouse beside a bare loop, PocketBase and PouchDB. The peers
# have modules of their own, which only this needs.
first_copies() {
  GATEHOUSE_RECORDS=100000 go test "${go_flags[@]}" -run '^$' -bench FirstPull -benchtime 3x \
    ./backend/sync/synctest
  (cd build/peers && npm ci --silent --no-audit --no-fund &&
    go run . -records 100000 && node pouchdb.mjs 100000)
}

start() { with_keyring node frontend/e2e/start-bench.mjs; }

step "Go benchmarks" benchmarks
step "Decisions about access, beside Cedar and Casbin" decisions
step "A first copy, beside PocketBase and PouchDB" first_copies
step "From start to the first list with 100,000 users" start
