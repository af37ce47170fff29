# One case per pair of names: the target, and what points to it.

# Lists of ids made by splat and for, handed through module outputs.
module "net" {
  source = "./net"
}
resource "aws_db_subnet_group" "splat" {
  subnet_ids = module.net.splat
}
resource "aws_db_subnet_group" "for" {
  subnet_ids = module.net.looped
}
resource "aws_db_subnet_group" "map" {
  subnet_ids = values(module.net.by_key)
}

# One of a list by its number.
resource "aws_network_interface" "first" {
  subnet_id = module.net.splat[0]
}

# A map of ids, each by its key.
resource "aws_network_interface" "keyed" {
  for_each  = module.net.by_key
  subnet_id = each.value
}

# An output that holds the whole resource.
resource "aws_kms_alias" "object" {
  target_key_id = module.net.key_object.key_id
}

# Through a local: plan JSON does not say what a local stands for.
resource "aws_s3_bucket" "local" {}
locals {
  bucket = aws_s3_bucket.local.id
}
resource "aws_s3_bucket_versioning" "local" {
  bucket = local.bucket
  versioning_configuration {
    status = "Enabled"
  }
}

# Two traversals of which one decides: a conditional looks like a coalesce.
variable "cmk" {
  type    = string
  default = null
}
resource "aws_kms_key" "one" {}
resource "aws_kms_key" "two" {}
resource "aws_cloudwatch_log_group" "conditional" {
  kms_key_id = aws_kms_key.one.enable_key_rotation ? aws_kms_key.one.arn : null
}
resource "aws_cloudwatch_log_group" "coalesce" {
  kms_key_id = coalesce(var.cmk, aws_kms_key.one.arn)
}
resource "aws_cloudwatch_log_group" "either" {
  kms_key_id = aws_kms_key.two.key_id == "x" ? aws_kms_key.one.arn : aws_kms_key.two.arn
}
resource "aws_cloudwatch_log_group" "null_arm" {
  kms_key_id = var.cmk != null ? aws_kms_key.one.arn : null
}
resource "aws_cloudwatch_log_group" "unknown_arm" {
  kms_key_id = aws_kms_key.two.arn != "x" ? aws_kms_key.two.arn : null
}

# A dynamic block of a set: its content leaves no expression.
resource "aws_security_group" "source" {}
resource "aws_security_group" "dynamic" {
  dynamic "ingress" {
    for_each = ["a", "b"]
    content {
      from_port       = 443
      to_port         = 443
      protocol        = "tcp"
      security_groups = [aws_security_group.source.id]
    }
  }
}

# A data source that is known, and one that waits for a resource.
data "aws_kms_key" "known" {
  key_id = "alias/known"
}
data "aws_kms_key" "waits" {
  key_id = aws_kms_key.one.key_id
}
resource "aws_cloudwatch_log_group" "data_known" {
  kms_key_id = data.aws_kms_key.known.arn
}
resource "aws_cloudwatch_log_group" "data_waits" {
  kms_key_id = data.aws_kms_key.waits.arn
}

# depends_on is no join.
resource "aws_s3_bucket" "depended" {}
resource "aws_s3_bucket" "other" {}
resource "aws_s3_bucket_versioning" "depends" {
  bucket     = aws_s3_bucket.other.bucket_regional_domain_name
  depends_on = [aws_s3_bucket.depended]
  versioning_configuration {
    status = "Enabled"
  }
}

# Hops: subnet, association, route table, route, gateway.
resource "aws_route_table" "t" {
  vpc_id = "vpc-0123456789abcdef0"
}
resource "aws_route_table" "inline" {
  vpc_id = "vpc-0123456789abcdef0"
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_route_table_association" "a" {
  subnet_id      = module.net.splat[1]
  route_table_id = aws_route_table.t.id
}
resource "aws_internet_gateway" "g" {}
resource "aws_route" "r" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.g.id
}

# Hops: task, role, attachment, policy, key.
resource "aws_ecs_task_definition" "task" {
  family                = "t"
  container_definitions = "[]"
  execution_role_arn    = aws_iam_role.role.arn
}
resource "aws_iam_role" "role" {
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy_attachment" "attachment" {
  role       = aws_iam_role.role.name
  policy_arn = aws_iam_policy.policy.arn
}
resource "aws_iam_policy" "policy" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.one.arn }]
  })
}
