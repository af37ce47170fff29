#!/bin/sh
# Makes a provider mirror of our binary, which also stands in for the providers
# aws and random (it knows which by its name), and a CLI configuration for it:
#
#   scripts/mirror.sh BINARY DIR
#
# writes DIR/mirror and DIR/terraformrc. TF_CLI_CONFIG_FILE=DIR/terraformrc then
# lets `terraform init` work without a network.
set -eu
binary=$1
dir=$2

case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac

install_as() { # ADDRESS FILE VERSION
  package=$dir/mirror/registry.terraform.io/$1/$3/linux_$arch
  mkdir -p "$package"
  cp "$binary" "$package/$2_v$3"
}

install_as planguard/compliance terraform-provider-compliance 0.1.0
install_as hashicorp/aws terraform-provider-aws 5.31.0
install_as hashicorp/random terraform-provider-random 3.6.0
cat >"$dir/terraformrc" <<EOF
provider_installation {
  filesystem_mirror {
    path = "$dir/mirror"
  }
}
EOF
