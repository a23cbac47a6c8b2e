# The framer's property test draws its streams with rapidcheck.
find_library(QORGAN_RAPIDCHECK rapidcheck REQUIRED)
cmake_language(DEFER CALL target_link_libraries sip_test PRIVATE ${QORGAN_RAPIDCHECK})
