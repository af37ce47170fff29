"""Records the stacks of this folder: plan.json of each by the real terraform and
the stand-in for the AWS provider, and in verdicts.tsv what is undecided by that
plan alone, what is said of it with the .tf files, and what is said after apply,
when everything is known.

    python3 tests/testdata/plans/source/make.py BINARY [STACK...]

With names, only the rows of those stacks are replaced.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "e2e"))
import harness  # noqa: E402

TABLE = HERE / "verdicts.tsv"
HEADER = ("stack", "rule", "address", "without", "with", "after apply")

# What only repeats the changes, or changes from run to run.
LEFT_OUT = ("planned_values", "relevant_attributes", "timestamp")


def judge(plan, source):
    """What each rule says of each address, by the .tf files in `source`."""
    with tempfile.TemporaryDirectory() as empty:
        file = pathlib.Path(empty) / "plan.json"
        file.write_text(json.dumps(plan))
        done = subprocess.run(
            [harness.BINARY, "check", file, "--chdir", source or empty,
             "--format", "json", "--all-verdicts"],
            cwd=empty, capture_output=True, text=True, check=False,
        )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    verdicts = {}
    for finding in json.loads(done.stdout)["findings"]:
        subject = (finding["rule_id"], finding["address"])
        verdicts.setdefault(subject, set()).add(finding["verdict"])
    return {subject: ",".join(sorted(said)) for subject, said in verdicts.items()}


def planned(workspace, name):
    done = workspace.terraform("plan", "-no-color", f"-out={name}", "-refresh=false")
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")
    plan = workspace.show_plan(name)
    return {key: plan[key] for key in plan if key not in LEFT_OUT}


def record(stack):
    """Writes the plan of a stack. Returns its rows of the table."""
    workspace = harness.Workspace(copy_of=HERE / stack)
    try:
        workspace.use_dev_overrides()
        plan = planned(workspace, "first.bin")
        without = judge(plan, None)
        known = judge(plan, HERE / stack)
        workspace.terraform("apply", "-no-color", "first.bin", check=True)
        after = judge(planned(workspace, "second.bin"), None)
    finally:
        workspace.close()
    text = json.dumps(plan, separators=(",", ":"), sort_keys=True)
    (HERE / stack / "plan.json").write_text(text + "\n")
    rows = []
    for subject, said in sorted(without.items()):
        if "unknown" in said:
            rows.append(
                (stack, *subject, said, known.get(subject, ""), after.get(subject, ""))
            )
        elif {said, after.get(subject)} == {"pass", "fail"}:
            print("contradicted by apply:", stack, *subject, said, after[subject])
    return rows


harness.BINARY = pathlib.Path(sys.argv[1]).resolve()
names = sys.argv[2:] or sorted(p.parent.name for p in HERE.glob("*/main.tf"))
table = {}
if TABLE.exists():
    for line in TABLE.read_text().splitlines()[1:]:
        row = tuple(line.split("\t"))
        if (HERE / row[0]).exists():
            table.setdefault(row[0], []).append(row)
for name in names:
    table[name] = record(name)
    seen_through = [row for row in table[name] if "unknown" not in row[4]]
    print(name, len(table[name]), "undecided,", len(seen_through), "seen through")
    for row in seen_through:
        # Apply leaves open who set a value that a provider may fill in.
        if row[4] != row[5] and "unknown" not in row[5]:
            print("  contradicted by apply:", *row[1:])
lines = ["\t".join(row) for name in sorted(table) for row in table[name]]
TABLE.write_text("\n".join(["\t".join(HEADER), *lines]) + "\n")
