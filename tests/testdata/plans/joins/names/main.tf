# Texts spelled out beside names that only apply makes known.
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

locals {
  name = "app-${aws_vpc.v.id}"
}

resource "aws_s3_bucket" "known" {
  bucket = "known"
}
resource "aws_s3_bucket" "local" {
  bucket = local.name
}
resource "aws_s3_bucket" "prefixed" {
  bucket_prefix = "logs-"
}
resource "aws_s3_bucket" "made_up" {}

resource "aws_s3_bucket_policy" "other" {
  bucket = "other"
  policy = "{}"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = "logs-2024"
  policy = "{}"
}
resource "aws_s3_bucket_policy" "known" {
  bucket = "known"
  policy = "{}"
}
resource "aws_s3_bucket_policy" "by_reference" {
  bucket = aws_s3_bucket.known.bucket
  policy = "{}"
}

# The arn of a role that has its name is not known yet.
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = "{}"
}
resource "aws_iam_role" "local" {
  name               = local.name
  assume_role_policy = "{}"
}
resource "aws_iam_role" "made_up" {
  assume_role_policy = "{}"
}
resource "aws_lambda_function" "app" {
  function_name = "app"
  package_type  = "Image"
  image_uri     = "i"
  role          = "arn:aws:iam::123456789012:role/service/app"
}
resource "aws_lambda_function" "other" {
  function_name = "other"
  package_type  = "Image"
  image_uri     = "i"
  role          = "arn:aws:iam::123456789012:role/other"
}

resource "aws_cloudwatch_log_group" "given" {
  name = "/aws/lambda/app"
}
resource "aws_flow_log" "given" {
  traffic_type    = "ALL"
  vpc_id          = aws_vpc.v.id
  log_destination = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/app:*"
}

# No subnet comes to an id that is there already.
resource "aws_subnet" "new" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_network_interface" "there" {
  subnet_id = "subnet-0123456789abcdef0"
}
