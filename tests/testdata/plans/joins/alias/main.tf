provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

resource "aws_s3_bucket" "b" {
  provider = aws.west
}
resource "aws_s3_bucket" "bare" {}
resource "aws_security_group" "g" {
  provider = aws.west
}
resource "aws_security_group" "bare" {}
resource "aws_subnet" "s" {
  provider = aws.west

  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "bare" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.9.0/24"
}
resource "aws_kms_key" "k" {
  provider = aws.west
}
resource "aws_kms_key" "bare" {}

resource "aws_s3_bucket_public_access_block" "l" {
  provider = aws.west
  bucket   = aws_s3_bucket.b.id
}
resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  provider = aws.west
  bucket   = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_versioning" "l" {
  provider = aws.west
  bucket   = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "l" {
  provider = aws.west
  bucket   = aws_s3_bucket.b.id
  policy   = "{}"
}
resource "aws_security_group_rule" "l" {
  provider          = aws.west
  security_group_id = aws_security_group.g.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_db_subnet_group" "l" {
  provider   = aws.west
  subnet_ids = [aws_subnet.s.id]
}
resource "aws_cloudwatch_log_group" "l" {
  provider   = aws.west
  kms_key_id = aws_kms_key.k.arn
}
