# What a role may do and who may assume it, with holes in both.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_s3_bucket" "data" {}

resource "aws_iam_role" "trusting" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.ann.arn } }]
  })
}

resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_user.ann.arn } },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } },
    ]
  })
}

resource "aws_iam_role_policy" "narrow" {
  role = aws_iam_role.trusting.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "*", Resource = "${aws_s3_bucket.data.arn}/*" }]
  })
}

resource "aws_iam_policy" "wide" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.data.arn },
      { Effect = "Allow", Action = "*", Resource = "*" },
    ]
  })
}
