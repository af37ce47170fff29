"""Whatever fails: no orphan, no file left, and never a plan that passes."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import harness
import hooked
from hook_verdicts_test import HEADER, ROTATION, key
from hooked import HookTest, Pair, wait_for

# Apply waits in the middle, between two resources of a provider.
SLOW = HEADER + key("first", "true") + """
resource "terraform_data" "slow" {
  input = aws_kms_key.first.arn
  provisioner "local-exec" {
    command = "touch slow-is-here; exec sleep SECONDS"
  }
}
""" + key("second", "true").replace(
    '"second"\n  enable', "terraform_data.slow.id\n  enable"
)


def slow(seconds):
    return {"main.tf": SLOW.replace("SECONDS", str(seconds))}


class FaultTest(HookTest):
    def started(self, seconds, words=("apply", "-auto-approve", "-no-color")):
        """An apply that has come to the middle of its way."""
        work = self.workspace(slow(seconds))
        process = work.start(work.words(*words), start_new_session=True)
        self.addCleanup(process.wait)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        self.assertTrue(wait_for((work.dir / "slow-is-here").exists), work.said())
        return work, process

    def terraform_of(self, work):
        (pid,) = [
            pid for pid, command in work.processes().items()
            if command.startswith("terraform apply")
        ]
        return pid

    def assert_no_processes(self, work):
        """The socket of a plugin that died at once is left by Terraform too."""
        wait_for(lambda: not work.processes(), 15)
        self.assertEqual(work.processes(), {})
        self.assertEqual(list((work.root / "run").iterdir()), [])

    def created(self, work):
        path = work.dir / "terraform.tfstate"
        if not path.exists():
            return set()
        return {
            f"{resource['type']}.{resource['name']}"
            for resource in work.state()["resources"] if resource["instances"]
        }


class Deaths(FaultTest):
    def test_terraform_is_killed(self):
        work, process = self.started(60)
        os.kill(self.terraform_of(work), signal.SIGKILL)
        self.assertEqual(process.wait(timeout=20), 128 + signal.SIGKILL)
        self._end_sleep(work)
        self.assert_clean(work)

    def test_we_are_killed(self):
        work, process = self.started(3)
        process.kill()
        process.wait()
        self.assertEqual(work.wait_until_clean(40), [])
        # Terraform went on alone and could not create the second one.
        self.assertIn("Error", work.said())
        self.assertNotIn("Apply complete", work.said())
        self.assertNotIn("aws_kms_key.second", self.created(work))

    def test_we_are_killed_while_a_plan_is_made(self):
        work = self.workspace({"main.tf": HEADER + key("k", "true")})
        process = work.start(work.words("plan", "-no-color"))
        self.addCleanup(process.wait)
        self.assertTrue(wait_for(work.plugin_processes))
        process.kill()
        process.wait()
        self.assertEqual(work.wait_until_clean(40), [])
        self.assertNotIn("No changes", work.said())

    def test_a_plugin_is_killed(self):
        """However far it came: what ends well was judged."""
        for delay in (0, 0.1, 0.3, 0.6):
            work = self.workspace({"main.tf": HEADER + key("k")})
            process = work.start(work.words("plan", "-no-color"))
            self.addCleanup(process.wait)
            self.assertTrue(
                wait_for(lambda: work.plugin_processes() or process.poll() is not None)
            )
            time.sleep(delay)
            for pid in work.plugin_processes():
                os.kill(pid, signal.SIGKILL)
            self.assertEqual(process.wait(timeout=60), 1, work.said())
            self.assert_no_processes(work)

    def _end_sleep(self, work):
        """What a provisioner started outlives a killed terraform anyhow."""
        for pid, command in work.processes().items():
            if "sleep" in command:
                os.kill(pid, signal.SIGKILL)


class Signals(FaultTest):
    def test_terminate_is_passed_on(self):
        work, process = self.started(60)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 1, work.said())
        self.assertIn("Interrupt received", work.said())
        self.assertNotIn("aws_kms_key.second", self.created(work))
        self.assert_clean(work)

    def on_terminal(self, seconds):
        work = self.workspace(slow(seconds))
        terminal = self.terminal(
            work, work.words("apply", "-auto-approve", "-no-color")
        )
        terminal.wait_for_text("terraform_data.slow: Provisioning")
        self.assertTrue(wait_for((work.dir / "slow-is-here").exists))
        return work, terminal

    def test_one_interrupt(self):
        work, terminal = self.on_terminal(60)
        terminal.type("\x03")
        code, text = terminal.finish()
        self.assertEqual(code, 1, text)
        self.assertEqual(text.count("Interrupt received"), 1, text)
        self.assertNotIn("Two interrupts", text)
        self.assertNotIn("aws_kms_key.second", self.created(work))
        self.assert_clean(work)

    def test_a_terminal_that_goes_away(self):
        work, terminal = self.on_terminal(60)
        terminal.hang_up()
        terminal.process.wait(timeout=30)
        for pid, command in work.processes().items():
            if "sleep" in command:
                os.kill(pid, signal.SIGKILL)
        self.assert_clean(work)

    def test_stop_and_go_on(self):
        work, process = self.started(2)
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(1)
        os.killpg(process.pid, signal.SIGCONT)
        self.assertEqual(process.wait(timeout=60), 0, work.said())
        self.assert_clean(work)


class Places(FaultTest):
    BAD = HEADER + key("k")
    GOOD = HEADER + key("k", "true")

    def judged(self, env=None, before=None):
        """A bad plan fails for its finding, a good one passes."""
        for config, code in ((self.BAD, 1), (self.GOOD, 0)):
            work = self.workspace({"main.tf": config})
            work.env.update(env or {})
            if before is not None:
                before(work)
            done = work.exec("plan", "-no-color")
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            self.assertEqual(done.stderr.count(f"[{ROTATION}]"), code, done.stderr)
            self.assert_clean(work)

    def test_a_long_tmpdir(self):
        def lengthen(work):
            folder = work.tmp / ("long" * 30)
            folder.mkdir()
            self.addCleanup(folder.rmdir)
            work.env["TMPDIR"] = str(folder)
            work.env["XDG_RUNTIME_DIR"] = str(folder)

        for config, code in ((self.BAD, 1), (self.GOOD, 0)):
            work = self.workspace({"main.tf": config})
            lengthen(work)
            done = work.exec("plan", "-no-color")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertTrue(wait_for(lambda: not work.processes(), 15))
            self.assertEqual(os.listdir(work.env["TMPDIR"]), [])

    def test_no_tmpdir_at_all(self):
        self.judged({"XDG_RUNTIME_DIR": "/nonexistent"})

    def test_a_home_that_nobody_can_write(self):
        self.judged({"HOME": "/proc"})

    def test_no_home(self):
        self.judged(before=lambda work: work.env.pop("HOME", None))

    def test_no_room_for_a_socket(self):
        if os.geteuid() != 0 or shutil.which("unshare") is None:
            self.skipTest("only root can make /tmp too small")
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            place = pathlib.Path(folder)
            work = self.workspace({"main.tf": self.GOOD}, install=False)
            work.install(self.packages)
            shutil.copytree(work.dir, place / "work", symlinks=True)
            shutil.copytree(self.packages.root, place / "mirror")
            # The links of the installation lead into /tmp.
            for link in (place / "work/.terraform").rglob("linux_amd64"):
                target = os.readlink(link)
                link.unlink()
                link.symlink_to(
                    target.replace(str(self.packages.root), str(place / "mirror"))
                )
            shutil.copy2(harness.BINARY, place / "compliance")
            script = (
                "mount -t tmpfs -o size=4k,nr_inodes=1 none /tmp || exit 77\n"
                f"cd {place}/work\n"
                "env -u TMPDIR -u XDG_RUNTIME_DIR -u TF_CLI_CONFIG_FILE "
                f"{place}/compliance exec -- terraform plan -no-color"
            )
            done = subprocess.run(
                ["unshare", "-m", "sh", "-c", script], env=work.env, text=True,
                stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                check=False,
            )
            if done.returncode == 77:
                self.skipTest("nothing can be mounted here")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("TMPDIR", done.stderr)
            self.assertNotIn("Plan:", done.stdout)

    def test_an_output_that_takes_nothing(self):
        for config, code in ((self.BAD, 1), (self.GOOD, None)):
            work = self.workspace({"main.tf": config})
            codes = []
            for words in (
                ["terraform", "plan", "-no-color"], work.words("plan", "-no-color")
            ):
                with open("/dev/full", "w", encoding="utf-8") as full:
                    done = subprocess.run(
                        words, cwd=work.dir, env=work.env, stdin=subprocess.DEVNULL,
                        stdout=full, stderr=subprocess.PIPE, text=True, timeout=120,
                        check=False,
                    )
                codes.append(done.returncode)
            self.assertEqual(codes[1], codes[0] if code is None else code)
            self.assert_clean(work)

    def test_a_configuration_that_cannot_be_read(self):
        work = self.workspace({
            "main.tf": self.GOOD, ".compliance.yaml": "frameworks: [no-such]\n",
        })
        done = work.exec("plan", "-no-color")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(".compliance.yaml:1", done.stderr)
        self.assertEqual(done.stdout, "")


class GoFaults(FaultTest):
    """A real Go provider that fails: Terraform's words, where it has some."""

    CONFIG = """
terraform {
  required_providers {
    aws = { source = "compliance-test/extra" }
  }
}

resource "extra_thing" "t" {
  provider = aws
  name     = "t"
}

resource "aws_kms_key" "k" {
  description         = "k"
  enable_key_rotation = true
}
"""

    @classmethod
    def make_packages(cls):
        extra = hooked.go_provider("terraform-provider-extra")
        if extra is None:
            return None
        return hooked.Packages({
            "compliance-test/extra": ("terraform-provider-extra", "1.0.0", extra),
        })

    def setUp(self):
        if self.packages is None:
            self.skipTest("no Go providers were built (tests/extras)")

    def test_before_the_handshake(self):
        pair = Pair(self, {"main.tf": self.CONFIG})
        pair.same("plan", "-no-color", code=1, env={"EXTRA_FAULT": "exit:start"})
        # Whether Terraform has read the stack trace of such a plugin before it
        # ends is chance; what comes before is the same.
        env = {"EXTRA_FAULT": "panic:start"}
        plain = pair.direct.terraform("plan", "-no-color", env=env)
        ours = pair.hooked.exec("plan", "-no-color", env=env)
        self.assertEqual(ours.returncode, plain.returncode)
        self.assertEqual(
            *(done.stderr.split("\nStack trace")[0].rstrip()
              for done in (plain, ours))
        )
        self.assert_clean(pair.hooked)

    def test_in_the_midst_of_a_call(self):
        for how in ("panic", "exit", "kill"):
            for where in ("configure", "validate", "plan", "apply"):
                work = self.workspace({"main.tf": self.CONFIG})
                env = {"EXTRA_FAULT": f"{how}:{where}"}
                words = ("apply", "-auto-approve", "-no-color")
                plain = work.terraform(*words, env=env)
                ours = work.exec(*words, env=env)
                with self.subTest(how=how, where=where):
                    self.assertEqual(plain.returncode, 1)
                    self.assertEqual(ours.returncode, 1, ours.stdout)
                    self.assertEqual(
                        headings(plain.stderr), headings(ours.stderr),
                        plain.stderr + "\n====\n" + ours.stderr,
                    )
                    self.assert_no_processes(work)

    def hanging(self, fault):
        work = self.workspace({"main.tf": self.CONFIG})
        mark = work.root / "mark"
        work.env.update(EXTRA_FAULT=fault, EXTRA_FAULT_MARK=str(mark))
        terminal = self.terminal(
            work, work.words("apply", "-auto-approve", "-no-color")
        )
        self.assertTrue(wait_for(mark.exists))
        return work, terminal

    def test_one_interrupt_ends_after_what_was_begun(self):
        work, terminal = self.hanging("slow:apply")
        terminal.type("\x03")
        code, text = terminal.finish()
        self.assertEqual(code, 1, text)
        self.assertEqual(text.count("Interrupt received"), 1, text)
        self.assert_clean(work)

    def test_two_interrupts_end_a_provider_that_hangs(self):
        for where in ("plan", "apply"):
            work, terminal = self.hanging(f"hang:{where}")
            terminal.type("\x03")
            terminal.wait_for_text("Interrupt received")
            terminal.type("\x03")
            code, text = terminal.finish()
            self.assertEqual(code, 1, text)
            self.assertIn("Two interrupts received", text)
            self.assert_no_processes(work)


def headings(text):
    """The errors of an output, and whether there is a stack trace."""
    # Whether the call or the process is missed first is a matter of chance.
    text = text.replace("Request cancelled", "Plugin did not respond")
    found = {line.split("Error: ")[1] for line in text.splitlines() if "Error: " in line}
    if re.search(r"(?m)^panic: asked to panic", text):
        found.add("a stack trace")
    return sorted(found)


if __name__ == "__main__":
    harness.main()
