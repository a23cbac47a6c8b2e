# Compiler, linker and cache settings shared by every target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

set(QORGAN_SANITIZE "" CACHE STRING "Value for -fsanitize=, empty for none")
option(QORGAN_FUZZ "Build the libFuzzer targets (x_fuzz.cc)" OFF)

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "Qorgan is compiled with clang-19; see ARCHITECTURE.md, Toolchain")
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wimplicit-fallthrough -Werror
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
                    -fno-omit-frame-pointer -fdiagnostics-color=auto)
if(QORGAN_SANITIZE)
  # vptr checks want type information that Debian's SOCI libraries keep to themselves.
  add_compile_options(-fsanitize=${QORGAN_SANITIZE} -fno-sanitize-recover=all -fno-sanitize=vptr)
  add_link_options(-fsanitize=${QORGAN_SANITIZE})
endif()
if(QORGAN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(QORGAN_MOLD mold)
if(QORGAN_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# ccache with precompiled headers needs the sloppiness below and headers without time stamps.
find_program(QORGAN_CCACHE ccache)
if(QORGAN_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${QORGAN_CCACHE}")
  set(sloppiness pch_defines,time_macros,include_file_mtime,include_file_ctime)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=${sloppiness}"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR};CCACHE_NOHASHDIR=1;${QORGAN_CCACHE}")
endif()
set(QORGAN_PCH_FLAGS -Xclang -fno-pch-timestamp)
