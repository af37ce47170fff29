# What is to be guarded, each with a bare twin that nothing points to.
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

output "bucket" { value = aws_s3_bucket.b.id }
output "group" { value = aws_security_group.g.id }
output "subnets" { value = [aws_subnet.s.id] }
output "key" { value = aws_kms_key.k.arn }
