"""With the hook and without it, nobody can tell the difference.

Every command is run twice on equal configurations that break no rule, once by
terraform alone and once under `compliance exec`: output, exit code and state.
"""

import harness
import hooked
from hooked import HookTest, Pair

STACK = """
terraform {
  required_providers {
    aws    = { source = "hashicorp/aws" }
    random = { source = "hashicorp/random" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Team = "pay" }
  }
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

data "aws_region" "here" {}

data "aws_region" "us" {
  provider = aws.us
}

resource "random_string" "s" {
  length  = 24
  upper   = false
  special = false
}

resource "aws_kms_key" "k" {
  description         = "DESCRIPTION"
  enable_key_rotation = true
}

resource "aws_kms_key" "us" {
  provider            = aws.us
  description         = "other"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "b" {
  bucket = "b-${random_string.s.result}"
}

module "keys" {
  source   = "./modules/key"
  for_each = toset(["a", "b"])
  name     = each.key
}

output "regions" {
  value = [data.aws_region.here.name, data.aws_region.us.name]
}

output "arns" {
  value = [split(":", aws_kms_key.k.arn)[3], split(":", aws_kms_key.us.arn)[3]]
}
"""

MODULE = """
variable "name" {
  type = string
}

resource "aws_kms_key" "this" {
  description         = var.name
  enable_key_rotation = true
}
"""

# What the hook says of commands that plan nothing.
NOTHING = "nothing is planned here"

RUN = """
run "plans" {
  command = plan
  assert {
    condition     = aws_kms_key.k.enable_key_rotation
    error_message = "it does not rotate"
  }
}

run "fails" {
  command = plan
  assert {
    condition     = aws_kms_key.k.description == "nothing of the kind"
    error_message = "as it should"
  }
}
"""


def stack(description="data"):
    return {
        "main.tf": STACK.replace("DESCRIPTION", description),
        "modules/key/main.tf": MODULE,
    }


class Plans(HookTest):
    def test_plans(self):
        pair = Pair(self, stack())
        pair.same("validate", "-no-color", code=0)
        pair.same("validate", "-json", code=0)
        pair.same("plan", "-no-color", code=0)
        pair.same("plan", code=0)
        pair.same("plan", "-json", code=0)
        pair.same("plan", "-no-color", "-detailed-exitcode", code=2)
        pair.same("plan", "-no-color", "-destroy", code=0)
        pair.same("plan", "-no-color", "-target=aws_kms_key.k", code=0)

    def test_plans_of_what_is_there(self):
        pair = Pair(self, stack())
        pair.terraform("apply", "-auto-approve", "-no-color")
        pair.same("plan", "-no-color", code=0)
        pair.same("plan", "-json", code=0)
        pair.same("plan", "-no-color", "-detailed-exitcode", code=0)
        pair.same("plan", "-no-color", "-refresh-only", code=0)
        pair.same("plan", "-no-color", "-refresh=false", code=0)
        pair.same("plan", "-no-color", "-replace=aws_kms_key.k", code=0)
        pair.write("main.tf", stack("changed")["main.tf"])
        pair.same("plan", "-no-color", "-detailed-exitcode", code=2)
        pair.same("plan", "-no-color", "-destroy", code=0)

    def test_under_automation(self):
        pair = Pair(self, stack(), env={"TF_IN_AUTOMATION": "1", "TF_INPUT": "0"})
        pair.same("plan", "-no-color", code=0)
        pair.same("plan", "-no-color", "-compact-warnings", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0)

    def test_plans_that_fail(self):
        broken = stack()
        broken["main.tf"] += 'output "x" { value = aws_kms_key.none.arn }\n'
        pair = Pair(self, broken)
        pair.same("validate", "-no-color", code=1)
        pair.same("plan", "-no-color", code=1)
        pair.same("plan", "-json", code=1)
        refused = stack()
        refused["main.tf"] += """
resource "aws_dynamodb_table" "t" {
  name     = "t"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
"""
        pair.write("main.tf", refused["main.tf"])
        pair.same("plan", "-no-color", code=1)
        pair.same("plan", "-json", code=1)
        pair.same("plan", "-no-color", "-no-such-option", code=1)
        pair.same("apply", "-no-color", "-auto-approve", code=1)

    def test_a_plan_file(self):
        pair = Pair(self, stack())
        pair.same("plan", "-no-color", "-out=p", code=0)
        pair.same("show", "-no-color", "p", code=0)
        pair.same("apply", "-no-color", "p", code=0)
        pair.same("apply", "-no-color", "p", code=1)  # stale
        pair.same("apply", "-no-color", "none", code=1)
        pair.same("plan", "-no-color", "-out", "none/of/these/p", code=1)
        pair.write("main.tf", stack("changed")["main.tf"])
        pair.same("plan", "-json", "-out=q", code=0)
        pair.same("apply", "-json", "q", code=0)


class Applies(HookTest):
    def test_approved_beforehand(self):
        pair = Pair(self, stack())
        pair.same("apply", "-no-color", "-auto-approve", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0)  # no changes
        pair.write("main.tf", stack("changed")["main.tf"])
        pair.same("apply", "-json", "-auto-approve", code=0)
        pair.same("apply", "-json", "-auto-approve", code=0)
        pair.same("apply", "-no-color", "-auto-approve", "-refresh-only", code=0)
        pair.same("output", "-json", code=0)
        pair.same("destroy", "-no-color", "-auto-approve", code=0)

    def test_approved_by_an_answer(self):
        pair = Pair(self, stack())
        pair.same("apply", "-no-color", input="no\n", code=1)
        pair.same("apply", "-no-color", input="y\n", code=1)
        pair.same("apply", "-no-color", input="", code=1)
        pair.same("apply", "-no-color", "-input=false", code=1)
        pair.same("apply", "-no-color", input="yes\n", code=0)
        pair.same("apply", "-no-color", code=0)  # nothing to ask
        pair.same("destroy", "-no-color", input="no\n", code=1)
        pair.same("apply", "-no-color", "-destroy", input="no\n", code=1)
        pair.same("destroy", "-no-color", input="yes\n", code=0)

    def test_variables_and_targets(self):
        files = stack()
        files["main.tf"] += """
variable "name" {
  type = string
}

resource "aws_kms_alias" "a" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.k.key_id
}
"""
        files["given.tfvars"] = 'name = "from-a-file"\n'
        pair = Pair(self, files)
        pair.same("apply", "-no-color", "-auto-approve", "-var", "name=x",
                  "-target=aws_kms_key.k", code=0)
        pair.same("apply", "-no-color", "-auto-approve", "-var-file=given.tfvars",
                  "-parallelism=2", "-lock-timeout=1s", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0,
                  env={"TF_VAR_name": "from-the-environment"})
        pair.same("apply", "-no-color", "-auto-approve", code=0,
                  env={"TF_CLI_ARGS_apply": "-var=name=from-arguments"})
        pair.same("apply", "-no-color", "-input=false", "-auto-approve", code=1)

    def test_apply_that_fails_half_way(self):
        files = stack()
        files["main.tf"] += """
resource "terraform_data" "late" {
  input = aws_kms_key.k.arn
  provisioner "local-exec" {
    command = "exit 3"
  }
}
"""
        pair = Pair(self, files)
        pair.same("apply", "-no-color", "-auto-approve", code=1)
        pair.same("plan", "-no-color", code=0)

    def test_workspaces(self):
        pair = Pair(self, stack())
        pair.terraform("workspace", "new", "other")
        pair.same("apply", "-no-color", input="no\n", code=1)
        pair.same("apply", "-no-color", input="yes\n", code=0)
        pair.same("state", "list", code=0)


class Commands(HookTest):
    def test_refresh(self):
        pair = Pair(self, stack())
        pair.terraform("apply", "-auto-approve", "-no-color")
        pair.same("refresh", "-no-color", code=0, note=NOTHING)

    def test_import(self):
        pair = Pair(self, stack())
        pair.same("import", "-no-color", "aws_s3_bucket.b", "my-bucket", code=0, note=NOTHING)
        pair.same("import", "-no-color", "aws_s3_bucket.b", "my-bucket", code=1, note=NOTHING)

    def test_import_blocks(self):
        files = stack()
        files["main.tf"] += """
import {
  to = aws_s3_bucket.b
  id = "my-bucket"
}
"""
        pair = Pair(self, files)
        pair.same("plan", "-no-color", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0)

    def test_console(self):
        pair = Pair(self, stack())
        pair.same("console", input="1 + 1\naws_kms_key.k.description\n", note=NOTHING)
        pair.terraform("apply", "-auto-approve", "-no-color")
        pair.same("console", input="aws_kms_key.k.description\n", note=NOTHING)
        pair.same("console", input="local.none\n", note=NOTHING)

    def test_test(self):
        files = stack()
        files["tests/main.tftest.hcl"] = RUN
        pair = Pair(self, files)
        pair.same("test", "-no-color", code=1, note="whole plan")

    def test_what_is_passed_on_untouched(self):
        pair = Pair(self, stack())
        for words in (
            ["version"], ["-version"], ["-help"], ["plan", "-help"], ["workspace", "list"],
            ["fmt", "-check", "-recursive"], ["get"], ["graph"], ["output"],
            ["workspace", "show"], ["state", "list"], ["no-such-command"], [],
        ):
            pair.same(*words)


class OnTerminal(HookTest):
    def test_plans(self):
        pair = Pair(self, stack())
        pair.same_on_terminal("plan")
        pair.same_on_terminal("plan", columns=40)
        pair.same_on_terminal("plan", "-no-color", columns=200)
        pair.same_on_terminal("plan", "-detailed-exitcode")
        pair.same_on_terminal("validate")

    def test_answers(self):
        pair = Pair(self, stack())
        pair.same_on_terminal("apply", answer="no\n")
        pair.same_on_terminal("apply", answer="yes\n")
        pair.same_on_terminal("plan")  # no changes
        pair.same_on_terminal("apply", columns=50)  # nothing to ask
        pair.same_on_terminal("destroy", answer="no\n")
        pair.same_on_terminal("destroy", answer="yes\n")

    def test_no_answer(self):
        pair = Pair(self, stack())
        # Ctrl-C: Terraform may end before it has said that it was received.
        pair.same_on_terminal(
            "apply", answer="\x03", but=r"(?s)(?<=\^C).*?(?=\x1b\[31m╷)"
        )
        pair.same_on_terminal("apply", answer="\x04")  # the end of the input
        pair.same_on_terminal("apply", answer=" yes \n")

    def test_a_question_about_a_variable(self):
        files = stack()
        files["main.tf"] += 'variable "name" {}\noutput "n" { value = var.name }\n'
        pair = Pair(self, files)
        code, text = pair.same_on_terminal("plan", answer="some name\n")[:2]
        self.assertEqual(code, 0, text)
        self.assertIn("some name", text)


class GoProviders(HookTest):
    """Providers on HashiCorp's own plugin framework, protocols 6 and 5."""

    # Rules speak of the local name aws: whatever it is mapped to is judged.
    CONFIG = """
terraform {
  required_providers {
    aws  = { source = "compliance-test/extra" }
    late = { source = "hashicorp/time" }
  }
}

provider "aws" {
  region = "here"
  token  = "not to be seen"
}

provider "aws" {
  alias  = "there"
  region = "there"
}

ephemeral "extra_token" "t" {
  provider = aws
  purpose  = "writing"
}

data "extra_echo" "e" {
  provider = aws.there
  text     = "hello"
}

resource "time_static" "now" {
  provider = late
  rfc3339  = "2024-01-02T03:04:05Z"
}

resource "extra_thing" "full" {
  provider = aws
  name     = "NAME"
  note     = "NOTE"
  secret   = "plain"
  hidden   = ephemeral.extra_token.t.value

  settings = {
    sizes = [1, 2.5, 100000000000000000000]
  }
  steps  = [{ run = "a", when = true }, { run = "b" }]
  labels = { one = { text = "1" }, two = { text = "2" } }
  members = [{ who = "x" }, { who = "y" }]

  ingress {
    port  = 1
    cidrs = ["10.0.0.0/8", "10.0.0.0/16"]
  }
  ingress {
    port = 2
  }
  egress {
    port = 3
  }
  limits {
    cpu = 0.5
  }
}

resource "extra_thing" "there" {
  provider = aws.there
  name     = "there"
  note     = extra_thing.full.id
}

resource "aws_kms_key" "k" {
  description         = "NAME"
  enable_key_rotation = true
}

output "said" {
  value = [
    data.extra_echo.e.result, extra_thing.full.region, extra_thing.there.region,
    provider::aws::shout("all", "of", "it"), extra_thing.full.generation,
    time_static.now.unix,
  ]
}
"""

    @classmethod
    def make_packages(cls):
        extra = hooked.go_provider("terraform-provider-extra")
        late = hooked.go_provider("terraform-provider-time")
        if extra is None or late is None:
            return None
        return hooked.Packages({
            "compliance-test/extra": ("terraform-provider-extra", "1.0.0", extra),
            "hashicorp/time": ("terraform-provider-time", "0.14.2", late),
        })

    def setUp(self):
        if self.packages is None:
            self.skipTest("no Go providers were built (tests/extras)")

    def config(self, name="first", note="fine"):
        return {
            "main.tf": self.CONFIG.replace("NAME", name).replace("NOTE", note)
        }

    def test_everything_that_the_framework_has(self):
        pair = Pair(self, self.config())
        pair.same("validate", "-no-color", code=0)
        pair.same("plan", "-no-color", code=0)
        pair.same("plan", "-json", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0)
        pair.same("plan", "-no-color", "-detailed-exitcode", code=0)
        # Private state counts: 2 shows that it came back.
        pair.write("main.tf", self.config(note="other")["main.tf"])
        pair.same("apply", "-no-color", "-auto-approve", code=0)
        said = pair.hooked.state()["outputs"]["said"]["value"]
        self.assertEqual(said, [
            "hello from there", "here", "there", "ALL OF IT", 2, 1704164645,
        ])
        # The name replaces; a warning of the provider's own.
        pair.write("main.tf", self.config("second", "warn")["main.tf"])
        pair.same("plan", "-no-color", code=0)
        pair.write("main.tf", self.config("second")["main.tf"])
        pair.same("apply", "-no-color", "-auto-approve", code=0)
        pair.same("refresh", "-no-color", code=0, note=NOTHING)
        pair.same("console", input='provider::aws::shout("a")\n', code=0, note=NOTHING)
        pair.same("console", input='provider::aws::shout("")\n', note=NOTHING)
        pair.same("destroy", "-no-color", "-auto-approve", code=0)

    def test_import(self):
        pair = Pair(self, self.config())
        pair.same("import", "-no-color", "extra_thing.full", "thing-first", code=0, note=NOTHING)
        pair.same("import", "-no-color", "extra_thing.there", "x", code=1, note=NOTHING)
        pair.same("plan", "-no-color", code=0)

    def test_the_value_is_bad(self):
        work = self.workspace({"main.tf": self.CONFIG.replace(
            "enable_key_rotation = true", "enable_key_rotation = false"
        )})
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("[aws.kms.rotation]", done.stderr)
        self.assertIn("with aws_kms_key.k,", done.stderr)
        self.assertIn("enable_key_rotation = false", done.stderr)
        self.assertNotIn("not to be seen", done.stdout + done.stderr)

    def test_big_messages(self):
        work = self.workspace({"main.tf": """
terraform {
  required_providers {
    aws = { source = "compliance-test/extra" }
  }
}

resource "extra_big" "b" {
  provider = aws
  name     = "b"
  mib      = 100
}
"""})
        for words in (
            ["apply", "-auto-approve"], ["plan", "-detailed-exitcode"]
        ):
            done = work.exec(*words, "-no-color", timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
        (big,) = work.state()["resources"]
        self.assertEqual(
            len(big["instances"][0]["attributes"]["value"]), 100 << 20
        )


class GoProtocol5(HookTest):
    """hashicorp/time, under the name that rules speak of."""

    CONFIG = """
terraform {
  required_providers {
    aws = { source = "hashicorp/time" }
  }
}

resource "time_static" "then" {
  provider = aws
  rfc3339  = "2024-01-02T03:04:05Z"
}

resource "time_rotating" "month" {
  provider      = aws
  rfc3339       = time_static.then.rfc3339
  rotation_days = DAYS
}

resource "time_offset" "later" {
  provider     = aws
  base_rfc3339 = time_static.then.rfc3339
  offset_days  = 7
}

output "parsed" {
  value = provider::aws::rfc3339_parse("2024-01-02T03:04:05Z").year
}
"""

    @classmethod
    def make_packages(cls):
        late = hooked.go_provider("terraform-provider-time")
        if late is None:
            return None
        return hooked.Packages({
            "hashicorp/time": ("terraform-provider-time", "0.14.2", late),
        })

    def setUp(self):
        if self.packages is None:
            self.skipTest("no Go providers were built (tests/extras)")

    def test_lifecycle(self):
        config = self.CONFIG.replace("DAYS", "36500")
        pair = Pair(self, {"main.tf": config})
        pair.same("validate", "-no-color", code=0)
        pair.same("plan", "-no-color", code=0)
        pair.same("apply", "-no-color", "-auto-approve", code=0)
        pair.same("plan", "-no-color", "-detailed-exitcode", code=0)
        pair.write("main.tf", self.CONFIG.replace("DAYS", "0"))
        pair.same("plan", "-no-color", code=1)
        pair.write("main.tf", self.CONFIG.replace("DAYS", "40000"))
        pair.same("apply", "-json", "-auto-approve", code=0)
        pair.same("destroy", "-no-color", "-auto-approve", code=0)
        self.assertEqual(pair.hooked.state()["resources"], [])


if __name__ == "__main__":
    harness.main()
