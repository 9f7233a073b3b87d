#!/usr/bin/env bash
# Installs what Gatehouse needs to be built, run and tested, as far as it is missing.
#
#   build/setup.sh          everything
#   build/setup.sh --run    only what building and running needs
#
# It may be run as often as you like: what is there already is left alone.

source "$(dirname "${BASH_SOURCE[0]}")/kit.sh"

for_tests=yes
case "${1-}" in
  '') ;;
  --run) for_tests=no ;;
  *) fail "Unknown option $1. Use build/setup.sh or build/setup.sh --run." ;;
esac

# Debian and Ubuntu. Where a package has two names, the first that exists is taken.
run_packages=(libgtk-3-dev libwebkit2gtk-4.1-dev 'pkg-config|pkgconf' gcc libc6-dev)
test_packages=(xvfb 'webkit2gtk-driver|webkitgtk-webdriver' dbus-daemon dbus-x11 gnome-keyring
  'chromium|chromium-browser' fonts-dejavu-core x11-utils postgresql)

main() {
  case "$(uname -s)" in
    Linux) setup_linux ;;
    Darwin) setup_macos ;;
    *) say "On this system, install by hand: Go 1.26, Node 20 and a C compiler." ;;
  esac
  check_go
  check_node
  setup_npm
  setup_modules
}

setup_linux() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
    say "This is not Debian or Ubuntu. Install what these packages are called here:"
    say "  ${run_packages[*]}"
    [ "$for_tests" = no ] || say "  for the tests: ${test_packages[*]}"
    return
  fi
  local wanted=("${run_packages[@]}") missing=() package
  [ "$for_tests" = no ] || wanted+=("${test_packages[@]}")
  for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ "${#missing[@]}" -eq 0 ]; then
    say "System packages: all there."
    return
  fi
  say "System packages: ${missing[*]} missing."
  install_packages "${missing[@]}"
}

# is_installed 'name|other name' reports whether one of the names is installed.
is_installed() {
  local name
  for name in ${1//|/ }; do
    [ "$(dpkg-query -W -f '${Status}' "$name" 2>/dev/null)" != 'install ok installed' ] || return 0
  done
  return 1
}

# candidate 'name|other name' prints the first name that could be installed.
candidate() {
  local name policy
  for name in ${1//|/ }; do
    policy="$(apt-cache policy "$name" 2>/dev/null)"
    if [[ "$policy" == *'Candidate: '[^\(]* ]]; then
      printf '%s' "$name"
      return 0
    fi
  done
  return 1
}

install_packages() {
  local root=() package name names=() updated=no
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "Run this as root, or install sudo: apt-get install ${*//|*/}"
    root=(sudo)
  fi
  for package in "$@"; do
    if ! candidate "$package" >/dev/null && [ "$updated" = no ]; then
      say "Reading the lists of packages."
      "${root[@]}" apt-get update -qq
      updated=yes
    fi
    if name="$(candidate "$package")"; then
      names+=("$name")
    else
      say "No package ${package//|/ or } here: what needs it will say so."
    fi
  done
  [ "${#names[@]}" -gt 0 ] || return 0
  say "Installing ${names[*]}."
  local install=("${root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "${names[@]}")
  # Lists that are too old name files that are gone.
  "${install[@]}" || { "${root[@]}" apt-get update -qq && "${install[@]}"; }
}

setup_macos() {
  xcode-select -p >/dev/null 2>&1 ||
    fail "The C compiler of Xcode is missing. Install it: xcode-select --install"
  local tool missing=()
  for tool in go node; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v brew >/dev/null ||
    fail "Missing: ${missing[*]}. Install Homebrew (https://brew.sh) or ${missing[*]} by hand."
  say "Installing ${missing[*]}."
  brew install "${missing[@]}"
}

check_go() {
  command -v go >/dev/null ||
    fail "Go is missing. Install Go 1.26 or newer from https://go.dev/dl and run this again."
  local have
  have="$(go env GOVERSION)"
  is_at_least "${have#go}" 1.26 ||
    fail "This is Go ${have#go}; Gatehouse needs 1.26. Install it from https://go.dev/dl."
  say "Go ${have#go}: good."
}

check_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "Node and npm are missing. Install Node 20 or newer from https://nodejs.org."
  local have
  have="$(node --version)"
  is_at_least "${have#v}" 20.0 ||
    fail "This is Node ${have#v}; Gatehouse needs 20. Install it from https://nodejs.org."
  say "Node ${have#v}: good."
}

# is_at_least 1.26.3 1.26 compares the first two numbers of a version.
is_at_least() {
  local have_major have_minor need_major="${2%%.*}" need_minor="${2#*.}"
  IFS=. read -r have_major have_minor _ <<<"$1."
  have_minor="${have_minor%%[!0-9]*}"
  ((have_major > need_major || have_major == need_major && ${have_minor:-0} >= need_minor))
}

# npm ci takes everything away first, so it only runs when something else is wanted than is there.
setup_npm() {
  local stamp=frontend/node_modules/.setup-stamp want
  want="$(node --version) $(cksum <frontend/package-lock.json)"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
    say "npm packages: all there."
    return
  fi
  say "npm packages: installing what frontend/package-lock.json names."
  (cd frontend && install_npm)
  printf '%s\n' "$want" >"$stamp"
}

# npm ci refuses a lock file in which an optional package for some other system is missing, which
# happens where a registry does not have it. npm install takes the rest from the lock all the same.
install_npm() {
  local log
  log="$(mktemp)"
  if npm ci --no-audit --no-fund >"$log" 2>&1; then
    tail -n 1 "$log"
  elif grep -q EUSAGE "$log"; then
    grep 'Missing:\|Invalid:' "$log" || true
    say "npm ci does not take the lock file; installing by it with npm install."
    npm install --no-save --no-audit --no-fund
  else
    cat "$log" >&2
    fail "The npm packages cannot be installed."
  fi
  rm -f "$log"
}

setup_modules() {
  say "Go modules: downloading what is missing."
  go mod download
}

main
