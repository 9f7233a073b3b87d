#!/usr/bin/env bash
# Long runs that nobody's commit waits for: many simulated schedules of sync, whole programs in
# trouble, and fuzzing of everything that reads foreign bytes. Nothing here ends early but at a
# finding, which it prints with the command that plays it again. For each hundred schedules in
# memory, one is played on files and HTTP, and for each thousand one on PostgreSQL. The first seed is
# one that build/test.sh has not played.
#
#   build/torture.sh [SCHEDULES] [SECONDS OF FUZZING EACH] [FIRST SEED]

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

readonly schedules="${1:-1000000}" seconds="${2:-300}" first="${3:-100001}"

simulate() {
  with_postgres go test "${go_flags[@]}" -timeout 0 ./backend/sync/synctest -run TestSchedules \
    -from="$first" -memory="$schedules" -files="$((schedules / 100))" \
    -postgres="$((schedules / 1000))" -v
}

trouble() {
  bash build/build.sh
  GATEHOUSE_SERVER="$PWD/build/bin/gatehouse-server" with_postgres go test "${go_flags[@]}" \
    -timeout 0 ./backend/sync/synctest -run 'Killed|Power|BadLine|OneOrder' -kills=300 \
    -failures=300 -proxy=10m -v
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
step "Programs that are killed, power that fails, lines that are bad" trouble
fuzz
