"""Records what the real terraform plans for expressions with unknowns.

Usage: record_unknowns.py [--check] FOLDER TERRAFORM

FOLDER holds main.tf and expressions.txt, one expression a line. Each becomes an
output of a plan. Writes recorded.json there: for each expression null where
terraform refuses it, else what plan JSON says of it: `after` without what is
not known, and `unknown`, true in its place. With --check nothing is written, and
what differs is an error.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from record_expressions import run


OUTPUT = 'output "o%d" {\n  sensitive = true\n  value = [%s]\n}\n'


def refused(terraform, folder):
    """The positions of the expressions that a plan is refused for."""
    done = subprocess.run([terraform, "plan", "-json", "-input=false"],
                          cwd=folder, text=True, capture_output=True,
                          check=False)
    lines = set()
    for text in done.stdout.splitlines():
        diagnostic = json.loads(text).get("diagnostic", {})
        if diagnostic.get("severity") == "error":
            if diagnostic["range"]["filename"] != "outputs.tf":
                sys.exit(f"terraform plan: {diagnostic}")
            lines.add(diagnostic["range"]["start"]["line"])
    return {(line - 1) // OUTPUT.count("\n") for line in lines}


def record(terraform, folder, expressions):
    run(terraform, folder, "init")
    bad = set()
    while True:
        outputs = [OUTPUT % (i, e) if i not in bad
                   else "\n" * OUTPUT.count("\n")
                   for i, e in enumerate(expressions)]
        (folder / "outputs.tf").write_text("".join(outputs))
        more = refused(terraform, folder)
        bad |= more
        if not more:
            break
    run(terraform, folder, "plan", "-out=plan", "-input=false")
    shown = json.loads(run(terraform, folder, "show", "-json", "plan"))
    changes = shown["output_changes"]

    def result(i):
        if i in bad:
            return None
        change = changes[f"o{i}"]
        after, unknown = change.get("after"), change["after_unknown"]
        # A list of one; nothing is left of one that is unknown at its end.
        return {"after": after[0] if after else None,
                "unknown": unknown[0] if isinstance(unknown, list) and unknown
                else unknown is True}
    return [{"expression": e, "result": result(i)}
            for i, e in enumerate(expressions)]


def main():
    check = "--check" in sys.argv
    folder, terraform = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = pathlib.Path(folder)
    if shutil.which(terraform) is None:
        print("skipped: there is no terraform here")
        sys.exit(77)
    expressions = (folder / "expressions.txt").read_text().splitlines()
    with tempfile.TemporaryDirectory() as work:
        stack = pathlib.Path(work) / "stack"
        shutil.copytree(folder, stack)
        recorded = record(terraform, stack, expressions)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False)
                       for entry in recorded)
    text = f"[\n{lines}\n]\n"
    target = folder / "recorded.json"
    if not check:
        target.write_text(text)
    elif target.read_text() != text:
        for old, new in zip(json.loads(target.read_text()), recorded):
            if old != new:
                print(f"recorded {old}\nterraform says {new}")
        sys.exit("recorded.json is not what terraform says")


if __name__ == "__main__":
    main()
