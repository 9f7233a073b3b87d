#!/usr/bin/env bash
# Plants the faults of build/mutants.txt in a copy of backend/access, one at a time, and says which
# of them its tests catch. It fails when one survives that is not marked as equivalent, or when the
# list no longer fits the code. The working tree stays as it is.
#
#   build/mutants.sh [WORD]     only those whose file or words have it

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

readonly list="$PWD/build/mutants.txt" only="${1:-}"
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
cp go.mod go.sum "$copy"
cp -r backend "$copy"
cd "$copy"

# Written as a whole, with the end of the last line: $(...) alone would cut it off.
read_whole() {
  whole="$(cat "$1" && printf x)"
  whole="${whole%x}"
}

# The first failure is enough: rapid need not look for a smaller one.
run_tests() {
  timeout 120 go test "${go_flags[@]}" -vet=off -run . -count=1 -failfast -timeout 100s \
    ./backend/access/ -rapid.shrinktime=0s -rapid.nofailfile >"$copy/log" 2>&1
}

# plant breaks file old new equivalent
plant() {
  local file="backend/access/$2" old="$3" new="$4" original rest
  read_whole "$file"
  original="$whole"
  rest="${original//"$old"/}"
  if [ -z "$old" ] || [ $((${#original} - ${#rest})) -ne "${#old}" ]; then
    say "NOT FOUND ONCE  $2: $old"
    wrong=$((wrong + 1))
    return
  fi
  printf '%s' "${original/"$old"/"$new"}" >"$file"
  if ! go build "${go_flags[@]}" ./backend/access/ >"$copy/log" 2>&1; then
    say "DOES NOT BUILD  $2: $1"
    wrong=$((wrong + 1))
  elif ! run_tests; then
    caught "$@"
  elif [ -n "$5" ]; then
    say "equivalent      $2: $1"
  else
    say "SURVIVED        $2: $1"
    wrong=$((wrong + 1))
  fi
  printf '%s' "$original" >"$file"
}

caught() {
  local by
  by="$(sed -n 's/^ *--- FAIL: \([A-Za-z]*\).*/\1/p' "$copy/log" | head -n 1)"
  say "caught          $2: $1 (${by:-no answer})"
  count=$((count + 1))
  if [ -n "$5" ]; then
    say "NOT EQUIVALENT  $2: $1"
    wrong=$((wrong + 1))
  fi
}

plant_all() {
  local line breaks='' file='' old='' new='' proof=''
  while IFS= read -r line; do
    case "$line" in
      'breaks: '*) breaks="${line#breaks: }" ;;
      'file: '*) file="${line#file: }" ;;
      'old: '*) old="${line#old: }" ;;
      'new:'*) new="${line#new:}" && new="${new# }" ;;
      '# equivalent: '*) proof="${line#\# equivalent: }" ;;
      '#'*) ;;
      '')
        if [ -n "$file" ] && [[ "$file $breaks" == *"$only"* ]]; then
          plant "$breaks" "$file" "$old" "$new" "$proof"
        fi
        breaks='' file='' old='' new='' proof=''
        ;;
      *) fail "build/mutants.txt has a line that says nothing: $line" ;;
    esac
  done < <(cat "$list" && printf '\n\n')
}

count=0 wrong=0
run_tests || fail "The tests fail before anything is planted:
$(tail -n 40 "$copy/log")"
plant_all
say "$count caught, $wrong wrong, in $SECONDS s."
[ "$wrong" -eq 0 ] && [ "$count" -gt 0 ]
