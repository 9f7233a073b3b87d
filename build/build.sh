#!/usr/bin/env bash
# Builds the staff pages and both programs into build/bin: gatehouse (the desktop program, with
# the pages inside) and gatehouse-server. Run build/setup.sh once before.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

build_pages() { (cd frontend && npm run --silent build); }

# build_program name package builds without symbols for debuggers: half the size.
build_program() { go build "${go_flags[@]}" -ldflags "-s -w" -o "build/bin/$1" "$2"; }

# The file dialogs of macOS need a framework that Go does not ask for by itself.
if [ "$(uname -s)" = Darwin ]; then
  export CGO_LDFLAGS="${CGO_LDFLAGS-} -framework UniformTypeIdentifiers"
fi

mkdir -p build/bin
step "Staff pages" build_pages
step "Desktop program" build_program gatehouse .
step "Test bridge" build_program gatehouse-bridge ./frontend/e2e/bridge
step "Server" build_program gatehouse-server ./backend/cmd/gatehouse-server

say
for program in gatehouse gatehouse-server; do
  size="$(wc -c <"build/bin/$program")"
  say "build/bin/$program: $((size / 1024 / 1024)).$((size * 10 / 1024 / 1024 % 10)) MB"
done
