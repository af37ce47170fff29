"""Guard, hook and check over the examples: they never contradict each other.

Each sees something else, so each decides more or less; but what one calls a
failure no other calls a pass.
"""

import json
import re
import shutil
import subprocess

import harness
import hooked
from hook_verdicts_test import rule_of, without_guard
from hooked import HookTest


def resource_of(address):
    """Diagnostics of Terraform have the addresses of resources alone."""
    return "" if address.startswith(("var.", "output.")) else address


class ThreeWays(HookTest):
    EXAMPLES = ("rds-pci", "rds-pci/network", "rds-pci-fixed")

    @classmethod
    def make_packages(cls):
        return hooked.Packages({
            address: (stem, version, harness.BINARY)
            for address, (stem, version) in harness.PROVIDERS.items()
        })

    def example(self, name):
        work = self.workspace(
            copy_of=harness.SOURCE_DIR / "examples" / name, install=False
        )
        if name == "rds-pci":
            shutil.rmtree(work.dir / "network")
        return work

    def diagnostics(self, stdout):
        lines = [json.loads(line) for line in stdout.splitlines()]
        return [
            line["diagnostic"] for line in lines
            if line["type"] == "diagnostic" and rule_of(line["diagnostic"])
        ]

    def by_guard(self, name):
        """{(rule, address)} that the stack's own guards fail."""
        work = self.example(name).install(self.packages)
        done = work.terraform("plan", "-json")
        found = set()
        for diagnostic in self.diagnostics(done.stdout):
            address = re.search(r"(?m)^Address: (.*)$", diagnostic["detail"])
            found.add((rule_of(diagnostic), address.group(1) if address else ""))
        return found, done.returncode

    def by_hook(self, name):
        work = self.example(name)
        without_guard(work.dir)
        work.install(self.packages)
        done = work.exec("plan", "-json")
        found = {
            (rule_of(diagnostic), diagnostic.get("address", ""))
            for diagnostic in self.diagnostics(done.stdout)
        }
        return found, done.returncode, work

    def by_check(self, work):
        """Every verdict about the plan that nobody stopped, and the exit code."""
        work.terraform("plan", "-out=p", check=True)
        shown = work.terraform("show", "-json", "p", check=True).stdout
        done = subprocess.run(
            [str(harness.BINARY), "check", "-", "--format", "json",
             "--all-verdicts"],
            cwd=work.dir, env=work.env, input=shown, capture_output=True,
            text=True, timeout=60, check=False,
        )
        return json.loads(done.stdout)["findings"], done.returncode

    def test_they_agree(self):
        for name in self.EXAMPLES:
            with self.subTest(example=name):
                guard, guard_code = self.by_guard(name)
                hook, hook_code, work = self.by_hook(name)
                check, check_code = self.by_check(work)

                def places(wanted, check=check):
                    return {
                        (finding["rule_id"], resource_of(finding["address"]))
                        for finding in check if wanted(finding)
                    }

                fails = places(lambda f: f["verdict"] == "fail")
                passes = {
                    place
                    for place in places(
                        lambda f: f["verdict"] in ("pass", "not_applicable")
                    )
                    if place[1]
                }
                self.assertTrue(passes)
                # Nobody calls a pass what another calls a failure, and check,
                # which sees most, decides all that the others decide.
                self.assertEqual((guard | hook) & passes, set())
                self.assertEqual(guard - fails, set())
                self.assertEqual(hook - fails, set())
                # The check of the whole plan is part of the hook: it shows all
                # that is more than a line of a report.
                shown = places(
                    lambda f: f["verdict"] == "fail" and f["enforcement"] != "report"
                )
                self.assertEqual(shown - hook, set())
                self.assertEqual(guard - hook, set())
                self.assertEqual(hook_code, 1 if check_code == 1 else 0)
                self.assertLessEqual(guard_code, hook_code)


if __name__ == "__main__":
    harness.main()
