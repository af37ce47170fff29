"""Checks that #include lines follow the table of modules.

Each module may use only the modules that ALLOWED lists for it, and third-party
headers stay where OWNERS says. Usage: include_direction.py SOURCE_DIR
"""

import pathlib
import re
import sys

# In order: a module may use those above it, as far as its row says.
ALLOWED = {
    "base": set(),
    "net": {"base"},
    "cty": {"base"},
    "lang": {"base", "net", "cty"},
    "iam": {"base", "cty"},
    "diag": {"base", "cty"},
    "schema": {"base", "cty"},
    "hcl": {"base", "cty"},
    "plan": {"base", "cty", "lang", "schema", "hcl"},
    "cel": {"base", "net", "cty", "schema"},
    "rules": {"base", "net", "cty", "iam", "schema", "plan", "cel"},
    "config": {"base", "cty", "rules"},
    "engine": {
        "base", "cty", "diag", "schema", "hcl", "plan", "cel", "rules", "config",
    },
    "report": {"base", "cty", "plan", "rules", "engine"},
    "terraform": {"base"},
    "tfplugin": {"base", "cty", "diag", "schema"},
    "provider": {
        "base", "cty", "diag", "schema", "plan", "cel", "rules", "config",
        "engine", "report", "terraform", "tfplugin",
    },
    "hook": {
        "base", "cty", "diag", "schema", "hcl", "plan", "rules", "config",
        "engine", "terraform", "tfplugin",
    },
    "sandbox": {"base", "cty", "diag", "schema", "tfplugin"},
    "cli": {
        "base", "cty", "diag", "schema", "hcl", "plan", "cel", "rules",
        "config", "engine", "report", "terraform", "provider", "hook",
    },
}

# Header prefix -> modules that may include it.
OWNERS = {
    r"(grpc|grpcpp|google/protobuf|tfplugin5|tfplugin6|goplugin)": {
        "tfplugin", "provider", "sandbox", "hook",
    },
    r"yaml-cpp/": {"lang", "rules", "config"},
    r"CLI/": {"cli"},
    r"re2/": {"lang", "cel", "rules"},
    r"mpfr\.h|gmp\.h": {"cty"},
    r"rapidjson/": {"plan"},
    # Codecs, loaders and reports.
    r"nlohmann/": {
        "cty", "iam", "schema", "hcl", "plan", "rules", "report", "tfplugin",
        "terraform", "provider", "sandbox", "hook",
    },
}

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]')


def module_of(path, root):
    """The module that a file belongs to, or None."""
    parts = path.relative_to(root).parts
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ("include", "compliance") and len(parts) > 3:
        return parts[2]
    return None


def problems_in(path, root):
    module = module_of(path, root)
    if module is None:
        return
    if module not in ALLOWED:
        yield f"{path}: module '{module}' is not in the table of {__file__}"
        return
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        match = INCLUDE.match(line)
        if not match:
            continue
        header = match.group(1)
        used = re.match(r"(?:compliance/)?(\w+)/", header)
        if used and used.group(1) in ALLOWED and used.group(1) != module:
            if used.group(1) not in ALLOWED[module]:
                yield f"{path}:{number}: '{module}' may not use '{used.group(1)}'"
        for prefix, owners in OWNERS.items():
            if re.match(prefix, header) and module not in owners:
                yield f"{path}:{number}: '{module}' may not include {header}"


def main():
    root = pathlib.Path(sys.argv[1])
    files = sorted(
        file
        for folder in ("src", "include")
        for file in (root / folder).rglob("*")
        if file.suffix in (".h", ".cc")
    )
    if not files:
        sys.exit("no sources found: wrong folder?")
    problems = [line for file in files for line in problems_in(file, root)]
    print("\n".join(problems) or f"{len(files)} files keep the direction")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
