"""No verdict that a plan gives is turned round by the apply of that plan.

Stacks are drawn at random around the rules: arguments that are literal, left
out, null, or known only after apply; references through variables, locals,
modules, count and for_each. Each is planned, checked, applied, planned again
and checked again. By hand, more of them:
    python3 tests/e2e/truth_test.py BINARY SOURCE_DIR --seeds 100-140
"""

import json
import random
import subprocess
import sys

import harness

SEEDS = range(1, 4)  # under a minute in all
PARTS = 14  # of a stack

SETTINGS = """
frameworks: [pci-dss-4.0.1, hipaa, baseline]
profile: production
parameters:
  required_tags: [Owner]
  tag_patterns:
    Owner: ops|dev
  rotation_tag: Rotation
  suffix: prod
  required_outputs: [key_arn]
enforcement:
  severity:critical: report
  severity:high: report
  severity:medium: report
  severity:low: report
"""

# random_string.r.result is eight characters: everything below is known to us
# and unknown to a plan.
BASE = """
terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    random     = { source = "hashicorp/random" }
    compliance = { source = "planguard/compliance" }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "tagged"
  region = "eu-west-1"
  default_tags {
    tags = { Owner = "ops" }
  }
}

provider "aws" {
  alias  = "late"
  region = "eu-west-1"
  default_tags {
    tags = { Owner = random_string.r.result }
  }
}

provider "compliance" {}

resource "random_string" "r" {
  length = 8
}

resource "random_password" "p" {
  length = 24
}

resource "random_id" "i" {
  byte_length = 4
}

variable "on" {
  default = true
}

variable "off" {
  default = false
}

variable "nothing" {
  type    = string
  default = null
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "swordfish-1"
}

variable "given_password" {
  type      = string
  sensitive = true
}

variable "port" {
  default = 5432
}

data "aws_caller_identity" "me" {}

data "aws_availability_zones" "all" {}

locals {
  on       = true
  late     = length(random_string.r.result)
  password = random_password.p.result
}
"""


class Draw:
    """The chances that one seed takes, and the names that it gives."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = 0

    def of(self, *choices):
        return self.random.choice(choices)

    def name(self):
        self.number += 1
        return f"n{self.number}"

    def value(self, *literals):
        """An expression for one of the literals, in one of many ways."""
        here = self.of(*literals)
        other = self.of(*literals)
        return self.of(
            here,
            here,
            f"var.on ? {here} : null",
            f"var.off ? {here} : null",
            f"local.on ? {here} : {other}",
            f"local.late == 8 ? {here} : {other}",
            f"local.late == 9 ? {here} : {other}",
            f"local.late == 8 ? {here} : null",
            f"local.late == 9 ? {here} : null",
            f'data.aws_caller_identity.me.account_id == "1" ? {here} : null',
            f"random_string.r.length == 8 ? {here} : null",
            f"try({here}, null)",
            "null",
        )

    def argument(self, name, *literals):
        """`name = …`, or nothing."""
        if self.random.random() < 0.25:
            return ""
        return f"  {name} = {self.value(*literals)}\n"

    def required(self, name, *literals):
        here, other = self.of(*literals), self.of(*literals)
        value = self.of(
            here, f"local.late == 8 ? {here} : {other}",
            f"local.late == 9 ? {here} : {other}", f"var.on ? {here} : {other}",
        )
        return f"  {name} = {value}\n"

    def tags(self):
        return self.of(
            "", "",
            '  tags = { Owner = "ops" }\n',
            '  tags = { Owner = "" }\n',
            '  tags = { Owner = random_string.r.result, Rotation = "30" }\n',
            '  tags = { Owner = local.late == 8 ? "dev" : "nobody" }\n',
            '  tags = { (random_string.r.result) = "x" }\n',
            "  tags = local.late == 8 ? { Owner = \"ops\" } : {}\n",
            '  tags = { Owner = null, Name = "x-prod" }\n',
        )

    def provider(self):
        return self.of("", "", "  provider = aws.tagged\n", "  provider = aws.late\n")


def block(kind, name, *lines):
    return f'resource "{kind}" "{name}" {{\n' + "".join(lines) + "}\n"


def key(draw):
    return block(
        "aws_kms_key", draw.name(),
        draw.provider(), draw.tags(),
        draw.argument("enable_key_rotation", "true", "false"),
        draw.of("", "", '  key_usage = "SIGN_VERIFY"\n  customer_master_key_spec = "RSA_2048"\n'),
    )


def instance(draw):
    name = draw.name()
    extra = ""
    kms = f"aws_kms_key.{name}.arn"
    group = f"aws_db_subnet_group.{name}.name"
    extra += block("aws_kms_key", name, "  enable_key_rotation = true\n")
    extra += block(
        "aws_db_subnet_group", name,
        draw.of("", f'  name = "{name}"\n', '  name = "g-${random_string.r.result}"\n'),
        '  subnet_ids = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]\n',
    )
    password = draw.of(
        '  password = "literal-1"\n',
        "  password = var.db_password\n",
        "  password = var.given_password\n",
        "  password = random_password.p.result\n",
        "  password = local.password\n",
        '  password = var.on ? "literal-2" : random_password.p.result\n',
        "  password = var.off ? var.db_password : random_password.p.result\n",
        '  password = local.late == 8 ? "literal-3" : random_password.p.result\n',
        '  password = coalesce(var.nothing, "literal-4")\n',
        "  password = sha256(random_password.p.result)\n",
        '  password = "pre-${random_password.p.result}"\n',
        "  manage_master_user_password = true\n",
        "  manage_master_user_password = var.on\n",
        "  snapshot_identifier = \"snap\"\n",
        "",
    )
    replica = draw.of(
        "", "", "", f"  replicate_source_db = {draw.value(chr(34) + 'main' + chr(34))}\n"
    )
    if replica:
        password = ""
    return extra + block(
        "aws_db_instance", name,
        draw.provider(), draw.tags(),
        draw.of(f'  identifier = "{name}-prod"\n', "",
                f'  identifier = "{name}-${{random_string.r.result}}"\n',
                '  identifier_prefix = "app-prod-"\n'),
        '  instance_class = "db.t3.medium"\n  allocated_storage = 20\n',
        replica or draw.of(
            draw.required("engine", '"postgres"', '"mysql"', '"oracle-se2"'),
            '  engine = "postgres"\n',
        ) + '  username = "app"\n',
        password,
        draw.argument("storage_encrypted", "true", "false"),
        draw.argument("backup_retention_period", "0", "7", "30"),
        draw.argument("multi_az", "true", "false"),
        draw.argument("publicly_accessible", "true", "false"),
        draw.argument("deletion_protection", "true", "false"),
        draw.argument("storage_type", '"gp2"', '"gp3"'),
        draw.argument("ca_cert_identifier", '"rds-ca-2019"', '"rds-ca-rsa2048-g1"'),
        draw.argument("kms_key_id", kms, kms, '"arn:aws:kms:us-east-1:1:alias/aws/rds"'),
        draw.argument("db_subnet_group_name", group, group, '"default"'),
        draw.of(
            "", '  enabled_cloudwatch_logs_exports = ["postgresql"]\n',
            '  enabled_cloudwatch_logs_exports = [local.late == 8 ? "postgresql" : "upgrade"]\n',
            '  enabled_cloudwatch_logs_exports = local.late == 9 ? ["postgresql"] : []\n',
        ),
    )


def cluster(draw):
    name = draw.name()
    return block(
        "aws_rds_cluster", name,
        draw.tags(), f'  cluster_identifier = "{name}"\n', '  engine = "aurora-postgresql"\n',
        '  master_username = "app"\n',
        draw.of('  master_password = "literal-1"\n', "  manage_master_user_password = true\n",
                "  master_password = local.password\n"),
        draw.argument("backup_retention_period", "1", "30"),
        draw.argument("deletion_protection", "true", "false"),
        draw.argument("kms_key_id", '"arn:aws:kms:us-east-1:1:key/abc"'),
        draw.argument("db_subnet_group_name", '"private"', '"default"'),
    ) + block(
        "aws_rds_cluster_instance", name,
        f'  identifier = "{name}"\n  cluster_identifier = aws_rds_cluster.{name}.id\n',
        '  instance_class = "db.r6g.large"\n  engine = "aurora-postgresql"\n',
        draw.argument("publicly_accessible", "true", "false"),
        draw.argument("ca_cert_identifier", '"rds-ca-2019"', '"rds-ca-rsa2048-g1"'),
    )


def network(draw):
    """A VPC with two subnets, their routes, and a subnet group."""
    name = draw.name()
    vpc = f"aws_vpc.{name}"
    text = block(
        "aws_vpc", name, draw.tags(), '  cidr_block = "10.0.0.0/16"\n',
        draw.argument("enable_dns_support", "true", "false"),
        draw.argument("enable_dns_hostnames", "true", "false"),
    )
    text += block("aws_internet_gateway", name, f"  vpc_id = {vpc}.id\n")
    text += block("aws_route_table", name, f"  vpc_id = {vpc}.id\n", draw.of(
        "", "",
        f'  route {{\n    cidr_block = "0.0.0.0/0"\n    gateway_id = aws_internet_gateway.{name}.id\n  }}\n',
        '  dynamic "route" {\n    for_each = var.on ? ["0.0.0.0/0"] : []\n    content {\n'
        f"      cidr_block = route.value\n      gateway_id = aws_internet_gateway.{name}.id\n    }}\n  }}\n",
    ))
    zones = draw.of(
        ('"us-east-1a"', '"us-east-1b"'), ('"us-east-1a"', '"us-east-1a"'),
        ("data.aws_availability_zones.all.names[0]", "data.aws_availability_zones.all.names[1]"),
        ("null", "null"), ('"us-east-1a"', 'local.late == 8 ? "us-east-1a" : "us-east-1b"'),
    )
    form = draw.of("two", "two", "count", "each")
    launch = draw.argument("map_public_ip_on_launch", "true", "false", "false")
    if form == "two":
        for letter, zone in zip("ab", zones):
            text += block(
                "aws_subnet", f"{name}_{letter}", f"  vpc_id = {vpc}.id\n",
                f'  cidr_block = "10.0.{ord(letter)}.0/24"\n  availability_zone = {zone}\n', launch,
            )
        ids = [f"aws_subnet.{name}_a.id", f"aws_subnet.{name}_b.id"]
    else:
        repeat = {
            "count": f"  count = 2\n  availability_zone = [{zones[0]}, {zones[1]}][count.index]\n"
                     '  cidr_block = "10.0.${count.index}.0/24"\n',
            "each": f"  for_each = {{ a = {zones[0]}, b = {zones[1]} }}\n  availability_zone = each.value\n"
                    '  cidr_block = each.key == "a" ? "10.0.1.0/24" : "10.0.2.0/24"\n',
        }[form]
        text += block("aws_subnet", name, f"  vpc_id = {vpc}.id\n", repeat, launch)
        keys = {"count": ("0", "1"), "each": ('"a"', '"b"')}[form]
        ids = [f"aws_subnet.{name}[{k}].id" for k in keys]
    lists = [f"[{ids[0]}, {ids[1]}]", f"[{ids[0]}]", f'[{ids[0]}, "subnet-0a1b2c3d"]',
             f"toset([{ids[1]}, {ids[0]}])", f"concat([{ids[0]}], [{ids[1]}])"]
    if form == "count":
        lists += [f"aws_subnet.{name}[*].id", f"slice(aws_subnet.{name}[*].id, 0, 1)"]
    if form == "each":
        lists += [f"values(aws_subnet.{name})[*].id", f"[for s in aws_subnet.{name} : s.id]"]
    chosen = draw.of(*lists)
    if draw.of(True, False):
        text += f"locals {{\n  {name}_subnets = {chosen}\n}}\n"
        chosen = f"local.{name}_subnets"
    text += block("aws_db_subnet_group", name, f'  name = "{name}-prod"\n', f"  subnet_ids = {chosen}\n")
    tied = draw.of(
        "", f"  subnet_id = {ids[0]}\n  route_table_id = aws_route_table.{name}.id\n",
        f"  subnet_id = {ids[1]}\n  route_table_id = local.late == 8 ? aws_route_table.{name}.id : {vpc}.main_route_table_id\n",
        f"  subnet_id = {ids[1]}\n  route_table_id = {vpc}.main_route_table_id\n",
        f'  subnet_id = {ids[0]}\n  route_table_id = "rtb-0a1b2c3d"\n',
    )
    if tied:
        text += block("aws_route_table_association", name, tied)
    route = draw.of(
        "", f"aws_route_table.{name}.id", f"{vpc}.main_route_table_id", f"{vpc}.default_route_table_id",
    )
    if route:
        text += block(
            "aws_route", name, f"  route_table_id = {route}\n",
            draw.required("destination_cidr_block", '"0.0.0.0/0"', '"10.9.0.0/16"'),
            f"  gateway_id = aws_internet_gateway.{name}.id\n",
        )
    if draw.of(True, False):
        text += block(
            "aws_vpc_endpoint", name, f"  vpc_id = {vpc}.id\n",
            '  service_name = "com.amazonaws.us-east-1.secretsmanager"\n',
            draw.argument("vpc_endpoint_type", '"Interface"', '"Gateway"'),
            draw.argument("private_dns_enabled", "true", "false"),
        )
    text += block(
        "aws_security_group", name, f'  name = "{name}"\n',
        draw.argument("vpc_id", f"{vpc}.id", f"one([for v in [{vpc}] : v.id])"),
    )
    text += block(
        "aws_instance", name, '  ami = "ami-0a1b2c3d"\n  instance_type = "t3.micro"\n',
        draw.argument("subnet_id", *ids),
    )
    return text


def secret(draw):
    name = draw.name()
    given = draw.of(
        f'"{name}"', f'"{name}-prod-${{random_string.r.result}}"', f'"{name}-${{random_id.i.hex}}"',
    )
    text = block("aws_secretsmanager_secret", name, f"  name = {given}\n", draw.tags(), draw.provider())
    value = draw.of(
        "random_password.p.result", '"literal-5"', "var.given_password", "var.db_password",
        'jsonencode({ username = "app", password = random_password.p.result })',
        'jsonencode({ username = "app", password = "literal-6" })',
        'jsonencode({ port = var.port, password = "literal-7" })',
        'jsonencode({ account = data.aws_caller_identity.me.account_id, password = "literal-8" })',
        'jsonencode({ host = random_id.i.hex, password = local.password })',
        'jsonencode({ user = var.given_password, password = "literal-9" })',
        f'jsonencode({{ arn = aws_secretsmanager_secret.{name}.arn, password = "literal-10" }})',
        f'jsonencode({{ arn = aws_secretsmanager_secret.{name}.arn, user = "app" }})',
    )
    text += block(
        "aws_secretsmanager_secret_version", name,
        f"  secret_id = aws_secretsmanager_secret.{name}.id\n  secret_string = {value}\n",
    )
    if draw.of(True, True, False):
        function = draw.of(
            f'"{name}-rotate"', f'"{name}-${{random_id.i.hex}}"', f"local.{name}_function",
        )
        text += f'locals {{\n  {name}_function = "{name}-${{random_string.r.result}}"\n}}\n'
        text += block(
            "aws_lambda_function", name, f"  function_name = {function}\n",
            '  role = "arn:aws:iam::123456789012:role/rotate"\n  handler = "index.handler"\n'
            '  runtime = "python3.12"\n  filename = "rotate.zip"\n',
        )
        text += block(
            "aws_lambda_alias", name,
            f'  name = "live"\n  function_name = aws_lambda_function.{name}.function_name\n'
            '  function_version = "1"\n',
        )
        if draw.of(True, True, False):
            called = draw.of(
                f"aws_lambda_function.{name}.function_name", f"aws_lambda_function.{name}.arn", function,
            )
            text += block(
                "aws_lambda_permission", name, f"  function_name = {called}\n",
                draw.of("", '  qualifier = "live"\n'),
                draw.required("principal", '"secretsmanager.amazonaws.com"', '"events.amazonaws.com"'),
                draw.required("action", '"lambda:InvokeFunction"', '"lambda:GetFunction"'),
            )
        text += block(
            "aws_secretsmanager_secret_rotation", name,
            draw.of(
                f"  secret_id = aws_secretsmanager_secret.{name}.id\n",
                f"  secret_id = aws_secretsmanager_secret.{name}.arn\n",
                f"  secret_id = aws_secretsmanager_secret_version.{name}.secret_id\n",
                f"  secret_id = {given}\n",
            ),
            draw.of(f"  rotation_lambda_arn = aws_lambda_function.{name}.arn\n",
                    f"  rotation_lambda_arn = aws_lambda_alias.{name}.arn\n",
                    '  rotation_lambda_arn = "arn:aws:lambda:us-east-1:1:function:other"\n'),
            "  rotation_rules {\n",
            draw.of("    automatically_after_days = 30\n", "    automatically_after_days = 365\n",
                    "    automatically_after_days = local.late == 8 ? 30 : 365\n",
                    '    schedule_expression = "rate(10 days)"\n'),
            "  }\n",
        )
    return text


def output(draw):
    return (
        f'output "{draw.of("key_arn", draw.name())}" {{\n'
        + draw.of("", '  description = "What it is."\n')
        + "  value = random_string.r.result\n}\n"
    )


# Modules that hand things on: inputs that may be null, outputs, count.
MODULE = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" { type = string }
variable "encrypted" { default = null }
variable "kms_key_id" { default = null }
variable "password" { default = null }
variable "vpc_id" { default = null }
variable "instances" { default = 1 }

resource "aws_db_instance" "main" {
  count                       = var.instances
  identifier                  = var.name
  instance_class              = "db.t3.medium"
  engine                      = "postgres"
  username                    = "app"
  allocated_storage           = 20
  storage_encrypted           = var.encrypted
  kms_key_id                  = var.kms_key_id
  password                    = var.password
  manage_master_user_password = var.password == null ? true : null
}

resource "aws_security_group" "main" {
  name   = var.name
  vpc_id = var.vpc_id
}

resource "aws_kms_key" "main" {
  enable_key_rotation = true
}

output "key_arn" {
  value = aws_kms_key.main.arn
}

output "maybe_key_arn" {
  value = var.encrypted == true ? aws_kms_key.main.arn : null
}
"""


def module(draw):
    name = draw.name()
    text = block("aws_vpc", name, '  cidr_block = "10.1.0.0/16"\n')
    text += block("aws_kms_key", name)
    text += (
        f'module "{name}" {{\n  source = "./modules/database"\n'
        + draw.of(f'  name = "{name}-prod"\n',
                  f'  for_each = toset(["a", "b"])\n  name = "{name}-${{each.key}}"\n')
        + draw.argument("encrypted", "true", "false")
        + draw.argument("kms_key_id", f"aws_kms_key.{name}.arn", f"one(aws_kms_key.{name}[*].arn)")
        + draw.argument("password", '"literal-11"', "var.given_password", "random_password.p.result",
                        "var.db_password").replace("local.late", "8")
        + draw.argument("vpc_id", f"aws_vpc.{name}.id")
        + draw.of("", "  instances = 2\n")
        + "}\n"
    )
    if "for_each" not in text:
        text += block(
            "aws_rds_cluster", name,
            f'  cluster_identifier = "{name}"\n  engine = "aurora-mysql"\n  master_username = "app"\n',
            "  manage_master_user_password = true\n",
            draw.of(f"  kms_key_id = module.{name}.key_arn\n", f"  kms_key_id = module.{name}.maybe_key_arn\n"),
        )
    return text


PARTS_OF_STACKS = [key, instance, instance, cluster, network, network, secret, secret, output, module]


def stack(seed):
    draw = Draw(seed)
    parts = [draw.of(*PARTS_OF_STACKS)(draw) for _ in range(PARTS)]
    text = BASE
    has_output = False
    for part in parts:
        if '"key_arn"' in part:
            if has_output:
                continue
            has_output = True
        text += "\n" + part
    return text


def with_guard(config):
    """The stack with every resource of its root module in a guard."""
    entries = []
    for line in config.splitlines():
        if line.startswith('resource "aws_'):
            _, kind, _, name, _ = line.split('"')
            entries.append(f'    "{kind}.{name}" = {kind}.{name}\n')
    return (
        config + '\nresource "compliance_guard" "all" {\n  resources = {\n'
        + "".join(entries) + "  }\n}\n"
    )


class Verdicts:
    """Rule and address -> the verdicts there."""

    def __init__(self, findings):
        self.of = {}
        for finding in findings:
            place = (finding["rule_id"], finding["address"])
            self.of.setdefault(place, set()).add(finding["verdict"])

    def at(self, place):
        """fail if anything there failed, else unknown, else what there is."""
        found = self.of.get(place, set())
        for verdict in ("error", "fail", "unknown", "pass", "not_applicable"):
            if verdict in found:
                return verdict
        return None


class AfterApply(harness.TerraformTest):
    def check(self, work, plan):
        work.terraform("plan", "-no-color", "-out", plan, check=True)
        document = work.show_plan(plan)
        path = work.dir / f"{plan}.json"
        path.write_text(json.dumps(document))
        done = subprocess.run(
            [harness.BINARY, "check", "--format", "json", "--all-verdicts", path],
            cwd=work.dir, capture_output=True, text=True, check=False,
        )
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return Verdicts(json.loads(done.stdout)["findings"]), document

    def guarded(self, document):
        (change,) = [
            change["change"]["after"]
            for change in document["resource_changes"]
            if change["type"] == "compliance_guard"
        ]
        return change.get("findings")

    def assert_agrees(self, guard, checked, when):
        """A guard contradicts nothing that a check says, nor leaves it out."""
        if guard is None:
            return
        guard = Verdicts(guard)
        for place in guard.of:
            self.assertNotEqual(guard.at(place), "error", f"{when}: {place}")
            if guard.at(place) == "fail":
                self.assertNotIn(
                    checked.at(place), ("pass", "not_applicable"), f"{when}: guard fails {place}"
                )
        for place in checked.of:
            rule, address = place
            if checked.at(place) == "fail" and address.startswith("aws_"):
                self.assertIsNotNone(guard.at(place), f"{when}: guard passes {place}")

    def law(self, seed):
        work = self.workspace({
            "main.tf": with_guard(stack(seed)),
            "modules/database/main.tf": MODULE,
            ".compliance.yaml": SETTINGS,
            "rotate.zip": "",
            "terraform.tfvars": 'given_password = "from-a-file-1"\n',
        })
        work.use_mirror()
        before, planned = self.check(work, "before")
        work.terraform("apply", "-no-color", "before", check=True)
        after, applied = self.check(work, "after")
        broken = []
        for place in sorted(set(before.of) | set(after.of)):
            pair = (before.at(place), after.at(place))
            if "error" in pair or pair in (("pass", "fail"), ("fail", "pass")):
                broken.append((place, pair))
        self.assertEqual(broken, [], f"seed {seed}")
        self.assert_agrees(self.guarded(planned), before, f"seed {seed}, plan")
        self.assert_agrees(self.guarded(applied), after, f"seed {seed}, applied")
        return before, after

    def test_no_verdict_is_turned_round(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.law(seed)


if __name__ == "__main__":
    if "--seeds" in sys.argv:
        at = sys.argv.index("--seeds")
        first, last = sys.argv[at + 1].split("-")
        SEEDS = range(int(first), int(last) + 1)
        del sys.argv[at : at + 2]
    harness.main()
