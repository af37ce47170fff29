resource "aws_s3_bucket" "b" {
  for_each = { x = "one", y = "two" }
}
resource "aws_s3_bucket" "bare" {}
resource "aws_security_group" "g" {
  for_each = { x = "one", y = "two" }
}
resource "aws_security_group" "bare" {}
resource "aws_subnet" "s" {
  for_each = { x = "one", y = "two" }

  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "bare" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.9.0/24"
}
resource "aws_kms_key" "k" {
  for_each = { x = "one", y = "two" }
}
resource "aws_kms_key" "bare" {}

resource "aws_s3_bucket_public_access_block" "l" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
}
resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_versioning" "l" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "l" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  policy   = "{}"
}
resource "aws_security_group_rule" "l" {
  for_each          = aws_security_group.g
  security_group_id = each.value.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_db_subnet_group" "l" {
  for_each   = aws_subnet.s
  subnet_ids = [each.value.id]
}
resource "aws_cloudwatch_log_group" "l" {
  for_each   = aws_kms_key.k
  kms_key_id = each.value.arn
}
