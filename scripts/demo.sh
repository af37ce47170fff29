#!/bin/sh
# Shows the main job: scripts/demo.sh BUILD_DIR
#
# With a terraform on PATH: plans examples/rds-pci, a database stack that breaks
# PCI-DSS, with our provider in it. The plan must fail. Then checks the stack's
# plan JSON for what a guard cannot see, and does the same with the mended stack,
# which must pass both. Without terraform: checks the recorded plan JSON of both.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
binary=$root/$1/src/compliance
work=$root/build/demo
rm -rf "$work"
mkdir -p "$work"

bold=""
plain=""
if [ -t 1 ]; then
  bold=$(printf '\033[1m')
  plain=$(printf '\033[0m')
fi
say() { printf '\n%s==> %s%s\n\n' "$bold" "$*" "$plain"; }

# expect CODE COMMAND…: runs it, and ends the demo when it exits otherwise.
expect() {
  wanted=$1
  shift
  code=0
  "$@" || code=$?
  if [ "$code" -ne "$wanted" ]; then
    echo "demo: expected exit code $wanted, got $code: $*" >&2
    exit 1
  fi
}

# The plan without its list of what will be created: the demo is about the
# diagnostics.
plan_of() {
  "$@" plan -no-color >plan.log 2>&1 && code=0 || code=$?
  sed -n '/^.*Plan:/,$p' plan.log
  return "$code"
}

cp -R examples/rds-pci "$work/rds-pci"
cp -R examples/rds-pci-fixed "$work/rds-pci-fixed"
# The same stack without a word about compliance in its resources.
cp -R examples/rds-pci "$work/rds-pci-plain"
rm "$work/rds-pci-plain/compliance.tf" \
  "$work/rds-pci-plain/modules/database/compliance.tf"

if command -v terraform >/dev/null 2>&1; then
  scripts/mirror.sh "$binary" "$work"
  export TF_CLI_CONFIG_FILE="$work/terraformrc" CHECKPOINT_DISABLE=1
  export TF_INPUT=0 TF_IN_AUTOMATION=1
  for stack in rds-pci rds-pci-plain rds-pci-fixed; do
    (cd "$work/$stack" && terraform init -no-color >init.log 2>&1) || {
      cat "$work/$stack/init.log" >&2
      exit 1
    }
  done
  say "terraform plan in examples/rds-pci: it breaks PCI-DSS, so the plan fails"
  (cd "$work/rds-pci" && expect 1 plan_of terraform)

  say "compliance exec -- terraform plan in the same stack, without its guards"
  (cd "$work/rds-pci-plain" &&
    expect 1 plan_of "$binary" exec -- terraform)
else
  echo "No terraform on PATH: the demo checks the recorded plans instead."
fi

say "compliance check plan.json in examples/rds-pci: what a guard cannot see too"
(cd "$work/rds-pci" && expect 1 "$binary" check plan.json)

say "compliance check plan.json in examples/rds-pci/network: a VPC without its parts"
(cd "$work/rds-pci/network" && expect 1 "$binary" check plan.json)

say "compliance check plan.json in examples/rds-pci-fixed: it passes"
(cd "$work/rds-pci-fixed" && expect 0 "$binary" check plan.json)

if command -v terraform >/dev/null 2>&1; then
  say "terraform plan in examples/rds-pci-fixed: it passes"
  (cd "$work/rds-pci-fixed" && expect 0 plan_of terraform)

  say "compliance exec -- terraform plan in examples/rds-pci-fixed: it passes"
  (cd "$work/rds-pci-fixed" && expect 0 plan_of "$binary" exec -- terraform)
fi
say "As expected: the first stack fails, the mended one passes."
