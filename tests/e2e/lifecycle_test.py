"""A guard through terraform's other commands: destroy, test, saved plans."""

import harness
from harness import HEADER, only

RULE = "aws.kms.rotation"

CONFIG = HEADER + """
variable "rotates" {
  type    = bool
  default = true
}

resource "aws_kms_key" "k" {
  description         = "data"
  enable_key_rotation = var.rotates
}

resource "compliance_guard" "stack" {
  resources = { "aws_kms_key.k" = aws_kms_key.k }
}
"""

# Only the apply can tell that the key is wrong; it then exists.
LATE = CONFIG.replace("var.rotates", "length(random_string.s.result) == 5") + """
resource "random_string" "s" {
  length = 4
}
"""

WRONG = "-var=rotates=false"


class LifecycleTest(harness.TerraformTest):
    def applied(self, config=CONFIG, files=None):
        work = self.workspace({"main.tf": config, **(files or {})})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        return work

    def guards(self, work):
        return {
            resource["name"]: resource["instances"][0]["attributes"]["id"]
            for resource in work.state()["resources"]
            if resource["type"] == "compliance_guard"
        }


class Destroy(LifecycleTest):
    def test_what_breaks_a_rule_can_be_taken_down(self):
        work = self.applied()
        self.assertEqual(work.terraform("plan", "-no-color", WRONG).returncode, 1)
        work.terraform(
            "plan", "-destroy", "-out=p", "-no-color", WRONG, check=True
        )
        work.terraform("apply", "-no-color", "p", check=True)
        self.assertEqual(work.state()["resources"], [])

    def test_after_an_apply_that_failed(self):
        work = self.workspace({"main.tf": LATE})
        work.use_dev_overrides()
        done = work.terraform("apply", "-auto-approve", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[{RULE}]", done.stderr)
        self.assertTrue(work.state()["resources"])
        work.terraform("destroy", "-auto-approve", "-no-color", check=True)
        self.assertEqual(work.state()["resources"], [])

    def test_with_a_check_that_fails(self):
        config = CONFIG + """
data "compliance_check" "key" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = var.rotates } }
}

ephemeral "compliance_check" "key" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = var.rotates } }
}
"""
        work = self.applied(config)
        self.assertEqual(work.terraform("plan", "-no-color", WRONG).returncode, 1)
        work.terraform(
            "apply", "-destroy", "-auto-approve", "-no-color", WRONG, check=True
        )
        self.assertEqual(work.state()["resources"], [])

    def test_a_file_of_that_name_opens_no_door(self):
        work = self.applied()
        done = work.terraform("plan", "-no-color", WRONG, "-out", "-destroy")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Error: PCI-DSS 3.7.4", done.stderr)

    def test_said_by_the_environment(self):
        work = self.applied()
        env = {"TF_CLI_ARGS_plan": "-destroy"}
        work.terraform("plan", "-no-color", WRONG, check=True, env=env)
        done = work.terraform("plan", "-no-color", "-destroy=0", WRONG, env=env)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Error: PCI-DSS 3.7.4", done.stderr)

    def test_a_saved_plan_says_itself_what_it_does(self):
        work = self.workspace({"main.tf": LATE})
        work.use_dev_overrides()
        work.terraform("plan", "-out=p", "-no-color", check=True)
        done = work.terraform("apply", "-destroy", "-no-color", "p")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[{RULE}]", done.stderr)


class State(LifecycleTest):
    def test_a_saved_plan(self):
        work = self.workspace({"main.tf": LATE.replace("== 5", "== 4")})
        work.use_dev_overrides()
        work.terraform("plan", "-out=p", "-no-color", check=True)
        work.terraform("apply", "-no-color", "p", check=True)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)

    def test_a_refresh_judges_nothing(self):
        work = self.applied()
        before = self.guards(work)
        for args in (("plan",), ("apply", "-auto-approve")):
            done = work.terraform(*args, "-refresh-only", "-no-color", WRONG)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("No changes", done.stdout)
        self.assertEqual(self.guards(work), before)

    def test_a_guard_moves(self):
        work = self.applied()
        before = self.guards(work)["stack"]
        (work.dir / "main.tf").write_text(
            CONFIG.replace('"compliance_guard" "stack"', '"compliance_guard" "new"')
            + """
moved {
  from = compliance_guard.stack
  to   = compliance_guard.new
}
"""
        )
        done = work.terraform("apply", "-auto-approve", "-no-color", check=True)
        self.assertIn("0 added, 0 changed, 0 destroyed", done.stdout)
        self.assertEqual(self.guards(work), {"new": before})

    def test_a_guard_is_replaced(self):
        work = self.applied()
        before = self.guards(work)["stack"]
        work.terraform(
            "apply", "-auto-approve", "-no-color",
            "-replace=compliance_guard.stack", check=True,
        )
        self.assertNotEqual(self.guards(work)["stack"], before)

    def test_a_guard_cannot_be_imported(self):
        work = self.workspace({"main.tf": CONFIG + """
import {
  to = compliance_guard.stack
  id = "anything"
}
"""})
        work.use_dev_overrides()
        for args in (("plan",), ("import", "compliance_guard.stack", "anything")):
            done = work.terraform(args[0], "-no-color", *args[1:])
            self.assertEqual(done.returncode, 1)
            self.assertIn("A guard cannot be imported", done.stderr)


class Tests(LifecycleTest):
    """`terraform test`. Terraform expects failures of its own checks only, so a
    guard that is to fail advises there, and a postcondition or a check block
    turns what it found into a failure that can be expected."""

    ONLY = f"enforcement = {only(RULE)}"
    ADVISES = f'enforcement = {only(RULE, level="advisory")}'

    CHECKED = CONFIG.replace("aws_kms_key.k }\n}", """aws_kms_key.k }

  lifecycle {
    postcondition {
      condition     = self.summary.fail == 0
      error_message = "the stack breaks a rule"
    }
  }
}

check "keys" {
  data "compliance_check" "keys" {
    resources = { "aws_kms_key.k" = { enable_key_rotation = var.rotates } }
  }

  assert {
    condition     = data.compliance_check.keys.compliant
    error_message = "a key breaks a mandatory rule"
  }
}
""").replace("frameworks =", f"{ADVISES}\n  frameworks =")

    def run_tests(self, config, tests):
        work = self.workspace({"main.tf": config, "guard.tftest.hcl": tests})
        work.use_dev_overrides()
        return work.terraform("test", "-no-color")

    def test_runs_that_pass_and_runs_that_are_to_fail(self):
        done = self.run_tests(self.CHECKED, """
run "planned" {
  command = plan
  assert {
    condition     = compliance_guard.stack.compliant
    error_message = "not compliant"
  }
}

run "applied" {
  assert {
    condition     = compliance_guard.stack.summary.fail == 0
    error_message = "not compliant"
  }
}

run "broken" {
  command         = plan
  variables { rotates = false }
  expect_failures = [compliance_guard.stack]
}
""")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("3 passed, 0 failed", done.stdout)

    def test_a_check_block_is_expected_to_fail(self):
        config = self.CHECKED.replace(self.ADVISES, self.ONLY).replace(
            'resource "compliance_guard" "stack" {',
            'resource "compliance_guard" "stack" {\n  count = 0',
        )
        done = self.run_tests(config, """
run "broken" {
  command         = plan
  variables { rotates = false }
  expect_failures = [check.keys]
}
""")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 passed, 0 failed", done.stdout)

    def test_a_mandatory_finding_fails_the_run(self):
        done = self.run_tests(CONFIG, """
run "broken" {
  command   = plan
  variables { rotates = false }
}
""")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[{RULE}]", done.stderr)


if __name__ == "__main__":
    harness.main()
