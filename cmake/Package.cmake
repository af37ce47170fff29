# `cmake --install` gives a package that find_package(compliance) finds.
include(CMakePackageConfigHelpers)

set(COMPLIANCE_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/compliance")

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/compliance-config.cmake.in"
  "${PROJECT_BINARY_DIR}/compliance-config.cmake"
  INSTALL_DESTINATION "${COMPLIANCE_PACKAGE_DIR}")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/compliance-config-version.cmake"
  COMPATIBILITY SameMinorVersion)

install(FILES
  "${PROJECT_BINARY_DIR}/compliance-config.cmake"
  "${PROJECT_BINARY_DIR}/compliance-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/PlainLibraries.cmake"
  DESTINATION "${COMPLIANCE_PACKAGE_DIR}")
install(TARGETS compliance_options EXPORT compliance-targets)
install(EXPORT compliance-targets NAMESPACE compliance::
  DESTINATION "${COMPLIANCE_PACKAGE_DIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/compliance"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
