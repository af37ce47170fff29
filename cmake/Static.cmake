# COMPLIANCE_STATIC: one self-contained, stripped binary. Distributions describe
# their shared libraries to CMake; the archives lie beside them, and what each
# needs is the same. So every imported library that is reachable from ours is
# pointed at its archive.

function(compliance_use_archive target)
  get_target_property(seen ${target} COMPLIANCE_ARCHIVE_SEEN)
  if(seen)
    return()
  endif()
  set_property(TARGET ${target} PROPERTY COMPLIANCE_ARCHIVE_SEEN TRUE)
  get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
  set(properties IMPORTED_LOCATION)
  foreach(configuration IN LISTS configurations)
    list(APPEND properties IMPORTED_LOCATION_${configuration})
  endforeach()
  foreach(property IN LISTS properties)
    get_target_property(location ${target} ${property})
    if(location MATCHES "^(.*)\\.so[.0-9]*$")
      set(archive "${CMAKE_MATCH_1}.a")
      if(NOT EXISTS "${archive}")
        message(FATAL_ERROR
          "COMPLIANCE_STATIC: ${target} has no archive ${archive}")
      endif()
      set_property(TARGET ${target} PROPERTY ${property} "${archive}")
    endif()
  endforeach()
  get_target_property(needed ${target} INTERFACE_LINK_LIBRARIES)
  foreach(library IN LISTS needed)
    if(TARGET ${library})
      compliance_use_archive(${library})
    endif()
  endforeach()
endfunction()

if(COMPLIANCE_STATIC)
  foreach(target IN ITEMS gRPC::grpc++ protobuf::libprotobuf OpenSSL::Crypto
                          yaml-cpp re2::re2)
    compliance_use_archive(${target})
  endforeach()
  target_link_options(compliance_options INTERFACE
    "$<BUILD_INTERFACE:-static;-s;-Wl,--gc-sections>")
endif()
