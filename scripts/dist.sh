#!/bin/sh
# Copies the binary of a build tree to dist/ under both its names.
set -eu
cd "$(dirname "$0")/.."
mkdir -p dist
if ! cmp -s "$1/src/compliance" dist/compliance; then
  install -m 755 "$1/src/compliance" dist/compliance
  strip dist/compliance
fi
ln -sf compliance dist/terraform-provider-compliance
echo "dist/compliance"
echo "dist/terraform-provider-compliance -> compliance"
