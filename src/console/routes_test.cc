// The routes and api/openapi.yaml agree, both ways.

#include "console/routes.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

namespace qorgan::console {
namespace {

struct operation {
  bool with_session = true;
  bool with_body = false;
  bool with_csrf = false;
  bool operator==(const operation&) const = default;
};

std::map<std::string, operation> specified() {
  const YAML::Node api = YAML::LoadFile(QORGAN_SOURCE_DIR "/api/openapi.yaml");
  std::map<std::string, operation> out;
  for (const auto& path : api["paths"]) {
    for (const auto& method : path.second) {
      std::string name = method.first.as<std::string>();
      for (char& c : name) c = static_cast<char>(std::toupper(c));
      operation& entry = out[name + " " + path.first.as<std::string>()];
      const YAML::Node security = method.second["security"];
      entry.with_session = !(security && security.size() == 0);
      // What switches ask is on a server of its own (screen_server_test.cc).
      if (security && security.size() == 1 && security[0]["client"]) {
        out.erase(name + " " + path.first.as<std::string>());
        continue;
      }
      entry.with_body = method.second["requestBody"].IsDefined();
      for (const auto& parameter : method.second["parameters"]) {
        const YAML::Node reference = parameter["$ref"];
        if (reference && reference.as<std::string>().ends_with("/csrf")) entry.with_csrf = true;
      }
    }
  }
  return out;
}

std::map<std::string, operation> implemented() {
  std::map<std::string, operation> out;
  for (const route& way : routes()) {
    const bool with_session = way.entrance == door::session || way.entrance == door::reporting ||
                              way.entrance == door::confirming;
    out[std::string{to_string(way.method)} + " " + std::string{way.path}] = {
        .with_session = with_session,
        .with_body = way.input == takes::body,
        .with_csrf = with_session && way.method != net::http_method::get};
  }
  return out;
}

TEST(routes, agree_with_the_specification) {
  const auto promised = specified();
  const auto kept = implemented();
  ASSERT_GT(promised.size(), 15u);
  for (const auto& [name, entry] : promised) {
    ASSERT_TRUE(kept.contains(name)) << name << " is specified and has no route";
    EXPECT_TRUE(kept.at(name) == entry) << name << " differs in session, body or CSRF token";
  }
  for (const auto& [name, entry] : kept) {
    EXPECT_TRUE(promised.contains(name)) << name << " has a route and is not specified";
  }
}

std::set<std::string> enumerated(const char* schema) {
  const YAML::Node api = YAML::LoadFile(QORGAN_SOURCE_DIR "/api/openapi.yaml");
  const YAML::Node values = api["components"]["schemas"][schema]["enum"];
  std::set<std::string> out;
  for (const auto& value : values) out.insert(value.as<std::string>());
  return out;
}

TEST(routes, problem_codes_and_rights_are_those_of_the_specification) {
  std::set<std::string> codes;
  for (const problem_code code : all_problem_codes()) codes.emplace(to_string(code));
  EXPECT_EQ(codes, enumerated("problem_code"));
  std::set<std::string> rights;
  for (const role who : kRoles) {
    for (const right what : rights_of(who)) rights.emplace(to_string(what));
  }
  EXPECT_EQ(rights, enumerated("right"));
}

TEST(routes, ids_are_taken_from_paths) {
  const auto match = match_route(net::http_method::post, "/api/v1/calls/0123456789abcdef/drop");
  ASSERT_NE(match.found, nullptr);
  EXPECT_EQ(match.found->path, "/api/v1/calls/{id}/drop");
  EXPECT_EQ(match.id, "0123456789abcdef");
  EXPECT_EQ(match_route(net::http_method::get, "/api/v1/calls/1/drop").allow, "POST");
  EXPECT_EQ(match_route(net::http_method::get, "/api/v1/calls/1/drop/x").allow, "");
  EXPECT_NE(match_route(net::http_method::head, "/healthz").found, nullptr);
}

}  // namespace
}  // namespace qorgan::console
