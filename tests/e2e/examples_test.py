"""The examples under the real terraform, as their README says."""

import json
import os
import subprocess

import harness


class Example(harness.TerraformTest):
    name = None

    def setUp(self):
        if self.name is None:
            self.skipTest("base class")
        self.work = self.workspace(
            copy_of=harness.SOURCE_DIR / "examples" / self.name
        )
        self.install()

    def install(self):
        self.work.use_mirror()

    def expected(self, way_in):
        """Rows of expected.tsv that this way in decides: (address, rule)."""
        path = harness.SOURCE_DIR / "examples" / self.name / "expected.tsv"
        lines = [
            line.split("\t")
            for line in path.read_text().splitlines()
            if line and not line.startswith("#")
        ]
        header, rows = lines[0], lines[1:]
        return [
            row
            for row in (dict(zip(header, fields)) for fields in rows)
            if row["way_in"] == way_in and row["verdict"] == "fail"
        ]

    def check(self, *args, plan="plan.json"):
        return subprocess.run(
            [str(harness.BINARY), "check", str(plan), *args],
            cwd=self.work.dir, env=self.work.env, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, check=False,
        )


class RdsPci(Example):
    name = "rds-pci"
    plan_code = 1

    def test_the_plan_shows_every_line_that_a_guard_sees(self):
        diagnostics, code = self.work.plan_json_diagnostics()
        self.assertEqual(code, self.plan_code)
        summaries = "\n".join(d["summary"] for d in diagnostics)
        rows = self.expected("guard")
        self.assertTrue(rows)
        for row in rows:
            self.assertIn(f"[{row['rule']}]", summaries, row)
        for found in diagnostics:
            if found["severity"] == "error":
                self.assertTrue(found["range"]["filename"].endswith(".tf"))

    def test_check_shows_every_line(self):
        done = self.check("--format", "json")
        self.assertEqual(done.returncode, 1, done.stderr)
        failed = {
            (finding["rule_id"], finding["address"])
            for finding in json.loads(done.stdout)["findings"]
            if finding["verdict"] == "fail"
        }
        rows = self.expected("check") + self.expected("guard")
        for row in rows:
            self.assertIn((row["rule"], row["address"]), failed, row)


class RdsPciRealProvider(RdsPci):
    """The same with the real AWS provider, which plans this stack offline."""

    def install(self):
        folder = os.environ.get("AWS_PROVIDER_DIR")
        if not folder:
            self.skipTest("AWS_PROVIDER_DIR names no real AWS provider")
        self.work.use_dev_overrides(real={"hashicorp/aws": folder})


class RdsPciNetwork(RdsPci):
    """The lines that need a VPC, which the stack itself is faulted to lack."""

    name = "rds-pci/network"
    plan_code = 0  # its guard sees only what is advisory


class RdsPciFixed(Example):
    name = "rds-pci-fixed"

    def test_plan_and_apply_pass(self):
        done = self.work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.work.terraform("apply", "-auto-approve", "-no-color", check=True)
        again = self.work.terraform("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout)

    def test_check_passes(self):
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stdout)


class Pieces(harness.TerraformTest):
    """The short pieces that the reference pages show."""

    STACKS = ("ordinary", "rds-pci", "rds-pci-fixed")

    REQUIREMENTS = """
terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    compliance = { source = "planguard/compliance" }
  }
}
"""

    # What a piece names without declaring it.
    AROUND = {
        "data-sources/compliance_check": """
resource "aws_kms_key" "data" {}
""",
        "ephemeral-resources/compliance_check": """
resource "aws_kms_key" "data" {}
""",
        "functions/explain": """
resource "aws_db_instance" "main" {
  instance_class = "db.t3.micro"
}
""",
        "functions/findings": """
resource "aws_kms_key" "data" {}
""",
    }

    def test_everything_is_formatted(self):
        work = self.workspace(copy_of=harness.SOURCE_DIR / "examples")
        done = work.terraform("fmt", "-check", "-recursive", "-diff")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_every_piece_is_valid(self):
        examples = harness.SOURCE_DIR / "examples"
        pieces = sorted(
            path
            for path in examples.glob("**/*.tf")
            if path.relative_to(examples).parts[0] not in self.STACKS
        )
        self.assertTrue(pieces)
        work = self.workspace()
        work.use_dev_overrides()
        for path in pieces:
            text = path.read_text()
            if "required_providers" not in text:
                text = self.REQUIREMENTS + text
            name = str(path.parent.relative_to(examples))
            (work.dir / "main.tf").write_text(text + self.AROUND.get(name, ""))
            done = work.terraform("validate", "-no-color")
            self.assertEqual(done.returncode, 0, f"{path}: {done.stderr}")


if __name__ == "__main__":
    harness.main()
