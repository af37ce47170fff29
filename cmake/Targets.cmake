# The only helpers. Both take explicit sources.

# compliance_library(cty SRCS type.cc … DEPS base absl::strings …)
# makes compliance_cty, alias compliance::cty. Bare names in DEPS are modules of
# ours. DEPS become part of the public interface.
function(compliance_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  set(target compliance_${name})
  add_library(${target} STATIC ${ARG_SRCS})
  add_library(compliance::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(${target} PUBLIC compliance_options)
  compliance_link_(${target} ${ARG_DEPS})
  install(TARGETS ${target} EXPORT compliance-targets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
endfunction()

# compliance_test(cty_type_test SRCS type_test.cc DEPS cty)
# Each TEST becomes a ctest of its own; LABELS are optional.
function(compliance_test name)
  cmake_parse_arguments(ARG "WHOLE" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE
    "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/src")
  target_compile_definitions(${name} PRIVATE
    COMPLIANCE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    COMPLIANCE_SHARED_DIR="${COMPLIANCE_SHARED_DIR}")
  compliance_link_(${name} ${ARG_DEPS} GTest::gmock_main)
  target_link_libraries(${name} PRIVATE compliance_options)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(ARG_WHOLE)  # many small cases: one ctest for the executable
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
      TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
      SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
  else()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
      PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  endif()
endfunction()

function(compliance_link_ target)
  get_target_property(type ${target} TYPE)
  set(scope PUBLIC)
  if(type STREQUAL "EXECUTABLE")
    set(scope PRIVATE)
  endif()
  foreach(dep IN LISTS ARGN)
    if(dep MATCHES "::|^-|^[A-Z]" OR NOT dep MATCHES "^[a-z0-9_]+$")
      target_link_libraries(${target} ${scope} ${dep})
    else()
      target_link_libraries(${target} ${scope} compliance_${dep})
    endif()
  endforeach()
endfunction()

# Data for tests that lies beside the project; tests skip where it is absent.
set(COMPLIANCE_SHARED_DIR "${PROJECT_SOURCE_DIR}/../shared" CACHE PATH
  "Folder with shared test data; may be absent")
