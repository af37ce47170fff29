"""Running terraform with the hook and without it, and telling the difference."""

import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time

import harness

SANDBOX = ("hashicorp/aws", "hashicorp/random")


class Packages:
    """A filesystem mirror that workspaces install from, made once per class.

    `binaries` maps a source address to (file stem, version, binary).
    """

    def __init__(self, binaries, host="registry.terraform.io"):
        self._temporary = tempfile.TemporaryDirectory(prefix="compliance-mirror-")
        self.root = pathlib.Path(self._temporary.name)
        self.folders = {}
        for address, (stem, version, binary) in binaries.items():
            folder = self.root / host / address / version
            folder = folder / "linux_amd64"
            folder.mkdir(parents=True)
            shutil.copy2(binary, folder / f"{stem}_v{version}")
            self.folders[address] = folder

    def close(self):
        self._temporary.cleanup()


def sandbox_packages(host="registry.terraform.io"):
    return Packages(
        {
            address: (*harness.PROVIDERS[address], harness.BINARY)
            for address in SANDBOX
        },
        host,
    )


def go_provider(name):
    """The built Go provider of that name, or None."""
    folder = os.environ.get("GO_PROVIDERS_DIR")
    path = pathlib.Path(folder or "/nonexistent") / name
    return path if path.exists() else None


class Workspace(harness.Workspace):
    """A working directory whose providers are installed as users install them."""

    def __init__(self, files=None, copy_of=None):
        super().__init__(files, copy_of)
        self.env["XDG_RUNTIME_DIR"] = str(self._make("run"))
        os.chmod(self._root / "run", 0o700)

    @property
    def root(self):
        return self._root

    def install(self, packages):
        self._cli_config(
            f'  filesystem_mirror {{\n    path = "{packages.root}"\n  }}\n'
        )
        self.terraform("init", "-no-color", check=True)
        return self

    def words(self, *args, flags=()):
        return [str(harness.BINARY), "exec", *flags, "--", self.program, *args]

    def exec(self, *args, flags=(), env=None, input="", timeout=120):
        return subprocess.run(
            self.words(*args, flags=flags), cwd=self.dir,
            env={**self.env, **(env or {})}, input=input, capture_output=True,
            text=True, timeout=timeout, check=False,
        )

    def start(self, words, **options):
        """Runs in the background, its output in a file: see said()."""
        self.output = self._root / "output"
        with open(self.output, "w", encoding="utf-8") as out:
            return subprocess.Popen(
                words, cwd=self.dir, env=self.env, stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.STDOUT, **options,
            )

    def said(self):
        return self.output.read_text(errors="replace")

    def processes(self):
        """pid -> command line, of all that this workspace started."""
        found = {}
        mark = f"TMPDIR={self.env['TMPDIR']}".encode()
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if mark not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if command:  # a zombie has none
                words = command.decode(errors="replace").split("\0")
                found[int(entry.name)] = " ".join(words).strip()
        return found

    def leftovers(self):
        """Processes that run still, and files in the places for temporaries."""
        # Unlike rglob, walk bears that a directory goes while it is read.
        files = [
            os.path.join(at, name)
            for folder in ("tmp", "run")
            for at, directories, names in os.walk(self._root / folder)
            for name in directories + names
        ]
        return list(self.processes().values()) + files

    def wait_until_clean(self, seconds=15):
        """What is left over after a while: nothing, it is hoped."""
        wait_for(lambda: not self.leftovers(), seconds)
        return self.leftovers()


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Terminal:
    """A command under a terminal of its own."""

    def __init__(self, words, cwd, env, columns=100, rows=40):
        self._master, slave = pty.openpty()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)

        def take_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        env = {**env, "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            words, cwd=cwd, env=env, stdin=slave, stdout=slave, stderr=slave,
            preexec_fn=take_terminal, close_fds=True,
        )
        os.close(slave)
        self._bytes = b""

    @property
    def text(self):
        return self._bytes.decode(errors="replace")

    def _read(self, seconds):
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return True
        try:
            read = os.read(self._master, 65536)
        except OSError:  # EIO: nobody has the other end any more
            return False
        self._bytes += read
        return bool(read)

    def wait_for_text(self, needle, seconds=60):
        deadline = time.monotonic() + seconds
        while needle not in self.text:
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"{needle!r} did not come:\n{self.text}")

    def type(self, text):
        os.write(self._master, text.encode())

    def finish(self, seconds=60):
        """Reads to the end: (exit code, everything shown)."""
        deadline = time.monotonic() + seconds
        while self._read(0.1):
            if time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"it does not end:\n{self.text}")
            # Something may have inherited the terminal and outlive the command.
            if self.process.poll() is not None and not self._pending():
                break
        code = self.process.wait(timeout=10)
        os.close(self._master)
        return code, self.text

    def hang_up(self):
        """Takes the terminal away, as a closed window does."""
        os.close(self._master)

    def _pending(self):
        return bool(select.select([self._master], [], [], 0.3)[0])


# What differs from run to run however Terraform is run.
VOLATILE = (
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)"), "TIME"),
    (re.compile(r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\b"), "TIME"),
    (re.compile(r"\[\d+m?\d*s elapsed\]|\b\d+m?\d*s elapsed"), "ELAPSED"),
    (re.compile(r"after \d+(\.\d+)?m?s\b"), "after N"),
    (re.compile(r'"elapsed_seconds": ?\d+'), '"elapsed_seconds":0'),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"), "UUID"),
    (re.compile(r"(?<![\w-])(i|vpc|subnet|sg|ami|vol|eni|rtb|igw)-[0-9a-f]{8,17}\b"),
     r"\1-ID"),
    (re.compile(r"\b[0-9a-f]{12,}\b"), "HEX"),
    (re.compile(r"\b[0-9]{17,}\b"), "NUMBER"),
    (re.compile(r"\b[0-9a-z]{24}\b"), "DRAWN"),
)

# Lines about one resource each, in the order in which a walk got to them.
PROGRESS = re.compile(
    r"^(\x1b\[[0-9;]*m)*\S+: (Refreshing state|Reading|Read complete|Creating|"
    r"Creation complete|Still|Modifying|Modifications complete|Destroying|"
    r"Destruction complete|Opening|Opening complete|Closing|Closing complete|"
    r"Plan to|Provisioning|Drift)"
)


def normalise(text, workspace):
    text = text.replace(str(workspace.root), "ROOT").replace("\r\n", "\n")
    for pattern, name in VOLATILE:
        text = pattern.sub(name, text)
    return text


def comparable(text, workspace):
    """The lines of an output, those of progress in an order of their own."""
    progress, rest = [], []
    for line in normalise(text, workspace).splitlines():
        if line.startswith("{") and '"type":"' in line:
            parsed = json.loads(line)
            if parsed["type"] in STABLE_EVENTS:
                rest.append(line)
            else:
                progress.append(line)
        elif PROGRESS.match(line):
            progress.append(line)
        else:
            rest.append(line)
    return {"progress": sorted(progress), "lines": rest}


# Machine-readable events that come once, in one place; all others come as the
# walk of the graph has it.
STABLE_EVENTS = (
    "version", "log", "change_summary", "outputs", "diagnostic", "test_summary",
    "test_abstract",
)


def normalised_strings(value, workspace):
    if isinstance(value, str):
        return normalise(value, workspace)
    if isinstance(value, list):
        return [normalised_strings(element, workspace) for element in value]
    if isinstance(value, dict):
        return {
            key: normalised_strings(element, workspace)
            for key, element in value.items()
        }
    return value


def comparable_state(workspace):
    """The state file, without what is drawn anew for every state."""
    path = workspace.dir / "terraform.tfstate"
    if not path.exists():
        return None
    state = normalised_strings(json.loads(path.read_text()), workspace)
    state.pop("lineage")
    # Terraform writes it anew when only the order of sensitive paths differs.
    state.pop("serial")
    for resource in state["resources"]:
        for instance in resource["instances"]:
            # Opaque, and made of the instance by the provider alone.
            instance["private"] = bool(instance.get("private"))
            instance.get("sensitive_attributes", []).sort(key=json.dumps)
    state["resources"].sort(key=lambda r: (r.get("module", ""), r["type"], r["name"]))
    return state


class HookTest(harness.TerraformTest):
    """Tests whose workspaces install from one mirror of this class."""

    @classmethod
    def setUpClass(cls):
        cls.packages = cls.make_packages()

    @classmethod
    def tearDownClass(cls):
        if cls.packages is not None:
            cls.packages.close()

    @classmethod
    def make_packages(cls):
        return sandbox_packages()

    program = "terraform"

    def workspace(self, files=None, copy_of=None, install=True):
        made = Workspace(files, copy_of)
        made.program = self.program
        self.addCleanup(made.close)
        self.addCleanup(self._end_processes, made)
        self.addCleanup(lambda: self.assertEqual(made.sanitizer_reports(), ""))
        if install:
            made.install(self.packages)
        return made

    @staticmethod
    def _end_processes(workspace):
        """A test that failed must not leave a process behind."""
        for pid in workspace.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def assert_clean(self, workspace):
        self.assertEqual(workspace.wait_until_clean(), [])

    def terminal(self, workspace, words, **options):
        made = Terminal(words, workspace.dir, workspace.env, **options)
        self.addCleanup(lambda: made.process.poll() is None and made.process.kill())
        return made


class Pair:
    """The same configuration twice: once without us, once with the hook.

    What the hook says of a plan is another matter: all rules judge, but what
    they find is no more than a line of a report. Only keys have to rotate, so
    that something binds.
    """

    def __init__(self, test, files, env=None, flags=()):
        self.test = test
        self.flags = flags
        self.direct = test.workspace(files)
        self.hooked = test.workspace(files)
        for workspace in self.both:
            # As people have it who type the command.
            for name in ("TF_INPUT", "TF_IN_AUTOMATION"):
                workspace.env.pop(name)
            workspace.env.update(env or {})
        levels = harness.only("aws.kms.rotation", others="report")
        self.write(".compliance.yaml", f"enforcement: {levels}\n")

    @property
    def both(self):
        return (self.direct, self.hooked)

    def write(self, name, text):
        for workspace in self.both:
            path = workspace.dir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def terraform(self, *args):
        """Something that prepares, in both, without the hook."""
        for workspace in self.both:
            workspace.terraform(*args, check=True)

    def same(self, *args, code=None, input="", env=None, note=None):
        """Runs both ways and asserts that nobody could tell which is which.

        But for one line on standard error, where `note` says what it has.
        """
        plain = self.direct.terraform(*args, input=input, env=env)
        ours = self.hooked.exec(*args, flags=self.flags, input=input, env=env)
        errors = ours.stderr
        if note is not None:
            first, _, errors = errors.partition("\n")
            self.test.assertRegex(first, f"^compliance: .*{note}")
        self._compare(
            args,
            (plain.returncode, plain.stdout, plain.stderr),
            (ours.returncode, ours.stdout, errors),
        )
        if code is not None:
            self.test.assertEqual(plain.returncode, code, plain.stdout + plain.stderr)
        return ours

    def same_on_terminal(self, *args, answer=None, columns=100, but=None):
        """The same under a terminal, with an answer typed to a question.

        What matches `but` is not compared.
        """
        results = []
        for workspace, words in (
            (self.direct, [self.direct.program, *args]),
            (self.hooked, self.hooked.words(*args, flags=self.flags)),
        ):
            terminal = self.test.terminal(workspace, words, columns=columns)
            if answer is not None:
                terminal.wait_for_text("Enter a value:")
                terminal.type(answer)
            code, text = terminal.finish()
            results.append((code, re.sub(but, "", text) if but else text, ""))
        self._compare(args, *results)
        return results[1]

    def _compare(self, args, plain, ours):
        with self.test.subTest(command=" ".join(args)):
            seen = ours[1] + "\n" + ours[2]
            self.test.assertEqual(plain[0], ours[0], seen)
            for which, a, b in (
                ("stdout", plain[1], ours[1]), ("stderr", plain[2], ours[2])
            ):
                self.test.assertEqual(
                    comparable(a, self.direct), comparable(b, self.hooked), which
                )
            self.test.assertEqual(
                comparable_state(self.direct), comparable_state(self.hooked)
            )
