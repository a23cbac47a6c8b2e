# The test that compares routes with api/openapi.yaml reads YAML; the console itself does not.
cmake_language(DEFER CALL target_link_libraries console_test PRIVATE qorgan_yaml_cpp)
