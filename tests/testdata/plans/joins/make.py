"""Writes plan.json of each folder here: the plan of its main.tf by the real
terraform and the stand-in for the AWS provider.

    python3 tests/testdata/plans/joins/make.py BINARY [FOLDER...]
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "e2e"))
import harness  # noqa: E402

# What only repeats the changes, or changes from run to run.
LEFT_OUT = ("planned_values", "relevant_attributes", "timestamp")


def plan_of(folder):
    workspace = harness.Workspace(copy_of=HERE)
    workspace.dir = workspace.dir / folder
    try:
        workspace.use_dev_overrides()
        # Finds the modules; the provider cannot be installed, and need not be.
        workspace.terraform("get", check=True)
        done = workspace.terraform("plan", "-out=plan.bin", "-refresh=false")
        if done.returncode:
            sys.exit(f"{folder}: {done.stdout}{done.stderr}")
        plan = workspace.show_plan("plan.bin")
    finally:
        workspace.close()
    return {key: plan[key] for key in plan if key not in LEFT_OUT}


harness.BINARY = pathlib.Path(sys.argv[1]).resolve()
for name in sys.argv[2:] or sorted(p.parent.name for p in HERE.glob("*/main.tf")):
    text = json.dumps(plan_of(name), separators=(",", ":"), sort_keys=True)
    (HERE / name / "plan.json").write_text(text + "\n")
    print(name, len(text))
