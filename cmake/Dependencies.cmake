# find_package only: nothing is downloaded at build time. All are packages of
# Debian 12 (scripts/install-deps.sh) and named in vcpkg.json for other systems.

find_package(Threads REQUIRED)

# absl: Status at boundaries, strings, Span. Comes with gRPC in any case.
find_package(absl REQUIRED)

# Protobuf and gRPC: the plugin protocol is defined in them.
find_package(Protobuf REQUIRED)
find_package(gRPC REQUIRED)

# MPFR (on GMP): Terraform's numbers are binary floats of 512 bits, rounded
# correctly on the way from and to decimal. Ships no CMake package.
# utf8proc: Terraform's strings are in Unicode normalization form C. A tenth of
# the size of ICU; Debian's package has no CMake files either.
function(compliance_find_plain_library target header)
  set(names "")
  foreach(library IN LISTS ARGN)
    if(COMPLIANCE_STATIC)
      find_library(COMPLIANCE_LIB_${library} NAMES lib${library}.a REQUIRED)
    else()
      find_library(COMPLIANCE_LIB_${library} NAMES ${library} REQUIRED)
    endif()
    list(APPEND names "${COMPLIANCE_LIB_${library}}")
  endforeach()
  find_path(COMPLIANCE_INCLUDE_${header} NAMES ${header} REQUIRED)
  add_library(${target} INTERFACE IMPORTED)
  set_target_properties(${target} PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${COMPLIANCE_INCLUDE_${header}}"
    INTERFACE_LINK_LIBRARIES "${names}")
endfunction()
compliance_find_plain_library(MPFR::MPFR mpfr.h mpfr gmp)
compliance_find_plain_library(utf8proc::utf8proc utf8proc.h utf8proc)

# OpenSSL: the certificate of the go-plugin handshake, digests of lock files.
find_package(OpenSSL REQUIRED)

# nlohmann/json: plan JSON in, reports out.
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
