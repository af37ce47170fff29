#!/bin/sh
# Installs what the build and the tests need, from Debian's packages. Asks
# nothing; does nothing, and needs no network, when all of it is there.
#
#   scripts/install-deps.sh [build|all]
#
# build: what `make build`, `make demo` and `make test` need (the default).
# all:   also clang and openssl, for `make test-all`, and Google Benchmark, for
#        bench/.
set -eu

packages="
  g++ cmake ninja-build pkg-config
  libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
  libabsl-dev libssl-dev nlohmann-json3-dev rapidjson-dev
  libyaml-cpp-dev libre2-dev libcli11-dev libc-ares-dev zlib1g-dev
  libmpfr-dev libgmp-dev libutf8proc-dev
  libgtest-dev libgmock-dev
  ccache mold python3
"
if [ "${1:-build}" = all ]; then
  packages="$packages clang-14 clang-tidy-14 clang-format-14
    libclang-rt-14-dev libbenchmark-dev openssl"
fi

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) ||
    status=""
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "install-deps: no apt-get here. Install these (or see vcpkg.json):" >&2
  echo "  $missing" >&2
  exit 1
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "install-deps: run as root, or install sudo. Missing:$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi

echo "install-deps: installing$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # word splitting is wanted
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
