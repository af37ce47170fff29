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

say() { printf '\n\033[1m%s\033[0m\n\n' "$*"; }

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

# The binary stands in for three providers: it knows which by its name.
mirror=$work/mirror
install_as() {
  dir=$mirror/registry.terraform.io/$1/$3/linux_$arch
  mkdir -p "$dir"
  ln "$binary" "$dir/$2_v$3" 2>/dev/null || cp "$binary" "$dir/$2_v$3"
}

check_recorded() {
  say "compliance check on the recorded plan of examples/rds-pci"
  (cd examples/rds-pci && expect 1 "$binary" check plan.json)
  say "compliance check on the recorded plan of examples/rds-pci-fixed"
  (cd examples/rds-pci-fixed && expect 0 "$binary" check plan.json)
}

if ! command -v terraform >/dev/null 2>&1; then
  echo "No terraform on PATH: the demo checks the recorded plans instead."
  check_recorded
  exit 0
fi

case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
install_as planguard/compliance terraform-provider-compliance 0.1.0
install_as hashicorp/aws terraform-provider-aws 5.31.0
install_as hashicorp/random terraform-provider-random 3.6.0
cat >"$work/terraformrc" <<EOF
provider_installation {
  filesystem_mirror {
    path = "$mirror"
  }
}
EOF
export TF_CLI_CONFIG_FILE="$work/terraformrc" CHECKPOINT_DISABLE=1
export TF_INPUT=0 TF_IN_AUTOMATION=1

for stack in rds-pci rds-pci-fixed; do
  cp -R "examples/$stack" "$work/$stack"
  (cd "$work/$stack" && terraform init -no-color >init.log 2>&1) || {
    cat "$work/$stack/init.log" >&2
    exit 1
  }
done

say "terraform plan in examples/rds-pci: it breaks PCI-DSS, so the plan fails"
(cd "$work/rds-pci" && expect 1 terraform plan)

check_recorded

say "terraform plan in examples/rds-pci-fixed: it passes"
(cd "$work/rds-pci-fixed" && expect 0 terraform plan)
