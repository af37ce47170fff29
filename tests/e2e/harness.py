"""Runs the real terraform against the built binary.

Each test module of this folder is run by ctest as
    python3 tests/e2e/NAME_test.py BINARY SOURCE_DIR
and exits with 77, which ctest shows as skipped, where no terraform is on PATH.
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SKIPPED = 77

BINARY = None  # set by main()
SOURCE_DIR = None

# Source address -> (file name stem, version) of what one binary stands for.
PROVIDERS = {
    "planguard/compliance": ("terraform-provider-compliance", "0.1.0"),
    "hashicorp/aws": ("terraform-provider-aws", "5.31.0"),
    "hashicorp/random": ("terraform-provider-random", "3.6.0"),
}

# Where sanitizers, in a build that has them, read their options.
SANITIZERS = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")

HEADER = """
terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    random     = { source = "hashicorp/random" }
    compliance = { source = "planguard/compliance" }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "compliance" {
  frameworks = ["pci-dss-4.0.1"]
}
"""


def only(*rules, level="mandatory", others="off"):
    """An `enforcement` by which only these rules bind.

    For tests that are about something else than verdicts: no rule that is added
    changes what they see. It is JSON and HCL alike.
    """
    levels = {
        f"severity:{name}": others for name in ("critical", "high", "medium", "low")
    }
    levels.update({f"rule:{rule}": level for rule in rules})
    return json.dumps(levels)


class Workspace:
    """A directory with a configuration, and the ways to run terraform in it."""

    program = "terraform"

    def __init__(self, files=None, copy_of=None):
        self._temporary = tempfile.TemporaryDirectory(prefix="compliance-e2e-")
        root = pathlib.Path(self._temporary.name)
        self.dir = root / "work"
        if copy_of:
            shutil.copytree(copy_of, self.dir)
        else:
            self.dir.mkdir()
        for name, text in (files or {}).items():
            path = self.dir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self._root = root
        self.env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("TF_", "COMPLIANCE_", "AWS_"))
        }
        self.env.update(
            TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1", TF_INPUT="0",
            TMPDIR=str(self._make("tmp")),
        )
        # Terraform keeps what a dying provider says to itself.
        report = self._make("sanitizers") / "report"
        for name in SANITIZERS:
            given = os.environ.get(name)
            self.env[name] = (given + ":" if given else "") + f"log_path={report}"

    def _make(self, name):
        path = self._root / name
        path.mkdir(exist_ok=True)
        return path

    @property
    def tmp(self):
        return self._root / "tmp"

    def sanitizer_reports(self):
        """What sanitizers found in the plugins that have ended."""
        reports = sorted((self._root / "sanitizers").iterdir())
        return "\n".join(path.read_text(errors="replace") for path in reports)

    def close(self):
        self._temporary.cleanup()

    def use_dev_overrides(self, real=None):
        """Puts the binary in place by dev_overrides: no init, no lock file.

        `real` maps source addresses to folders with the real provider, which
        then takes the place of our stand-in.
        """
        bin_dir = self._make("bin")
        overrides = []
        for address, (stem, _) in PROVIDERS.items():
            folder = (real or {}).get(address, bin_dir / stem)
            if not (real and address in real):
                folder.mkdir(exist_ok=True)
                (folder / stem).symlink_to(BINARY)
            overrides.append(f'    "{address}" = "{folder}"\n')
        self._cli_config(
            "  dev_overrides {\n" + "".join(overrides) + "  }\n  direct {}\n"
        )
        if (self.dir / "modules").exists():
            self.terraform("get", check=True)

    def use_mirror(self):
        """Puts the binary in place as users install providers: by init."""
        mirror = self._make("mirror")
        for address, (stem, version) in PROVIDERS.items():
            folder = mirror / "registry.terraform.io" / address / version
            folder = folder / "linux_amd64"
            folder.mkdir(parents=True)
            shutil.copy2(BINARY, folder / f"{stem}_v{version}")
        self._cli_config(f'  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n')
        self.terraform("init", "-no-color", check=True)

    def _cli_config(self, body):
        path = self._root / "terraformrc"
        path.write_text("provider_installation {\n" + body + "}\n")
        self.env["TF_CLI_CONFIG_FILE"] = str(path)

    def terraform(self, *args, check=False, env=None, timeout=120, input=""):
        done = subprocess.run(
            [self.program, *args], cwd=self.dir, env={**self.env, **(env or {})},
            input=input, capture_output=True, text=True,
            timeout=timeout, check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(
                f"terraform {' '.join(args)} exited {done.returncode}\n"
                f"{done.stdout}\n{done.stderr}"
            )
        return done

    def popen(self, *args, env=None, **options):
        return subprocess.Popen(
            [self.program, *args], cwd=self.dir, env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL, text=True, **options,
        )

    def plan_json_diagnostics(self, *args, command="plan", env=None):
        """The diagnostics of `terraform plan -json`, and the exit code."""
        done = self.terraform(command, "-json", "-no-color", *args, env=env)
        if command == "validate":
            return json.loads(done.stdout)["diagnostics"], done.returncode
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return (
            [line["diagnostic"] for line in lines if line["type"] == "diagnostic"],
            done.returncode,
        )

    def show_plan(self, plan_file):
        return json.loads(
            self.terraform("show", "-json", plan_file, check=True).stdout
        )

    def state(self):
        return json.loads((self.dir / "terraform.tfstate").read_text())

    def plugin_processes(self):
        """Pids of plugin processes that this workspace started."""
        pids = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                environ = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"TMPDIR={self.tmp}".encode() in environ and (
                b"terraform-provider-" in command
            ):
                pids.append(int(entry.name))
        return pids

    def wait_until_no_plugins(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.plugin_processes():
                return True
            time.sleep(0.05)
        return False


class DebugServer:
    """The provider under -debug: terraform attaches by TF_REATTACH_PROVIDERS."""

    def __init__(self, workspace, stem, protocol):
        link = workspace.dir.parent / f"debug-{stem}-{protocol}" / stem
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(BINARY)
        self.process = subprocess.Popen(
            [str(link), "-debug", "--protocol", str(protocol)],
            env=workspace.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.reattach = None
        for line in self.process.stdout:
            found = re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line)
            if found:
                self.reattach = json.loads(found.group(1))
                break

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=10)
        finally:
            self.process.kill()
            self.process.stdout.close()


class TerraformTest(unittest.TestCase):
    maxDiff = None

    def workspace(self, files=None, copy_of=None):
        made = Workspace(files, copy_of)
        self.addCleanup(made.close)
        self.addCleanup(lambda: self.assertEqual(made.sanitizer_reports(), ""))
        return made

    def debug_server(self, workspace, stem, protocol):
        server = DebugServer(workspace, stem, protocol)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server


def line_of(text, needle):
    """The 1-based number of the only line of `text` that contains `needle`."""
    found = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if needle in line
    ]
    assert len(found) == 1, f"{needle!r} is on lines {found}"
    return found[0]


def main():
    global BINARY, SOURCE_DIR
    BINARY = pathlib.Path(sys.argv[1]).resolve()
    SOURCE_DIR = pathlib.Path(sys.argv[2]).resolve()
    if shutil.which("terraform") is None:
        print("skipped: no terraform on PATH")
        sys.exit(SKIPPED)
    program = unittest.main(
        argv=[sys.argv[0], "-v", *sys.argv[3:]], exit=False
    )
    result = program.result
    if result.wasSuccessful() and len(result.skipped) == result.testsRun:
        sys.exit(SKIPPED)
    sys.exit(not result.wasSuccessful())
