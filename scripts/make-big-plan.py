#!/usr/bin/env python3
"""Writes a plan JSON of any size, for measuring how it is loaded.

    scripts/make-big-plan.py MEGABYTES > plan.json

Copies of the plan of examples/rds-pci, in modules of ten instances each. Every
other module exists already and is not changed, so that its resources stand in
the plan four times, as Terraform writes them: prior state, before, after and
planned values.
"""
import copy
import json
import pathlib
import sys

EXAMPLE = pathlib.Path(__file__).parent.parent / "examples/rds-pci/plan.json"
INSTANCES = 10
# Attributes that differ from one instance to the next.
NAMES = ("arn", "bucket", "id", "identifier", "name", "policy")


def dump(value):
    return json.dumps(value, separators=(",", ":"))


def rename(value, suffix):
    for name in NAMES:
        if isinstance(value.get(name), str):
            value[name] += suffix
    for tags in ("tags", "tags_all"):
        if isinstance(value.get(tags), dict):
            value[tags]["Stack"] = suffix
    return value


class Writer:
    def __init__(self, example, size):
        self.changes = [c for c in example["resource_changes"]
                        if c["mode"] == "managed"
                        and "module_address" not in c]
        self.root = example["configuration"]["root_module"]
        # How many modules make up that size.
        self.count = 0
        total = 0
        while total < size:
            total += sum(len(dump(part)) for part in (
                list(self.changes_of(self.count)),
                list(self.planned_of(self.count)),
                list(self.state_of(self.count)), self.call()))
            if self.count == 1:  # two are a period
                self.count = max(2, int(2 * size / total))
                break
            self.count += 1

    def instances(self, module):
        for i in range(INSTANCES):
            yield f'module.stack{module}["i{i}"].', f"-{module}-{i}"

    def changes_of(self, module):
        for prefix, suffix in self.instances(module):
            for change in self.changes:
                change = copy.deepcopy(change)
                change["address"] = prefix + change["address"]
                change["module_address"] = prefix[:-1]
                after = rename(change["change"]["after"], suffix)
                if module % 2:
                    for name in change["change"]["after_unknown"]:
                        after.setdefault(name, f"known{suffix}")
                    change["change"].update(
                        actions=["no-op"], before=after, after_unknown={},
                        before_sensitive=change["change"]["after_sensitive"])
                yield change

    def planned_of(self, module):
        for change in self.changes_of(module):
            yield {
                "address": change["address"], "mode": "managed",
                "type": change["type"], "name": change["name"],
                "provider_name": change["provider_name"],
                "schema_version": 0, "values": change["change"]["after"],
                "sensitive_values": change["change"]["after_sensitive"]}

    def state_of(self, module):
        return self.planned_of(module) if module % 2 else iter(())

    def call(self):
        return {"source": "./stack", "for_each_expression": {},
                "module": {"resources": self.root.get("resources", []),
                           "variables": self.root.get("variables", {})}}

    def write_list(self, items_of, out):
        separator = ""
        for module in range(self.count):
            for item in items_of(module):
                out.write(separator + dump(item))
                separator = ","

    def write_modules(self, items_of, out):
        out.write('{"root_module":{"child_modules":[{"resources":[')
        self.write_list(items_of, out)
        out.write("]}]}}")

    def write(self, out):
        out.write('{"format_version":"1.2","terraform_version":"1.11.4",'
                  '"planned_values":')
        self.write_modules(self.planned_of, out)
        out.write(',"resource_changes":[')
        self.write_list(self.changes_of, out)
        out.write('],"prior_state":{"format_version":"1.0","values":')
        self.write_modules(self.state_of, out)
        out.write('},"configuration":{"root_module":{"module_calls":{')
        for module in range(self.count):
            separator = "," if module else ""
            out.write(f'{separator}"stack{module}":{dump(self.call())}')
        out.write('}}},"complete":true,"errored":false}\n')


def main():
    size = int(sys.argv[1]) * 1000 * 1000
    Writer(json.loads(EXAMPLE.read_text()), size).write(sys.stdout)


if __name__ == "__main__":
    main()
