#!/usr/bin/env python3
"""Writes facts/aws.facts from what the real AWS provider says of itself.

  tools/make_facts.py SCHEMA PLANNED_DEFAULTS [--types FILE] [--out FILE]

SCHEMA is the output of `terraform providers schema -json`; PLANNED_DEFAULTS has
one JSON object per line and resource type: what the provider plans on create
when nothing is configured, once without blocks and once with every block given
once and empty. Both may be xz-compressed. The format that this writes is
described in facts/README.md.
"""

import argparse
import json
import lzma
import pathlib
import sys

FACTS = pathlib.Path(__file__).resolve().parent.parent / "facts"


def read(path):
    data = pathlib.Path(path).read_bytes()
    return (lzma.decompress(data) if str(path).endswith(".xz") else data).decode()


def read_types(path):
    """The wanted types: lines of "resource NAME" or "data NAME"."""
    wanted = {"resource": [], "data": []}
    for number, line in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) != 2 or words[0] not in wanted:
            sys.exit(f'{path}:{number}: expected "resource NAME" or "data NAME"')
        wanted[words[0]].append(words[1])
    return wanted


def type_text(t):
    if isinstance(t, str):
        return "any" if t == "dynamic" else t
    kind, of = t[0], t[1]
    if kind == "object":
        members = (f"{name}:{type_text(m)}" for name, m in sorted(of.items()))
        return f"object({','.join(members)})"
    if kind == "tuple":
        return f"tuple({','.join(type_text(m) for m in of)})"
    return f"{kind}({type_text(of)})"


def flags(attribute):
    letters = {
        "required": "r",
        "optional": "o",
        "computed": "c",
        "sensitive": "s",
        "deprecated": "d",
    }
    return "".join(l for key, l in letters.items() if attribute.get(key))


def is_unknown(value):
    return isinstance(value, dict) and value.get("$unknown") is True


def default_text(attribute, planned, name):
    """" =JSON" where the provider plans something that the flags do not say."""
    if planned is None or name not in planned or attribute.get("required"):
        return ""
    value = planned[name]
    if attribute.get("computed"):
        return "" if is_unknown(value) else f" ={json.dumps(value)}"
    if value is None or is_unknown(value):
        return ""
    return f" ={json.dumps(value)}"


def members_of(value):
    """What was planned inside one empty block; None where nothing was seen."""
    if isinstance(value, list) and value:
        return value[0]
    if isinstance(value, dict) and not is_unknown(value):
        return value
    return None


# Bodies shorter than this are cheaper to repeat than to refer to.
SHORTEST_SHARED_BODY = 4


def block_lines(block, without_blocks, with_blocks, path, seen):
    """The lines of a block, unindented; `without_blocks` is known for the
    outermost block only. `seen` maps a body to the path where it first stood."""
    lines = []
    for name, attribute in sorted(block.get("attributes", {}).items()):
        planned = without_blocks if without_blocks is not None else with_blocks
        lines.append(
            f"{name} {type_text(attribute['type'])} {flags(attribute)}"
            f"{default_text(attribute, planned, name)}"
        )
    for name, nested in sorted(block.get("block_types", {}).items()):
        least, most = nested.get("min_items", 0), nested.get("max_items", 0)
        head = f"{name} block {nested['nesting_mode']} {least} {most}"
        if without_blocks is not None and is_unknown(without_blocks.get(name)):
            head += " unknown"
        inner = members_of((with_blocks or {}).get(name))
        here = path + [name]
        body = block_lines(nested["block"], None, inner, here, seen)
        first = seen.setdefault(tuple(body), ".".join(here))
        if len(body) >= SHORTEST_SHARED_BODY and first != ".".join(here):
            lines.append(f"{head} as {first}")
        else:
            lines.append(head)
            lines += [" " + line for line in body]
    return lines


def write_block(out, block, without_blocks, with_blocks):
    lines = block_lines(block, without_blocks, with_blocks, [], {})
    out += [" " + line for line in lines]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("schema")
    parser.add_argument("planned_defaults")
    parser.add_argument("--types", default=FACTS / "aws-types.txt")
    parser.add_argument("--out", default=FACTS / "aws.facts")
    arguments = parser.parse_args()

    (provider,) = json.loads(read(arguments.schema))["provider_schemas"].values()
    planned = {}
    for line in read(arguments.planned_defaults).splitlines():
        record = json.loads(line)
        planned[record["type"]] = record
    wanted = read_types(arguments.types)

    out = ["# Written by tools/make_facts.py; do not edit. Format: facts/README.md."]
    out.append(f"provider aws {provider['provider'].get('version', 0)}")
    write_block(out, provider["provider"]["block"], None, None)
    for keyword, schemas in (
        ("resource", provider["resource_schemas"]),
        ("data", provider["data_source_schemas"]),
    ):
        for name in sorted(set(wanted[keyword])):
            if name not in schemas:
                sys.exit(f"{arguments.types}: the schema has no {keyword} {name}")
            record = planned.get(name, {}) if keyword == "resource" else {}
            schema = schemas[name]
            out.append(f"{keyword} {name} {schema.get('version', 0)}")
            write_block(
                out,
                schema["block"],
                record.get("planned_without_blocks"),
                record.get("planned_with_one_empty_block_each"),
            )
    pathlib.Path(arguments.out).write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
