"""The hook with OpenTofu, which is built from its module on demand."""

import hook_verdicts_test as verdicts
import hooked
from hook_test import stack
from hook_verdicts_test import HEADER, ROTATION, key
from hooked import HookTest, Pair


class OpenTofu(HookTest):
    @classmethod
    def make_packages(cls):
        cls.program = str(hooked.go_provider("tofu") or "")
        if not cls.program:
            return None
        return hooked.sandbox_packages("registry.opentofu.org")

    def setUp(self):
        if self.packages is None:
            self.skipTest("OpenTofu was not built (tests/extras)")

    def test_nobody_can_tell_the_difference(self):
        pair = Pair(self, stack())
        pair.same("validate", "-no-color", code=0)
        pair.same("plan", "-no-color", code=0)
        pair.same("plan", "-json", "-detailed-exitcode", code=2)
        pair.same("plan", "-no-color", "-out=p", code=0)
        pair.same("apply", "-no-color", "p", code=0)
        pair.same("plan", "-no-color", "-detailed-exitcode", code=0)
        pair.write("main.tf", stack("changed")["main.tf"])
        pair.same("apply", "-no-color", input="no\n", code=1)
        pair.same("apply", "-no-color", input="yes\n", code=0)
        pair.same("destroy", "-no-color", "-auto-approve", code=0)

    def test_on_a_terminal(self):
        pair = Pair(self, stack())
        pair.same_on_terminal("plan")
        pair.same_on_terminal("apply", answer="no\n")
        pair.same_on_terminal("apply", answer="yes\n")

    def test_a_plan_fails(self):
        work = self.workspace({"main.tf": HEADER + key("k")})
        for words in (["plan"], ["apply", "-auto-approve"], ["validate"]):
            done = work.exec(*words, "-no-color")
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, done.stderr)

    def test_what_is_unknown_is_stopped_at_apply(self):
        config = verdicts.UnknownAtPlan.CONFIG.replace("ANSWER", "no")
        work = self.workspace({"main.tf": config})
        done = work.exec("apply", "-no-color", "-auto-approve")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stderr.count(f"[{ROTATION}]"), 1, done.stderr)


if __name__ == "__main__":
    hooked.harness.main()
