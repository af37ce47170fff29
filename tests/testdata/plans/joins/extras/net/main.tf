resource "aws_subnet" "counted" {
  count      = 2
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.${count.index}.0/24"
}
resource "aws_subnet" "keyed" {
  for_each   = toset(["x", "y"])
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = each.key == "x" ? "10.0.5.0/24" : "10.0.6.0/24"
}
resource "aws_kms_key" "key" {}

output "splat" { value = aws_subnet.counted[*].id }
output "looped" { value = [for s in aws_subnet.counted : s.id] }
output "by_key" { value = { for k, s in aws_subnet.keyed : k => s.id } }
output "key_object" { value = aws_kms_key.key }
