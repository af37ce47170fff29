"""The sandbox under the real terraform: plan, apply, change, destroy, import."""

import json

import harness

HEADER = """
terraform {
  required_providers {
    aws    = { source = "hashicorp/aws" }
    random = { source = "hashicorp/random" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Team = "TEAM" }
  }
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
"""

# Every way in which a value comes about: configured, defaulted, computed,
# drawn, merged, in blocks, dynamic blocks and attributes written as blocks.
STACK = HEADER + """
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_region" "us" { provider = aws.us }
data "aws_availability_zones" "all" { state = "available" }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "TLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
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

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "each" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = data.aws_availability_zones.all.names[count.index]
}

resource "aws_security_group" "db" {
  name_prefix = "db-"
  vpc_id      = aws_vpc.main.id
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  dynamic "egress" {
    for_each = [443]
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_kms_key" "k" {
  description = "DESCRIPTION"
}

resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = aws_subnet.each[*].id
}

resource "random_password" "db" {
  length = 20
}

resource "aws_db_instance" "db" {
  identifier             = "db"
  engine                 = "postgres"
  instance_class         = "db.t3.micro"
  allocated_storage      = 20
  username               = "USERNAME"
  password               = random_password.db.result
  storage_encrypted      = true
  kms_key_id             = aws_kms_key.k.arn
  db_subnet_group_name   = aws_db_subnet_group.db.name
  vpc_security_group_ids = [aws_security_group.db.id]
  skip_final_snapshot    = true
  timeouts {
    create = "60m"
  }
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs-"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.each[0].id
  metadata_options {
    http_tokens = "required"
  }
  ebs_block_device {
    device_name = "/dev/xvdb"
    volume_size = 10
  }
  ebs_block_device {
    device_name = "/dev/xvdc"
    encrypted   = true
  }
}

resource "aws_acm_certificate" "web" {
  domain_name       = "a.example.com"
  validation_method = "DNS"
}

resource "aws_route53_zone" "z" {
  name = "example.com"
}

resource "aws_route53_record" "validation" {
  for_each = {
    for o in aws_acm_certificate.web.domain_validation_options : o.domain_name => o
  }
  zone_id = aws_route53_zone.z.zone_id
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  records = [each.value.resource_record_value]
  ttl     = 60
}

resource "aws_cloudwatch_log_group" "us" {
  provider = aws.us
  name     = "/us"
}

output "account" { value = data.aws_caller_identity.me.account_id }
output "regions" { value = [data.aws_region.here.name, data.aws_region.us.name] }
output "trust" { value = data.aws_iam_policy_document.trust.json }
output "arns" { value = [aws_kms_key.k.arn, aws_cloudwatch_log_group.us.arn] }
"""


def stack(team="pay", description="data", username="root"):
    return (
        STACK.replace("TEAM", team)
        .replace("DESCRIPTION", description)
        .replace("USERNAME", username)
    )


def by_address(plan):
    return {r["address"]: r["change"] for r in plan["resource_changes"]}


class Lifecycle(harness.TerraformTest):
    def test_plan_apply_change_destroy(self):
        work = self.workspace({"main.tf": stack()})
        work.use_dev_overrides()
        work.terraform("plan", "-out=p", "-no-color", check=True)
        changes = by_address(work.show_plan("p"))
        self._check_plan(changes)

        work.terraform("apply", "-no-color", "p", check=True)
        outputs = {k: v["value"] for k, v in work.state()["outputs"].items()}
        self.assertEqual(outputs["account"], "123456789012")
        self.assertEqual(outputs["regions"], ["eu-west-1", "us-east-1"])
        self.assertEqual(
            json.loads(outputs["trust"])["Statement"][0]["Principal"],
            {"Service": "lambda.amazonaws.com"},
        )
        key, log_group = outputs["arns"]
        self.assertRegex(key, r"^arn:aws:kms:eu-west-1:123456789012:key/[-0-9a-f]{36}$")
        self.assertIn(":us-east-1:", log_group)

        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)

        (work.dir / "main.tf").write_text(
            stack(team="ops", description="keys", username="admin")
        )
        work.terraform("plan", "-out=p", "-no-color", check=True)
        changes = by_address(work.show_plan("p"))
        self.assertEqual(changes["aws_kms_key.k"]["actions"], ["update"])
        self.assertEqual(changes["aws_kms_key.k"]["after"]["arn"], key)
        self.assertEqual(changes["aws_kms_key.k"]["after"]["tags_all"], {"Team": "ops"})
        self.assertEqual(changes["aws_instance.web"]["actions"], ["update"])
        self.assertEqual(
            changes["aws_db_instance.db"]["actions"], ["delete", "create"]
        )
        self.assertEqual(
            changes["aws_cloudwatch_log_group.us"]["actions"], ["no-op"]
        )
        work.terraform("apply", "-no-color", "p", check=True)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)

        work.terraform("destroy", "-auto-approve", "-no-color", check=True)
        self.assertEqual(work.state()["resources"], [])

    def _check_plan(self, changes):
        db = changes["aws_db_instance.db"]
        self.assertIs(db["after"]["auto_minor_version_upgrade"], True)
        self.assertIs(db["after_unknown"]["kms_key_id"], True)
        # What Terraform takes from providers of the old SDK alone.
        self.assertIs(
            changes["aws_s3_bucket.logs"]["after_unknown"]["versioning"], True
        )
        (rule,) = changes["aws_security_group.db"]["after"]["ingress"]
        self.assertEqual(rule["description"], "")
        self.assertEqual(rule["ipv6_cidr_blocks"], [])
        self.assertIs(db["after_sensitive"]["password"], True)
        self.assertEqual(db["after"]["tags_all"], {"Team": "pay"})
        self.assertEqual(db["after"]["timeouts"]["create"], "60m")
        group = changes["aws_security_group.db"]["after"]
        self.assertEqual(group["ingress"][0]["from_port"], 5432)
        self.assertEqual(group["egress"][0]["to_port"], 443)
        # An alias has a configuration of its own: no default_tags here.
        us = changes["aws_cloudwatch_log_group.us"]
        self.assertIs(us["after_unknown"]["tags_all"], True)
        self.assertEqual(us["after"]["retention_in_days"], 0)
        self.assertIn('aws_route53_record.validation["a.example.com"]', changes)


class Refusals(harness.TerraformTest):
    def refusal(self, body, command="validate"):
        work = self.workspace({"main.tf": HEADER + body})
        work.use_dev_overrides()
        done = work.terraform(command, "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr

    def test_conflicting_arguments(self):
        text = self.refusal("""
resource "aws_s3_bucket" "b" {
  bucket        = "b"
  bucket_prefix = "b-"
}
""")
        self.assertIn("Conflicting configuration arguments", text)
        self.assertIn("main.tf line", text)

    def test_policy_that_is_not_json(self):
        text = self.refusal("""
resource "aws_kms_key" "k" {
  policy = "{"
}
""")
        self.assertIn("Invalid JSON", text)

    def test_arguments_that_a_plan_needs(self):
        text = self.refusal(
            """
resource "aws_dynamodb_table" "t" {
  name     = "t"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
""",
            "plan",
        )
        self.assertIn("read_capacity, write_capacity must be set", text)

    def test_types_that_are_not_served(self):
        text = self.refusal('resource "aws_rocket" "r" {}\n')
        self.assertIn("aws_rocket", text)


class Import(harness.TerraformTest):
    def test_import_then_plan(self):
        work = self.workspace({"main.tf": HEADER + """
resource "aws_s3_bucket" "b" {
  bucket = "my-bucket"
}
"""})
        work.use_dev_overrides()
        work.terraform("import", "-no-color", "aws_s3_bucket.b", "my-bucket", check=True)
        work.terraform("plan", "-out=p", "-no-color", check=True)
        change = by_address(work.show_plan("p"))["aws_s3_bucket.b"]
        self.assertNotIn("delete", change["actions"])
        self.assertEqual(change["after"]["arn"], "arn:aws:s3:::my-bucket")


if __name__ == "__main__":
    harness.main()
