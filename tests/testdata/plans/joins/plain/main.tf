resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket" "bare" {}
resource "aws_security_group" "g" {}
resource "aws_security_group" "bare" {}
resource "aws_subnet" "s" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "bare" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.9.0/24"
}
resource "aws_kms_key" "k" {}
resource "aws_kms_key" "bare" {}

resource "aws_s3_bucket_public_access_block" "l" {
  bucket = aws_s3_bucket.b.id
}
resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_versioning" "l" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "l" {
  bucket = aws_s3_bucket.b.id
  policy = "{}"
}
resource "aws_security_group_rule" "l" {
  security_group_id = aws_security_group.g.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_db_subnet_group" "l" {
  subnet_ids = [aws_subnet.s.id]
}
resource "aws_cloudwatch_log_group" "l" {
  kms_key_id = aws_kms_key.k.arn
}
