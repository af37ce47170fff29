# A document that is put together of others, one of which is overridden.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "joined" {}

resource "aws_s3_bucket_policy" "joined" {
  bucket = aws_s3_bucket.joined.id
  policy = data.aws_iam_policy_document.joined.json
}

data "aws_iam_policy_document" "joined" {
  source_policy_documents = [data.aws_iam_policy_document.tls.json]

  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.joined.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
  }
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.joined.arn, "${aws_s3_bucket.joined.arn}/*"]

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

resource "aws_sqs_queue" "q" {}

data "aws_iam_policy_document" "open" {
  statement {
    sid       = "send"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.q.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "closed" {
  source_policy_documents = [data.aws_iam_policy_document.open.json]

  override_policy_documents = [jsonencode({
    Statement = [{
      Sid = "send", Effect = "Allow", Principal = { AWS = "123456789012" }
      Action = "sqs:SendMessage", Resource = aws_sqs_queue.q.arn
    }]
  })]
}

resource "aws_sqs_queue_policy" "q" {
  queue_url = aws_sqs_queue.q.id
  policy    = data.aws_iam_policy_document.closed.json
}
