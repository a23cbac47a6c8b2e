#include "app/transport_log.h"

#include <gtest/gtest.h>

namespace qorgan::app {
namespace {

struct notebook {
  std::vector<std::string> lines;
  transport_log log{
      [this](const std::string& event, const std::string& detail, std::uint64_t count) {
        lines.push_back(event + " " + detail + " " + std::to_string(count));
      }};
};

TEST(TransportLog, RefusedHandshakesAreOneLineAMinute) {
  notebook n;
  gateway_figures figures;
  figures.transports = {{.transport = "TLS", .address = "192.0.2.1:5061"}};
  n.log.look(figures, {}, 0);
  EXPECT_TRUE(n.lines.empty());
  for (int i = 1; i <= 59; ++i) {
    figures.transports[0].handshakes_refused = static_cast<std::uint64_t>(i);
    figures.handshake_refusal = "198.51.100.7:40000: certificate has expired";
    n.log.look(figures, {}, i * 1'000);
  }
  ASSERT_EQ(n.lines.size(), 1u);
  EXPECT_EQ(n.lines[0], "handshakes_refused 198.51.100.7:40000: certificate has expired 1");
  n.log.look(figures, {}, 61'000);
  ASSERT_EQ(n.lines.size(), 2u);
  EXPECT_EQ(n.lines[1], "handshakes_refused 198.51.100.7:40000: certificate has expired 58");
  n.log.look(figures, {}, 200'000);
  EXPECT_EQ(n.lines.size(), 2u) << "nothing new, nothing said";
}

TEST(TransportLog, NamesAreReportedWhenTheyChange) {
  notebook n;
  gateway_figures figures;
  figures.name_troubles = {"switch.example.net: no answer"};
  n.log.look(figures, {}, 0);
  n.log.look(figures, {}, 1'000);
  ASSERT_EQ(n.lines.size(), 1u);
  EXPECT_EQ(n.lines[0], "name_not_found switch.example.net: no answer 1");
}

TEST(TransportLog, ACertificateThatEndsSoonIsSaidOnceADay) {
  notebook n;
  gateway_figures figures;
  const timestamp now = parse_rfc3339("2026-03-01T10:00:00Z").value();
  figures.certificate_expires_at = now + std::chrono::hours{24 * 13};
  n.log.look(figures, now, 1);
  n.log.look(figures, now, 60'001);
  ASSERT_EQ(n.lines.size(), 1u);
  EXPECT_EQ(n.lines[0], "certificate_ends_soon 2026-03-14T10:00:00.000Z 1");
  figures.certificate_expires_at = now + std::chrono::hours{24 * 15};
  n.log.look(figures, now, 100'000'000);
  EXPECT_EQ(n.lines.size(), 1u);
}

}  // namespace
}  // namespace qorgan::app
