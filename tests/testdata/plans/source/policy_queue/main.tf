# Policies of queues: who sends is a hole, or is everyone with a limit that is one.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_iam_role" "sender" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_sns_topic" "news" {}

resource "aws_sqs_queue" "role" {}

resource "aws_sqs_queue_policy" "role" {
  queue_url = aws_sqs_queue.role.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.sender.arn }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.role.arn
    }]
  })
}

resource "aws_sqs_queue" "topic" {}

resource "aws_sqs_queue_policy" "topic" {
  queue_url = aws_sqs_queue.topic.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.topic.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.news.arn } }
    }]
  })
}

resource "aws_sqs_queue" "open" {}

resource "aws_sqs_queue_policy" "open" {
  queue_url = aws_sqs_queue.open.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.open.arn
    }]
  })
}
