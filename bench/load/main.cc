// qorgan-load: SIP load over UDP, TCP or TLS on loopback, with the CPU time it costs the server.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "bench/load/caller.h"
#include "bench/load/hold.h"
#include "bench/load/http.h"
#include "os/clock.h"

namespace qorgan::load {

namespace {

void print_json(const figures& f, const char* unit) {
  std::printf("{\"unit\":\"%s\",\"started\":%llu,\"answered\":%llu,\"lost\":%llu,\"late\":%llu,",
              unit, static_cast<unsigned long long>(f.started),
              static_cast<unsigned long long>(f.answered), static_cast<unsigned long long>(f.lost),
              static_cast<unsigned long long>(f.late));
  std::printf("\"per_second\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"wall_s\":%.3f,",
              static_cast<double>(f.answered) / f.wall_s, f.latency.percentile_us(0.5),
              f.latency.percentile_us(0.99), f.wall_s);
  std::printf("\"server_cpu_s\":%.3f,\"generator_cpu_s\":%.3f,\"codes\":{", f.server_cpu_s,
              f.own_cpu_s);
  const char* comma = "";
  for (const auto& [code, count] : f.codes) {
    std::printf("%s\"%u\":%llu", comma, code, static_cast<unsigned long long>(count));
    comma = ",";
  }
  std::printf("}}\n");
}

void print_text(const figures& f, const char* unit, bool with_server) {
  const double answered = f.answered > 0 ? static_cast<double>(f.answered) : 1;
  std::printf("%llu started, %llu answered (%.0f/s), %llu lost, %llu late\n",
              static_cast<unsigned long long>(f.started),
              static_cast<unsigned long long>(f.answered), answered / f.wall_s,
              static_cast<unsigned long long>(f.lost), static_cast<unsigned long long>(f.late));
  for (const auto& [code, count] : f.codes) {
    std::printf("  %u: %llu\n", code, static_cast<unsigned long long>(count));
  }
  std::printf("latency to the final answer: p50 %.0f us, p99 %.0f us\n",
              f.latency.percentile_us(0.5), f.latency.percentile_us(0.99));
  if (with_server) {
    std::printf("server: %.2f us CPU per %s (%.2f s)\n", f.server_cpu_s * 1e6 / answered, unit,
                f.server_cpu_s);
  }
  std::printf("generator: %.2f us CPU per %s\n", f.own_cpu_s * 1e6 / answered, unit);
}

struct endpoints_text {
  std::string to = "127.0.0.1:5070", from = "127.0.0.1:0", uas = "127.0.0.1:5080";
  std::string over = "udp";
};

bool read_endpoint(const std::string& text, ip_endpoint& out) {
  const auto at = parse_endpoint(text, 5060);
  if (!at) std::fprintf(stderr, "qorgan-load: %s\n", at.error().c_str());
  if (at) out = *at;
  return at.has_value();
}

double server_cpu(const options& o) {
  double sum = 0;
  for (const int pid : o.pids) sum += cpu_seconds_of_tree(pid);
  return sum;
}

int complain(const std::string& why) {
  std::fprintf(stderr, "qorgan-load: %s\n", why.c_str());
  return 1;
}

const char* unit_of(const std::string& mode) {
  return mode == "redirect" ? "INVITE" : mode == "http" ? "question" : "call";
}

int hold(const options& o, wire socket, wire uas) {
  if (o.calls == 0 || o.rate <= 0 || o.over != carrier::udp) {
    return complain("hold needs --calls and --rate, and goes over UDP");
  }
  const hold_figures held = run_hold(o, std::move(socket), std::move(uas));
  print(held, o.json);
  return held.failed == 0 && held.hung_up == o.calls ? 0 : 1;
}

int run(const options& o, const std::string& mode) {
  std::shared_ptr<net::tls_context> papers;
  if (o.over == carrier::tls) {
    auto opened = net::tls_context::open(o.certificates);
    if (!opened) return complain(opened.error());
    papers = std::move(*opened);
  }
  auto socket = mode == "floor" ? wire::udp(o.to)
                : o.over == carrier::udp
                    ? wire::udp(o.from)
                    : wire::calling(o.over, o.from, o.to, o.connections, papers);
  if (!socket) return complain(socket.error());
  if (mode == "floor") return run_floor(o, std::move(*socket)), 0;
  const char* unit = unit_of(mode);
  const std::int64_t began = os::monotonic_ns();
  const double own = own_cpu_seconds(), server = server_cpu(o);
  figures f;
  if (mode == "flood") {
    auto plain = net::udp_socket::open(o.from);
    if (!plain) return complain(plain.error());
    unit = "datagram";
    f = run_flood(o, std::move(*plain));
  } else if (mode == "redirect") {
    f = run_redirect(o, std::move(*socket));
  } else if (mode == "http") {
    f = run_http(o);
  } else {
    auto uas = o.over == carrier::udp ? wire::udp(o.uas) : wire::called(o.over, o.uas, papers);
    if (!uas) return complain(uas.error());
    if (mode == "hold") return hold(o, std::move(*socket), std::move(*uas));
    f = run_proxy(o, std::move(*socket), std::move(*uas));
  }
  f.wall_s = static_cast<double>(os::monotonic_ns() - began) / 1e9;
  f.own_cpu_s = own_cpu_seconds() - own;
  f.server_cpu_s = server_cpu(o) - server;
  if (o.json) {
    print_json(f, unit);
  } else {
    print_text(f, unit, !o.pids.empty());
  }
  return f.answered > 0 || mode == "flood" ? 0 : 1;
}

int start(int argc, char** argv) {
  options o;
  endpoints_text at;
  std::string mode = "redirect";
  CLI::App app{"Load over SIP or HTTP, and what it costs the server"};
  app.add_option(
         "mode", mode,
         "redirect, proxy, hold (many calls at once through the proxy), http, flood (noise and "
         "mutated messages), or floor (a bare responder on --to)")
      ->check(CLI::IsMember({"redirect", "proxy", "hold", "http", "flood", "floor"}));
  app.add_option("--to", at.to, "server");
  app.add_option("--from", at.from, "own address");
  app.add_option("--uas", at.uas, "proxy: address of the called side");
  app.add_option("--window", o.window, "calls in progress")->check(CLI::Range(1, 65'535));
  app.add_option("--rate", o.rate, "new calls per second; 0: closed loop");
  app.add_option("--seconds", o.seconds);
  app.add_option("--calls", o.calls, "stop after this many");
  app.add_option("--callers", o.callers)->check(CLI::Range(1u, 10'000'000u));
  app.add_option("--callees", o.callees)->check(CLI::Range(1u, 8'999'999u));
  app.add_option("--spoofed", o.spoofed_share, "share of spoofed domestic callers")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--dial", o.dial, "called number as it is to stand in the message");
  app.add_option("--timeout-ms", o.timeout_ms);
  app.add_option("--resend-ms", o.resend_ms, "repeat an INVITE without final answer so often");
  app.add_option("--seed", o.seed);
  app.add_option("--log-refused", o.log_refused, "file for Call-IDs that were answered 603");
  app.add_option("--pid", o.pids, "process whose CPU time is measured, with its descendants");
  app.add_option("--token", o.token, "http: bearer token");
  app.add_option("--trunk", o.trunk, "http: trunk that is asked about");
  app.add_flag("--json", o.json);
  app.add_flag("--spin", o.spin, "redirect, proxy: never sleep between messages");
  app.add_option("--over", at.over, "udp, tcp or tls")->check(CLI::IsMember({"udp", "tcp", "tls"}));
  app.add_option("--connections", o.connections)->check(CLI::Range(1, 32));
  app.add_option("--certificate", o.certificates.certificate, "TLS: PEM, of the generator");
  app.add_option("--key", o.certificates.key, "TLS: PEM");
  app.add_option("--authorities", o.certificates.authorities, "TLS: PEM, believed ones");
  CLI11_PARSE(app, argc, argv);
  o.over = at.over == "udp" ? carrier::udp : at.over == "tcp" ? carrier::tcp : carrier::tls;
  const bool understood =
      read_endpoint(at.to, o.to) && read_endpoint(at.from, o.from) && read_endpoint(at.uas, o.uas);
  return understood ? run(o, mode) : 2;
}

}  // namespace

}  // namespace qorgan::load

int main(int argc, char** argv) {
  return qorgan::load::start(argc, argv);
}
