"""The guard resource under the real terraform: plan, apply, destroy."""

import json

import harness
from harness import HEADER, line_of

BAD = HEADER + """
resource "aws_kms_key" "k" {
  description         = "data"
  enable_key_rotation = false
}

resource "compliance_guard" "stack" {
  resources = {
    "aws_kms_key.k" = aws_kms_key.k
  }
}
"""

GOOD = BAD.replace("enable_key_rotation = false", "enable_key_rotation = true")

# Whether the key rotates is known only after the number is drawn.
UNKNOWN = HEADER + """
resource "random_string" "s" {
  length = 4
}

resource "aws_kms_key" "k" {
  description         = "data"
  enable_key_rotation = length(random_string.s.result) == LENGTH
}

resource "compliance_guard" "stack" {
  resources = {
    "aws_kms_key.k" = aws_kms_key.k
  }
}
"""

RULE = "aws.kms.rotation"


class PlanFails(harness.TerraformTest):
    def test_dev_overrides(self):
        work = self.workspace({"main.tf": BAD})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{RULE}]", done.stderr)
        self.assertIn("PCI-DSS 3.7.4", done.stderr)
        number = line_of(BAD, '"aws_kms_key.k" = aws_kms_key.k')
        self.assertIn(f"on main.tf line {number}", done.stderr)
        self.assertIn("enable_key_rotation = true", done.stderr)  # the fix

    def test_mirror_and_init(self):
        work = self.workspace({"main.tf": BAD})
        work.use_mirror()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{RULE}]", done.stderr)

    def test_good_plan_passes(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(RULE, done.stderr + done.stdout)


class Protocols(harness.TerraformTest):
    def both_ways(self, protocol, config):
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        overrides = work.terraform(
            "plan", "-no-color", env={"COMPLIANCE_PROTOCOL": str(protocol)}
        )
        server = self.debug_server(
            work, "terraform-provider-compliance", protocol
        )
        self.assertIsNotNone(server.reattach)
        (entry,) = server.reattach.values()
        self.assertEqual(entry["ProtocolVersion"], protocol)
        attached = work.terraform(
            "plan", "-no-color",
            env={"TF_REATTACH_PROVIDERS": json.dumps(server.reattach)},
        )
        self.assertEqual(server.stop(), 0)
        return overrides, attached

    def test_protocol_5(self):
        for done in self.both_ways(5, BAD):
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(f"[{RULE}]", done.stderr)

    def test_protocol_6(self):
        for done in self.both_ways(6, BAD):
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(f"[{RULE}]", done.stderr)

    def test_good_plan_passes_on_both(self):
        for protocol in (5, 6):
            for done in self.both_ways(protocol, GOOD):
                self.assertEqual(done.returncode, 0, done.stderr)


class Lifecycle(harness.TerraformTest):
    def test_validate_plan_apply_replan_destroy(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        work.terraform("validate", "-no-color", check=True)
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn("No changes", again.stdout)

        guard = next(
            resource
            for resource in work.state()["resources"]
            if resource["type"] == "compliance_guard"
        )["instances"][0]["attributes"]
        self.assertIsNone(guard["resources"])
        self.assertIs(guard["compliant"], True)

        work.terraform("destroy", "-auto-approve", "-no-color", check=True)
        self.assertEqual(work.state()["resources"], [])

    def test_a_change_that_breaks_a_rule_fails_the_next_plan(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        (work.dir / "main.tf").write_text(BAD)
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"[{RULE}]", done.stderr)


class Unknowns(harness.TerraformTest):
    def test_bad_value_known_at_apply_fails_the_apply(self):
        work = self.workspace({"main.tf": UNKNOWN.replace("LENGTH", "5")})
        work.use_dev_overrides()
        work.terraform("plan", "-no-color", check=True)
        done = work.terraform("apply", "-auto-approve", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{RULE}]", done.stderr)
        guards = [
            resource["instances"]
            for resource in work.state()["resources"]
            if resource["type"] == "compliance_guard"
        ]
        self.assertEqual(guards, [[]])  # nothing was created

    def test_good_value_known_at_apply_passes(self):
        work = self.workspace({"main.tf": UNKNOWN.replace("LENGTH", "4")})
        work.use_dev_overrides()
        work.terraform("plan", "-no-color", check=True)
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        again = work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)


class Aliases(harness.TerraformTest):
    # The second configuration asks for HIPAA only, which does not make this
    # rule's finding a PCI one.
    CONFIG = BAD.replace(
        'provider "compliance" {',
        'provider "compliance" {\n'
        '  alias      = "lenient"\n'
        '  enforcement = { "rule:aws.kms.rotation" = "report" }\n'
        "}\n\n"
        'provider "compliance" {',
    )

    def test_each_alias_has_its_own_configuration(self):
        lenient = self.CONFIG.replace(
            'resource "compliance_guard" "stack" {',
            'resource "compliance_guard" "stack" {\n'
            "  provider = compliance.lenient",
        )
        for config, code in ((self.CONFIG, 1), (lenient, 0)):
            work = self.workspace({"main.tf": config})
            work.use_dev_overrides()
            done = work.terraform("plan", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)

    def test_two_aliases_in_one_plan(self):
        both = self.CONFIG + """
resource "compliance_guard" "lenient" {
  provider = compliance.lenient
  resources = {
    "aws_kms_key.k" = aws_kms_key.k
  }
}
"""
        work = self.workspace({"main.tf": both})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        errors = [d for d in diagnostics if d["severity"] == "error"]
        self.assertEqual(code, 1)
        self.assertEqual(
            {d["address"] for d in errors}, {"compliance_guard.stack"}
        )


class Diagnostics(harness.TerraformTest):
    def test_plan_json_has_the_range_of_the_map_entry(self):
        work = self.workspace({"main.tf": BAD})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if RULE in d["summary"]]
        self.assertEqual(found["severity"], "error")
        self.assertEqual(found["address"], "compliance_guard.stack")
        self.assertEqual(found["range"]["filename"], "main.tf")
        self.assertEqual(
            found["range"]["start"]["line"],
            line_of(BAD, '"aws_kms_key.k" = aws_kms_key.k'),
        )

    def test_a_bad_provider_argument_is_shown_at_its_line(self):
        config = BAD.replace('["pci-dss-4.0.1"]', '["pci-dss-4.0.2"]')
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if d["severity"] == "error"]
        self.assertEqual(
            found["range"]["start"]["line"], line_of(config, "frameworks")
        )
        self.assertIn("pci-dss-4.0.1", found["detail"])

    def test_an_address_that_does_not_parse(self):
        config = BAD.replace('"aws_kms_key.k" =', '"not an address" =')
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if d["severity"] == "error"]
        self.assertEqual(
            found["range"]["start"]["line"], line_of(config, "not an address")
        )


if __name__ == "__main__":
    harness.main()
