# One data source for each way of writing a policy document.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

data "aws_iam_policy_document" "empty" {}

data "aws_iam_policy_document" "one_action" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::logs/*"]
  }
}

data "aws_iam_policy_document" "several_actions_unsorted" {
  statement {
    sid       = "Read"
    effect    = "Allow"
    actions   = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:GetObject"]
    resources = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
  }
}

data "aws_iam_policy_document" "old_version_and_id" {
  version   = "2008-10-17"
  policy_id = "Old"
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "deny" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "not_action" {
  statement {
    not_actions = ["iam:*", "organizations:*"]
    resources   = ["*"]
  }
}

data "aws_iam_policy_document" "not_resource" {
  statement {
    effect        = "Deny"
    actions       = ["s3:*"]
    not_resources = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
  }
}

data "aws_iam_policy_document" "empty_lists" {
  statement {
    actions       = ["sts:AssumeRole"]
    not_actions   = []
    resources     = []
    not_resources = []
  }
}

data "aws_iam_policy_document" "everyone" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::site/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "every_account" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::site/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "everyone_and_a_service" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "several_kinds_of_principal" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root", "210987654321"]
    }
    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "principals_of_one_kind_twice" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
    principals {
      type        = "AWS"
      identifiers = ["210987654321"]
    }
  }
}

data "aws_iam_policy_document" "not_principal" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::logs"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
  }
}

data "aws_iam_policy_document" "one_condition" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "several_values" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["", "home/", "home/*"]
    }
  }
}

data "aws_iam_policy_document" "one_condition_in_several_blocks" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["210987654321"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = ["vpc-1"]
    }
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }
}

data "aws_iam_policy_document" "quantifiers" {
  statement {
    actions   = ["dynamodb:GetItem"]
    resources = ["*"]
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:Attributes"
      values   = ["id", "name"]
    }
    condition {
      test     = "ForAnyValue:StringLikeIfExists"
      variable = "aws:PrincipalOrgPaths"
      values   = ["o-a1b2c3/*"]
    }
    condition {
      test     = "Null"
      variable = "aws:MultiFactorAuthAge"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "no_values" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = []
    }
  }
}

data "aws_iam_policy_document" "variables" {
  statement {
    actions   = ["s3:&{action}"]
    resources = ["arn:aws:s3:::home/&{aws:username}/*", "arn:aws:s3:::$${aws:userid}"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:user/&{aws:username}"]
    }
    condition {
      test     = "StringEquals"
      variable = "s3:prefix&{x}"
      values   = ["home/&{aws:username}", "&{*}"]
    }
  }
}

data "aws_iam_policy_document" "letters_that_json_escapes" {
  statement {
    sid       = "Quotes"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::a<b>&\"c\\d\té"]
  }
}

data "aws_iam_policy_document" "several_statements" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    sid       = ""
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "dynamic_statements" {
  dynamic "statement" {
    for_each = { Read = "s3:Get*", Write = "s3:Put*" }
    content {
      sid       = statement.key
      actions   = [statement.value]
      resources = ["arn:aws:s3:::logs/*"]
      dynamic "condition" {
        for_each = statement.key == "Write" ? ["aws:kms"] : []
        content {
          test     = "StringEquals"
          variable = "s3:x-amz-server-side-encryption"
          values   = [condition.value]
        }
      }
    }
  }
}

data "aws_iam_policy_document" "source" {
  source_policy_documents = [data.aws_iam_policy_document.several_actions_unsorted.json]
  statement {
    sid       = "Write"
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "statement_over_source" {
  source_policy_documents = [data.aws_iam_policy_document.several_actions_unsorted.json]
  statement {
    sid       = "Read"
    effect    = "Deny"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "override" {
  statement {
    sid       = "Read"
    actions   = ["s3:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
  }
  override_policy_documents = [
    data.aws_iam_policy_document.several_actions_unsorted.json,
    data.aws_iam_policy_document.one_condition.json,
    data.aws_iam_policy_document.old_version_and_id.json,
  ]
}

data "aws_iam_policy_document" "only_sources" {
  source_policy_documents = [
    data.aws_iam_policy_document.everyone.json,
    data.aws_iam_policy_document.quantifiers.json,
    data.aws_iam_policy_document.not_principal.json,
    data.aws_iam_policy_document.empty.json,
  ]
}

data "aws_iam_policy_document" "source_by_hand" {
  source_policy_documents = [jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Hand"
      Effect    = "Allow"
      Action    = ["s3:GetObject"]
      Resource  = "*"
      Principal = { AWS = ["123456789012"], Service = "s3.amazonaws.com" }
      Condition = {
        Bool            = { "aws:SecureTransport" = true }
        StringLike      = { "aws:userid" = ["AIDA*"] }
        NumericLessThan = { "s3:TlsVersion" = 1.2 }
      }
    }]
  })]
}

data "aws_iam_policy_document" "source_in_other_letters" {
  source_policy_documents = [
    "{\"version\": \"2012-10-17\", \"statement\": [{\"sid\": \"a\", \"effect\": \"Deny\", \"notAction\": \"s3:*\", \"RESOURCE\": [\"arn:aws:s3:::&{x}\"], \"notprincipal\": {\"AWS\": \"1\"}}]}",
  ]
}

data "aws_iam_policy_document" "nothing_given" {
  source_policy_documents   = []
  override_policy_documents = null
  statement {
    sid           = null
    effect        = null
    actions       = ["s3:GetObject"]
    not_actions   = null
    resources     = ["*"]
    not_resources = null
  }
}
