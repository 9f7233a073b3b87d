#!/usr/bin/env bash
# Long runs that nobody's commit waits for: many simulated schedules of sync, and fuzzing of
# everything that reads foreign bytes. Nothing here ends early but at a finding, which it prints with
# the command that plays it again.
#
#   build/torture.sh [SCHEDULES] [SECONDS OF FUZZING EACH]

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

readonly schedules="${1:-20000}" seconds="${2:-300}"

simulate() {
  go test "${go_flags[@]}" -timeout 0 ./backend/sync/synctest -run TestSchedules \
    -schedules="$schedules"
}

fuzz() {
  local package name
  while read -r package name; do
    step "$name in $package" go test "${go_flags[@]}" -run '^$' -fuzz "^$name\$" \
      -fuzztime "${seconds}s" "$package"
  done < <(grep -rl --include='*_test.go' '^func Fuzz' backend | while read -r file; do
    sed -n "s|^func \(Fuzz[A-Za-z]*\).*|./$(dirname "$file") \1|p" "$file"
  done)
}

step "$schedules schedules of sync" simulate
fuzz
