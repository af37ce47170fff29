"""Data source, ephemeral resource and functions under the real terraform."""

import harness
from harness import HEADER, line_of

RULE = "aws.kms.rotation"

KEY = HEADER + """
resource "aws_kms_key" "k" {
  description         = "data"
  enable_key_rotation = ROTATES
}
"""

# Everything at once, over a key that is right.
ALL = KEY.replace("ROTATES", "true") + """
check "keys" {
  data "compliance_check" "keys" {
    resources = { "aws_kms_key.literal" = { enable_key_rotation = LITERAL } }
  }

  assert {
    condition     = data.compliance_check.keys.compliant
    error_message = "a key breaks a mandatory rule"
  }
}

data "compliance_rules" "keys" {
  resource_type = "aws_kms_key"
}

data "compliance_requirements" "hipaa" {
  framework = "hipaa"
}

ephemeral "compliance_check" "keys" {
  resources = { "aws_kms_key.literal" = { enable_key_rotation = true } }
}

output "rules" {
  value = data.compliance_rules.keys.rules[*].id
}

output "requirements" {
  value = length(data.compliance_requirements.hipaa.requirements)
}

output "explained" {
  value = provider::compliance::explain(
    "aws_kms_key.k", { enable_key_rotation = false }, { frameworks = ["hipaa"] }
  )
}

output "findings" {
  value = provider::compliance::findings("aws_kms_key.k", aws_kms_key.k)
}
"""


class DataSources(harness.TerraformTest):
    def test_everything_is_read(self):
        work = self.workspace({"main.tf": ALL.replace("LITERAL", "true")})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        outputs = {
            name: output["value"]
            for name, output in work.state()["outputs"].items()
        }
        self.assertIn(RULE, outputs["rules"])
        self.assertGreater(outputs["requirements"], 5)
        self.assertIn("HIPAA 164.312", outputs["explained"])
        self.assertIn("enable_key_rotation = true", outputs["explained"])
        self.assertEqual(outputs["findings"], [])
        again = work.terraform("plan", "-no-color")
        self.assertEqual(again.returncode, 0, again.stderr)

    def test_a_check_block_warns_and_does_not_stop(self):
        config = ALL.replace("LITERAL", "false")
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 0)
        (found,) = [d for d in diagnostics if f"[{RULE}]" in d["summary"]]
        self.assertEqual(found["severity"], "warning")
        self.assertEqual(
            found["range"]["start"]["line"],
            line_of(config, '{ "aws_kms_key.literal" = { enable_key_rotation = false'),
        )

    def test_outside_of_a_check_block_it_stops_the_plan(self):
        work = self.workspace({"main.tf": HEADER + """
data "compliance_check" "key" {
  resources = { "aws_kms_key.literal" = { enable_key_rotation = false } }
}
"""})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[{RULE}]", done.stderr)

    def test_the_state_holds_nothing_that_was_checked(self):
        work = self.workspace({"main.tf": HEADER + """
data "compliance_check" "key" {
  resources = {
    "aws_kms_key.literal" = {
      description         = "hunter2-Never-Shown"
      enable_key_rotation = true
    }
  }
}
"""})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        self.assertNotIn("hunter2", str(work.state()))


class Functions(harness.TerraformTest):
    CONDITION = """
resource "terraform_data" "gate" {
  lifecycle {
    precondition {
      condition     = provider::compliance::compliant("aws_kms_key.k", aws_kms_key.k)
      error_message = "the key is not compliant"
    }
  }
}
"""

    def test_a_precondition_fails_the_plan(self):
        for rotates, code in (("true", 0), ("false", 1)):
            config = KEY.replace("ROTATES", rotates) + self.CONDITION
            work = self.workspace({"main.tf": config})
            work.use_dev_overrides()
            done = work.terraform("plan", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)

    def test_what_is_unknown_is_decided_at_apply(self):
        for length, code in ((4, 0), (5, 1)):
            config = (
                KEY.replace("ROTATES", f"length(random_string.s.result) == {length}")
                + self.CONDITION
                + """
resource "random_string" "s" {
  length = 4
}
"""
            )
            work = self.workspace({"main.tf": config})
            work.use_dev_overrides()
            work.terraform("plan", "-no-color", check=True)
            done = work.terraform("apply", "-auto-approve", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)

    def test_an_error_names_the_argument(self):
        work = self.workspace({"main.tf": HEADER + """
output "x" {
  value = provider::compliance::compliant("key", {})
}
"""})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Invalid value for \"address\" parameter", done.stderr)


class Guard(harness.TerraformTest):
    def test_waivers_and_instances(self):
        config = HEADER.replace(
            'provider "compliance" {',
            'provider "compliance" {\n'
            '  waivers = [{ rule = "aws.kms.rotation", '
            'address = "aws_kms_key.old[*]", reason = "imported" }]',
        ) + """
resource "aws_kms_key" "old" {
  for_each            = toset(["eu", "us"])
  enable_key_rotation = false
}

resource "aws_kms_key" "counted" {
  count               = 2
  enable_key_rotation = count.index == COUNT
}

resource "compliance_guard" "stack" {
  resources = {
    "aws_kms_key.old"     = aws_kms_key.old
    "aws_kms_key.counted" = slice(aws_kms_key.counted, 0, 1)
  }
}
"""
        good = config.replace("COUNT", "0")
        work = self.workspace({"main.tf": good})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)

        (work.dir / "main.tf").write_text(config.replace("COUNT", "1"))
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if f"[{RULE}]" in d["summary"]]
        self.assertIn("aws_kms_key.counted[0]", found["detail"])
        self.assertEqual(
            found["range"]["start"]["line"], line_of(good, '"aws_kms_key.counted"')
        )

    def test_a_provider_block_known_at_apply_only(self):
        config = HEADER.replace(
            'frameworks = ["pci-dss-4.0.1"]', "profile = random_string.s.id == \"\" ? \"test\" : \"production\""
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
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        planned = work.terraform("plan", "-no-color", check=True)
        self.assertIn("Compliance is judged at apply", planned.stdout)
        done = work.terraform("apply", "-auto-approve", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{RULE}]", done.stderr)


if __name__ == "__main__":
    harness.main()
