# Blocks that a dynamic block makes. `known` are there already; of `waits` only
# apply tells how many there are.
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

locals {
  waits = aws_vpc.v.id == "x" ? toset(["a"]) : toset([])
}

# A set of objects, which the provider fills in where nobody sets it.
resource "aws_security_group" "none" {}
resource "aws_security_group" "known" {
  dynamic "ingress" {
    for_each = ["10.0.0.0/8"]
    content {
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
resource "aws_security_group" "waits" {
  dynamic "ingress" {
    for_each = aws_vpc.v.id == "x" ? ["0.0.0.0/0"] : []
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
resource "aws_security_group" "beside" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  dynamic "ingress" {
    for_each = aws_vpc.v.id == "x" ? ["0.0.0.0/0"] : []
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}

# As many as there are ids, of which none is known.
resource "aws_security_group" "several" {
  dynamic "ingress" {
    for_each = [aws_vpc.v.id]
    content {
      from_port       = 22
      to_port         = 22
      protocol        = "tcp"
      security_groups = [ingress.value]
    }
  }
}

# A list of blocks.
resource "aws_s3_bucket_lifecycle_configuration" "waits" {
  bucket = "b"
  dynamic "rule" {
    for_each = local.waits
    content {
      id     = rule.value
      status = "Enabled"
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "beside" {
  bucket = "b"
  rule {
    id     = "first"
    status = "Enabled"
  }
  dynamic "rule" {
    for_each = local.waits
    content {
      id     = rule.value
      status = "Enabled"
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "known" {
  bucket = "b"
  dynamic "rule" {
    for_each = ["one", "two"]
    content {
      id     = rule.value
      status = "Enabled"
    }
  }
}

# A list of at most one block.
resource "aws_lambda_function" "waits" {
  function_name = "f"
  image_uri     = "i"
  package_type  = "Image"
  role          = "arn:aws:iam::123456789012:role/r"
  dynamic "vpc_config" {
    for_each = local.waits
    content {
      subnet_ids         = ["subnet-1"]
      security_group_ids = ["sg-1"]
    }
  }
}

# A set of blocks.
resource "aws_wafv2_web_acl" "waits" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "m"
    sampled_requests_enabled   = true
  }
  dynamic "rule" {
    for_each = local.waits
    content {
      name     = rule.value
      priority = 1
      action {
        block {}
      }
      statement {
        geo_match_statement {
          country_codes = ["US"]
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "m"
        sampled_requests_enabled   = true
      }
    }
  }
}

# A block in a block.
resource "aws_wafv2_web_acl" "inner" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    dynamic "allow" {
      for_each = local.waits
      content {}
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "m"
    sampled_requests_enabled   = true
  }
}

data "aws_iam_policy_document" "waits" {
  dynamic "statement" {
    for_each = local.waits
    content {
      actions   = ["*"]
      resources = ["*"]
    }
  }
}
data "aws_iam_policy_document" "beside" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::b/*"]
  }
  dynamic "statement" {
    for_each = local.waits
    content {
      actions   = ["*"]
      resources = ["*"]
    }
  }
}
data "aws_iam_policy_document" "inner" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::b/*"]
    dynamic "condition" {
      for_each = local.waits
      content {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }
}
resource "aws_s3_bucket_policy" "waits" {
  bucket = "b"
  policy = data.aws_iam_policy_document.waits.json
}
resource "aws_s3_bucket_policy" "beside" {
  bucket = "b"
  policy = data.aws_iam_policy_document.beside.json
}
resource "aws_s3_bucket_policy" "inner" {
  bucket = "b"
  policy = data.aws_iam_policy_document.inner.json
}
