"""Records what data sources of policy documents come to in a real plan.

Usage: record_documents.py [--check] FOLDER TERRAFORM BINARY

Plans FOLDER's main.tf with TERRAFORM, where BINARY's sandbox stands for the
provider, and writes recorded.json there: for each data source its arguments as
planned and the JSON that they were rendered to. With --check nothing is
written, and what differs is an error. Exits with 77, which ctest shows as
skipped, where there is no terraform.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def run(terraform, folder, *arguments):
    environment = dict(os.environ, CHECKPOINT_DISABLE="1",
                       TF_CLI_CONFIG_FILE=str(folder / "terraformrc"))
    done = subprocess.run([terraform, *arguments], cwd=folder, text=True,
                          capture_output=True, check=False, env=environment)
    if done.returncode != 0:
        sys.exit(f"terraform {arguments[0]}: {done.stderr}")
    return done.stdout


def install(binary, folder):
    """Puts the binary where terraform looks for the provider."""
    plugins = folder / "plugins"
    plugins.mkdir()
    (plugins / "terraform-provider-aws").symlink_to(binary)
    (folder / "terraformrc").write_text(
        'provider_installation {\n  dev_overrides {\n'
        f'    "hashicorp/aws" = "{plugins}"\n  }}\n}}\n')


def record(terraform, folder):
    run(terraform, folder, "plan", "-out=plan", "-input=false")
    shown = json.loads(run(terraform, folder, "show", "-json", "plan"))
    resources = shown["prior_state"]["values"]["root_module"]["resources"]
    recorded = {}
    for resource in sorted(resources, key=lambda r: r["name"]):
        values = dict(resource["values"])
        rendered = values.pop("json")
        for computed in ("id", "minified_json"):
            values.pop(computed, None)
        recorded[resource["name"]] = {"arguments": values, "json": rendered}
    return recorded


def main():
    check = "--check" in sys.argv
    folder, terraform, binary = [
        a for a in sys.argv[1:] if not a.startswith("--")]
    if not shutil.which(terraform):
        sys.exit(SKIPPED)
    folder = pathlib.Path(folder)
    with tempfile.TemporaryDirectory() as work:
        stack = pathlib.Path(work) / "stack"
        shutil.copytree(folder, stack)
        install(pathlib.Path(binary).resolve(), stack)
        recorded = record(terraform, stack)
    text = json.dumps(recorded, indent=1, ensure_ascii=False) + "\n"
    target = folder / "recorded.json"
    if not check:
        target.write_text(text)
    elif target.read_text() != text:
        sys.exit("recorded.json is not what terraform plans")


if __name__ == "__main__":
    main()
