"""What the hook starts and what it refuses; shims and environments."""

import json
import os
import shutil
import stat
import subprocess

import harness
from hook_verdicts_test import HEADER, ROTATION, key
from hooked import HookTest

BAD = HEADER + key("k")
GOOD = HEADER + key("k", "true")


class SupplyChain(HookTest):
    def package(self, work):
        """A package folder of the workspace's own, in place of the mirror's."""
        link = (
            work.dir / ".terraform/providers/registry.terraform.io/hashicorp/aws"
            / "5.31.0/linux_amd64"
        )
        source = link.resolve()
        if link.is_symlink():
            link.unlink()
            shutil.copytree(source, link)
        return link

    def test_a_package_that_was_tampered_with_is_not_started(self):
        work = self.workspace({"main.tf": GOOD})
        binary = next(self.package(work).iterdir())
        ran = work.root / "ran"
        binary.write_text(f"#!/bin/sh\ntouch {ran}\n")
        binary.chmod(0o755)
        for words in (["plan"], ["apply", "-auto-approve"], ["validate"]):
            done = work.exec(*words, "-no-color")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("registry.terraform.io/hashicorp/aws", done.stderr)
            self.assertIn(".terraform.lock.hcl", done.stderr)
            self.assertFalse(ran.exists(), "it was started")
            self.assertEqual(done.stdout, "")

    def test_a_file_more_is_a_package_changed(self):
        work = self.workspace({"main.tf": GOOD})
        (self.package(work) / "more").write_text("x")
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_allow_unlocked_is_no_pardon_for_a_wrong_hash(self):
        work = self.workspace({"main.tf": GOOD})
        (self.package(work) / "more").write_text("x")
        done = work.exec("plan", "-no-color", flags=["--allow-unlocked"])
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_no_lock_entry(self):
        work = self.workspace({"main.tf": BAD})
        lock = work.dir / ".terraform.lock.hcl"
        lock.unlink()
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertNotIn(ROTATION, done.stderr)
        # Terraform would not have gone on either.
        self.assertEqual(work.terraform("plan", "-no-color").returncode, 1)

    def test_hashes_of_the_archive_alone(self):
        work = self.workspace({"main.tf": GOOD})
        lock = work.dir / ".terraform.lock.hcl"
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join(
            '    "zh:' + "0" * 64 + '",' if "h1:" in line else line
            for line in lines
        ) + "\n")
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("hashicorp/aws", done.stderr)

    def test_dev_overrides_are_taken_as_terraform_takes_them(self):
        work = self.workspace({"main.tf": BAD}, install=False)
        work.use_dev_overrides()
        plain = work.terraform("plan", "-no-color")
        self.assertEqual(plain.returncode, 0, plain.stderr)
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)
        noted = [
            line for line in done.stderr.splitlines()
            if "hashicorp/aws" in line and "dev_overrides" in line
        ]
        self.assertEqual(len(noted), 1, done.stderr)

    def test_a_provider_that_runs_already(self):
        work = self.workspace({"main.tf": BAD}, install=False)
        work.use_dev_overrides()
        server = self.debug_server(work, "terraform-provider-aws", 5)
        reattach = json.dumps(server.reattach)
        done = work.exec(
            "plan", "-no-color", env={"TF_REATTACH_PROVIDERS": reattach}
        )
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)
        self.assertEqual(server.stop(), 0)

    def test_what_would_be_started(self):
        work = self.workspace({"main.tf": GOOD})
        done = subprocess.run(
            [str(harness.BINARY), "exec", "--install-dir"], cwd=work.dir,
            env=work.env, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60, check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("registry.terraform.io/hashicorp/aws", done.stdout)
        self.assertIn(".terraform/providers", done.stdout)
        self.assertEqual(list(work.tmp.iterdir()), [])

    def test_nothing_is_changed(self):
        work = self.workspace({"main.tf": BAD})

        def listing():
            return {
                str(path): (path.lstat().st_mtime_ns, path.lstat().st_size)
                for path in work.dir.rglob("*")
            }

        before = listing()
        for words in (["plan"], ["validate"], ["apply", "-auto-approve"]):
            work.exec(*words, "-no-color")
        self.assertEqual(listing(), before)
        self.assert_clean(work)

    def test_not_initialized(self):
        work = self.workspace({"main.tf": BAD}, install=False)
        plain = work.terraform("plan", "-no-color")
        done = work.exec("plan", "-no-color")
        self.assertEqual(plain.returncode, 1)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, plain.stderr)


class Elsewhere(HookTest):
    """Runs in which no provider starts here."""

    CLOUD = """
terraform {
  cloud {
    organization = "example"
    workspaces {
      name = "w"
    }
  }
}
"""
    REMOTE = """
terraform {
  backend "remote" {
    organization = "example"
    workspaces {
      name = "w"
    }
  }
}
"""

    def test_they_are_refused(self):
        for config in (self.CLOUD, self.REMOTE):
            for words in (["plan"], ["apply", "-auto-approve"]):
                work = self.workspace({"main.tf": config}, install=False)
                done = work.exec(
                    *words, "-no-color", flags=["--result-file", "r"]
                )
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn("compliance check", done.stderr)
                self.assertNotIn("terraform login", done.stderr)
                self.assertIn('"exit_code": 2', (work.dir / "r").read_text())


class Shim(HookTest):
    def shimmed(self, files, **options):
        """A workspace in which `terraform` is a shim of ours."""
        work = self.workspace(files, **options)
        folder = work.root / "shims"
        subprocess.run(
            [str(harness.BINARY), "shim", "--dir", str(folder)], env=work.env,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True,
        )
        mode = (folder / "terraform").stat().st_mode
        self.assertTrue(mode & stat.S_IXUSR)
        work.env["PATH"] = f"{folder}{os.pathsep}{work.env['PATH']}"
        return work

    def run_it(self, work, *args, env=None, input=""):
        return subprocess.run(
            ["terraform", *args], cwd=work.dir, env={**work.env, **(env or {})},
            input=input, capture_output=True, text=True, timeout=120, check=False,
        )

    def test_plan_apply_and_validate_are_judged(self):
        work = self.shimmed({"main.tf": BAD})
        for words in (["plan"], ["apply", "-auto-approve"], ["validate"]):
            done = self.run_it(work, *words, "-no-color")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, done.stderr)
        (work.dir / "main.tf").write_text(GOOD)
        done = self.run_it(work, "apply", "-no-color", input="yes\n",
                           env={"TF_INPUT": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_it(work, "plan", "-detailed-exitcode")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_all_else_is_untouched(self):
        work = self.shimmed({"main.tf": BAD})
        real = shutil.which("terraform")
        for words in (["version"], ["fmt", "-check"], ["providers"], ["nothing"], []):
            plain = subprocess.run(
                [real, *words], cwd=work.dir, env=work.env, text=True,
                stdin=subprocess.DEVNULL, capture_output=True, check=False,
            )
            ours = self.run_it(work, *words)
            self.assertEqual(
                (ours.returncode, ours.stdout, ours.stderr),
                (plain.returncode, plain.stdout, plain.stderr),
            )

    def test_init_through_the_shim_in_another_directory(self):
        work = self.shimmed({"net/main.tf": BAD}, install=False)
        work.install(self.packages)
        done = self.run_it(work, "-chdir=net", "init", "-no-color")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_it(work, "-chdir=net", "plan", "-no-color", "-out=p")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)

    def test_arguments_of_the_environment(self):
        config = HEADER + 'variable "r" { type = bool }\n' + key("k", "var.r")
        work = self.shimmed({"main.tf": config})
        for value, code in (("false", 1), ("true", 0)):
            done = self.run_it(
                work, "plan", "-no-color",
                env={"TF_CLI_ARGS_plan": f"-var=r={value} -out=saved"},
            )
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertTrue((work.dir / "saved").exists())

    def test_workspaces_of_a_state(self):
        config = HEADER + key("k", 'terraform.workspace == "good"')
        work = self.shimmed({"main.tf": config})
        for name, code in (("good", 0), ("bad", 1)):
            done = self.run_it(work, "workspace", "new", name)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.run_it(work, "plan").returncode, code)
        done = self.run_it(work, "plan", env={"TF_WORKSPACE": "good"})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_plugin_cache(self):
        work = self.shimmed({"main.tf": BAD}, install=False)
        cache = work.root / "cache"
        cache.mkdir()
        work.env["TF_PLUGIN_CACHE_DIR"] = str(cache)
        work.install(self.packages)
        self.assertTrue(any(cache.rglob("linux_amd64")))
        done = self.run_it(work, "plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)

    def test_another_data_directory(self):
        work = self.shimmed({"main.tf": BAD}, install=False)
        work.env["TF_DATA_DIR"] = str(work.root / "data")
        work.install(self.packages)
        done = self.run_it(work, "plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(f"[{ROTATION}]", done.stderr)

    def test_several_at_once(self):
        work = self.shimmed({"main.tf": BAD})
        running = [
            subprocess.Popen(
                ["terraform", "plan", "-no-color", "-lock=false"], cwd=work.dir,
                env=work.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True,
            )
            for _ in range(4)
        ]
        for process in running:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 1, out)
            self.assertEqual(err.count(f"[{ROTATION}]"), 1, err)
        self.assert_clean(work)


class Env(HookTest):
    """A shell in which every terraform is judged."""

    def shell(self, work, script):
        return subprocess.run(
            ["bash", "-c", script.replace("COMPLIANCE", str(harness.BINARY))],
            cwd=work.dir, env=work.env, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120, check=False,
        )

    def test_until_it_is_stopped(self):
        work = self.workspace({"main.tf": BAD})
        done = self.shell(work, """
            eval "$(COMPLIANCE env)" || exit 9
            terraform plan -no-color && exit 8
            terraform plan -no-color && exit 7
            COMPLIANCE env --stop || exit 6
            unset TF_REATTACH_PROVIDERS
            terraform plan -no-color || exit 5
        """)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 2, done.stderr)
        self.assert_clean(work)

    def test_it_ends_with_its_shell(self):
        work = self.workspace({"main.tf": GOOD})
        done = self.shell(work, """
            eval "$(COMPLIANCE env)" || exit 9
            terraform apply -auto-approve -no-color
        """)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_clean(work)

    def test_a_shell_that_is_killed(self):
        work = self.workspace({"main.tf": GOOD})
        self.shell(work, 'eval "$(COMPLIANCE env)"; kill -9 $$')
        self.assert_clean(work)


if __name__ == "__main__":
    harness.main()
