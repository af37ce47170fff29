# Policies as heredocs with the ARN in a template: whole, without the objects, and
# indented.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "whole" {}

resource "aws_s3_bucket_policy" "whole" {
  bucket = aws_s3_bucket.whole.id
  policy = <<POLICY
{
  "Statement": [{
    "Effect": "Deny", "Principal": "*", "Action": "s3:*",
    "Resource": ["${aws_s3_bucket.whole.arn}", "${aws_s3_bucket.whole.arn}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
  }]
}
POLICY
}

resource "aws_s3_bucket" "half" {}

resource "aws_s3_bucket_policy" "half" {
  bucket = aws_s3_bucket.half.id
  policy = <<-POLICY
    {
      "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": "${aws_s3_bucket.half.arn}/*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
      }]
    }
  POLICY
}

resource "aws_s3_bucket" "loop" {}

resource "aws_s3_bucket_policy" "loop" {
  bucket = aws_s3_bucket.loop.id
  policy = <<-POLICY
    {
      "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": [
          %{~for suffix in ["/*", "/logs"]~}
          "${aws_s3_bucket.loop.arn}${suffix}",
          %{~endfor~}
          "${aws_s3_bucket.loop.arn}"
        ],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
      }]
    }
  POLICY
}
