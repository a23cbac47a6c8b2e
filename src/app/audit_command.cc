#include "app/audit_command.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>

#include "app/audit_sealer.h"
#include "app/config.h"
#include "audit/log_check.h"
#include "audit/signed_note.h"

namespace qorgan::app {
namespace {

constexpr unsigned kTogether = 10'000;
constexpr std::string_view kBetween = "---\n";

using failure = std::unexpected<std::string>;

std::expected<audit::known_state, std::string> known_by(const std::string& note,
                                                        const std::string& key,
                                                        std::string_view said_by) {
  std::expected<std::string, std::string> text = note.substr(0, note.find("\n\n") + 1);
  if (!key.empty()) {
    const auto who = audit::parse_verifier_key(key);
    if (!who) return failure(who.error());
    text = audit::open_note(note, *who);
  }
  if (!text) return failure(std::string(said_by) + " " + text.error());
  const auto said = audit::parse_checkpoint(*text);
  if (!said) return failure(std::string(said_by) + ": " + said.error());
  return audit::known_state{said->state, std::string(said_by)};
}

/// The states of checkpoints.txt.
std::expected<std::vector<audit::known_state>, std::string> checkpoints_in(
    const std::string& folder, const std::string& key) {
  const std::string file = folder + "/checkpoints.txt";
  const auto text = read_file(file);
  if (!text) return failure(file + ": " + text.error());
  std::vector<audit::known_state> out;
  for (std::size_t at = text->find(kBetween); at != std::string::npos;) {
    const std::size_t begin = at + kBetween.size();
    const std::size_t end = text->find("\n---\n", begin);
    const std::string note = text->substr(begin, end == std::string::npos ? end : end + 1 - begin);
    auto known = known_by(note, key, "checkpoint " + std::to_string(out.size() + 1));
    if (!known) return failure(file + ": " + known.error());
    out.push_back(std::move(*known));
    at = end == std::string::npos ? end : end + 1;
  }
  return out;
}

std::expected<audit::log_check, std::string> read_copy(const std::string& folder,
                                                       std::vector<audit::known_state> known) {
  const std::string file = folder + "/entries.txt";
  std::ifstream in(file, std::ios::binary);
  if (!in) return failure(file + ": cannot be read");
  audit::log_check check(std::move(known));
  for (std::string line; std::getline(in, line);) check.add(line);
  return check;
}

int say_faults(audit::log_check& check, std::ostream& out) {
  const auto faults = check.finish();
  for (const std::string& fault : faults) out << "  FAULT  " << fault << "\n";
  if (!faults.empty()) {
    out << "NOT whole\n";
    return 1;
  }
  out << "  ok     " << check.size() << " entries, root " << audit::to_base64(check.state().root)
      << "\nwhole\n";
  return 0;
}

}  // namespace

int export_audit(audit_book& book, const std::string& folder, std::ostream& out,
                 std::ostream& err) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ofstream entries(folder + "/entries.txt", std::ios::binary);
  std::ofstream states(folder + "/checkpoints.txt", std::ios::binary);
  // The states first: entries that come meanwhile are behind the last of them.
  std::size_t signed_states = 0;
  for (const kept_checkpoint& each : book.checkpoints()) {
    states << kBetween << each.note;
    ++signed_states;
  }
  std::uint64_t count = 0;
  for (std::int64_t last = 0;;) {
    const auto more = book.audit_after(last, kTogether);
    for (const placed_entry& each : more) {
      entries << audit::leaf_of(each.entry) << '\n';
      last = each.id;
    }
    count += more.size();
    if (more.size() < kTogether) break;
  }
  entries.flush();
  states.flush();
  if (!entries || !states) {
    err << folder << ": cannot be written\n";
    return 1;
  }
  out << count << " entries, " << signed_states << " checkpoints in " << folder << "\n";
  return 0;
}

int print_checkpoint(audit_book& book, std::ostream& out, std::ostream& err) {
  const auto newest = book.newest_checkpoint();
  if (!newest) {
    err << "nothing is signed yet\n";
    return 1;
  }
  out << newest->note;
  return 0;
}

int make_witness_key(const std::string& name, const std::string& file, std::ostream& out,
                     std::ostream& err) {
  if (std::filesystem::exists(file)) {
    err << file << " is there already\n";
    return 1;
  }
  const auto key = take_audit_key(file, name);
  if (!key) {
    err << key.error() << "\n";
    return 1;
  }
  out << key->open.text() << "\n";
  return 0;
}

int cosign_checkpoint(const cosigning& with, std::istream& in, std::ostream& out,
                      std::ostream& err) {
  const std::string note{std::istreambuf_iterator<char>(in), {}};
  const auto fail = [&err](const std::string& words) {
    err << words << "\n";
    return 1;
  };
  const auto secret = read_file(with.key_file);
  if (!secret) return fail(with.key_file + ": " + secret.error());
  const auto key = audit::parse_signer_key(*secret);
  if (!key) return fail(with.key_file + ": " + key.error());
  std::vector<audit::known_state> known;
  auto now = known_by(note, with.log_key, "checkpoint to be signed");
  if (!now) return fail(now.error());
  known.push_back(std::move(*now));
  if (!with.before.empty()) {
    const auto text = read_file(with.before);
    if (!text) return fail(with.before + ": " + text.error());
    auto before = known_by(*text, with.log_key, "checkpoint signed before");
    if (!before) return fail(before.error());
    if (before->state.size > known[0].state.size) return fail("it is older than the one before");
    known.push_back(std::move(*before));
  }
  auto check = read_copy(with.copy, std::move(known));
  if (!check) return fail(check.error());
  for (const std::string& fault : check->finish()) return fail(fault);
  out << audit::cosign_note(note, *key);
  return 0;
}

int verify_copy(const audit_copy& copy, std::ostream& out, std::ostream& err) {
  auto known = checkpoints_in(copy.folder, copy.key);
  if (!known) {
    out << "  FAULT  " << known.error() << "\nNOT whole\n";
    return 1;
  }
  if (!copy.witness.empty()) {
    const auto note = read_file(copy.witness);
    if (!note) {
      err << copy.witness << ": " << note.error() << "\n";
      return 2;
    }
    const std::string& key = copy.witness_key.empty() ? copy.key : copy.witness_key;
    auto kept = known_by(*note, key, "witness's checkpoint");
    if (!kept) {
      out << "  FAULT  " << kept.error() << "\nNOT whole\n";
      return 1;
    }
    known->push_back(std::move(*kept));
  }
  auto check = read_copy(copy.folder, std::move(*known));
  if (!check) {
    err << check.error() << "\n";
    return 2;
  }
  return say_faults(*check, out);
}

}  // namespace qorgan::app
