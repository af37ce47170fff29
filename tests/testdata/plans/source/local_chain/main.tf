# Key ids through chains of local values: a name, a map, merge and lookup.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

locals {
  arn   = aws_kms_key.k.arn
  again = local.arn
  base  = { logs = local.again, none = null }
  keys  = merge(local.base, { data = aws_kms_key.k.id })
}

resource "aws_kms_key" "k" {
  enable_key_rotation = true
}

resource "aws_sns_topic" "chain" {
  kms_master_key_id = local.again
}

resource "aws_sns_topic" "member" {
  kms_master_key_id = local.keys.data
}

resource "aws_sns_topic" "lookup" {
  kms_master_key_id = lookup(local.keys, "logs", null)
}

resource "aws_sns_topic" "missing" {
  kms_master_key_id = lookup(local.keys, "metrics", local.keys.none)
}
