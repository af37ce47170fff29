#!/usr/bin/env python3
"""How large a provider binary is, and how long it takes to shake hands.

    scripts/measure-start.py build/static/src/compliance [RUNS]

Terraform starts a provider several times for one command, and waits each time
for the line that says where it listens. With mutual TLS, as Terraform asks for:
the certificate of the plugin is made before that line. Needs openssl.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# The cookie is no secret: it says "started by Terraform, not by hand".
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"


def client_certificate(folder):
    return subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj",
         "/CN=localhost", "-keyout", os.path.join(folder, "client.key")],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ).stdout


def milliseconds_to_handshake(binary, certificate, folder):
    link = pathlib.Path(folder, "terraform-provider-compliance")
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": folder,
        "TF_PLUGIN_MAGIC_COOKIE": COOKIE,
        "PLUGIN_PROTOCOL_VERSIONS": "5,6",
        "PLUGIN_CLIENT_CERT": certificate,
    }
    if not link.exists():
        link.symlink_to(binary)
    begin = time.perf_counter()
    with subprocess.Popen(
        [str(link)], env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:
        line = process.stdout.readline()
        passed = time.perf_counter() - begin
        process.kill()
    if "|grpc" not in line:
        sys.exit(f"measure-start: {binary} shook no hands: {line!r}")
    return passed * 1000


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        certificate = client_certificate(folder)
        times = [
            milliseconds_to_handshake(binary, certificate, folder)
            for _ in range(runs)
        ]
    print(f"{binary.stat().st_size / 1e6:.1f} MB; handshake after "
          f"{min(times):.1f} ms at best, {statistics.median(times):.1f} ms "
          f"in the median of {runs}")


if __name__ == "__main__":
    main()
