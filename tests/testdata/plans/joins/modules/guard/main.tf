# What points to the things of the store, whose ids come in.
variable "bucket" { type = string }
variable "group" { type = string }
variable "subnets" { type = list(string) }
variable "key" { type = string }

resource "aws_s3_bucket_public_access_block" "l" {
  bucket = var.bucket
}
resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  bucket = var.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
resource "aws_s3_bucket_versioning" "l" {
  bucket = var.bucket
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "l" {
  bucket = var.bucket
  policy = "{}"
}
resource "aws_security_group_rule" "l" {
  security_group_id = var.group
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_db_subnet_group" "l" {
  subnet_ids = var.subnets
}
resource "aws_cloudwatch_log_group" "l" {
  kms_key_id = var.key
}
