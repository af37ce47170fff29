# Libraries that ship no CMake package. Installed, too: what links ours needs
# the same targets.
#
# MPFR (on GMP): Terraform's numbers are binary floats of 512 bits, rounded
# correctly on the way from and to decimal.
# RapidJSON: reads plan JSON as events, without a copy of the document. Headers
# only; its own package names no target.
# utf8proc: Terraform's strings are in Unicode normalization form C. A tenth of
# the size of ICU.
function(compliance_find_plain_library target header)
  if(TARGET ${target})
    return()
  endif()
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
compliance_find_plain_library(RapidJSON::RapidJSON rapidjson/reader.h)
