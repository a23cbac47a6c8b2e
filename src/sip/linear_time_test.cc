#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "sip/fingerprint.h"
#include "sip/message.h"

namespace qorgan::sip {
namespace {

std::string with_line(const std::string& unit, std::size_t size) {
  std::string line = "X: ";
  while (line.size() < size) line += unit;
  return "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n" + line +
         "\r\nFrom: sip:a@b\r\nTo: sip:c@d\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n";
}

/// Processor time for reading everything in `bytes`, the least of several attempts.
double seconds_for(const std::string& bytes) {
  message m;
  std::clock_t least = 0;
  for (int attempt = 0; attempt < 9; ++attempt) {
    const std::clock_t begin = std::clock();
    for (int i = 0; i < 10; ++i) {
      static_cast<void>(parse(bytes, m));
      static_cast<void>(fingerprint(m));
      for (const header& field : m.headers) {
        static_cast<void>(parse_uri(field.value));
        static_cast<void>(parse_via(field.value));
        static_cast<void>(parse_name_address(field.value));
        static_cast<void>(find_parameter(field.value, "none"));
        for_each_value(field.value, [](std::string_view) { return true; });
      }
      static_cast<void>(first_media(bytes));
    }
    const std::clock_t spent = std::clock() - begin;
    least = attempt == 0 ? spent : std::min(least, spent);
  }
  return static_cast<double>(least) / CLOCKS_PER_SEC;
}

// Inputs made to be slow. Eight times the bytes take about eight times as long; a scan that starts
// over somewhere would take sixty-four times. The constant forgives a coarse clock.
TEST(message, takes_time_in_proportion_to_its_bytes) {
  for (const std::string& unit :
       {std::string("\""), std::string("\\\""), std::string("\\\x01"), std::string(" \r\n "),
        std::string(";a=\""), std::string("<"), std::string("%"), std::string("\"\\\x01\""),
        std::string(":"), std::string("sip:"), std::string(","), std::string("\x01\r\n")}) {
    const double small = seconds_for(with_line(unit, 7'500));
    const double large = seconds_for(with_line(unit, 60'000));
    EXPECT_LT(large, 24 * small + 0.002) << "unit '" << unit << "'";
  }
}

}  // namespace
}  // namespace qorgan::sip
