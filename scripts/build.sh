#!/bin/sh
# Configures (when needed) and builds one preset: scripts/build.sh PRESET [TARGET…]
set -eu
cd "$(dirname "$0")/.."
preset=$1
shift
if [ ! -f "build/$preset/build.ninja" ]; then
  cmake --preset "$preset" >"/tmp/compliance-configure-$$.log" 2>&1 || {
    cat "/tmp/compliance-configure-$$.log" >&2
    rm -f "/tmp/compliance-configure-$$.log"
    exit 1
  }
  rm -f "/tmp/compliance-configure-$$.log"
fi
if [ $# -gt 0 ]; then
  exec cmake --build "build/$preset" --target "$@"
fi
exec cmake --build "build/$preset"
