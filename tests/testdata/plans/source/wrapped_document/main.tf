# The text of a document goes through functions: two that keep what it says, and
# one (the trap) that takes the limit out.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "minified" {}

resource "aws_s3_bucket_policy" "minified" {
  bucket = aws_s3_bucket.minified.id
  policy = jsonencode(jsondecode(data.aws_iam_policy_document.minified.json))
}

data "aws_iam_policy_document" "minified" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.minified.arn, "${aws_s3_bucket.minified.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue" "replaced" {}

data "aws_iam_policy_document" "replaced" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.replaced.arn]

    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
  }
}

resource "aws_sqs_queue_policy" "replaced" {
  queue_url = aws_sqs_queue.replaced.id
  policy    = replace(data.aws_iam_policy_document.replaced.json, "123456789012", "*")
}

resource "aws_sqs_queue" "again" {}

resource "aws_sqs_queue_policy" "again" {
  queue_url = aws_sqs_queue.again.id
  policy = jsonencode(jsondecode(jsonencode({
    Statement = [{
      Effect = "Allow", Principal = { AWS = "123456789012" }
      Action = "sqs:SendMessage", Resource = aws_sqs_queue.again.arn
    }]
  })))
}
