# The number plan's tables, made from the npm package libphonenumber-js. Packages are installed into
# a copy of the generator below the build folder, so that the source tree stays clean.
find_program(QORGAN_NODE node REQUIRED)
find_program(QORGAN_NPM npm REQUIRED)

set(plan_source "${CMAKE_SOURCE_DIR}/tools/number_plan")
set(plan_build "${CMAKE_BINARY_DIR}/number_plan")
set(plan_output "${CMAKE_BINARY_DIR}/generated")
file(GLOB plan_scripts CONFIGURE_DEPENDS "${plan_source}/*.mjs")
file(MAKE_DIRECTORY "${plan_build}" "${plan_output}")

add_custom_command(
  OUTPUT "${plan_build}/installed.stamp"
  COMMAND ${CMAKE_COMMAND} -E copy "${plan_source}/package.json" "${plan_source}/package-lock.json"
          "${plan_source}/.npmrc" "${plan_build}"
  COMMAND "${QORGAN_NPM}" ci --silent --no-audit --no-fund
  COMMAND ${CMAKE_COMMAND} -E touch "${plan_build}/installed.stamp"
  DEPENDS "${plan_source}/package.json" "${plan_source}/package-lock.json" "${plan_source}/.npmrc"
  WORKING_DIRECTORY "${plan_build}"
  COMMENT "Number plan: installing libphonenumber-js"
  VERBATIM)

add_custom_command(
  OUTPUT "${plan_output}/number_plan_data.cc" "${plan_output}/number_plan_samples.csv"
  COMMAND ${CMAKE_COMMAND} -E copy ${plan_scripts} "${plan_build}"
  COMMAND "${QORGAN_NODE}" generate.mjs "${plan_source}/kz_ranges.csv"
          "${plan_output}/number_plan_data.cc" "${plan_output}/number_plan_samples.csv"
  DEPENDS "${plan_build}/installed.stamp" ${plan_scripts} "${plan_source}/kz_ranges.csv"
  WORKING_DIRECTORY "${plan_build}"
  COMMENT "Number plan: generating tables"
  VERBATIM)

target_sources(${target} PRIVATE "${plan_output}/number_plan_data.cc")
