# find_package only: nothing is downloaded at build time. All are packages of
# Debian 12 (scripts/install-deps.sh) and named in vcpkg.json for other systems.

find_package(Threads REQUIRED)

# absl: Status at boundaries, strings, Span. Comes with gRPC in any case.
find_package(absl REQUIRED)

# Protobuf and gRPC: the plugin protocol is defined in them.
find_package(Protobuf REQUIRED)
find_package(gRPC REQUIRED)

# MPFR, RapidJSON, utf8proc.
include(PlainLibraries)

# OpenSSL: the certificate of the go-plugin handshake, digests of lock files.
find_package(OpenSSL REQUIRED)

# nlohmann/json: small JSON in, reports out. RapidJSON (PlainLibraries) reads
# plan JSON, which may be of gigabytes.
find_package(nlohmann_json REQUIRED)

# yaml-cpp: rule files and .compliance.yaml, with line numbers for errors.
find_package(yaml-cpp REQUIRED)

# RE2: regular expressions of conditions, in linear time whatever the pattern.
find_package(re2 REQUIRED)

# CLI11: the command line.
find_package(CLI11 REQUIRED)

# Python 3 runs the tests that drive terraform, and the style checks.
if(BUILD_TESTING)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  find_package(GTest REQUIRED)  # GoogleTest and GoogleMock
  include(GoogleTest)
endif()

# Google Benchmark: repeats what is measured until the time is steady.
if(COMPLIANCE_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
