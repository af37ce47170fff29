"""A password inside a checked object appears in nothing that we write."""

import pathlib
import zipfile

import harness
from harness import HEADER

PASSWORD = "hunter2-Never-Shown-9431"

# The password is one that Terraform does not know to be sensitive, in an
# attribute that a rule speaks of, on a resource with other findings.
CONFIG = HEADER + f"""
resource "aws_db_instance" "main" {{
  identifier          = "cards"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "app"
  password            = "{PASSWORD}"
  publicly_accessible = PUBLIC
  storage_encrypted   = PRIVATE
  skip_final_snapshot = true
}}

resource "compliance_guard" "stack" {{
  resources = {{
    "aws_db_instance.main" = aws_db_instance.main
  }}
}}
"""


class Secrets(harness.TerraformTest):
    def assert_absent(self, text, what):
        self.assertNotIn(PASSWORD, text, f"the password is in {what}")

    def test_failing_plan_and_trace_log(self):
        config = CONFIG.replace("PUBLIC", "true").replace("PRIVATE", "false")
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        done = work.terraform(
            "plan", "-no-color", env={"TF_LOG_PROVIDER": "TRACE"}
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("[aws.rds.", done.stderr)
        ours = "\n".join(
            line
            for line in done.stderr.splitlines()
            if "terraform-provider-compliance" in line
        )
        self.assert_absent(ours, "our log lines")
        # Terraform prints its own trace of the aws resource; leave that out.
        shown = work.terraform("plan", "-no-color")
        self.assert_absent(shown.stdout + shown.stderr, "the diagnostics")

    def test_state_plan_file_and_temporary_files(self):
        config = CONFIG.replace("PUBLIC", "false").replace("PRIVATE", "true")
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        lenient = {"COMPLIANCE_ENFORCEMENT": '{"severity:critical":"report",'
                   '"severity:high":"report","severity:medium":"report"}'}
        work.terraform("plan", "-out=p", "-no-color", check=True, env=lenient)
        plan = work.show_plan("p")
        guard = [
            change
            for change in plan["resource_changes"]
            if change["type"] == "compliance_guard"
        ]
        self.assertEqual(len(guard), 1)
        self.assert_absent(str(guard), "the guard's planned change")
        work.terraform("apply", "-no-color", "p", check=True, env=lenient)
        for resource in work.state()["resources"]:
            if resource["type"] == "compliance_guard":
                self.assert_absent(str(resource), "the guard's state")
        for file in pathlib.Path(work.tmp).rglob("*"):
            self.fail(f"a temporary file was left: {file}")

    # Passwords that the provider is told of in every way there is.
    EVERYWHERE = CONFIG.replace("PUBLIC", "false").replace("PRIVATE", "true") + f"""
resource "compliance_guard" "more" {{
  resources = {{
    "aws_secretsmanager_secret_version.v" = {{ secret_string = "{PASSWORD}" }}
    "some_thing.t"                        = {{ tags = {{ token = "{PASSWORD}" }} }}
    "aws_kms_key.k[\\"{PASSWORD[:4]}\\"]" = {{ description = "{PASSWORD}" }}
  }}
}}

ephemeral "compliance_check" "more" {{
  resources = {{ "aws_db_instance.e" = {{ password = "{PASSWORD}" }} }}
}}

data "compliance_check" "more" {{
  report_only = true
  resources   = {{ "aws_db_instance.d" = {{ password = "{PASSWORD}" }} }}
}}
"""
    LENIENT = {
        "COMPLIANCE_ENFORCEMENT": '{"severity:critical":"report",'
        '"severity:high":"report","severity:medium":"report"}'
    }

    def count_in_plan(self, config):
        """How often the password is in a saved plan, its configuration apart."""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        done = work.terraform(
            "plan", "-out=p", "-no-color",
            env={"TF_LOG": "TRACE", **self.LENIENT},
        )
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        # The log of everything, terraform's own included.
        self.assertIn("[TRACE]", done.stderr)
        self.assert_absent(done.stderr, "the log")
        self.assert_absent(done.stdout, "the shown plan")
        with zipfile.ZipFile(work.dir / "p") as plan:
            return sum(
                plan.read(name).count(PASSWORD.encode())
                for name in plan.namelist()
                if not name.startswith("tfconfig/")
            )

    def test_the_bytes_of_a_plan_file(self):
        unguarded = self.EVERYWHERE[: self.EVERYWHERE.index(
            'resource "compliance_guard" "stack"'
        )]
        self.assertEqual(self.count_in_plan(unguarded), 1)  # aws's own change
        self.assertEqual(self.count_in_plan(self.EVERYWHERE), 1)

    def test_diagnostics_about_secrets_of_the_wrong_shape(self):
        # In a file of its own, for terraform shows the line of an error.
        config = HEADER + """
locals {
  said = file("secret.txt")
}

resource "compliance_guard" "wrong" {
  resources = {
    "aws_db_instance.a" = local.said
    "aws_db_instance.b" = { engine = "x", password = [local.said] }
    "aws_db_instance.c" = { engine = "x", storage_encrypted = local.said }
  }
}

output "wrong" {
  value = provider::compliance::explain("aws_db_instance.a", local.said)
}
"""
        work = self.workspace({"main.tf": config, "secret.txt": PASSWORD})
        work.use_dev_overrides()
        diagnostics, code = work.plan_json_diagnostics()
        self.assertEqual(code, 1)
        ours = [d for d in diagnostics if d["severity"] == "error"]
        self.assertGreaterEqual(len(ours), 4)
        for found in ours:
            self.assert_absent(found["summary"] + found["detail"], found["summary"])


if __name__ == "__main__":
    harness.main()
