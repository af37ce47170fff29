"""Guards in modules, over repeated resources and with several providers."""

import time

import harness
from harness import HEADER, line_of, only

RULE = "aws.kms.rotation"

REQUIREMENTS = """
terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    compliance = { source = "planguard/compliance" }
  }
}

variable "rotates" { type = bool }
"""

# A module with a guard of its own.
GUARDED = REQUIREMENTS + """
variable "path" { type = string }

resource "aws_kms_key" "right" {
  enable_key_rotation = true
}

resource "aws_kms_key" "k" {
  enable_key_rotation = var.rotates
}

resource "compliance_guard" "keys" {
  module_path = var.path
  resources = {
    "aws_kms_key.right" = aws_kms_key.right
    "aws_kms_key.k"     = aws_kms_key.k
  }
}
"""

# A module that hands its key out.
BARE = REQUIREMENTS + """
resource "aws_kms_key" "k" {
  enable_key_rotation = var.rotates
}

output "key" { value = aws_kms_key.k }
"""


class GuardTest(harness.TerraformTest):
    def findings(self, files, code=1):
        """(guard, resource, line) of each failing rotation in a plan."""
        work = self.workspace(files)
        work.use_dev_overrides()
        diagnostics, got = work.plan_json_diagnostics()
        self.assertEqual(got, code, diagnostics)
        found = []
        for d in diagnostics:
            if d["severity"] != "error":
                continue
            self.assertIn(f"[{RULE}]", d["summary"], d)
            (address,) = [
                line.split(": ", 1)[1]
                for line in d["detail"].splitlines()
                if line.startswith("Address: ")
            ]
            found.append(
                (d["address"], address, d["range"]["start"]["line"])
            )
        return sorted(found)


class Modules(GuardTest):
    def test_a_guard_in_each_instance_of_a_module(self):
        config = HEADER + r"""
module "each" {
  source   = "./modules/guarded"
  for_each = { eu = true, us = false, "a\"b.c[0]" = false, "ü 😀" = true }
  rotates  = each.value
  path     = "module.each[${jsonencode(each.key)}]"
}

module "counted" {
  source  = "./modules/guarded"
  count   = 3
  rotates = count.index != 1
  path    = "module.counted[${count.index}]"
}
"""
        line = line_of(GUARDED, '"aws_kms_key.k" ')
        self.assertEqual(
            self.findings({"main.tf": config, "modules/guarded/main.tf": GUARDED}),
            sorted(
                (f"{path}.compliance_guard.keys", f"{path}.aws_kms_key.k", line)
                for path in (
                    'module.each["us"]',
                    r'module.each["a\"b.c[0]"]',
                    "module.counted[1]",
                )
            ),
        )

    def test_a_module_in_a_module(self):
        outer = REQUIREMENTS + """
module "inner" {
  source   = "../guarded"
  for_each = toset(["a", "b"])
  rotates  = var.rotates || each.key == "a"
  path     = "module.outer.module.inner[\\"${each.key}\\"]"
}
"""
        config = HEADER + """
module "outer" {
  source  = "./modules/outer"
  rotates = false
}
"""
        path = 'module.outer.module.inner["b"]'
        self.assertEqual(
            self.findings({
                "main.tf": config,
                "modules/outer/main.tf": outer,
                "modules/guarded/main.tf": GUARDED,
            }),
            [(f"{path}.compliance_guard.keys", f"{path}.aws_kms_key.k",
              line_of(GUARDED, '"aws_kms_key.k" '))],
        )

    def test_a_guard_over_the_resources_of_modules(self):
        config = HEADER + r"""
module "db" {
  source   = "./modules/bare"
  for_each = { eu = true, us = false }
  rotates  = each.value
}

resource "compliance_guard" "built" {
  resources = { for k, m in module.db : "module.db[\"${k}\"].aws_kms_key.k" => m.key }
}

resource "compliance_guard" "written" {
  resources = {
    "module.db[\"eu\"].aws_kms_key.k" = module.db["eu"].key
    "module.db[\"us\"].aws_kms_key.k" = module.db["us"].key
  }
}
"""
        address = 'module.db["us"].aws_kms_key.k'
        self.assertEqual(
            self.findings({"main.tf": config, "modules/bare/main.tf": BARE}),
            [
                ("compliance_guard.built", address, line_of(config, "for k, m in")),
                ("compliance_guard.written", address,
                 line_of(config, 'module.db["us"].key')),
            ],
        )

    def test_a_guard_repeats_as_its_resource_does(self):
        config = HEADER + r"""
resource "aws_kms_key" "k" {
  for_each            = { eu = true, us = false }
  enable_key_rotation = each.value
}

resource "compliance_guard" "each" {
  for_each  = aws_kms_key.k
  resources = { "aws_kms_key.k[\"${each.key}\"]" = each.value }
}
"""
        self.assertEqual(
            self.findings({"main.tf": config}),
            [('compliance_guard.each["us"]', 'aws_kms_key.k["us"]',
              line_of(config, "each.value }"))],
        )


class Repetition(GuardTest):
    RESOURCES = HEADER + r"""
resource "aws_kms_key" "each" {
  for_each = {
    a = true, b = false, "c.d" = true, "e\"f" = false, "g[0]" = false
  }
  enable_key_rotation = each.value
}

resource "aws_kms_key" "counted" {
  count               = 3
  enable_key_rotation = count.index != 2
}

resource "aws_kms_key" "no_count" {
  count = 0
}

resource "aws_kms_key" "no_key" {
  for_each = {}
}
"""

    def test_resources_handed_over_whole(self):
        config = self.RESOURCES + """
resource "compliance_guard" "whole" {
  resources = {
    "aws_kms_key.each"     = aws_kms_key.each
    "aws_kms_key.counted"  = aws_kms_key.counted
    "aws_kms_key.no_count" = aws_kms_key.no_count
    "aws_kms_key.no_key"   = aws_kms_key.no_key
  }
}
"""
        each = line_of(config, '"aws_kms_key.each" ')
        counted = line_of(config, '"aws_kms_key.counted" ')
        self.assertEqual(
            self.findings({"main.tf": config}),
            sorted([
                ("compliance_guard.whole", 'aws_kms_key.each["b"]', each),
                ("compliance_guard.whole", r'aws_kms_key.each["e\"f"]', each),
                ("compliance_guard.whole", 'aws_kms_key.each["g[0]"]', each),
                ("compliance_guard.whole", "aws_kms_key.counted[2]", counted),
            ]),
        )

    def test_instances_one_by_one_and_in_two_guards(self):
        config = self.RESOURCES + r"""
resource "compliance_guard" "one" {
  resources = {
    "aws_kms_key.counted[1]"  = aws_kms_key.counted[1]
    "aws_kms_key.counted[2]"  = aws_kms_key.counted[2] # one
    "aws_kms_key.each[\"b\"]" = aws_kms_key.each["b"]
  }
}

resource "compliance_guard" "two" {
  resources = {
    "aws_kms_key.counted[2]" = aws_kms_key.counted[2] # two
  }
}

resource "compliance_guard" "none" {
  resources = { "aws_kms_key.maybe" = one(aws_kms_key.no_count[*]) }
}
"""
        self.assertEqual(
            self.findings({"main.tf": config}),
            sorted([
                ("compliance_guard.one", "aws_kms_key.counted[2]",
                 line_of(config, "# one")),
                ("compliance_guard.one", 'aws_kms_key.each["b"]',
                 line_of(config, '= aws_kms_key.each["b"]')),
                ("compliance_guard.two", "aws_kms_key.counted[2]",
                 line_of(config, "# two")),
            ]),
        )

    def test_entries_that_are_not_what_their_key_says(self):
        config = self.RESOURCES + """
resource "compliance_guard" "twice" {
  resources = {
    "aws_kms_key.counted"    = aws_kms_key.counted
    "aws_kms_key.counted[2]" = aws_kms_key.counted[2]
  }
}

resource "compliance_guard" "other" {
  resources = { "aws_db_instance.x" = aws_kms_key.counted[0] }
}

resource "compliance_guard" "nothing" {
  resources = {}
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        by_guard = {
            d["address"]: (d["severity"], d["summary"])
            for d in diagnostics
            if "address" in d
        }
        self.assertEqual(by_guard, {
            "compliance_guard.twice": ("error", "Duplicate resource address"),
            "compliance_guard.other": (
                "error", "The object does not fit its address"
            ),
            "compliance_guard.nothing": ("warning", "The guard checks nothing"),
        })

    def test_a_thousand_resources(self):
        config = HEADER + """
resource "aws_kms_key" "many" {
  count               = 1000
  enable_key_rotation = count.index != 777
}

resource "compliance_guard" "many" {
  resources = { "aws_kms_key.many" = aws_kms_key.many }
}
"""
        began = time.monotonic()
        found = self.findings({"main.tf": config})
        print(f"{time.monotonic() - began:.1f} s", end=" ", flush=True)
        self.assertEqual(
            found,
            [("compliance_guard.many", "aws_kms_key.many[777]",
              line_of(config, '"aws_kms_key.many" ='))],
        )


class Unknowns(harness.TerraformTest):
    def applied(self, config):
        """The plan passes; the errors of the apply: guard -> address or text."""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        work.terraform("plan", "-no-color", check=True)
        diagnostics, _ = work.plan_json_diagnostics(
            "-auto-approve", command="apply"
        )
        return {
            d["address"]: d["detail"]
            for d in diagnostics
            if d["severity"] == "error"
        }

    def test_keys_of_the_map_known_at_apply(self):
        errors = self.applied(HEADER + """
resource "random_string" "s" {
  length  = 4
  special = false
}

resource "aws_kms_key" "wrong" {
  enable_key_rotation = false
}

resource "compliance_guard" "address" {
  resources = { "aws_kms_key.${random_string.s.result == "" ? "a" : "b"}" = aws_kms_key.wrong }
}

resource "compliance_guard" "instance" {
  resources = {
    "aws_kms_key.k" = { for k in ["a"] : (random_string.s.result == "" ? "x" : "y") => aws_kms_key.wrong }
  }
}

resource "compliance_guard" "map" {
  resources = random_string.s.result == "" ? null : { "aws_kms_key.c" = aws_kms_key.wrong }
}

resource "compliance_guard" "no_address" {
  resources = { (random_string.s.result) = aws_kms_key.wrong }
}
""")
        self.assertIn("aws_kms_key.b\n", errors["compliance_guard.address"])
        self.assertIn('aws_kms_key.k["y"]\n', errors["compliance_guard.instance"])
        self.assertIn("aws_kms_key.c\n", errors["compliance_guard.map"])
        self.assertIn(
            "is not the address", errors["compliance_guard.no_address"]
        )

    def test_a_provider_block_known_at_apply(self):
        config = HEADER.replace(
            'frameworks = ["pci-dss-4.0.1"]',
            'profile = random_string.s.id == "" ? "test" : "production"',
        ) + """
resource "random_string" "s" {
  length = 4
}

resource "aws_kms_key" "k" {
  enable_key_rotation = false
}

resource "compliance_guard" "stack" {
  resources = { "aws_kms_key.k" = aws_kms_key.k }
}
"""
        self.assertIn("aws_kms_key.k", self.applied(config)["compliance_guard.stack"])

    def test_a_check_cannot_wait_for_the_provider_block(self):
        config = HEADER.replace(
            'frameworks = ["pci-dss-4.0.1"]',
            'profile = random_string.s.id == "" ? "test" : "production"',
        ) + """
resource "random_string" "s" {
  length = 4
}

data "compliance_check" "key" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = true } }
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Compliance cannot be judged yet", done.stderr)
        self.assertIn("compliance_guard", done.stderr)


class Providers(GuardTest):
    def test_aws_in_other_regions(self):
        config = HEADER + """
provider "aws" {
  alias  = "eu"
  region = random_string.s.result == "" ? "eu-west-1" : "eu-west-2"
}

resource "random_string" "s" {
  length = 4
}

resource "aws_kms_key" "us" {
  enable_key_rotation = true
}

resource "aws_kms_key" "eu" {
  provider            = aws.eu
  enable_key_rotation = false
}

resource "compliance_guard" "both" {
  resources = {
    "aws_kms_key.us" = aws_kms_key.us
    "aws_kms_key.eu" = aws_kms_key.eu
  }
}
"""
        self.assertEqual(
            self.findings({"main.tf": config}),
            [("compliance_guard.both", "aws_kms_key.eu",
              line_of(config, '"aws_kms_key.eu" ='))],
        )

    def test_a_waiver_covers_the_instances_of_its_pattern(self):
        config = HEADER.replace(
            'provider "compliance" {',
            f'provider "compliance" {{\n  enforcement = {only(RULE)}\n'
            '  waivers = [{ rule = "aws.kms.rotation", '
            'address = "aws_kms_key.old[*]", reason = "imported" }]',
        ) + """
resource "aws_kms_key" "old" {
  for_each            = toset(["eu", "us"])
  enable_key_rotation = false
}

resource "aws_kms_key" "new" {
  enable_key_rotation = ROTATES
}

resource "compliance_guard" "stack" {
  resources = {
    "aws_kms_key.old" = aws_kms_key.old
    "aws_kms_key.new" = aws_kms_key.new
  }
}
"""
        self.assertEqual(
            self.findings({"main.tf": config.replace("ROTATES", "false")}),
            [("compliance_guard.stack", "aws_kms_key.new",
              line_of(config, '"aws_kms_key.new" ='))],
        )
        work = self.workspace({"main.tf": config.replace("ROTATES", "true")})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        (guard,) = [
            r["instances"][0]["attributes"]
            for r in work.state()["resources"]
            if r["type"] == "compliance_guard"
        ]
        self.assertEqual(guard["summary"]["waived"], 2)
        self.assertEqual(
            {(f["verdict"], f["address"]) for f in guard["findings"]},
            {("waived", f'aws_kms_key.old["{k}"]') for k in ("eu", "us")},
        )
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)


class HardCases(GuardTest):
    def test_sensitive_and_ephemeral_values_and_data_sources(self):
        config = HEADER + """
variable "marked" {
  type      = bool
  default   = false
  sensitive = true
}

variable "passing" {
  type      = bool
  default   = false
  ephemeral = true
}

resource "aws_kms_key" "marked" {
  enable_key_rotation = var.marked
}

data "aws_kms_alias" "a" {
  name = "alias/a"
}

resource "compliance_guard" "values" {
  resources = {
    "aws_kms_key.marked"   = aws_kms_key.marked
    "data.aws_kms_alias.a" = data.aws_kms_alias.a
    "aws_kms_key.passing"  = { enable_key_rotation = var.passing }
  }
}

resource "compliance_guard" "all" {
  resources = sensitive({ "aws_kms_key.all" = { enable_key_rotation = false } })
}
"""
        self.assertEqual(
            self.findings({"main.tf": config}),
            [
                ("compliance_guard.all", "aws_kms_key.all",
                 line_of(config, "sensitive({")),
                ("compliance_guard.values", "aws_kms_key.marked",
                 line_of(config, '"aws_kms_key.marked" ')),
                ("compliance_guard.values", "aws_kms_key.passing",
                 line_of(config, '"aws_kms_key.passing" ')),
            ],
        )

    def test_many_guards_at_once(self):
        config = HEADER + r"""
resource "aws_kms_key" "k" {
  count               = 100
  enable_key_rotation = count.index % 10 != 3
}

resource "compliance_guard" "each" {
  count     = 100
  resources = { "aws_kms_key.k[${count.index}]" = aws_kms_key.k[count.index] }
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics("-parallelism=100")
        self.assertEqual(code, 1)
        self.assertEqual(
            {d["address"] for d in diagnostics if d["severity"] == "error"},
            {f"compliance_guard.each[{i}]" for i in range(3, 100, 10)},
        )

    def test_verdicts_of_the_plan_hold_at_apply(self):
        # A stack with findings of every kind. Terraform calls it a bug of the
        # provider when an output that was known at plan comes out otherwise.
        work = self.workspace(copy_of=harness.SOURCE_DIR / "examples" / "rds-pci")
        work.use_dev_overrides()
        env = {"COMPLIANCE_ENFORCEMENT": '{"severity:critical":"report",'
               '"severity:high":"report","severity:medium":"report"}'}
        work.terraform("apply", "-auto-approve", "-no-color", check=True, env=env)
        guards = [
            resource["instances"][0]["attributes"]
            for resource in work.state()["resources"]
            if resource["type"] == "compliance_guard"
        ]
        self.assertEqual(len(guards), 2)
        for guard in guards:
            self.assertGreater(guard["summary"]["fail"], 0)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color", env=env)
        self.assertEqual(again.returncode, 0, again.stdout)


if __name__ == "__main__":
    harness.main()
