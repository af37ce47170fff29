#!/usr/bin/env python3
"""What `compliance exec` adds to the time of terraform, and what memory it takes.

    scripts/measure-exec.py build/release/src/compliance [--pairs 10] [--keys 100]

Runs a command without the hook and with it in turn, so that whatever else the
machine does falls on both, and compares the medians: of the time that passes,
and of the processor time of all processes together. The provider is our
stand-in for AWS, installed from a filesystem mirror as users install one. It
answers at once and its schema is a tenth of the real one's, so what is added is
as large a share of the time as it can be. Nothing in the configuration breaks a
rule. Needs terraform.
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PACKAGE = "registry.terraform.io/hashicorp/aws/5.31.0/linux_amd64"
PROGRAM = "terraform-provider-aws_v5.31.0"

CONFIGURATION = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_kms_key" "k" {
  count               = COUNT
  description         = "key ${count.index}"
  enable_key_rotation = true
}
"""


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Workspace:
    """A configuration of so many keys, initialized, and ways to run in it."""

    def __init__(self, root, binary, keys):
        self.binary = binary
        self.keys = keys
        self.dir = root / f"keys-{keys}"
        self.dir.mkdir()
        text = CONFIGURATION.replace("COUNT", str(keys))
        (self.dir / "main.tf").write_text(text)
        self.env = {
            key: value for key, value in os.environ.items()
            if not key.startswith(("TF_", "COMPLIANCE_", "AWS_"))
        }
        self.env.update(
            CHECKPOINT_DISABLE="1", TF_CLI_CONFIG_FILE=str(root / "terraformrc")
        )
        self.run(["terraform", "init", "-no-color"])

    def words(self, command, hooked):
        terraform = ["terraform", command, "-no-color"]
        return [str(self.binary), "exec", "--", *terraform] if hooked else terraform

    def run(self, words, **env):
        done = subprocess.run(
            words, cwd=self.dir, env={**self.env, **env}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )
        if done.returncode != 0:
            sys.exit(f"measure-exec: {' '.join(words)} exited "
                     f"{done.returncode}:\n{done.stdout}")

    def milliseconds(self, command, hooked):
        """What passed, and the processor time of everything that ran."""
        begin = time.perf_counter(), processor_seconds()
        self.run(self.words(command, hooked))
        end = time.perf_counter(), processor_seconds()
        return [(after - before) * 1000 for before, after in zip(begin, end)]

    def calls(self, command):
        """How many calls the provider answers in one run."""
        log = self.dir / "calls.log"
        self.run(self.words(command, False), TF_LOG_PROVIDER="DEBUG",
                 TF_LOG_PATH=str(log))
        count = len(re.findall(r"answered: ", log.read_text()))
        log.unlink()
        return count

    def peak_megabytes(self, command):
        """The most memory that the process of the hook itself had."""
        peak = 0
        with subprocess.Popen(
            self.words(command, True), cwd=self.dir, env=self.env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            status = pathlib.Path("/proc", str(process.pid), "status")
            while process.poll() is None:
                # Gone from a process that has ended and is not waited for yet.
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
                if found:
                    peak = int(found.group(1))
                time.sleep(0.005)
        return peak / 1024


def in_turn(workspace, command, pairs):
    """The medians (passed, processor) without the hook and with it."""
    times = {False: [], True: []}
    for turn in range(pairs + 1):
        for hooked in (False, True) if turn % 2 else (True, False):
            spent = workspace.milliseconds(command, hooked)
            if turn > 0:  # the first fills caches
                times[hooked].append(spent)
    return [
        [statistics.median(values) for values in zip(*times[hooked])]
        for hooked in (False, True)
    ]


def install(root, binary):
    package = root / "mirror" / PACKAGE
    package.mkdir(parents=True)
    shutil.copy2(binary, package / PROGRAM)
    (root / "terraformrc").write_text(
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path = "{root}/mirror"\n  }}\n}}\n'
    )


def measure(workspaces, command, pairs):
    added = []
    calls = []
    for workspace in workspaces:
        direct, hooked = in_turn(workspace, command, pairs)
        added.append([ours - plain for plain, ours in zip(direct, hooked)])
        calls.append(workspace.calls(command))
        print(f"{command:<9}{workspace.keys:>6}{calls[-1]:>7}"
              f"{direct[0]:>10.0f}{hooked[0]:>7.0f}{added[-1][0]:>7.0f}"
              f"{hooked[0] / direct[0]:>7.2f}"
              f"{direct[1]:>12.0f}{hooked[1]:>7.0f}{added[-1][1]:>7.0f}"
              f"{workspace.peak_megabytes(command):>9.0f}", flush=True)
    further = calls[-1] - calls[0]
    if further > 0:
        passed, processor = [
            (many - none) / further for none, many in zip(*added)
        ]
        print(f"{'':<9}each further call adds {passed:.2f} ms ({processor:.2f} "
              "ms of processor), judging included")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--keys", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compliance-measure-") as folder:
        root = pathlib.Path(folder)
        install(root, arguments.binary)
        workspaces = [
            Workspace(root, arguments.binary, keys)
            for keys in (0, arguments.keys)
        ]
        print("                         passed, ms                   "
              "processor, ms           exec")
        print("command    keys  calls    direct   exec  added  ratio"
              "      direct   exec  added  peak MB")
        for command in ("validate", "plan"):
            measure(workspaces, command, arguments.pairs)


if __name__ == "__main__":
    main()
