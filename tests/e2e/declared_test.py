"""Data sources, ephemeral resource and functions under the real terraform."""

import json

import harness
from harness import HEADER, line_of, only

RULE = "aws.kms.rotation"

KEY = HEADER + """
resource "aws_kms_key" "k" {
  description         = "data"
  enable_key_rotation = ROTATES
}
"""

CHECK = """
data "compliance_check" "key" {
  resources = { "aws_kms_key.k" = aws_kms_key.k }
}
"""

DATABASE = HEADER + """
resource "aws_db_instance" "main" {
  identifier          = "cards"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "app"
  password            = "hunter2-Never-Shown"
  storage_encrypted   = false
  skip_final_snapshot = true
  LIFECYCLE
}
"""


def plan_of_the_example():
    path = harness.SOURCE_DIR / "examples" / "rds-pci" / "plan.json"
    return path.read_text()


class DataSource(harness.TerraformTest):
    def test_known_values_fail_the_plan_or_pass(self):
        config = HEADER + """
data "compliance_check" "bad" {
  resources = {
    "aws_kms_key.right" = { enable_key_rotation = true }
    "aws_kms_key.wrong" = { enable_key_rotation = false }
  }
}

data "compliance_check" "good" {
  resources = { "aws_kms_key.right" = { enable_key_rotation = true } }
}

data "compliance_check" "report_only" {
  report_only = true
  resources   = { "aws_kms_key.quiet" = { enable_key_rotation = false } }
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if f"[{RULE}]" in d["summary"]]
        self.assertEqual(found["severity"], "error")
        self.assertEqual(found["address"], "data.compliance_check.bad")
        self.assertEqual(
            found["range"]["start"]["line"], line_of(config, "aws_kms_key.wrong")
        )

    def test_a_check_block_warns_and_does_not_stop(self):
        config = HEADER + """
check "keys" {
  data "compliance_check" "keys" {
    resources = { "aws_kms_key.literal" = { enable_key_rotation = false } }
  }

  assert {
    condition     = data.compliance_check.keys.compliant
    error_message = "a key breaks a mandatory rule"
  }
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 0)
        (found,) = [d for d in diagnostics if f"[{RULE}]" in d["summary"]]
        self.assertEqual(found["severity"], "warning")
        self.assertEqual(
            found["range"]["start"]["line"], line_of(config, "aws_kms_key.literal")
        )

    def test_unknown_input_is_judged_at_apply(self):
        work = self.workspace({"main.tf": KEY.replace("ROTATES", "false") + CHECK})
        work.use_dev_overrides()
        planned = work.terraform("plan", "-no-color", "-out=p", check=True)
        self.assertIn("will be read during apply", planned.stdout)
        done = work.terraform("apply", "-no-color", "p")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{RULE}]", done.stderr)
        # By then the values are known, so the next plan fails by itself.
        self.assertEqual(work.terraform("plan", "-no-color").returncode, 1)

    def test_the_state_holds_nothing_that_was_checked(self):
        config = HEADER + """
data "compliance_check" "values" {
  resources = {
    "aws_kms_key.literal" = {
      description         = "hunter2-Never-Shown"
      enable_key_rotation = true
    }
  }
}

data "compliance_check" "text" {
  plan_json   = file("plan.json")
  report_only = true
}

data "compliance_check" "file" {
  plan_file   = "plan.json"
  report_only = true
}

output "compliant" {
  value = [
    data.compliance_check.values.compliant,
    data.compliance_check.text.compliant,
  ]
}

output "same" {
  value = (data.compliance_check.text.findings ==
    data.compliance_check.file.findings)
}

output "failed" {
  value = [
    for f in data.compliance_check.file.findings : f.rule_id
    if f.verdict == "fail"
  ]
}
"""
        work = self.workspace(
            {"main.tf": config, "plan.json": plan_of_the_example()}
        )
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        state = work.state()
        outputs = {k: v["value"] for k, v in state["outputs"].items()}
        self.assertEqual(outputs["compliant"], [True, False])
        self.assertIs(outputs["same"], True)
        # What no guard can see is seen in a plan.
        self.assertIn("aws.rds.no_literal_password", outputs["failed"])
        self.assertNotIn("hunter2", json.dumps(state))
        for resource in state["resources"]:
            attributes = resource["instances"][0]["attributes"]
            self.assertIsNone(attributes["resources"], resource["name"])
            self.assertIsNone(attributes["plan_json"], resource["name"])

    def test_plans_that_cannot_be_read(self):
        broken = {
            "text": ('plan_json = "{not json"', "malformed JSON at line 1"),
            "version": (
                'plan_json = jsonencode({ format_version = "9.0", resource_changes = [] })',
                "format_version is not 1.x",
            ),
            "absent": ('plan_file = "absent.json"', "No such file"),
            "folder": ('plan_file = "."', "is a folder"),
        }
        config = HEADER + "".join(
            f'data "compliance_check" "{name}" {{\n  {argument}\n}}\n'
            for name, (argument, _) in broken.items()
        )
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        errors = {
            d["address"]: d for d in diagnostics if d["severity"] == "error"
        }
        self.assertEqual(len(errors), len(broken))
        for name, (argument, text) in broken.items():
            found = errors[f"data.compliance_check.{name}"]
            self.assertIn(text, found["detail"])
            self.assertEqual(
                found["range"]["start"]["line"], line_of(config, argument)
            )

    def test_validate_refuses_wrong_inputs(self):
        config = HEADER + """
data "compliance_check" "none" {
}

data "compliance_check" "two" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = true } }
  plan_json = "{}"
}

data "compliance_check" "text" {
  resources = { "aws_kms_key.k" = "aws_kms_key.k" }
}

data "compliance_check" "type" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = "maybe" } }
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics(command="validate")
        self.assertEqual(code, 1)
        summaries = {
            d["address"].rsplit(".", 1)[1]: d["summary"]
            for d in diagnostics
            if d["severity"] == "error"
        }
        self.assertEqual(
            summaries,
            {
                "none": "Nothing to check",
                "two": "Too much to check",
                "text": "Not a resource",
                "type": "The object does not fit its address",
            },
        )


class Ephemeral(harness.TerraformTest):
    CONFIG = """
ephemeral "compliance_check" "key" {
  resources = { "aws_kms_key.k" = WHAT }
}
"""

    def test_known_values_fail_the_plan(self):
        config = HEADER + self.CONFIG.replace(
            "WHAT", "{ enable_key_rotation = false }"
        )
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        (found,) = [d for d in diagnostics if f"[{RULE}]" in d["summary"]]
        self.assertEqual(found["address"], "ephemeral.compliance_check.key")
        self.assertEqual(
            found["range"]["start"]["line"], line_of(config, "aws_kms_key.k")
        )

    def test_unknown_values_are_judged_at_apply(self):
        config = KEY + self.CONFIG.replace("WHAT", "aws_kms_key.k")
        for rotates, code in (("true", 0), ("false", 1)):
            work = self.workspace({"main.tf": config.replace("ROTATES", rotates)})
            work.use_dev_overrides()
            work.terraform("plan", "-no-color", check=True)
            done = work.terraform("apply", "-auto-approve", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(f"[{RULE}]" in done.stderr, code == 1)
            # The run leaves no trace of the check.
            types = {r["type"] for r in work.state()["resources"]}
            self.assertEqual(types, {"aws_kms_key"})


class Functions(harness.TerraformTest):
    PRECONDITION = """
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
            config = KEY.replace("ROTATES", rotates) + self.PRECONDITION
            work = self.workspace({"main.tf": config})
            work.use_dev_overrides()
            done = work.terraform("plan", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual("is not compliant" in done.stderr, code == 1)

    def test_what_is_unknown_is_decided_at_apply(self):
        for length, code in ((4, 0), (5, 1)):
            config = (
                KEY.replace("ROTATES", f"length(random_string.s.result) == {length}")
                + self.PRECONDITION
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

    def test_a_postcondition_over_sensitive_attributes(self):
        config = DATABASE.replace("LIFECYCLE", """
  lifecycle {
    postcondition {
      condition     = provider::compliance::compliant("aws_db_instance.main", self)
      error_message = "the database breaks a mandatory rule"
    }
  }
""")
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        work.terraform("validate", "-no-color", check=True)
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the database breaks a mandatory rule", done.stderr)
        self.assertNotIn("hunter2", done.stdout + done.stderr)

    def test_outputs_over_sensitive_attributes(self):
        call = ('provider::compliance::CALL("aws_db_instance.main", '
                "aws_db_instance.main)")
        config = DATABASE.replace("LIFECYCLE", "") + f"""
output "explained" {{
  value = nonsensitive({call.replace("CALL", "explain")})
}}

output "failed" {{
  value = [
    for f in nonsensitive({call.replace("CALL", "findings")}) :
    f.rule_id if f.verdict == "fail"
  ]
}}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        outputs = {k: v["value"] for k, v in work.state()["outputs"].items()}
        self.assertIn("aws.rds.storage_encrypted", outputs["failed"])
        self.assertIn("storage_encrypted = true", outputs["explained"])
        self.assertNotIn("hunter2", str(outputs))

        (work.dir / "main.tf").write_text(
            config.replace(f"nonsensitive({call.replace('CALL', 'explain')})",
                           call.replace("CALL", "explain"))
        )
        done = work.terraform("plan", "-no-color")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Output refers to sensitive values", done.stderr)


class FunctionCalls(harness.TerraformTest):
    KEYS = ('"aws_kms_key.k", { enable_key_rotation = false }',
            '"aws_kms_key.k", { enable_key_rotation = true }')

    def test_a_check_block_warns_with_the_explanation(self):
        config = KEY.replace("ROTATES", "false") + f"""
check "key" {{
  assert {{
    condition     = provider::compliance::compliant("aws_kms_key.k", aws_kms_key.k)
    error_message = provider::compliance::explain({self.KEYS[0]})
  }}
}}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 0)
        (found,) = [d for d in diagnostics if "Check block" in d["summary"]]
        self.assertEqual(found["severity"], "warning")
        self.assertIn(f"[{RULE}]", found["detail"])
        self.assertIn("enable_key_rotation = true", found["detail"])

    def test_on_the_console(self):
        bad, good = (f"{k}, {{ enforcement = {only(RULE)} }}" for k in self.KEYS)
        advised = f'{self.KEYS[0]}, {{ enforcement = {only(RULE, level="advisory")} }}'
        work = self.workspace({"main.tf": HEADER})
        work.use_dev_overrides()
        expression = (
            "jsonencode([provider::compliance::compliant(%s), "
            "provider::compliance::compliant(%s), "
            "provider::compliance::compliant(%s), "
            "provider::compliance::findings(%s)[0].rule_id, "
            "provider::compliance::findings(%s), "
            'provider::compliance::explain("aws_kms_key.k", null)])\n'
        ) % (bad, good, advised, bad, good)
        done = work.terraform("console", input=expression)
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(json.loads(done.stdout))
        self.assertEqual(
            answer, [False, True, True, RULE, [], "No rule is broken."]
        )

    def test_an_error_names_the_argument(self):
        calls = {
            "address": ('"key", {}', "is not the address of a resource"),
            "object": ('"aws_kms_key.k", 3', "is of type number"),
            "options": (
                '"aws_kms_key.k", {}, { framework = [] }',
                'Did you mean "frameworks"?',
            ),
        }
        config = HEADER + "".join(
            f'output "{name}" {{\n'
            f"  value = provider::compliance::explain({arguments})\n}}\n"
            for name, (arguments, _) in calls.items()
        )
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        for command in ("validate", "plan"):
            diagnostics, code = work.plan_json_diagnostics(command=command)
            self.assertEqual(code, 1)
            errors = {
                d["range"]["start"]["line"]: d["detail"]
                for d in diagnostics
                if d["severity"] == "error"
            }
            self.assertEqual(len(errors), len(calls), command)
            for name, (arguments, text) in calls.items():
                detail = errors[line_of(config, f"explain({arguments})")]
                self.assertIn(f'Invalid value for "{name}" parameter', detail)
                self.assertIn(text, detail)
                self.assertFalse(detail.endswith(".."), detail)


class RulesCatalogue(harness.TerraformTest):
    def test_filters(self):
        config = HEADER + """
data "compliance_rules" "all" {}

data "compliance_rules" "keys" {
  resource_type = "aws_kms_key"
}

data "compliance_rules" "hipaa" {
  framework = "hipaa"
}

data "compliance_rules" "hipaa_high" {
  framework = "hipaa"
  severity  = "high"
}

data "compliance_rules" "none" {
  resource_type = "aws_no_such_type"
}

data "compliance_requirements" "all" {}

data "compliance_requirements" "hipaa" {
  framework = "hipaa"
}

output "all" { value = data.compliance_rules.all.rules }
output "keys" { value = data.compliance_rules.keys.rules }
output "hipaa" { value = data.compliance_rules.hipaa.rules }
output "hipaa_high" { value = data.compliance_rules.hipaa_high.rules }
output "none" { value = data.compliance_rules.none.rules }
output "requirements" { value = data.compliance_requirements.all.requirements }
output "sections" { value = data.compliance_requirements.hipaa.requirements }
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        work.terraform("apply", "-auto-approve", "-no-color", check=True)
        outputs = {k: v["value"] for k, v in work.state()["outputs"].items()}
        ids = {
            name: [rule["id"] for rule in rules]
            for name, rules in outputs.items()
            if name not in ("requirements", "sections")
        }
        self.assertEqual(ids["all"], sorted(set(ids["all"])))
        self.assertIn(RULE, ids["keys"])
        self.assertEqual(ids["none"], [])
        of_hipaa = [
            rule["id"]
            for rule in outputs["all"]
            if any(r["framework"] == "hipaa" for r in rule["requirements"])
        ]
        self.assertEqual(ids["hipaa"], of_hipaa)
        self.assertTrue(of_hipaa)
        self.assertEqual(
            ids["hipaa_high"],
            [r["id"] for r in outputs["hipaa"] if r["severity"] == "high"],
        )
        self.assertEqual(
            outputs["sections"],
            [r for r in outputs["requirements"] if r["framework"] == "hipaa"],
        )
        named = {
            rule
            for r in outputs["requirements"]
            for rule in r["primary"] + r["supporting"]
        }
        self.assertLessEqual(named, set(ids["all"]))

    def test_wrong_filters(self):
        config = HEADER + """
data "compliance_rules" "a" {
  severity = "hihgh"
}

data "compliance_requirements" "b" {
  framework = "hippa"
}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics(command="validate")
        self.assertEqual(code, 1)
        details = {
            d["range"]["start"]["line"]: d["detail"]
            for d in diagnostics
            if d["severity"] == "error"
        }
        self.assertIn('"high"', details[line_of(config, "hihgh")])
        self.assertIn('"hipaa"', details[line_of(config, "hippa")])


if __name__ == "__main__":
    harness.main()
