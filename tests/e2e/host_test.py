"""The plugin host under the real terraform: processes, signals, logs."""

import os
import re
import signal
import subprocess
import time

import harness
from guard_test import BAD, GOOD


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Processes(harness.TerraformTest):
    def started(self, work, *args, **options):
        """terraform stopped (SIGSTOP) while it has plugins running."""
        process = work.popen(*args, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(
            wait_for(lambda: work.plugin_processes() or process.poll() is not None)
        )
        process.send_signal(signal.SIGSTOP)
        self.assertTrue(work.plugin_processes(), "terraform ended too early")
        return process

    def test_no_process_and_no_socket_is_left_after_a_plan(self):
        work = self.workspace({"main.tf": BAD})
        work.use_dev_overrides()
        work.terraform("plan", "-no-color")
        self.assertTrue(work.wait_until_no_plugins(5))
        self.assertEqual(sorted(os.listdir(work.tmp)), [])

    def test_no_orphan_when_terraform_is_killed(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        process = self.started(
            work, "plan", "-no-color",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        process.kill()
        process.wait()
        self.assertTrue(work.wait_until_no_plugins(10), "orphaned plugin")
        self.assertEqual(sorted(os.listdir(work.tmp)), [])

    def test_no_orphan_when_terraform_dies_of_a_closed_pipe(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        read_end, write_end = os.pipe()
        process = self.started(
            work, "plan", "-no-color",
            stdout=write_end, stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        os.close(read_end)  # the next line that terraform prints kills it
        process.send_signal(signal.SIGCONT)
        process.wait(timeout=60)
        self.assertTrue(work.wait_until_no_plugins(10), "orphaned plugin")

    def test_an_interrupt_ends_everything(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        process = self.started(
            work, "plan", "-no-color", start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        # As Ctrl-C does: the whole group, plugins included.
        os.killpg(process.pid, signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        process.wait(timeout=60)
        self.assertTrue(work.wait_until_no_plugins(10), "orphaned plugin")


class Logs(harness.TerraformTest):
    def test_our_lines_are_shown_with_their_level(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        done = work.terraform(
            "plan", "-no-color", env={"TF_LOG_PROVIDER": "TRACE"}
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [
            line
            for line in done.stderr.splitlines()
            if "provider.terraform-provider-compliance" in line
        ]
        self.assertTrue(lines)
        # hclog JSON that terraform could not read would appear raw.
        self.assertEqual([line for line in lines if "@message" in line], [])
        self.assertTrue(
            any(re.search(r"\[(TRACE|DEBUG|INFO)\]", line) for line in lines)
        )

    def test_nothing_is_shown_without_tf_log(self):
        work = self.workspace({"main.tf": GOOD})
        work.use_dev_overrides()
        done = work.terraform("plan", "-no-color")
        self.assertNotIn("provider.terraform-provider", done.stderr)


class Handshake(harness.TerraformTest):
    def run_as_provider(self, *args, **env):
        link = self.workspace().dir / "terraform-provider-compliance"
        link.symlink_to(harness.BINARY)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TF_")}
        return subprocess.run(
            [str(link), *args], env={**clean, **env}, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=30,
            check=False,
        )

    def test_by_hand_it_is_the_command_line(self):
        done = self.run_as_provider("version")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\d+\.\d+\.\d+")

    def test_a_wrong_cookie_is_no_host(self):
        done = self.run_as_provider("version", TF_PLUGIN_MAGIC_COOKIE="wrong")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("|grpc|", done.stdout)

    def test_a_garbage_client_certificate_is_refused_with_a_reason(self):
        done = self.run_as_provider(
            TF_PLUGIN_MAGIC_COOKIE="d602bf8f470bc67ca7faa0386276bbdd4330efaf76"
            "d1a219cb4d6991ca9872b2",
            PLUGIN_PROTOCOL_VERSIONS="5,6",
            PLUGIN_CLIENT_CERT="not a certificate",
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("|grpc|", done.stdout)
        self.assertIn("certificate", done.stderr)


if __name__ == "__main__":
    harness.main()
