# Plan JSON writes a filter as it writes a splat; the number of elements tells
# whether anything was left out.
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "s" {
  count      = 3
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_db_subnet_group" "all" {
  subnet_ids = aws_subnet.s[*].id
}
resource "aws_db_subnet_group" "looped" {
  subnet_ids = [for s in aws_subnet.s : s.id]
}
resource "aws_db_subnet_group" "filtered" {
  subnet_ids = [for s in aws_subnet.s : s.id if s.cidr_block != "10.0.1.0/24"]
}
resource "aws_db_subnet_group" "waits" {
  subnet_ids = [for s in aws_subnet.s : s.id if s.arn != "x"]
}

module "net" {
  source   = "./net"
  for_each = toset(["a", "b"])
  name     = each.key
}
resource "aws_db_subnet_group" "modules" {
  subnet_ids = [for m in module.net : m.id]
}
resource "aws_db_subnet_group" "filtered_modules" {
  subnet_ids = [for k, m in module.net : m.id if k == "a"]
}
