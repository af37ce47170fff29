resource "aws_s3_bucket" "b" {
  count = 2
}
resource "aws_s3_bucket" "bare" {}
resource "aws_security_group" "g" {
  count = 2
}
resource "aws_security_group" "bare" {}
resource "aws_subnet" "s" {
  count = 2

  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "bare" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.9.0/24"
}
resource "aws_kms_key" "k" {
  count = 2
}
resource "aws_kms_key" "bare" {}

resource "aws_s3_bucket_public_access_block" "l" {
  count  = 2
  bucket = aws_s3_bucket.b[count.index].id
}
resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  count  = 2
  bucket = aws_s3_bucket.b[count.index].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_versioning" "l" {
  count  = 2
  bucket = aws_s3_bucket.b[count.index].id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "l" {
  count  = 2
  bucket = aws_s3_bucket.b[count.index].id
  policy = "{}"
}
resource "aws_security_group_rule" "l" {
  count             = 2
  security_group_id = aws_security_group.g[count.index].id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_db_subnet_group" "l" {
  count      = 2
  subnet_ids = [aws_subnet.s[count.index].id]
}
resource "aws_cloudwatch_log_group" "l" {
  count      = 2
  kms_key_id = aws_kms_key.k[count.index].arn
}
