#include "store/batch_rows.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/hash.h"
#include "store/row_text.h"

namespace qorgan::store {
namespace {

std::int64_t integer(call_key key) {
  return static_cast<std::int64_t>(key.value);
}

template <typename Enum>
std::int64_t ordinal(Enum value) {
  return static_cast<std::int64_t>(value);
}

/// The final answer sent to the caller among the messages: a redirect trunk's call is over for the
/// centre with it, and no further record comes.
std::uint16_t final_answer(std::span<const ladder_entry> messages) {
  for (const ladder_entry& message : messages) {
    if (message.side == leg::caller && message.way == direction::sent && message.status >= 300) {
      return message.status;
    }
  }
  return 0;
}

}  // namespace

template <typename Write>
std::string_view batch_rows::keep(Write write) {
  scratch_.clear();
  write(scratch_);
  char* const at = static_cast<char*>(texts_.allocate(scratch_.size() + 1, 1));
  std::memcpy(at, scratch_.data(), scratch_.size());
  return {at, scratch_.size()};
}

void batch_rows::take(std::span<const record> batch) {
  changes_.clear();
  message_lists_.clear();
  calls_.clear();
  updates_.clear();
  alerts_.clear();
  teardown_.clear();
  numbers_.clear();
  takeovers_.clear();
  texts_.release();
  slots_.assign(std::bit_ceil(2 * batch.size() + 2), kNone);
  for (const record& entry : batch) take(entry);
  for (const change& of : changes_) {
    if (of.started != nullptr) {
      add_call_row(of);
    } else {
      add_update_row(of);
    }
  }
  std::ranges::sort(numbers_);
  const auto repeated = std::ranges::unique(numbers_);
  numbers_.erase(repeated.begin(), repeated.end());
}

void batch_rows::take(const record& entry) {
  add_alerts(entry);
  if (const auto* taken_over = std::get_if<process_started>(&entry.input)) {
    takeovers_.push_back({static_cast<std::int64_t>(entry.seq), to_us(taken_over->at)});
    return;
  }
  const call_key key = call_of(entry.input);
  if (!key) return;
  if (const auto* progress = std::get_if<teardown_progress>(&entry.input)) {
    add_teardown(entry, *progress);
    if (entry.messages.empty()) return;
  }
  change& of = change_of(key);
  add_messages(of, entry.messages);
  if (std::holds_alternative<call_started>(entry.input)) {
    if (of.started == nullptr) of.started = &entry;
  } else if (const auto* ringing = std::get_if<call_ringing>(&entry.input)) {
    of.ringing_us = to_us(ringing->at);
  } else if (const auto* answered = std::get_if<call_answered>(&entry.input)) {
    of.answered_us = to_us(answered->at);
  } else if (const auto* ended = std::get_if<call_ended>(&entry.input)) {
    of.ended_us = to_us(ended->at);
    of.sip_code = ended->sip_code;
    of.by = ended->by;
  } else if (const auto* waived = std::get_if<refusal_waived>(&entry.input)) {
    of.waived = true;
    if (waived->answer_code != 0) of.sip_code = waived->answer_code;
  }
}

batch_rows::change& batch_rows::change_of(call_key key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = mix64(key.value) & mask;
  while (slots_[at] != kNone && changes_[slots_[at]].key != key.value) at = (at + 1) & mask;
  if (slots_[at] == kNone) {
    slots_[at] = static_cast<std::uint32_t>(changes_.size());
    changes_.emplace_back().key = key.value;
  }
  return changes_[slots_[at]];
}

void batch_rows::add_messages(change& of, std::span<const ladder_entry> entries) {
  if (entries.empty()) return;
  const auto list = static_cast<std::uint32_t>(message_lists_.size());
  message_lists_.push_back({entries, kNone});
  if (of.first_messages == kNone) {
    of.first_messages = list;
  } else {
    message_lists_[of.last_messages].next = list;
  }
  of.last_messages = list;
}

std::string_view batch_rows::messages_of(const change& of) {
  return keep([&](std::string& out) {
    for (std::uint32_t i = of.first_messages; i != kNone; i = message_lists_[i].next) {
      append_messages(out, call_key{of.key}, message_lists_[i].entries);
    }
  });
}

/// A trunk's calls come from the same address one after the other.
std::string_view batch_rows::source_of(const ip_endpoint& endpoint) {
  if (last_source_text_.empty() || endpoint != last_source_) {
    last_source_ = endpoint;
    last_source_text_ = to_string(endpoint);
  }
  return keep([&](std::string& out) { out += last_source_text_; });
}

void batch_rows::add_number(const party& side, call_key key) {
  const std::int64_t number = search_number(side);
  if (number >= 0) numbers_.push_back({number, integer(key)});
}

void batch_rows::add_call_row(const change& of) {
  const auto& in = std::get<call_started>(of.started->input);
  const decision none{};
  const decision& made = of.started->decided ? *of.started->decided : none;
  std::uint16_t code = of.sip_code;
  if (code == 0 && of.ended_us == 0) code = final_answer(of.started->messages);
  const std::int64_t flags =
      (in.emergency || made.emergency ? kEmergencyFlag : 0) |
      (in.unscreened ? kUnscreenedFlag : 0) | ordinal(in.passport) << kPassportShift |
      ordinal(in.attested) << kAttestationShift | ordinal(in.seen) << kSeenByShift;
  calls_.insert(calls_.end(),
                {integer(in.key),
                 static_cast<std::int64_t>(of.started->seq),
                 to_us(in.at),
                 of.ringing_us,
                 of.answered_us,
                 of.ended_us,
                 std::int64_t{in.trunk.value},
                 keep([&](std::string& out) { append_party(out, in.caller); }),
                 keep([&](std::string& out) { append_party(out, in.callee); }),
                 keep([&](std::string& out) { append_clean(out, in.caller.info.where.text()); }),
                 keep([&](std::string& out) { append_clean(out, in.callee.info.where.text()); }),
                 source_of(in.source),
                 keep([&](std::string& out) { append_clean(out, in.sip_call_id); }),
                 keep([&](std::string& out) { append_clean(out, in.user_agent); }),
                 ordinal(of.waived ? verdict::pass : made.enforced),
                 ordinal(made.would),
                 flags,
                 double{made.score},
                 keep([&](std::string& out) { append_clean(out, made.rule); }),
                 keep([&](std::string& out) { append_reasons(out, made.reasons); }),
                 std::int64_t{code},
                 ordinal(of.by),
                 messages_of(of),
                 static_cast<std::int64_t>(in.fingerprint)});
  add_number(in.caller, in.key);
  add_number(in.callee, in.key);
}

void batch_rows::add_update_row(const change& of) {
  updates_.insert(updates_.end(), {static_cast<std::int64_t>(of.key), of.ringing_us, of.answered_us,
                                   of.ended_us, std::int64_t{of.sip_code}, ordinal(of.by),
                                   std::int64_t{of.waived}, messages_of(of)});
}

void batch_rows::add_alerts(const record& entry) {
  std::int64_t number = 0;
  for (const alert& raised : entry.alerts) {
    alerts_.insert(
        alerts_.end(),
        {static_cast<std::int64_t>(entry.seq), number++, integer(raised.key), to_us(raised.at),
         keep([&](std::string& out) { append_clean(out, raised.kind); }), ordinal(raised.level),
         double{raised.score}, static_cast<std::int64_t>(raised.caller.packed()),
         static_cast<std::int64_t>(raised.callee.packed()),
         keep([&](std::string& out) { append_reasons(out, raised.reasons); })});
  }
}

void batch_rows::add_teardown(const record& entry, const teardown_progress& progress) {
  teardown_.insert(teardown_.end(),
                   {integer(progress.key), static_cast<std::int64_t>(entry.seq), to_us(progress.at),
                    ordinal(progress.state), std::int64_t{progress.caller_ended},
                    std::int64_t{progress.callee_ended},
                    keep([&](std::string& out) { append_clean(out, progress.actor); }),
                    keep([&](std::string& out) { append_clean(out, progress.cause); })});
}

}  // namespace qorgan::store
