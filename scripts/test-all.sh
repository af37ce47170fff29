#!/bin/sh
# What `make test` leaves out because it takes long: the static binary, the tests
# under sanitizers, clang-tidy over our sources, many random stacks, live fuzzing.
# The first failure ends it. FUZZ_SECONDS: how long each fuzzer runs (60).
set -eu
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-60}
jobs=$(nproc)

step() { printf '\n== %s\n' "$*"; }
left_out() { printf 'left out: %s\n' "$*"; }

with_terraform=yes
if ! command -v terraform >/dev/null 2>&1; then
  with_terraform=""
  left_out "every test with the real terraform; none is on PATH"
fi

step "the static binary"
scripts/build.sh static
file=build/static/src/compliance
if readelf -d "$file" | grep -q NEEDED; then
  echo "test-all: $file needs shared libraries" >&2
  exit 1
fi
"$file" version
scripts/measure-start.py "$file"
[ -z "$with_terraform" ] || python3 tests/e2e/host_test.py "$file" .

step "tests under AddressSanitizer and UndefinedBehaviorSanitizer"
scripts/build.sh asan-ubsan
ctest --test-dir build/asan-ubsan --output-on-failure --no-tests=error -j "$jobs"

step "clang-tidy"
scripts/build.sh dev # the generated headers and compile_commands.json
git ls-files 'src/*.cc' |
  xargs -P "$jobs" -n 4 clang-tidy-14 -p build/dev --quiet

step "random stacks before and after apply"
if [ -n "$with_terraform" ]; then
  python3 tests/e2e/truth_test.py build/dev/src/compliance . --seeds 4-20
else
  left_out "it needs terraform"
fi

step "tests under ThreadSanitizer"
left_out "tests of plugin processes and with terraform: ThreadSanitizer takes" \
  "each call of gRPC, which is not instrumented, for a race"
scripts/build.sh tsan
ctest --test-dir build/tsan --output-on-failure --no-tests=error -j "$jobs"

step "live fuzzing, $seconds seconds for each target"
scripts/build.sh fuzz
for fuzzer in build/fuzz/tests/fuzz/*_fuzz; do
  name=$(basename "$fuzzer")
  corpus="build/fuzz-corpus/$name"
  mkdir -p "$corpus"
  echo "-- $name"
  seeds=""
  [ ! -d "tests/fuzz/corpus/$name" ] || seeds="tests/fuzz/corpus/$name"
  words=""
  [ ! -f "tests/fuzz/$name.dict" ] || words="-dict=tests/fuzz/$name.dict"
  # shellcheck disable=SC2086 # no seeds, no argument
  "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 $words \
    -artifact_prefix="$corpus.crash-" "$corpus" $seeds \
    >"$corpus.log" 2>&1 || {
    tail -n 30 "$corpus.log" >&2
    exit 1
  }
done
