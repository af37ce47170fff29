#!/usr/bin/env bash
# build-go-providers.sh OUT [--tofu]: real Go providers for the tests of the
# hook, in OUT; with --tofu OpenTofu as well, which takes minutes. Says nothing
# and exits with 77 where Go or the modules are not at hand.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd) || exit 1
log=$out/build.log
: > "$log"

readonly time_version=v0.14.2
readonly tofu_version=v1.12.6

unavailable() {
  echo "not at hand: $1 (see $log)"
  exit 77
}

quietly() { nice -n 15 "$@" >> "$log" 2>&1; }

# Into place at once, so that a test never starts half a binary.
build() { # NAME PACKAGE, in the module of the current folder
  quietly go build -trimpath -o "$out/$1.new" "$2" && mv "$out/$1.new" "$out/$1"
}

command -v go > /dev/null || unavailable "Go"
export GOFLAGS="-mod=mod -buildvcs=false" GOTOOLCHAIN=local

# The test provider of this folder: its own go.sum holds for it.
(
  cd "$here/go" || exit 1
  export GOFLAGS="-mod=readonly -buildvcs=false"
  quietly go mod download || exit 77
  build terraform-provider-extra .
)
case $? in
  0) ;;
  77) unavailable "the plugin framework" ;;
  *) cat "$log"; exit 1 ;;
esac

# A provider as HashiCorp releases it, from its own module.
module=$(mktemp -d)
trap 'rm -rf "$module"' EXIT
cd "$module" || exit 1
quietly go mod init compliance.test/time \
  && quietly go get "github.com/hashicorp/terraform-provider-time@$time_version" \
  && build terraform-provider-time github.com/hashicorp/terraform-provider-time \
  || unavailable "hashicorp/time $time_version"

[ "${2:-}" = --tofu ] || exit 0
rm -f go.mod go.sum
quietly go mod download "github.com/opentofu/opentofu@$tofu_version" \
  || unavailable "OpenTofu $tofu_version"
# What a module replaces holds only where it is the main one: it is said again.
replaced=$(sed -n '/^replace /p' \
  "$(go env GOMODCACHE)/github.com/opentofu/opentofu@$tofu_version/go.mod")
quietly go mod init compliance.test/tofu
echo "$replaced" >> go.mod
quietly go get "github.com/opentofu/opentofu@$tofu_version" \
  && build tofu github.com/opentofu/opentofu/cmd/tofu \
  || unavailable "OpenTofu $tofu_version"
