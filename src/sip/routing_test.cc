#include "sip/routing.h"

#include <gtest/gtest.h>

#include <string>

#include "sip/derived.h"
#include "sip/dialog.h"
#include "sip/forward.h"
#include "sip/refusal.h"
#include "sip/transaction_key.h"

namespace qorgan::sip {
namespace {

own_names ours() {
  own_names out;
  out.add({"192.0.2.1", from_v4(0xc0000201, 5060)});
  out.add({"[2001:db8::1]", parse_endpoint("[2001:db8::1]:5062", 0).value()});
  return out;
}

std::string request(std::string_view uri, std::string_view lines = "",
                    std::string_view verb = "BYE") {
  return std::string(verb) + " " + std::string(uri) +
         " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5071;branch=z9hG4bKa\r\n" + std::string(lines) +
         "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>;tag=2\r\nCall-ID: c1\r\n"
         "CSeq: 2 " +
         std::string(verb) + "\r\nMax-Forwards: 7\r\nContent-Length: 0\r\n\r\n";
}

/// The request as the proxy sends it on.
std::string forwarded(const std::string& bytes) {
  message in;
  EXPECT_TRUE(parse(bytes, in));
  const auto plan = plan_route(in, ours());
  EXPECT_TRUE(plan);
  char room[4096];
  writer out(room);
  forward_options options;
  options.route = plan.value_or(route_plan{});
  options.via_host = "192.0.2.1";
  options.via_port = 5060;
  options.branch = "z9hG4bKb";
  write_forwarded(out, in, options);
  EXPECT_TRUE(out.ok());
  return std::string(out.view());
}

TEST(Routing, OurRouteIsTakenOffAndTheTargetIsNext) {
  message in;
  const std::string bytes =
      request("sip:phone@192.0.2.77:5090", "Route: <sip:192.0.2.1:5060;lr>\r\n");
  ASSERT_TRUE(parse(bytes, in));
  const auto plan = plan_route(in, ours());
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->was_routed_here);
  EXPECT_EQ(plan->next, "sip:phone@192.0.2.77:5090");
  EXPECT_EQ(numeric_target(plan->next), from_v4(0xc000024d, 5090));
  EXPECT_EQ(forwarded(bytes).find("Route:"), std::string::npos);
}

TEST(Routing, ALooseRouterIsNextAndKeepsItsRoute) {
  const std::string out = forwarded(
      request("sip:phone@192.0.2.77",
              "Route: <sip:192.0.2.1;lr>, <sip:192.0.2.5;lr>\r\nRoute: <sip:192.0.2.6;lr>\r\n"));
  EXPECT_EQ(out.substr(0, out.find('\r')), "BYE sip:phone@192.0.2.77 SIP/2.0");
  EXPECT_NE(out.find("Route: <sip:192.0.2.5;lr>\r\nRoute: <sip:192.0.2.6;lr>\r\n"),
            std::string::npos);
  EXPECT_NE(out.find("Max-Forwards: 6\r\n"), std::string::npos);
}

TEST(Routing, AStrictRouterBehindUsGetsTheTargetLast) {  // RFC 3261 §16.6 step 6, §16.12.1.2
  const std::string out =
      forwarded(request("sip:phone@192.0.2.77",
                        "Route: <sip:192.0.2.1;lr>, <sip:192.0.2.5>, <sip:192.0.2.6;lr>\r\n"));
  EXPECT_EQ(out.substr(0, out.find('\r')), "BYE sip:192.0.2.5 SIP/2.0");
  const std::size_t last = out.find("Route: <sip:phone@192.0.2.77>\r\n");
  EXPECT_LT(out.find("Route: <sip:192.0.2.6;lr>\r\n"), last);
  EXPECT_NE(last, std::string::npos);
}

TEST(Routing, AStrictRouterBeforeUsPutTheTargetLast) {  // §16.4
  const std::string out = forwarded(
      request("sip:192.0.2.1;lr", "Route: <sip:192.0.2.6;lr>, <sip:phone@192.0.2.77>\r\n"));
  EXPECT_EQ(out.substr(0, out.find('\r')), "BYE sip:phone@192.0.2.77 SIP/2.0");
  EXPECT_NE(out.find("Route: <sip:192.0.2.6;lr>\r\n"), std::string::npos);
  EXPECT_EQ(out.find("Route: <sip:phone"), std::string::npos);
}

TEST(Routing, NamesOfOurOwnAreKnownWithAndWithoutPort) {
  const own_names own = ours();
  EXPECT_TRUE(own.are("192.0.2.1", 0));
  EXPECT_TRUE(own.are("192.0.2.1", 5060));
  EXPECT_FALSE(own.are("192.0.2.1", 5070));
  EXPECT_TRUE(own.are("[2001:DB8::1]", 5062));
  EXPECT_EQ(numeric_host("[2001:db8::7]", 0)->port, 5060);
  EXPECT_FALSE(numeric_host("gateway.example", 5060));
  EXPECT_FALSE(numeric_host("1.2.3.256", 0));
  EXPECT_FALSE(numeric_host("1.2.3", 0));
}

TEST(Branch, ComesBackAsItWasWritten) {
  char room[kBranchLength];
  const std::string_view text = write_branch({0x1234'5678'9abc'def0, 42}, room);
  EXPECT_EQ(text.substr(0, 7), "z9hG4bK");
  proxy_branch back;
  ASSERT_TRUE(read_branch(text, back));
  EXPECT_EQ(back.transaction, 0x1234'5678'9abc'def0);
  EXPECT_EQ(back.loop, 42u);
  EXPECT_FALSE(read_branch("z9hG4bK-other", back));
  EXPECT_FALSE(read_branch(std::string(text).replace(12, 1, "x"), back));
}

TEST(TransactionKey, AckAndCancelFindTheirInvite) {
  message invite;
  message ack;
  message bye;
  const std::string a = request("sip:x@y", "", "INVITE");
  const std::string b = request("sip:x@y", "", "ACK");
  const std::string c = request("sip:x@y", "", "BYE");
  ASSERT_TRUE(parse(a, invite));
  ASSERT_TRUE(parse(b, ack));
  ASSERT_TRUE(parse(c, bye));
  EXPECT_EQ(server_key(invite, 1, 7), server_key(ack, 1, 7));
  EXPECT_NE(server_key(invite, 1, 7), server_key(bye, 1, 7));
  EXPECT_NE(server_key(invite, 1, 7), server_key(invite, 2, 7));  // another neighbour's branch
}

TEST(TransactionKey, ClientsWithoutTheCookieAreToldApartByTheirFields) {  // RFC 2543
  const auto key_of = [](std::string bytes) {
    bytes.replace(bytes.find("z9hG4bKa"), 8, "1");
    message in;
    EXPECT_TRUE(parse(bytes, in));
    return server_key(in, 1, 7);
  };
  EXPECT_EQ(key_of(request("sip:x@y", "", "INVITE")), key_of(request("sip:x@y", "", "ACK")));
  EXPECT_NE(key_of(request("sip:x@y", "", "INVITE")), key_of(request("sip:z@y", "", "INVITE")));
}

TEST(Returned, OnlyOurViaIsTakenOff) {
  const std::string bytes =
      "SIP/2.0 180 Ringing\r\nv: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKb, SIP/2.0/UDP "
      "192.0.2.9:5071;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
      "Call-ID: c1\r\nCSeq: 1 INVITE\r\nX-Unknown: kept\r\n\r\nbody";
  message in;
  ASSERT_TRUE(parse(bytes, in));
  char room[2048];
  writer out(room);
  write_returned(out, in, {});
  message back;
  ASSERT_TRUE(parse(out.view(), back));
  EXPECT_EQ(back.via_count, 1u);
  EXPECT_EQ(back.top_via.branch, "z9hG4bKa");
  EXPECT_EQ(back.body, "body");
  EXPECT_NE(out.view().find("X-Unknown: kept\r\n"), std::string_view::npos);
}

TEST(Derived, AckAndCancelCarryTheRouteAndBranchOfTheInvite) {  // RFC 3261 §9.1, §17.1.1.3
  const std::string bytes = request("sip:x@y", "Route: <sip:192.0.2.5;lr>\r\n", "INVITE");
  message sent;
  ASSERT_TRUE(parse(bytes, sent));
  char room[2048];
  writer cancel(room);
  write_cancel(cancel, sent, "Reason: SIP;cause=200\r\n");
  message in;
  ASSERT_TRUE(parse(cancel.view(), in));
  EXPECT_EQ(in.verb, method::cancel);
  EXPECT_EQ(in.cseq.number, 2u);
  EXPECT_EQ(in.top_via.branch, "z9hG4bKa");
  EXPECT_NE(in.find(header_id::route), nullptr);
  EXPECT_EQ(in.find(header_id::reason)->value, "SIP;cause=200");
  char other[2048];
  writer ack(other);
  write_hop_ack(ack, sent, "<sip:b@example.com>;tag=theirs");
  ASSERT_TRUE(parse(ack.view(), in));
  EXPECT_EQ(in.verb, method::ack);
  EXPECT_EQ(in.to.tag, "theirs");
}

TEST(Dialog, RouteSetsPartAtOurOwnRecordRoute) {
  const std::string bytes =
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb\r\n"
      "Record-Route: <sip:192.0.2.20;lr>, <sip:192.0.2.21;lr>\r\n"
      "Record-Route: <sip:192.0.2.1:5060;lr>\r\nRecord-Route: <sip:192.0.2.30;lr>\r\n"
      "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\n\r\n";
  message in;
  ASSERT_TRUE(parse(bytes, in));
  char room[1024];
  const route_sets routes = route_sets_of(in, ours(), room);
  EXPECT_EQ(routes.callee_routes, "<sip:192.0.2.21;lr>, <sip:192.0.2.20;lr>");
  EXPECT_EQ(routes.caller_routes, "<sip:192.0.2.30;lr>");
}

TEST(Dialog, PacksAndSpeaksThroughAStrictRouter) {
  dialog_parts parts;
  parts.call_id = "c1";
  parts.caller = "<sip:a@b>;tag=1";
  parts.callee = "<sip:c@d>;tag=2";
  parts.caller_target = "sip:a@192.0.2.8";
  parts.callee_target = "sip:c@192.0.2.9";
  parts.callee_routes = "<sip:192.0.2.5>, <sip:192.0.2.6;lr>";
  char block[512];
  const std::size_t size = pack(parts, block);
  ASSERT_EQ(size, packed_size(parts));
  EXPECT_EQ(pack(parts, std::span(block, size - 1)), 0u);
  const dialog_parts back = unpack(std::span<const char>(block, size));
  char room[2048];
  writer out(room);
  in_dialog_options options;
  options.verb = "BYE";
  options.cseq = 9;
  options.via_host = "192.0.2.1";
  options.via_port = 5060;
  options.branch = "z9hG4bKb";
  write_in_dialog(out, back, options);
  message in;
  ASSERT_TRUE(parse(out.view(), in));
  EXPECT_EQ(in.request_uri, "sip:192.0.2.5");
  EXPECT_EQ(in.from.tag, "1");
  EXPECT_EQ(in.cseq.number, 9u);
  EXPECT_NE(out.view().find("Route: <sip:192.0.2.6;lr>\r\nRoute: <sip:c@192.0.2.9>\r\n"),
            std::string_view::npos);
  EXPECT_EQ(next_element(back, leg::callee), "sip:192.0.2.5");
  EXPECT_EQ(next_element(back, leg::caller), "sip:a@192.0.2.8");
}

TEST(Refusal, EachCodeHasItsOwnReference) {
  const auto lines = [](std::uint16_t status, std::string_view url) {
    char room[512];
    writer out(room);
    write_refusal_lines(out, {status, url, call_key{0xab}});
    return std::string(out.view());
  };
  EXPECT_EQ(lines(603, "https://q.example/why"),
            "Reason: SIP;cause=603;text=\"v=analytics1;url=https://q.example/why;"
            "id=00000000000000ab\";location=LN\r\n");
  EXPECT_EQ(lines(608, "https://q.example/why"),
            "Call-Info: <https://q.example/why?id=00000000000000ab>;purpose=jwscard\r\n");
  EXPECT_EQ(lines(607, "https://q.example/why"), "");
  EXPECT_EQ(lines(603, ""), "");
}

}  // namespace
}  // namespace qorgan::sip
