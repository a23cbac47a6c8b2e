# The migrations in src/store/migrations become texts inside the program, in the order of their
# numbers.
file(GLOB migration_files CONFIGURE_DEPENDS "${M_DIR}/migrations/[0-9][0-9][0-9][0-9]_*.sql")
list(SORT migration_files)
set(migration_texts "")
foreach(file ${migration_files})
  get_filename_component(migration_name "${file}" NAME_WE)
  string(SUBSTRING "${migration_name}" 0 4 migration_number)
  string(REGEX REPLACE "^0+" "" migration_number "${migration_number}")
  file(READ "${file}" migration_sql)
  string(APPEND migration_texts
         "    {${migration_number}, \"${migration_name}\", R\"sql(${migration_sql})sql\"},\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/store_migrations.cc" @ONLY CONTENT
"#include \"store/migrations.h\"

namespace qorgan::store {

std::span<const migration> all_migrations() {
  static constexpr migration kAll[] = {
@migration_texts@  };
  return kAll;
}

}  // namespace qorgan::store
")
target_sources(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated/store_migrations.cc")

# SOCI hides the type information of its classes, which UBSan's vptr check would link against.
if(QORGAN_SANITIZE)
  target_compile_options(${target} PUBLIC -fno-sanitize=vptr)
endif()
