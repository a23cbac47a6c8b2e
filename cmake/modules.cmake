# qorgan_module(NAME [DIR dir] [DEPS module...] [LIBS target...] [PCH])
#
# Declares the static library qorgan_NAME from every .cc below src/NAME (or DIR). Files are sorted
# by suffix: x_test.cc goes into NAME_test, x_bench.cc into NAME_bench, each x_fuzz.cc into a fuzzer
# of its own, everything else into the library. No list of files is kept by hand.

# Everything .ci/run builds under the sanitizers, and every fuzzer.
add_custom_target(all-tests)
add_custom_target(all-fuzzers)

function(qorgan_sources dir out_lib out_test out_bench out_fuzz)
  file(GLOB_RECURSE all CONFIGURE_DEPENDS "${dir}/*.cc")
  list(FILTER all EXCLUDE REGEX "/main\\.cc$")
  foreach(kind test bench fuzz)
    set(${kind}_files ${all})
    list(FILTER ${kind}_files INCLUDE REGEX "_${kind}\\.cc$")
    list(FILTER all EXCLUDE REGEX "_${kind}\\.cc$")
  endforeach()
  set(${out_lib} "${all}" PARENT_SCOPE)
  set(${out_test} "${test_files}" PARENT_SCOPE)
  set(${out_bench} "${bench_files}" PARENT_SCOPE)
  set(${out_fuzz} "${fuzz_files}" PARENT_SCOPE)
endfunction()

function(qorgan_module name)
  cmake_parse_arguments(M "PCH" "DIR" "DEPS;LIBS" ${ARGN})
  if(NOT M_DIR)
    set(M_DIR "${CMAKE_SOURCE_DIR}/src/${name}")
  endif()
  qorgan_sources("${M_DIR}" lib tests benches fuzzers)
  set(target qorgan_${name})
  set(deps ${M_DEPS})
  list(TRANSFORM deps PREPEND qorgan_)
  list(TRANSFORM M_LIBS REPLACE "^yaml-cpp$" "qorgan_yaml_cpp")
  if(lib)
    add_library(${target} STATIC ${lib})
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${deps} ${M_LIBS})
    if(M_PCH AND EXISTS "${M_DIR}/pch.h")
      # By its name on the include path: a full path inside would tell checkouts apart
      # (tools/compile).
      target_precompile_headers(${target} PRIVATE "<${name}/pch.h>")
      target_compile_options(${target} PRIVATE ${QORGAN_PCH_FLAGS})
    endif()
  else()  # headers only so far
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} INTERFACE ${deps} ${M_LIBS})
  endif()
  if(EXISTS "${M_DIR}/module.cmake")  # generated sources and the like
    include("${M_DIR}/module.cmake")
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${target} GTest::gtest GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE QORGAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                               QORGAN_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name}_test COMMAND ${name}_test)
    add_dependencies(all-tests ${name}_test)
  endif()
  if(benches AND NOT QORGAN_SANITIZE)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE ${target} benchmark::benchmark
                          benchmark::benchmark_main)
  endif()
  if(QORGAN_FUZZ)
    foreach(file ${fuzzers})
      get_filename_component(fuzz_name "${file}" NAME_WE)
      add_executable(${fuzz_name} "${file}")
      add_dependencies(all-fuzzers ${fuzz_name})
      target_link_libraries(${fuzz_name} PRIVATE ${target})
      target_link_options(${fuzz_name} PRIVATE -fsanitize=fuzzer)
      set_target_properties(${fuzz_name} PROPERTIES
                            RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
    endforeach()
  endif()
endfunction()
