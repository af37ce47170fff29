"""A password inside a checked object appears in nothing that we write."""

import pathlib

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


if __name__ == "__main__":
    harness.main()
