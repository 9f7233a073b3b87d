#!/usr/bin/env bash
# Measures, for people to read: nothing here passes or fails. Run build/setup.sh and build/build.sh
# once before, and leave the machine alone meanwhile.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

benchmarks() { go test "${go_flags[@]}" -run '^$' -bench . -benchtime 2x -timeout 60m ./app ./backend/...; }

start() { with_keyring node frontend/e2e/start-bench.mjs; }

step "Go benchmarks" benchmarks
step "From start to the first list with 100,000 users" start
