# One INTERFACE target that every target of ours links: language level,
# warnings as errors, sanitizers, and the faster linker and compiler cache
# where the machine has them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(COMPLIANCE_SANITIZERS "" CACHE STRING
  "Sanitizers for -fsanitize=, such as address,undefined")
option(COMPLIANCE_STATIC "One self-contained binary without shared libraries" OFF)
option(COMPLIANCE_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(COMPLIANCE_BENCHMARKS "Build the benchmarks (bench/)" OFF)

find_program(COMPLIANCE_CCACHE ccache)
if(COMPLIANCE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Cache hits across the build trees of one checkout. ccache's own checks stay
  # on: with them, a file that is edited while it is compiled is not cached.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
    "CCACHE_NOHASHDIR=1"
    "${COMPLIANCE_CCACHE}")
endif()

add_library(compliance_options INTERFACE)
target_compile_features(compliance_options INTERFACE cxx_std_20)
# Our warnings and our linker are no business of those who link the package.
set(compliance_warnings
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wconversion -Wno-sign-conversion -Werror)
target_compile_options(compliance_options INTERFACE
  "$<BUILD_INTERFACE:${compliance_warnings}>")
target_include_directories(compliance_options INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
  "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")

if(COMPLIANCE_SANITIZERS)
  target_compile_options(compliance_options INTERFACE
    "-fsanitize=${COMPLIANCE_SANITIZERS}" -fno-sanitize-recover=all
    -fno-omit-frame-pointer -g1)
  target_link_options(compliance_options INTERFACE
    "-fsanitize=${COMPLIANCE_SANITIZERS}")
endif()

find_program(COMPLIANCE_MOLD mold)
if(COMPLIANCE_MOLD AND NOT COMPLIANCE_STATIC)
  target_link_options(compliance_options INTERFACE
    "$<BUILD_INTERFACE:-fuse-ld=mold>")
endif()
