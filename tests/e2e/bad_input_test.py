"""Bad input ends with a clear diagnostic: no crash, no hang, no verdict."""

import harness
from harness import HEADER, line_of

RULE = "aws.kms.rotation"

GOOD = HEADER + """
resource "compliance_guard" "stack" {
  resources = { "aws_kms_key.k" = { enable_key_rotation = true } }
}
"""


class BadInput(harness.TerraformTest):
    def errors(self, work, *args, command="plan", env=None):
        """The error diagnostics of a run that fails as it should."""
        diagnostics, code = work.plan_json_diagnostics(
            *args, command=command, env=env
        )
        self.assertEqual(code, 1, diagnostics)
        errors = [d for d in diagnostics if d["severity"] == "error"]
        self.assertTrue(errors)
        for found in errors:
            text = found["summary"] + found["detail"]
            for word in ("Plugin did not respond", "crash", "panic", "not responding"):
                self.assertNotIn(word, text)
        return errors


class Values(BadInput):
    def test_objects_and_arguments_that_are_wrong(self):
        guards = {
            "slip": (
                'resources = { "aws_kms_key.k" = { enable_key_rotatoin = true, '
                'description = "d" } }',
                'Did you mean "enable_key_rotation"?',
            ),
            "type": (
                'resources = { "aws_kms_key.k" = { enable_key_rotation = [1] } }',
                'attribute "enable_key_rotation" is of type',
            ),
            "list": ('resources = ["aws_kms_key.k"]', "must be a map"),
            "empty_key": ('resources = { "" = {} }', "is not the address"),
            "local": (
                'resources = { "local.key" = { enable_key_rotation = false } }',
                '"local" is not a resource type',
            ),
            "path": (
                'resources   = { "aws_kms_key.k" = { enable_key_rotation = true } }\n'
                '  module_path = "module."',
                "is not the address of a module instance",
            ),
            "day": (
                'resources = { "aws_kms_key.k" = { enable_key_rotation = true } }\n'
                '  as_of     = "yesterday"',
                "is not a day",
            ),
        }
        config = HEADER + "".join(
            f'resource "compliance_guard" "{name}" {{\n  {argument}\n}}\n'
            for name, (argument, _) in guards.items()
        )
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        for command in ("validate", "plan"):
            found = {
                d["address"].rsplit(".", 1)[1]: d["detail"]
                for d in self.errors(work, command=command)
            }
            self.assertEqual(set(found), set(guards), command)
            for name, (_, text) in guards.items():
                self.assertIn(text, found[name])

    def test_values_nested_two_hundred_deep(self):
        deep = "[" * 200 + "1" + "]" * 200
        config = HEADER + f"""
resource "compliance_guard" "deep" {{
  resources = {{ "null_thing.k" = {{ value = {deep} }} }}
}}

output "deep" {{
  value = provider::compliance::compliant("null_thing.k", {{ value = {deep} }})
}}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        details = " ".join(d["detail"] for d in self.errors(work))
        self.assertIn("levels", details)
        self.assertIn("less nested", details)

    def test_odd_but_right_addresses_are_named_as_they_are(self):
        keys = ["ключ", "😀", "a\\nb", "\\u202e", "x\\u0000y", "a.b[0]", "$${x}", ""]
        entries = ", ".join(
            f'"{key}" = {{ enable_key_rotation = false }}' for key in keys
        )
        config = HEADER + f"""
resource "compliance_guard" "odd" {{
  resources = {{ "aws_kms_key.k" = {{ {entries} }} }}
}}
"""
        work = self.workspace({"main.tf": config})
        work.use_dev_overrides()
        errors = self.errors(work)
        self.assertEqual(len(errors), len(keys))
        details = "\n".join(d["detail"] for d in errors)
        self.assertIn('aws_kms_key.k["ключ"]', details)
        self.assertIn('aws_kms_key.k["a.b[0]"]', details)
        self.assertIn(r'aws_kms_key.k["a\nb"]', details)
        for found in errors:
            self.assertIn(f"[{RULE}]", found["summary"])
            self.assertEqual(
                found["range"]["start"]["line"], line_of(config, "aws_kms_key.k")
            )


class Settings(BadInput):
    def test_config_files_that_are_broken(self):
        files = {
            "frameworks: [pci-dss-4.0.1\n": ".compliance.yaml:2",
            "framworks: [hipaa]\n": 'did you mean "frameworks"?',
            "frameworks: [hippa]\n": "hipaa",
            "- a\n": "must be a mapping",
            "a: &a [*a]\n": ".compliance.yaml",
        }
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        for text, message in files.items():
            (work.dir / ".compliance.yaml").write_text(text)
            (found,) = self.errors(work)
            self.assertIn("config file is not right", found["summary"])
            self.assertIn(message, found["detail"])
        (work.dir / ".compliance.yaml").write_bytes(b"frameworks: [\xff]\n")
        (found,) = self.errors(work)
        self.assertIn("UTF-8", found["detail"])

    def test_config_files_that_are_not_there(self):
        work = self.workspace()
        (work.dir / "folder").mkdir()
        for path, message in (("absent.yaml", "No such file"),
                              ("folder", "is a folder")):
            config = GOOD.replace(
                'frameworks = ["pci-dss-4.0.1"]', f'config_file = "{path}"'
            )
            (work.dir / "main.tf").write_text(config)
            if path == "absent.yaml":
                work.use_dev_overrides()
            (found,) = self.errors(work)
            self.assertIn(message, found["detail"])
            self.assertEqual(
                found["range"]["start"]["line"], line_of(config, "config_file")
            )

    def test_environment_variables_that_are_garbage(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        for name, value, message in (
            ("FRAMEWORKS", "pci", "pci-dss-4.0.1"),
            ("PROFILE", "prod", "Allowed: production, test"),
            ("ENFORCEMENT", "{not", "is not the JSON text"),
            ("ENFORCEMENT", '{"rule:no.such.rule":"mandatory"}', "no.such.rule"),
            ("PARAMETERS", "[1]", "must be an object"),
            ("WAIVERS", '[{"rule":"aws.kms.rotation"}]', "no address"),
            ("WAIVERS", "[" * 3000, "is not the JSON text"),
            ("CONFIG_FILE", "/no/such/file", "No such file"),
        ):
            variable = f"COMPLIANCE_{name}"
            errors = self.errors(work, env={variable: value})
            details = " ".join(d["detail"] for d in errors)
            self.assertIn(message, details)
            self.assertIn(variable, details)


class Folders(BadInput):
    def passes_and_fails(self, work, folder):
        """The provider runs with this TMPDIR, and judges."""
        for rotates, code in (("true", 0), ("false", 1)):
            (work.dir / "main.tf").write_text(
                GOOD.replace("enable_key_rotation = true",
                             f"enable_key_rotation = {rotates}")
            )
            done = work.terraform("plan", "-no-color", env={"TMPDIR": str(folder)})
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(f"[{RULE}]" in done.stderr, code == 1)

    def test_a_tmpdir_that_nothing_can_be_written_to(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        read_only = work.dir.parent / "read-only"
        read_only.mkdir(mode=0o555)
        # Not even root can make a file in /proc.
        for folder in (read_only, "/proc", work.dir / "absent"):
            self.passes_and_fails(work, folder)

    def test_a_tmpdir_longer_than_a_socket_path_may_be(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        folder = work.dir.parent / ("long" * 50) / ("longer" * 40)
        folder.mkdir(parents=True)
        self.passes_and_fails(work, folder)
        self.assertEqual(list(folder.iterdir()), [])


if __name__ == "__main__":
    harness.main()
