#!/bin/sh
# Records the plan JSON of the examples anew: scripts/record-plans.sh BINARY
#
# Takes a terraform on PATH and our own binary, which also stands in for the
# providers aws and random. The plan of examples/rds-pci fails, so its guards
# are left out of the recording: plan JSON is of plans that succeed. What differs
# from run to run (the time, the order of a list) is taken out.
set -eu
binary=$(realpath "$1")
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

scripts/mirror.sh "$binary" "$work"
export TF_CLI_CONFIG_FILE="$work/terraformrc" CHECKPOINT_DISABLE=1
export TF_INPUT=0 TF_IN_AUTOMATION=1

record() { # EXAMPLE
  rm -rf "$work/stack"
  cp -R "examples/$1" "$work/stack"
  cd "$work/stack"
  terraform init -no-color >init.log 2>&1 || { cat init.log >&2; exit 1; }
  case $1 in
    rds-pci) find . -name compliance.tf -not -path './.terraform/*' -delete ;;
  esac
  terraform plan -no-color -out=plan.bin >plan.log 2>&1 ||
    { cat plan.log >&2; exit 1; }
  terraform show -json plan.bin | python3 -c '
import json, sys
plan = json.load(sys.stdin)
plan["timestamp"] = "2025-01-01T00:00:00Z"
plan.get("relevant_attributes", []).sort(key=json.dumps)
json.dump(plan, sys.stdout, indent=1, sort_keys=True)
print()
' >"$root/examples/$1/plan.json"
  cd "$root"
  echo "recorded examples/$1/plan.json"
}

for example in rds-pci rds-pci/network rds-pci-fixed ordinary; do
  record "$example"
done
