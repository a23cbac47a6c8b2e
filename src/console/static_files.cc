#include "console/static_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "console/passwords.h"

namespace qorgan::console {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 2'000;
constexpr std::size_t kMaxBytes = 64u << 20;

struct media_type {
  std::string_view extension;
  std::string_view type;
};
constexpr std::array kTypes{
    media_type{".html", "text/html; charset=utf-8"},
    media_type{".js", "text/javascript; charset=utf-8"},
    media_type{".css", "text/css; charset=utf-8"},
    media_type{".json", "application/json"},
    media_type{".webmanifest", "application/manifest+json"},
    media_type{".svg", "image/svg+xml"},
    media_type{".png", "image/png"},
    media_type{".ico", "image/x-icon"},
    media_type{".woff2", "font/woff2"},
    media_type{".mp3", "audio/mpeg"},
    media_type{".wav", "audio/wav"},
    media_type{".txt", "text/plain; charset=utf-8"},
};

std::string type_of(const fs::path& path) {
  for (const media_type& known : kTypes) {
    if (path.extension() == known.extension) return std::string{known.type};
  }
  return "application/octet-stream";
}

std::shared_ptr<const std::string> read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return std::make_shared<const std::string>(std::istreambuf_iterator<char>{in},
                                             std::istreambuf_iterator<char>{});
}

bool looks_like_a_page(std::string_view path) {
  const auto slash = path.rfind('/');
  return path.substr(slash + 1).find('.') == std::string_view::npos;
}

}  // namespace

static_files::static_files(const std::string& root) {
  std::error_code error;
  std::size_t bytes = 0;
  for (fs::recursive_directory_iterator at{root, error}, end; !error && at != end;
       at.increment(error)) {
    if (!at->is_regular_file(error) || files_.size() >= kMaxFiles) continue;
    bytes += at->file_size(error);
    if (error || bytes > kMaxBytes) break;
    const std::string name = "/" + fs::relative(at->path(), root).generic_string();
    file entry;
    entry.type = type_of(at->path());
    entry.bytes = read_file(at->path());
    entry.etag = '"' + sha256_hex(*entry.bytes).substr(0, 24) + '"';
    entry.hashed_name = name.starts_with("/assets/");
    files_.emplace(name, std::move(entry));
  }
  for (auto& [name, entry] : files_) {
    const auto compressed = files_.find(name + ".gz");
    if (compressed != files_.end()) entry.gzip = compressed->second.bytes;
  }
}

std::optional<net::http_response> static_files::find(std::string_view path,
                                                     const net::http_request& request) const {
  auto found = files_.find(path);
  if (found == files_.end() && looks_like_a_page(path)) found = files_.find("/index.html");
  if (found == files_.end()) return std::nullopt;
  const file& entry = found->second;
  net::http_response out;
  out.headers.push_back({"ETag", entry.etag});
  out.headers.push_back(
      {"Cache-Control", entry.hashed_name ? "public, max-age=31536000, immutable" : "no-cache"});
  if (entry.gzip) out.headers.push_back({"Vary", "Accept-Encoding"});
  if (request.header("If-None-Match").find(entry.etag) != std::string_view::npos) {
    out.status = 304;
    return out;
  }
  out.content_type = entry.type;
  const bool compressed =
      entry.gzip && request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
  if (compressed) out.headers.push_back({"Content-Encoding", "gzip"});
  out.shared_body = compressed ? entry.gzip : entry.bytes;
  return out;
}

}  // namespace qorgan::console
