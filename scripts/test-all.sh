#!/bin/sh
# What `make test` leaves out because it takes long: the tests under sanitizers,
# clang-tidy over our sources, live fuzzing, the static binary.
set -eu
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-60}

step() { printf '\n== %s\n' "$*"; }

step "tests under AddressSanitizer and UndefinedBehaviorSanitizer"
scripts/build.sh asan-ubsan
ctest --test-dir build/asan-ubsan --output-on-failure --no-tests=error -j 2

step "tests under ThreadSanitizer"
scripts/build.sh tsan
ctest --test-dir build/tsan --output-on-failure --no-tests=error -j 2

step "clang-tidy"
git ls-files 'src/*.cc' |
  xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet

step "the static binary"
scripts/build.sh static
file=build/static/src/compliance
if ldd "$file" 2>/dev/null | grep -q '=>'; then
  echo "test-all: $file needs shared libraries" >&2
  exit 1
fi
"$file" version

step "live fuzzing, $seconds seconds for each target"
scripts/build.sh fuzz
for fuzzer in build/fuzz/tests/fuzz/*_fuzz; do
  [ -x "$fuzzer" ] || continue
  name=$(basename "$fuzzer")
  mkdir -p "build/fuzz-corpus/$name"
  echo "-- $name"
  "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=0 "build/fuzz-corpus/$name" \
    $([ -d "tests/fuzz/corpus/$name" ] && echo "tests/fuzz/corpus/$name") \
    >"build/fuzz-corpus/$name.log" 2>&1 || {
    tail -n 30 "build/fuzz-corpus/$name.log" >&2
    exit 1
  }
done
