#include "app/audit_sealer.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "app/config.h"
#include "audit/log_check.h"
#include "os/thread_name.h"

namespace qorgan::app {
namespace {

using namespace std::chrono_literals;

/// New entries are sealed within this time.
constexpr auto kEvery = 1s;
constexpr unsigned kTogether = 10'000;

std::expected<void, std::string> write_secret(const std::string& file, const std::string& text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return std::unexpected(file + ": " + std::strerror(errno));
  const bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                    ::fsync(fd) == 0;
  ::close(fd);
  if (!good) return std::unexpected(file + ": cannot be written");
  return {};
}

}  // namespace

std::expected<audit::signer_key, std::string> take_audit_key(const std::string& file,
                                                             const std::string& name) {
  if (const auto text = read_file(file)) {
    auto key = audit::parse_signer_key(*text);
    if (!key) return std::unexpected(file + ": " + key.error());
    return key;
  }
  std::array<std::uint8_t, 32> seed;
  randombytes_buf(seed.data(), seed.size());
  audit::signer_key key = audit::new_signer_key(name, seed);
  if (const auto written = write_secret(file, key.text() + "\n"); !written) {
    return std::unexpected(written.error());
  }
  return key;
}

struct audit_sealer::state {
  state(audit_book& of, audit::signer_key with, const os::clock& time)
      : book{of}, key{std::move(with)}, clock{time} {}

  void read_new();
  void seal();

  audit_book& book;
  const audit::signer_key key;
  const os::clock& clock;
  audit::growing_tree tree;
  std::int64_t last = 0;
  std::optional<audit::tree_state> signed_before;  // what the log must still begin with
  bool begun = false;
  bool broken = false;

  std::thread thread;
  mutable std::mutex guard;
  std::condition_variable woken;
  bool stop_asked = false;
  audit_figures told;
};

void audit_sealer::state::read_new() {
  if (!begun) {
    if (const auto kept = book.newest_checkpoint()) {
      const auto text = audit::open_note(kept->note, key.open);
      const auto said = text ? audit::parse_checkpoint(*text) : std::unexpected(text.error());
      if (said) {
        signed_before = said->state;
      } else {
        throw std::runtime_error("the newest checkpoint " + said.error());
      }
    }
    begun = true;
  }
  for (;;) {
    const std::vector<placed_entry> more = book.audit_after(last, kTogether);
    for (const placed_entry& each : more) {
      tree.add(audit::leaf_hash(audit::leaf_of(each.entry)));
      last = each.id;
      if (signed_before && tree.size() == signed_before->size) {
        broken = tree.root() != signed_before->root;
        signed_before.reset();
      }
    }
    if (more.size() < kTogether) break;
  }
  if (signed_before) broken = true;  // fewer entries than were signed
}

void audit_sealer::state::seal() {
  if (broken) throw std::runtime_error("the log is not the one that was signed; run qorgan verify");
  {
    const std::lock_guard lock(guard);
    if (tree.size() == 0 || tree.size() == told.sealed) return;
  }
  const std::string text = audit::to_text({key.open.name, {tree.size(), tree.root()}});
  const timestamp now = clock.now();
  book.keep_checkpoint({tree.size(), now, audit::sign_note(text, key)});
  const std::lock_guard lock(guard);
  told.sealed = tree.size();
  told.sealed_at = now;
}

audit_sealer::audit_sealer(audit_book& book, audit::signer_key key, const os::clock& clock)
    : state_{std::make_unique<state>(book, std::move(key), clock)} {}

audit_sealer::~audit_sealer() {
  stop();
}

void audit_sealer::round() {
  state& s = *state_;
  std::string trouble;
  try {
    s.read_new();
    s.seal();
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  const std::lock_guard lock(s.guard);
  s.told.entries = s.tree.size();
  s.told.trouble = std::move(trouble);
}

void audit_sealer::start() {
  state_->thread = std::thread([this] {
    os::name_this_thread("audit");
    for (;;) {
      round();
      std::unique_lock lock(state_->guard);
      if (state_->woken.wait_for(lock, kEvery, [this] { return state_->stop_asked; })) break;
    }
    round();  // what was written until now is sealed
  });
}

void audit_sealer::stop() {
  {
    const std::lock_guard lock(state_->guard);
    state_->stop_asked = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

audit_figures audit_sealer::figures() const {
  const std::lock_guard lock(state_->guard);
  return state_->told;
}

}  // namespace qorgan::app
