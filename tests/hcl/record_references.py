"""Records what plan JSON lists as the references of a folder's outputs.

Usage: record_references.py [--check] FOLDER TERRAFORM

Writes recorded.json in FOLDER: for each output of its main.tf the references of
its expression, in terraform's order. With --check nothing is written, and what
differs is an error.
"""

import json
import pathlib
import shutil
import sys
import tempfile

from record_expressions import run


def record(terraform, folder):
    run(terraform, folder, "init")
    run(terraform, folder, "plan", "-out=plan", "-input=false")
    shown = json.loads(run(terraform, folder, "show", "-json", "plan"))
    outputs = shown["configuration"]["root_module"]["outputs"]
    return {name: output["expression"].get("references", [])
            for name, output in sorted(outputs.items())}


def main():
    check = "--check" in sys.argv
    folder, terraform = [a for a in sys.argv[1:] if not a.startswith("--")]
    folder = pathlib.Path(folder)
    if shutil.which(terraform) is None:
        print("skipped: there is no terraform here")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        stack = pathlib.Path(work) / "stack"
        shutil.copytree(folder, stack)
        recorded = record(terraform, stack)
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(references, ensure_ascii=False)}"
        for name, references in recorded.items())
    text = f"{{\n{lines}\n}}\n"
    target = folder / "recorded.json"
    if not check:
        target.write_text(text)
    elif target.read_text() != text:
        for name, references in json.loads(target.read_text()).items():
            if recorded.get(name) != references:
                print(f"{name}: recorded {references}\n"
                      f"terraform lists {recorded.get(name)}")
        sys.exit("recorded.json is not what terraform lists")


if __name__ == "__main__":
    main()
