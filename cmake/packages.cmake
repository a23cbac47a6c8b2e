# Third-party libraries, each wrapped in a target whose headers count as system headers.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(Boost 1.81 REQUIRED)

find_library(QORGAN_PCAP_LIB pcap REQUIRED)
add_library(qorgan_pcap INTERFACE)
target_link_libraries(qorgan_pcap INTERFACE "${QORGAN_PCAP_LIB}")

find_library(QORGAN_YAML_LIB yaml-cpp REQUIRED)
add_library(qorgan_yaml_cpp INTERFACE)
target_link_libraries(qorgan_yaml_cpp INTERFACE "${QORGAN_YAML_LIB}")

find_library(QORGAN_SODIUM_LIB sodium REQUIRED)
add_library(sodium INTERFACE)
target_link_libraries(sodium INTERFACE "${QORGAN_SODIUM_LIB}")

find_library(QORGAN_BOOST_JSON boost_json REQUIRED)
find_library(QORGAN_BOOST_URL boost_url REQUIRED)
add_library(qorgan_asio INTERFACE)
target_link_libraries(qorgan_asio INTERFACE "${QORGAN_BOOST_URL}" OpenSSL::SSL OpenSSL::Crypto
                      Threads::Threads)
target_compile_definitions(qorgan_asio INTERFACE BOOST_ASIO_NO_DEPRECATED)
add_library(qorgan_json INTERFACE)
target_link_libraries(qorgan_json INTERFACE "${QORGAN_BOOST_JSON}")

find_library(QORGAN_SOCI_CORE soci_core REQUIRED)
find_library(QORGAN_SOCI_SQLITE soci_sqlite3 REQUIRED)
find_library(QORGAN_SOCI_PG soci_postgresql REQUIRED)
find_path(QORGAN_PQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
find_library(QORGAN_PQ_LIB pq REQUIRED)
add_library(qorgan_soci INTERFACE)
target_include_directories(qorgan_soci SYSTEM INTERFACE "${QORGAN_PQ_INCLUDE}" /usr/include/soci)
target_link_libraries(qorgan_soci INTERFACE "${QORGAN_SOCI_CORE}" "${QORGAN_SOCI_SQLITE}"
                      "${QORGAN_SOCI_PG}" "${QORGAN_PQ_LIB}" SQLite::SQLite3)

# Headers alone: the library itself is opened by `qorgan train` when it grows trees.
find_path(QORGAN_XGBOOST_INCLUDE xgboost/c_api.h REQUIRED)
add_library(qorgan_xgboost INTERFACE)
target_include_directories(qorgan_xgboost SYSTEM INTERFACE "${QORGAN_XGBOOST_INCLUDE}")
target_link_libraries(qorgan_xgboost INTERFACE ${CMAKE_DL_LIBS})

find_package(CLI11 REQUIRED)
add_library(qorgan_cli INTERFACE)
target_link_libraries(qorgan_cli INTERFACE CLI11::CLI11)

find_package(spdlog REQUIRED)
add_library(qorgan_log INTERFACE)
target_link_libraries(qorgan_log INTERFACE spdlog::spdlog)

find_package(prometheus-cpp CONFIG REQUIRED)
add_library(qorgan_metrics INTERFACE)
target_link_libraries(qorgan_metrics INTERFACE prometheus-cpp::core)
