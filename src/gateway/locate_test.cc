// RFC 3263 as transcripts: the questions that are asked and where they lead.
#include "gateway/locate.h"

#include <gtest/gtest.h>

#include <map>

namespace qorgan::gateway {
namespace {

struct fake_names final : net::name_source {
  net::dns_answer<net::naptr_record> naptr(const std::string& name) override {
    return find(naptrs, name, "NAPTR ");
  }
  net::dns_answer<net::srv_record> srv(const std::string& name) override {
    return find(srvs, name, "SRV ");
  }
  net::dns_answer<ip_endpoint> addresses(const std::string& name, bool v4) override {
    return find(v4 ? v4s : v6s, name, v4 ? "A " : "AAAA ");
  }
  template <typename Record>
  net::dns_answer<Record> find(std::map<std::string, std::vector<Record>>& in,
                               const std::string& name, const std::string& kind) {
    asked += kind + name + "\n";
    if (fails == name) return std::unexpected(name + ": no answer");
    return net::dns_records<Record>{in[name], ttls.contains(name) ? ttls[name] : 300};
  }
  void address(const std::string& name, const std::string& text) {
    const ip_endpoint at = parse_address(text).value();
    (at.is_v4() ? v4s : v6s)[name].push_back(at);
  }

  std::map<std::string, std::vector<net::naptr_record>> naptrs;
  std::map<std::string, std::vector<net::srv_record>> srvs;
  std::map<std::string, std::vector<ip_endpoint>> v4s;
  std::map<std::string, std::vector<ip_endpoint>> v6s;
  std::map<std::string, std::uint32_t> ttls;
  std::string fails;
  std::string asked;
};

bool everything(transport, bool) {
  return true;
}
bool only_v4(transport, bool v4) {
  return v4;
}

next_hop named(transport over, std::uint16_t port, bool any = false) {
  next_hop out;
  out.over = over;
  out.host = "example.net";
  out.at.port = port;
  out.any_transport = any;
  return out;
}

/// "UDP 192.0.2.1:5060 rank/weight" per line.
std::string places(const std::expected<location, std::string>& found) {
  if (!found) return "error: " + found.error();
  std::string out;
  for (const located& one : found->places) {
    out += std::string(to_string(one.over)) + " " + to_string(one.at) + "\n";
  }
  return out;
}

TEST(Locate, AFullDomainGoesByNaptrThenSrvThenAddresses) {
  fake_names names;
  names.naptrs["example.net"] = {{100, 50, "s", "SIP+D2U", "_sip._udp.example.net"},
                                 {90, 50, "s", "SIPS+D2T", "_sips._tcp.example.net"},
                                 {95, 50, "u", "E2U+sip", "ignored.example.net"}};
  names.srvs["_sips._tcp.example.net"] = {{1, 0, 5061, "secure.example.net"}};
  names.srvs["_sip._udp.example.net"] = {{20, 0, 5080, "b.example.net"},
                                         {10, 0, 5060, "a.example.net"}};
  names.address("secure.example.net", "192.0.2.1");
  names.address("a.example.net", "192.0.2.2");
  names.address("a.example.net", "2001:db8::2");
  names.address("b.example.net", "192.0.2.3");
  names.ttls["b.example.net"] = 17;
  const auto found = locate(named(transport::udp, 0, true), names, everything);
  EXPECT_EQ(places(found),
            "TLS 192.0.2.1:5061\nUDP 192.0.2.2:5060\nUDP [2001:db8::2]:5060\nUDP 192.0.2.3:5080\n");
  EXPECT_EQ(found->ttl_s, 17u) << "the least on the way";
}

TEST(Locate, TransportsNobodyHereSpeaksArePassedOver) {
  fake_names names;
  names.naptrs["example.net"] = {{10, 0, "s", "SIPS+D2T", "_sips._tcp.example.net"},
                                 {20, 0, "s", "SIP+D2T", "_sip._tcp.example.net"}};
  names.srvs["_sip._tcp.example.net"] = {{0, 0, 5060, "a.example.net"}};
  names.address("a.example.net", "192.0.2.2");
  names.address("a.example.net", "2001:db8::2");
  const auto can = [](transport over, bool v4) { return over == transport::tcp && v4; };
  EXPECT_EQ(places(locate(named(transport::udp, 0, true), names, can)), "TCP 192.0.2.2:5060\n");
  EXPECT_EQ(names.asked, "NAPTR example.net\nSRV _sip._tcp.example.net\nA a.example.net\n");
}

TEST(Locate, WithoutNaptrTheServicesAreAskedAndWithoutThoseTheAddress) {
  fake_names names;
  names.address("example.net", "192.0.2.9");
  EXPECT_EQ(places(locate(named(transport::udp, 0, true), names, only_v4)), "UDP 192.0.2.9:5060\n");
  EXPECT_EQ(names.asked,
            "NAPTR example.net\nSRV _sip._udp.example.net\nSRV _sip._tcp.example.net\n"
            "A example.net\n");
}

TEST(Locate, ATransportOfItsOwnSkipsNaptrAndAPortSkipsSrv) {
  fake_names names;
  names.address("example.net", "192.0.2.9");
  EXPECT_EQ(places(locate(named(transport::tls, 0), names, only_v4)), "TLS 192.0.2.9:5061\n");
  EXPECT_EQ(names.asked, "SRV _sips._tcp.example.net\nA example.net\n");
  names.asked.clear();
  EXPECT_EQ(places(locate(named(transport::tcp, 5070), names, only_v4)), "TCP 192.0.2.9:5070\n");
  EXPECT_EQ(names.asked, "A example.net\n");
}

TEST(Locate, AServiceThatIsDeclinedHasNoAddress) {
  fake_names names;
  names.srvs["_sip._udp.example.net"] = {{0, 0, 0, "."}};
  names.address("example.net", "192.0.2.9");
  EXPECT_EQ(places(locate(named(transport::udp, 0), names, only_v4)),
            "error: example.net: no address");
}

TEST(Locate, AQuestionWithoutAnAnswerIsAnError) {
  fake_names names;
  names.fails = "example.net";
  EXPECT_EQ(places(locate(named(transport::udp, 0, true), names, only_v4)),
            "error: example.net: no answer");
}

TEST(Locate, AnEndlessListIsCut) {
  fake_names names;
  for (int i = 1; i < 100; ++i) names.address("example.net", "192.0.2." + std::to_string(i));
  const auto found = locate(named(transport::udp, 5060), names, only_v4);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->places.size(), kPlacesPerName);
}

}  // namespace
}  // namespace qorgan::gateway
