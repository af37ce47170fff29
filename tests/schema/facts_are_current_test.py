"""facts/aws.facts is what tools/make_facts.py writes.

    python3 facts_are_current_test.py SOURCE_DIR SHARED_DIR

Exits with 77, which ctest shows as skipped, where the sources are absent.
"""

import pathlib
import subprocess
import sys
import tempfile


def main():
    source_dir, shared_dir = map(pathlib.Path, sys.argv[1:])
    schema = shared_dir / "aws" / "schema-5.31.json.xz"
    defaults = shared_dir / "aws" / "planned-defaults-5.31.jsonl.xz"
    if not (schema.exists() and defaults.exists()):
        print("skipped: no provider schema beside the project")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "aws.facts"
        subprocess.run(
            [sys.executable, source_dir / "tools" / "make_facts.py", schema,
             defaults, "--out", made],
            check=True,
        )
        if made.read_text() != (source_dir / "facts" / "aws.facts").read_text():
            print("facts/aws.facts is stale: run tools/make_facts.py")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
