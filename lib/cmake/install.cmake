# What is installed, and how other projects find it. The shared and the static library may share a prefix: each has its own file of
# exported targets, and everything else is the same for both.
set(parley_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/parley)

if(BUILD_SHARED_LIBS)
  install(TARGETS parley EXPORT parley-shared-targets)
  if(PARLEY_STATIC)
    install(TARGETS parley_static EXPORT parley-static-targets)
  endif()
else()
  install(TARGETS parley EXPORT parley-static-targets)
endif()

if(BUILD_SHARED_LIBS)
  install(EXPORT parley-shared-targets NAMESPACE parley:: DESTINATION ${parley_package_dir})
endif()
if(NOT BUILD_SHARED_LIBS OR PARLEY_STATIC)
  install(EXPORT parley-static-targets NAMESPACE parley:: DESTINATION ${parley_package_dir})
endif()

configure_package_config_file(lib/cmake/parley-config.cmake.in parley-config.cmake INSTALL_DESTINATION ${parley_package_dir})
write_basic_package_version_file(parley-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/parley-config.cmake ${PROJECT_BINARY_DIR}/parley-config-version.cmake
  DESTINATION ${parley_package_dir})

# pkg-config: paths relative to the .pc file, so that an installed tree can be moved.
file(RELATIVE_PATH parley_pc_prefix "/p/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/p")
configure_file(lib/cmake/parley.pc.in parley.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/parley.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(DIRECTORY include/parley DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES lib/scenario/scenario.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/parley OPTIONAL)
if(PARLEY_COMMAND)
  install(TARGETS parley_command)
endif()
