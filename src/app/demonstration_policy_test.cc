// The demonstration's policy is the one that ships without the waiting for a carrier to be known.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace qorgan::app {
namespace {

/// Everything behind the head of comments.
std::string body_of(const char* file) {
  std::ifstream in(std::string(QORGAN_SOURCE_DIR "/policy/") + file);
  std::stringstream text;
  text << in.rdbuf();
  const std::size_t begins = text.str().find("\nversion: ");
  return begins == std::string::npos ? "" : text.str().substr(begins);
}

std::string without_waiting(const std::string& text) {
  static const std::regex last(", after_(hours|days): [0-9]+ \\}");
  static const std::regex only("\n  [a-z_]+: \\{ after_(hours|days): [0-9]+ \\}");
  return std::regex_replace(std::regex_replace(text, last, " }"), only, "");
}

TEST(demonstration_policy, is_the_shipped_one_without_waiting) {
  const std::string shipped = body_of("default.yaml");
  ASSERT_NE(shipped, "");
  EXPECT_NE(without_waiting(shipped), shipped) << "nothing waits any more: one file is enough";
  EXPECT_EQ(body_of("demonstration.yaml"), without_waiting(shipped));
}

}  // namespace
}  // namespace qorgan::app
