"""Records what the real terraform makes of the expressions of a folder.

Usage: record_expressions.py [--check] FOLDER TERRAFORM

FOLDER holds main.tf, what the expressions read, and expressions.txt, one a
line. Each becomes an output of a plan: unlike the console's, its answer has the
exact type. Writes recorded.json there: for each expression null where terraform
refuses it, else its type, its value and whether it is sensitive. With --check
nothing is written, and what differs is an error.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(terraform, folder, *arguments):
    environment = dict(os.environ, TF_CLI_CONFIG_FILE=os.devnull,
                       CHECKPOINT_DISABLE="1")
    done = subprocess.run([terraform, *arguments], cwd=folder, text=True,
                          capture_output=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"terraform {arguments[0]}: {done.stderr}")
    return done.stdout


def ask(terraform, folder, expressions):
    """Type and value of each expression; none may be refused."""
    outputs = "".join(
        f'output "o{i}" {{\n  sensitive = true\n  value = [{e}]\n}}\n'
        for i, e in enumerate(expressions))
    (folder / "outputs.tf").write_text(outputs)
    run(terraform, folder, "plan", "-out=plan", "-input=false")
    shown = json.loads(run(terraform, folder, "show", "-json", "plan"))
    planned = shown["planned_values"]["outputs"]
    answers = [planned[f"o{i}"] for i in range(len(expressions))]
    return [(a["type"][1][0], a["value"][0]) for a in answers]


def record(terraform, folder, expressions):
    allowed = ask(terraform, folder, [f"can({e})" for e in expressions])
    good = [e for e, (_, can) in zip(expressions, allowed) if can]
    marks = ask(terraform, folder, [f"issensitive({e})" for e in good])
    facts = {
        e: {"type": kind, "value": value, "sensitive": mark}
        for e, (kind, value), (_, mark) in zip(
            good, ask(terraform, folder, good), marks)
    }
    return [{"expression": e, "result": facts.get(e)} for e in expressions]


def main():
    check = "--check" in sys.argv
    folder, terraform = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = pathlib.Path(folder)
    if shutil.which(terraform) is None:
        print("skipped: there is no terraform here")
        sys.exit(77)
    expressions = (folder / "expressions.txt").read_text().splitlines()
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(folder / "main.tf", work)
        run(terraform, work, "init")
        recorded = record(terraform, pathlib.Path(work), expressions)
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
