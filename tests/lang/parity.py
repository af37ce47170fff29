"""What Terraform makes of the calls in tests/testdata/lang.

Each table is a JSON array of calls: {"f": NAME, "args": [...]} and what came of
it, recorded by this script:
  "want", "type"       the value as JSON text, and its type
  "sensitive"          the value is marked
  "refused"            Terraform reports an error
  "known", "unknown"   what is known of the value, and what is not

An argument is plain JSON, for what a literal of it would be, or one of
  {"$of": [TYPE, JSON]}  {"$number": TEXT}  {"$sensitive": ARGUMENT}
  {"$unknown": TYPE}

Usage: parity.py FOLDER          asks again and compares (77 without terraform 1.11)
       parity.py FOLDER --record FILE...   records
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77  # ctest's SKIP_RETURN_CODE
VERSION = "1.11."  # others add functions, and refuse less

# Expressions of unknown values, from a resource that has to be created first.
UNKNOWN = {
    '"string"': "terraform_data.u.id",
    '"number"': "tonumber(terraform_data.u.id)",
    '"bool"': "tobool(terraform_data.u.id)",
    '"dynamic"': "jsondecode(terraform_data.u.id)",
    '["list", "string"]': 'split(",", terraform_data.u.id)',
    '["list", "bool"]':
        'tolist([for x in split(",", terraform_data.u.id) : tobool(x)])',
    '["set", "string"]': 'toset(split(",", terraform_data.u.id))',
    '["map", "string"]': (
        'zipmap(split(",", terraform_data.u.id), '
        'split(",", terraform_data.u.id))'
    ),
}


class Number(str):
    """A number as it is written, with all its digits."""


def dump(value):
    """JSON text that keeps the digits of numbers."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(dump(item) for item in value) + "]"
    if isinstance(value, dict):
        members = (f"{json.dumps(k)}:{dump(v)}" for k, v in value.items())
        return "{" + ",".join(members) + "}"
    return json.dumps(value, ensure_ascii=False)


def type_constraint(of):
    """HCL for a type in JSON notation."""
    if isinstance(of, str):
        return "any" if of == "dynamic" else of
    kind, inner = of
    if kind == "object":
        members = (f"{k} = {type_constraint(v)}" for k, v in inner.items())
        return "object({" + ", ".join(members) + "})"
    if kind == "tuple":
        return f"tuple([{', '.join(type_constraint(t) for t in inner)}])"
    return f"{kind}({type_constraint(inner)})"


def quoted(text):
    """The text as a template without any part to evaluate."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escaped = "".join(
        escapes.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x20 else c)
        for c in text
    )
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'


class Configuration:
    """A configuration with one output for each call."""

    def __init__(self):
        self.text = ['resource "terraform_data" "u" {}']
        self.variables = 0

    def variable(self, of, value):
        self.variables += 1
        name = f"v{self.variables}"
        self.text.append(
            f'variable "{name}" {{\n  type = {type_constraint(of)}\n'
            f"  default = {self.expression(value)}\n}}"
        )
        return f"var.{name}"

    def expression(self, argument):
        """HCL for an argument."""
        if isinstance(argument, Number):
            return str(argument)
        if isinstance(argument, str):
            return quoted(argument)
        if isinstance(argument, list):
            return f"[{', '.join(map(self.expression, argument))}]"
        if not isinstance(argument, dict):
            return json.dumps(argument)
        if "$of" in argument:
            return self.variable(*argument["$of"])
        if "$number" in argument:
            return argument["$number"]
        if "$sensitive" in argument:
            return f"sensitive({self.expression(argument['$sensitive'])})"
        if "$unknown" in argument:
            return UNKNOWN[json.dumps(argument["$unknown"])]
        members = (
            f"{quoted(key)} = {self.expression(value)}"
            for key, value in argument.items()
        )
        return "{ " + ", ".join(members) + " }"

    def output(self, name, expression):
        self.text.append(
            f'output "{name}" {{\n  sensitive = true\n  value = {expression}\n}}'
        )

    def try_call(self, index, row):
        self.output(f"c{index}", f'try([{self.call(row)}], "refused")')
        self.output(f"s{index}", f"try(issensitive({self.call(row)}), false)")

    # try() gives nothing but an unknown where any part of its value is one.
    def just_call(self, index, row):
        self.output(f"c{index}", self.call(row))

    def call(self, row):
        return f"{row['f']}({', '.join(map(self.expression, row['args']))})"


def run(*command, folder):
    environment = dict(os.environ, CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1")
    done = subprocess.run(
        ["terraform", *command], cwd=folder, env=environment,
        capture_output=True, text=True,
    )
    if done.returncode != 0:
        sys.exit(f"terraform {command[0]}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def terraform_version():
    """The version on PATH, or nothing."""
    if shutil.which("terraform") is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        return json.loads(run("version", "-json", folder=folder))[
            "terraform_version"
        ]


def plan(configuration):
    """The plan of a configuration, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(configuration.text)
        pathlib.Path(folder, "main.tf").write_text(text)
        run("init", "-no-color", "-backend=false", folder=folder)
        run("plan", "-no-color", "-out=plan", "-input=false", folder=folder)
        shown = run("show", "-json", "plan", folder=folder)
    return json.loads(shown, parse_float=Number)


def try_all(rows):
    """What came of each call, as the table has it; None for unknown values."""
    configuration = Configuration()
    for index, row in enumerate(rows):
        configuration.try_call(index, row)
    outputs = plan(configuration)["planned_values"]["outputs"]
    for index in range(len(rows)):
        shown = outputs[f"c{index}"]
        if "value" not in shown:
            yield None
        elif shown["value"] == "refused":
            yield {"refused": True}
        else:
            found = {"want": dump(shown["value"][0]), "type": shown["type"][1][0]}
            if outputs.get(f"s{index}", {}).get("value"):
                found["sensitive"] = True
            yield found


def ask(rows):
    """The rows with what Terraform makes of them now."""
    found = list(try_all(rows))
    configuration = Configuration()
    for index, row in enumerate(rows):
        if found[index] is None:
            configuration.just_call(index, row)
    changes = plan(configuration).get("output_changes", {})
    for index, outcome in enumerate(found):
        if outcome is None:
            change = changes[f"c{index}"]
            found[index] = {
                "known": change.get("after"),
                "unknown": change.get("after_unknown", False),
            }
    return [
        {"f": row["f"], "args": row["args"], **outcome}
        for row, outcome in zip(rows, found)
    ]


def read(path):
    return json.loads(path.read_text(), parse_float=Number)


def line(row):
    return dump({key: row[key] for key in row})


def main():
    folder = pathlib.Path(sys.argv[1])
    if not terraform_version().startswith(VERSION):
        print(f"no terraform {VERSION}* on PATH: skipped")
        sys.exit(SKIPPED)
    record = "--record" in sys.argv
    files = [pathlib.Path(name) for name in sys.argv[3:]]
    failed = False
    for path in files or sorted(folder.glob("*.json")):
        rows = read(path)
        asked = ask(rows)
        if record:
            path.write_text("[\n" + ",\n".join(map(line, asked)) + "\n]\n")
            continue
        for row, again in zip(rows, asked):
            if line(row) != line(again):
                print(f"{path.name}:\n  table     {line(row)}"
                      f"\n  terraform {line(again)}")
                failed = True
        print(f"{path.name}: {len(rows)} calls")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
