#include "stir/fetcher.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "stir/allowed_host.h"
#include "stir/testing.h"

namespace qorgan::stir {
namespace {

using namespace testing;

fetch_options towards(const web_server& server) {
  fetch_options out;
  out.hosts.push_back(parse_allowed_host(server.host()).value());
  out.allow_private_addresses = true;
  out.timeout_ms = 400;
  out.connect_timeout_ms = 400;
  out.max_bytes = 1'000;
  return out;
}

std::string why(const std::expected<fetched, fetch_fault>& got) {
  return got ? "good" : std::string(to_string(got.error()));
}

TEST(allowed_host, reads_what_the_configuration_may_say) {
  const auto plain = parse_allowed_host("Cert.Example.org");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->https);
  EXPECT_EQ(plain->host, "cert.example.org");
  EXPECT_EQ(plain->port, 0);
  const auto below = parse_allowed_host("*.example.org:9443");
  ASSERT_TRUE(below);
  EXPECT_TRUE(below->subdomains);
  EXPECT_EQ(below->port, 9443);
  EXPECT_FALSE(parse_allowed_host("http://cert.example.org")->https);
  for (const char* wrong : {"", "https://", "a b", "host:", "host:0", "host:99999", "host/path",
                            "*.", "*", "host:80x", ".example.org", "user@host"}) {
    EXPECT_FALSE(parse_allowed_host(wrong)) << wrong;
  }
}

TEST(allowed_host, lets_through_what_it_names_and_nothing_else) {
  fetch_options options;
  for (const char* text :
       {"cert.example.org", "*.carrier.example", "http://old.example.org:8080"}) {
    options.hosts.push_back(parse_allowed_host(text).value());
  }
  for (const char* url : {"https://cert.example.org/a.pem", "https://CERT.example.org:8443/x",
                          "https://cert.example.org:443", "https://a.b.carrier.example/c",
                          "http://old.example.org:8080/c"}) {
    EXPECT_TRUE(is_fetchable(url, options)) << url;
  }
  for (const char* url :
       {"http://cert.example.org/a.pem", "https://cert.example.org:444/",
        "https://carrier.example/c", "https://evilcarrier.example/c",
        "https://cert.example.org.evil.example/", "https://user:pass@cert.example.org/",
        "ftp://cert.example.org/", "file:///etc/passwd", "https://cert.example.org@evil.example/",
        "//cert.example.org/", "cert.example.org", "", "https://evil.example/#cert.example.org",
        "http://old.example.org/c"}) {
    EXPECT_FALSE(is_fetchable(url, options)) << url;
  }
}

TEST(fetcher, gets_a_document_and_how_long_it_is_fresh) {
  web_server server([](const std::string& path) {
    if (path == "/control") return ok("one", "Cache-Control: public, max-age=600\r\n");
    if (path == "/never") return ok("two", "Cache-Control: no-store\r\n");
    if (path == "/expires") {
      return ok("three",
                "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\nExpires: Sun, 01 Mar 2026 "
                "10:05:00 GMT\r\n");
    }
    return ok("four");
  });
  fetcher client{towards(server)};
  const auto control = client.get(server.url("/control"));
  ASSERT_TRUE(control) << to_string(control.error());
  EXPECT_EQ(control->body, "one");
  EXPECT_EQ(control->fresh_for_s, 600);
  EXPECT_EQ(client.get(server.url("/never"))->fresh_for_s, 0);
  EXPECT_EQ(client.get(server.url("/expires"))->fresh_for_s, 300);
  EXPECT_EQ(client.get(server.url("/plain"))->fresh_for_s, -1);
}

TEST(fetcher, https_with_a_certificate_that_is_believed) {
  const issued root = issue({.name = "Web Root",
                             .from = at_s(-1'000'000'000),
                             .until = at_s(1'000'000'000),
                             .is_authority = true,
                             .tn_auth_list = ""});
  const issued site = issue({.name = "127.0.0.1",
                             .from = at_s(-1'000'000'000),
                             .until = at_s(1'000'000'000),
                             .tn_auth_list = "",
                             .alt_name = "IP:127.0.0.1"},
                            &root);
  web_server server([](const std::string&) { return ok("secret"); }, &site);
  fetch_options options = towards(server);
  options.https_ca = file_with("web-root.pem", root.pem);
  EXPECT_EQ(fetcher{options}.get(server.url("/"))->body, "secret");
  options.https_ca = file_with("other-root.pem", issue({.is_authority = true}).pem);
  EXPECT_EQ(why(fetcher{options}.get(server.url("/"))), "unreachable");
}

TEST(fetcher, slow) {
  web_server server([](const std::string&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(900));
    return ok("late");
  });
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(why(fetcher{towards(server)}.get(server.url("/"))), "timed_out");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(850));
}

TEST(fetcher, dead) {
  web_server server([](const std::string&) { return std::string(); });
  EXPECT_EQ(why(fetcher{towards(server)}.get(server.url("/"))), "unreachable");
  fetch_options nobody = towards(server);
  nobody.hosts = {parse_allowed_host("http://127.0.0.1:1").value()};
  EXPECT_EQ(why(fetcher{nobody}.get("http://127.0.0.1:1/")), "unreachable");
}

TEST(fetcher, answers_that_are_no_document) {
  web_server server([](const std::string& path) {
    return "HTTP/1.1 " + path.substr(1) + " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  });
  fetcher client{towards(server)};
  EXPECT_EQ(why(client.get(server.url("/404"))), "bad_status");
  EXPECT_EQ(why(client.get(server.url("/403"))), "bad_status");
  EXPECT_EQ(why(client.get(server.url("/302"))), "bad_status") << "leads nowhere";
  EXPECT_EQ(why(client.get(server.url("/503"))), "unreachable") << "may well come back";
}

TEST(fetcher, oversized) {
  web_server server([](const std::string& path) {
    if (path == "/told") return ok(std::string(5'000, 'x'));
    return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(5'000, 'x');
  });
  fetcher client{towards(server)};
  EXPECT_EQ(why(client.get(server.url("/told"))), "too_large");
  EXPECT_EQ(why(client.get(server.url("/untold"))), "too_large");
}

TEST(fetcher, redirects_within_the_list_only) {
  std::string self;
  web_server server([&self](const std::string& path) {
    const auto to = [](const std::string& url) {
      return "HTTP/1.1 302 Found\r\nLocation: " + url +
             "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    };
    if (path == "/once") return to("/there");
    if (path == "/round") return to("/round");
    if (path == "/away") return to("http://127.0.0.2:" + self + "/there");
    if (path == "/file") return to("file:///etc/passwd");
    return ok("arrived");
  });
  self = std::to_string(server.port());
  fetcher client{towards(server)};
  EXPECT_EQ(client.get(server.url("/once"))->body, "arrived");
  EXPECT_EQ(why(client.get(server.url("/round"))), "bad_redirect");
  EXPECT_EQ(why(client.get(server.url("/away"))), "bad_redirect");
  EXPECT_NE(why(client.get(server.url("/file"))), "good");
}

TEST(fetcher, no_inner_network_whatever_its_name) {
  web_server server([](const std::string&) { return ok("inner"); });
  fetch_options options = towards(server);
  options.allow_private_addresses = false;
  options.hosts.push_back(
      parse_allowed_host("http://localhost:" + std::to_string(server.port())).value());
  fetcher client{options};
  EXPECT_EQ(why(client.get(server.url("/"))), "private_address");
  EXPECT_EQ(why(client.get("http://localhost:" + std::to_string(server.port()) + "/")),
            "private_address");
  EXPECT_EQ(server.requests(), 0);
}

}  // namespace
}  // namespace qorgan::stir
