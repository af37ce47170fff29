#!/usr/bin/env python3
"""Writes a plan JSON of any size, for measuring what it takes to judge one."""
import argparse
import copy
import json
import pathlib
import sys

EXAMPLE = pathlib.Path(__file__).parent.parent / "examples/rds-pci/plan.json"
AWS = "registry.terraform.io/hashicorp/aws"
# Attributes that differ from one instance to the next.
NAMES = ("arn", "bucket", "function_name", "id", "identifier", "name")


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


class Module:
    """What each module holds: resource changes, configuration, instances."""

    def __init__(self, changes, configuration, instances):
        self.changes = changes
        self.configuration = configuration
        self.instances = instances


def example():
    plan = json.loads(EXAMPLE.read_text())
    changes = [c for c in plan["resource_changes"]
               if c["mode"] == "managed" and "module_address" not in c]
    root = plan["configuration"]["root_module"]
    return changes, {"resources": root.get("resources", []),
                     "variables": root.get("variables", {})}


def stacks(_):
    """the resources of examples/rds-pci, ten times in each module"""
    return Module(*example(), instances=10)


def unfamiliar(_):
    """the same, of types and a provider without facts"""
    def strange(text):
        return text.replace("aws_", "xyz_").replace("hashicorp/aws", "xyz/xyz")

    return Module(*json.loads(strange(dump(example()))), instances=10)


def modules(_):
    """one secret in each module"""
    changes, configuration = example()
    address = next(c["address"] for c in changes
                   if c["type"] == "aws_secretsmanager_secret")
    return Module(
        [c for c in changes if c["address"] == address],
        {"resources": [r for r in configuration["resources"]
                       if r["address"] == address],
         "variables": configuration["variables"]}, instances=1)


def change_of(type_, after, unknown, provider=AWS):
    return {"address": f"{type_}.r", "mode": "managed", "type": type_,
            "name": "r", "provider_name": provider,
            "change": {"actions": ["create"], "before": None, "after": after,
                       "after_unknown": unknown, "before_sensitive": False,
                       "after_sensitive": {}}}


def block_of(type_, expressions):
    return {"address": f"{type_}.r", "mode": "managed", "type": type_,
            "name": "r", "provider_config_key": "aws",
            "expressions": expressions, "schema_version": 0}


def buckets(_):
    """a bucket with two partners that refer to it in each module"""
    bucket = {"references": ["aws_s3_bucket.r.id", "aws_s3_bucket.r"]}
    access = {name: True for name in (
        "block_public_acls", "block_public_policy", "ignore_public_acls",
        "restrict_public_buckets")}
    versioning = [{"status": "Enabled", "mfa_delete": None}]
    return Module([
        change_of("aws_s3_bucket",
                  {"bucket": "data", "bucket_prefix": None,
                   "force_destroy": False, "tags": {"Owner": "team"},
                   "tags_all": {"Owner": "team"}, "timeouts": None},
                  {"arn": True, "id": True, "region": True,
                   "hosted_zone_id": True, "versioning": True}),
        change_of("aws_s3_bucket_public_access_block", access,
                  {"bucket": True, "id": True}),
        change_of("aws_s3_bucket_versioning",
                  {"versioning_configuration": versioning, "mfa": None},
                  {"bucket": True, "id": True}),
    ], {"resources": [
        block_of("aws_s3_bucket", {"bucket": {"references": ["each.key"]},
                                   "tags": {"references": ["var.tags"]}}),
        block_of("aws_s3_bucket_public_access_block",
                 {"bucket": bucket,
                  **{name: {"constant_value": True} for name in access}}),
        block_of("aws_s3_bucket_versioning",
                 {"bucket": bucket, "versioning_configuration": [
                     {"status": {"constant_value": "Enabled"}}]}),
    ], "variables": {"tags": {}}}, instances=1)


def deep(_):
    """values of 60 levels, of a type without facts"""
    value = "bottom"
    for level in range(30):
        value = {"level": level, "next": [value]}
    return Module(
        [change_of("xyz_deep", {"name": "deep", "value": value}, {"id": True},
                   "registry.terraform.io/xyz/xyz")],
        {"resources": [block_of("xyz_deep", {"value": {"constant_value": value},
                                             "name": {}})]}, instances=10)


def policy(size):
    """one policy, whose text is all of the size"""
    statement = dump({"Effect": "Allow", "Action": "s3:GetObject",
                      "Resource": "arn:aws:s3:::data/*"})
    # It stands in the planned values and in the changes, quotes as \".
    count = int(size / 2 / (len(json.dumps(statement)) - 1))
    text = ('{"Version":"2012-10-17","Statement":['
            + ",".join([statement] * count) + "]}")
    return Module(
        [change_of("aws_iam_policy", {"name": "all", "path": "/",
                                      "policy": text},
                   {"arn": True, "id": True})],
        {"resources": [block_of("aws_iam_policy", {
            "policy": {"references": ["var.policy"]}})]}, instances=1)


SHAPES = {make.__name__: make
          for make in (stacks, unfamiliar, modules, buckets, deep, policy)}


class Writer:
    """Copies of a module. Every other one, of several, exists already and is
    not changed, so that its resources stand in the plan four times, as
    Terraform writes them: prior state, before, after and planned values."""

    def __init__(self, module, size):
        self.module = module
        # How many modules make up that size; two are a period.
        total = 0
        for number in range(2):
            total += sum(len(dump(part)) for part in (
                list(self.changes_of(number)), list(self.planned_of(number)),
                list(self.state_of(number)), self.call()))
        self.count = max(1, round(2 * size / total))

    def instances(self, number):
        for i in range(self.module.instances):
            yield f'module.stack{number}["i{i}"].', f"-{number}-{i}"

    def changes_of(self, number):
        for prefix, suffix in self.instances(number):
            for change in self.module.changes:
                change = copy.deepcopy(change)
                change["address"] = prefix + change["address"]
                change["module_address"] = prefix[:-1]
                after = rename(change["change"]["after"], suffix)
                if number % 2:
                    for name in change["change"]["after_unknown"]:
                        after.setdefault(name, f"known{suffix}")
                    change["change"].update(
                        actions=["no-op"], before=after, after_unknown={},
                        before_sensitive=change["change"]["after_sensitive"])
                yield change

    def planned_of(self, number):
        for change in self.changes_of(number):
            yield {
                "address": change["address"], "mode": "managed",
                "type": change["type"], "name": change["name"],
                "provider_name": change["provider_name"],
                "schema_version": 0, "values": change["change"]["after"],
                "sensitive_values": change["change"]["after_sensitive"]}

    def state_of(self, number):
        return self.planned_of(number) if number % 2 else iter(())

    def call(self):
        return {"source": "./stack", "for_each_expression": {},
                "module": self.module.configuration}

    def write_list(self, items_of, out):
        separator = ""
        for number in range(self.count):
            for item in items_of(number):
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
        for number in range(self.count):
            separator = "," if number else ""
            out.write(f'{separator}"stack{number}":{dump(self.call())}')
        out.write('}}},"complete":true,"errored":false}\n')


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="shapes:\n" + "\n".join(
            f"  {name:<11} {make.__doc__}" for name, make in SHAPES.items()))
    parser.add_argument("megabytes", type=float, help="how big, about")
    parser.add_argument("--shape", choices=SHAPES, default="stacks",
                        metavar="SHAPE", help="what of; default: stacks")
    options = parser.parse_args()
    size = options.megabytes * 1e6
    Writer(SHAPES[options.shape](size), size).write(sys.stdout)


if __name__ == "__main__":
    main()
