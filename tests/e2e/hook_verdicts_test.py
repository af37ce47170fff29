"""What the hook says of a plan, where, and what it keeps from being created."""

import json
import re
import shutil

import harness
from harness import line_of
from hooked import HookTest

ROTATION = "aws.kms.rotation"

HEADER = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
}
"""

KEY = """
resource "aws_kms_key" "NAME" {
  description         = "NAME"
  enable_key_rotation = ROTATES
}
"""


def key(name, rotates="false"):
    return KEY.replace("NAME", name).replace("ROTATES", rotates)


def without_guard(folder):
    """Takes everything out of a configuration that is there for us."""
    for path in folder.rglob("compliance.tf"):
        path.unlink()
    for path in folder.rglob("*.tf"):
        text = path.read_text()
        text = re.sub(r'(?m)^provider "compliance" \{\n(.*\n)*?\}\n', "", text)
        text = re.sub(r"(?m)^    compliance = \{\n(.*\n)*?    \}\n", "", text)
        assert "planguard" not in text and '"compliance"' not in text, path
        path.write_text(text)


def rule_of(diagnostic):
    """The rule that a diagnostic of ours names; None for another's."""
    found = re.search(r"\[([a-z0-9_.]+)\]$", diagnostic["summary"])
    return found and found.group(1)


class VerdictTest(HookTest):
    def findings(self, work, *args, command="plan", flags=(), code=None):
        """{(rule, address)} of `-json`, each with its diagnostic."""
        done = work.exec(command, "-json", *args, flags=flags)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        found = {}
        for line in lines:
            if line["type"] != "diagnostic":
                continue
            diagnostic = line["diagnostic"]
            rule = rule_of(diagnostic)
            if rule is None:
                continue
            # Of what is no resource the text tells which it is.
            place = (rule, diagnostic.get("address") or diagnostic["detail"])
            self.assertNotIn(place, found, "said twice")
            found[place] = diagnostic
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return found

    def failed_rotations(self, work, *args, **kwargs):
        found = self.findings(work, *args, **kwargs)
        self.assertEqual({rule for rule, _ in found} - {ROTATION}, set())
        return sorted(address for _, address in found)


class Examples(VerdictTest):
    def example(self, name):
        work = self.workspace(
            copy_of=harness.SOURCE_DIR / "examples" / name, install=False
        )
        shutil.rmtree(work.dir / "network", ignore_errors=True)
        without_guard(work.dir)
        return work.install(self.packages)

    def rows(self, name):
        path = harness.SOURCE_DIR / "examples" / name / "expected.tsv"
        lines = [
            line.split("\t") for line in path.read_text().splitlines()
            if line and not line.startswith("#")
        ]
        rows = [dict(zip(lines[0], fields)) for fields in lines[1:]]
        return [row for row in rows if row["verdict"] == "fail"]

    def assert_every_row(self, name, found):
        rows = self.rows(name)
        self.assertTrue(rows)
        rules = {rule for rule, _ in found}
        for row in rows:
            if row["address"] and not row["address"].startswith(("var.", "output.")):
                self.assertIn((row["rule"], row["address"]), found, row)
            else:
                self.assertIn(row["rule"], rules, row)

    def test_rds_pci(self):
        work = self.example("rds-pci")
        found = self.findings(work, code=1)
        self.assert_every_row("rds-pci", found)
        for row in self.rows("rds-pci"):
            if row["way_in"] == "guard":
                place = found[(row["rule"], row["address"])]["range"]
                self.assertTrue(place["filename"].endswith(".tf"), row)

    # Where a value is written, it is its own line that is shown.
    LINES = (
        ("aws.rds.multi_az", "modules/database/main.tf", "multi_az "),
        ("aws.rds.not_public", "modules/database/main.tf", "publicly_accessible "),
        ("tf.tags.allowed_values", "modules/database/main.tf", "tags = {"),
    )

    def test_lines_of_attributes(self):
        work = self.example("rds-pci")
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        for rule, file, needle in self.LINES:
            text = (work.dir / file).read_text()
            said = re.search(
                rf"\[{re.escape(rule)}\]\n\n(.*\n)*?.* on {file} line (\d+), ",
                done.stdout + done.stderr,
            )
            self.assertTrue(said, rule)
            self.assertEqual(int(said.group(2)), line_of(text, needle), rule)
        # Terraform shows what the configuration has in clear; we do not.
        errors = done.stderr[done.stderr.index("Error: "):]
        self.assertNotIn("TempPassword123!", errors)

    def test_network(self):
        work = self.workspace(
            copy_of=harness.SOURCE_DIR / "examples" / "rds-pci" / "network",
            install=False,
        )
        without_guard(work.dir)
        work.install(self.packages)
        self.assert_every_row("rds-pci/network", self.findings(work))

    def test_rds_pci_fixed(self):
        work = self.example("rds-pci-fixed")
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotRegex(done.stdout + done.stderr, r"(?m)^. Error")
        done = work.exec("apply", "-auto-approve", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)
        again = work.exec("plan", "-detailed-exitcode", "-no-color")
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        done = work.exec("destroy", "-auto-approve", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)


class PlanFails(VerdictTest):
    def test_at_the_line_of_the_attribute(self):
        config = HEADER + key("k")
        work = self.workspace({"main.tf": config})
        found = self.findings(work, code=1)
        diagnostic = found[(ROTATION, "aws_kms_key.k")]
        self.assertEqual(diagnostic["severity"], "error")
        self.assertEqual(diagnostic["range"]["filename"], "main.tf")
        self.assertEqual(
            diagnostic["range"]["start"]["line"],
            line_of(config, "enable_key_rotation"),
        )
        self.assertIn("PCI-DSS 3.7.4", diagnostic["summary"] + diagnostic["detail"])

    def test_every_command_that_plans(self):
        work = self.workspace({"main.tf": HEADER + key("k")})
        for words in (
            ["plan"], ["plan", "-detailed-exitcode"], ["plan", "-out=p"],
            ["apply", "-auto-approve"], ["apply"], ["validate"],
        ):
            done = work.exec(*words, "-no-color", input="yes\n")
            self.assertEqual(done.returncode, 1, f"{words}: {done.stdout}")
            self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, words)
            self.assertNotIn("Enter a value", done.stdout)
        self.assertFalse((work.dir / "terraform.tfstate").exists())

    def test_a_saved_plan_that_nobody_judged(self):
        work = self.workspace({"main.tf": HEADER + key("k")})
        work.terraform("plan", "-out=p", "-no-color", check=True)
        done = work.exec("apply", "-no-color", "p")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, done.stderr)
        self.assertFalse((work.dir / "terraform.tfstate").exists())

    def test_what_takes_down_is_not_held_up(self):
        work = self.workspace({"main.tf": HEADER + key("k")})
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        for words in (["plan", "-destroy"], ["destroy", "-auto-approve"]):
            done = work.exec(*words, "-no-color")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn(ROTATION, done.stdout + done.stderr)

    def test_a_replacement_is_said_once(self):
        config = HEADER + """
resource "aws_db_instance" "d" {
  identifier          = "NAME"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "root"
  publicly_accessible = true
  storage_encrypted   = STORAGE
  skip_final_snapshot = true
}
"""
        first = config.replace("NAME", "a").replace("STORAGE", "true")
        work = self.workspace({"main.tf": first})
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        (work.dir / "main.tf").write_text(first.replace('"a"', '"b"'))
        found = self.findings(work, code=1)
        self.assertIn(("aws.rds.not_public", "aws_db_instance.d"), found)

    def test_advice_does_not_fail(self):
        work = self.workspace({
            "main.tf": HEADER + key("k"),
            ".compliance.yaml": f"enforcement:\n  rule:{ROTATION}: advisory\n",
        })
        found = self.findings(work, code=0)
        self.assertEqual(found[(ROTATION, "aws_kms_key.k")]["severity"], "warning")
        done = work.exec("plan", "-no-color", "-detailed-exitcode")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("Warning:", done.stdout)
        done = work.exec("apply", "-no-color", "-auto-approve")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_several_in_one_plan(self):
        config = HEADER + key("a") + key("b", "true") + key("c") + """
resource "aws_kms_key" "many" {
  count               = 3
  description         = "many"
  enable_key_rotation = count.index == 1
}
"""
        work = self.workspace({"main.tf": config})
        self.assertEqual(self.failed_rotations(work, code=1), [
            "aws_kms_key.a", "aws_kms_key.c", "aws_kms_key.many[0]",
            "aws_kms_key.many[2]",
        ])

    def test_other_directory(self):
        work = self.workspace({"main.tf": "", "net/main.tf": HEADER + key("k")},
                              install=False)
        work.install(self.packages)
        work.terraform("-chdir=net", "init", "-no-color", check=True)
        done = work.exec("-chdir=net", "plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)

    def test_the_sandbox_needs_no_installation(self):
        work = self.workspace({"main.tf": HEADER + key("k")}, install=False)
        done = work.exec("plan", "-no-color", flags=["--sandbox"])
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(f"[{ROTATION}]", done.stderr)
        (work.dir / "main.tf").write_text(HEADER + key("k", "true"))
        done = work.exec("apply", "-auto-approve", "-no-color", flags=["--sandbox"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_result_file(self):
        work = self.workspace({"main.tf": HEADER + key("k")})
        for text, code in ((key("k"), 1), (key("k", "true"), 0)):
            (work.dir / "main.tf").write_text(HEADER + text)
            done = work.exec("plan", flags=["--result-file", "r.json"])
            self.assertEqual(done.returncode, code, done.stderr)
            result = json.loads((work.dir / "r.json").read_text())
            self.assertEqual(result["exit_code"], code)
            self.assertEqual(result["blocked"], bool(code))
            self.assertGreater(result["judged_calls"], 0)


class UnknownAtPlan(VerdictTest):
    """What nobody knows at plan is judged at apply, before it is there."""

    CONFIG = HEADER + """
resource "terraform_data" "t" {
  input = "ANSWER"
}

resource "aws_kms_key" "before" {
  description         = "before"
  enable_key_rotation = true
}

resource "aws_kms_key" "k" {
  description         = "late"
  enable_key_rotation = terraform_data.t.output == "yes"
}

resource "aws_kms_key" "behind" {
  description         = aws_kms_key.k.arn
  enable_key_rotation = true
}
"""

    def config(self, answer):
        return {"main.tf": self.CONFIG.replace("ANSWER", answer)}

    def assert_stopped(self, work, done):
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, done.stderr)
        self.assertIn("with aws_kms_key.k,", done.stderr)
        number = line_of(self.CONFIG, 'terraform_data.t.output == "yes"')
        self.assertIn(f"on main.tf line {number}", done.stderr)
        there = {
            f"{resource['type']}.{resource['name']}"
            for resource in work.state()["resources"]
            if resource["instances"]
        }
        self.assertEqual(there, {"terraform_data.t", "aws_kms_key.before"})

    def test_it_is_stopped(self):
        for words in (["apply", "-auto-approve"], ["apply"]):
            work = self.workspace(self.config("no"))
            done = work.exec("plan", "-no-color")
            self.assertEqual(done.returncode, 0, done.stderr)
            done = work.exec(*words, "-no-color", input="yes\n")
            self.assert_stopped(work, done)
            self.assert_clean(work)

    def test_it_is_stopped_in_a_saved_plan(self):
        work = self.workspace(self.config("no"))
        done = work.exec("plan", "-no-color", "-out=p")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_stopped(work, work.exec("apply", "-no-color", "p"))

    def test_the_right_value_passes(self):
        work = self.workspace(self.config("yes"))
        done = work.exec("apply", "-no-color", "-auto-approve")
        self.assertEqual(done.returncode, 0, done.stderr)
        again = work.exec("plan", "-no-color", "-detailed-exitcode")
        self.assertEqual(again.returncode, 0, again.stdout)


class Waivers(VerdictTest):
    WAIVER = """
waivers:
  - rule: aws.kms.rotation
    address: 'ADDRESS'
    kind: risk_accepted
    reason: it is a test
    owner: tests@example.com
    approver: lead@example.com
"""

    MODULE = """
variable "name" {
  type = string
}

resource "aws_kms_key" "this" {
  description         = var.name
  enable_key_rotation = false
}
"""

    def waived(self, config, address, code, files=None):
        work = self.workspace({
            "main.tf": HEADER + config,
            ".compliance.yaml": self.WAIVER.replace("ADDRESS", address),
            **(files or {}),
        })
        return self.failed_rotations(work, code=code)

    def test_the_only_one(self):
        self.assertEqual(self.waived(key("k"), "aws_kms_key.k", 0), [])

    def test_one_of_two(self):
        self.assertEqual(
            self.waived(key("a") + key("b"), "aws_kms_key.a", 1),
            ["aws_kms_key.b"],
        )

    def test_one_of_two_that_look_alike(self):
        twin = key("a").replace('"a"\n', '"same"\n')
        other = key("b").replace('"b"\n', '"same"\n')
        self.assertEqual(
            self.waived(twin + other, "aws_kms_key.b", 1), ["aws_kms_key.a"]
        )

    def test_one_of_many_instances(self):
        config = """
resource "aws_kms_key" "many" {
  for_each            = toset(["a", "b", "c"])
  description         = "many"
  enable_key_rotation = false
}
"""
        self.assertEqual(
            self.waived(config, 'aws_kms_key.many["b"]', 1),
            ['aws_kms_key.many["a"]', 'aws_kms_key.many["c"]'],
        )

    def test_one_instance_of_a_module(self):
        config = """
module "keys" {
  source   = "./modules/key"
  for_each = toset(["a", "b"])
  name     = each.key
}
"""
        self.assertEqual(
            self.waived(config, 'module.keys["a"].aws_kms_key.this', 1,
                        {"modules/key/main.tf": self.MODULE}),
            ['module.keys["b"].aws_kms_key.this'],
        )

    def test_all_of_them(self):
        self.assertEqual(self.waived(key("a") + key("b"), "aws_kms_key.*", 0), [])

    def test_a_waived_one_is_applied(self):
        work = self.workspace({
            "main.tf": HEADER + key("a", 'terraform_data.t.output == "yes"')
            + key("b", "true") + 'resource "terraform_data" "t" { input = "no" }\n',
            ".compliance.yaml": self.WAIVER.replace("ADDRESS", "aws_kms_key.a"),
        })
        done = work.exec("apply", "-no-color", "-auto-approve")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(ROTATION, done.stderr)


if __name__ == "__main__":
    harness.main()
