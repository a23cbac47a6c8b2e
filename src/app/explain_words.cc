#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/effects_digest.h"
#include "app/explain_dictionary.h"
#include "domain/number_plan.h"

namespace qorgan::app {
namespace {

using namespace dictionary;

/// Width of the labels' column; a Cyrillic letter takes two bytes and one place.
constexpr std::size_t kLabelWidth = 16;

void line(std::string& out, std::string_view label, std::string_view value) {
  const auto is_letter = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  const auto places = static_cast<std::size_t>(std::ranges::count_if(label, is_letter));
  out.append("  ").append(label);
  out.append(places < kLabelWidth ? kLabelWidth - places : 1, ' ').append(value).append("\n");
}

void title(std::string& out, std::string_view text) {
  out.append("\n").append(text).append("\n");
}

std::string masked(std::string number, bool show) {
  constexpr std::size_t kKeptFront = 5;
  constexpr std::size_t kKeptBack = 2;
  if (show || number.size() <= kKeptFront + kKeptBack) return show ? number : "•••";
  std::string out = number.substr(0, kKeptFront);
  for (std::size_t i = kKeptFront; i < number.size() - kKeptBack; ++i) out += "•";
  return out + number.substr(number.size() - kKeptBack);
}

std::string party_words(const party& side, const explain_inputs& inputs) {
  const language l = inputs.in;
  if (side.signalled.empty()) return std::string(kWithheld.in(l));
  std::string out =
      masked(side.number.empty() ? std::string(side.signalled.view()) : to_string(side.number),
             inputs.show_numbers);
  out.append("  (");
  if (!side.info.where.empty()) out.append(side.info.where.text()).append(", ");
  out.append(number_words(side.info, l));
  const range_hint hint = kz_range(side.number);
  const std::string_view place = l == language::en ? hint.place_en : hint.place_ru;
  for (const std::string_view text : {hint.operator_name, place}) {
    if (!text.empty()) out.append(", ").append(text);
  }
  return out.append(")");
}

std::string fixed(float value, const char* format) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), format, static_cast<double>(value));
  return text.data();
}

std::string filled(std::string_view sentence, const evidence& reason) {
  std::string out{sentence};
  for (const auto& [name, value] : {std::pair{std::string_view{"{observed}"}, reason.observed},
                                    std::pair{std::string_view{"{threshold}"}, reason.threshold}}) {
    for (std::size_t at; (at = out.find(name)) != std::string::npos;) {
      out.replace(at, name.size(), std::to_string(value));
    }
  }
  return out;
}

void append_reasons(std::string& out, const decision& made, language l) {
  if (made.reasons.empty()) {
    out.append("  ").append(kNoReasons.in(l)).append("\n");
    return;
  }
  const auto all = engine::all_detectors();
  for (const evidence& reason : made.reasons) {
    const auto detector = std::ranges::find(all, reason.detector, &engine::detector_words::id);
    out.append("  ").append(fixed(reason.weight, "%+6.2f")).append("  ");
    if (detector == all.end()) {
      out.append("detector ").append(std::to_string(reason.detector.value)).append("\n");
      continue;
    }
    const words says{detector->says_en, detector->says_ru, detector->says_kk};
    out.append(filled(says.in(l), reason)).append("\n          ").append(detector->name);
    out.append(" ").append(std::to_string(reason.observed)).append(" / ");
    out.append(std::to_string(reason.threshold)).append("\n");
  }
}

void append_call(std::string& out, const explanation& about, const explain_inputs& inputs) {
  const language l = inputs.in;
  const call_started& call = about.call;
  out.append(kCall.in(l)).append(" ").append(to_string(call.key)).append("\n");
  line(out, "Call-ID", call.sip_call_id);
  line(out, kWhen.in(l), to_rfc3339(call.at));
  line(out, kFrom.in(l), party_words(call.caller, inputs));
  line(out, kTo.in(l), party_words(call.callee, inputs));
  const auto trunk = std::ranges::find(inputs.trunks, call.trunk, &gateway::trunk_options::id);
  std::string name =
      trunk == inputs.trunks.end() ? "#" + std::to_string(call.trunk.value) : trunk->name;
  name.append("  (").append(kind_words(call.kind, l)).append(", ").append(mode_words(call.mode, l));
  line(out, kTrunk.in(l), name.append(")"));
  std::string source = call.source.empty() ? "" : to_string(call.source);
  if (!call.user_agent.empty()) source.append("  ").append(call.user_agent.view());
  line(out, kSource.in(l), source);
  if (call.passport != passport_status::not_asked) {
    std::string signature{passport_words(call.passport, l)};
    if (call.passport == passport_status::verified) {
      signature.append(", ").append(kAttestation.in(l)).append(" ");
      signature.append(to_string(call.attested));
    }
    line(out, kSignature.in(l), signature);
  }
  if (call.emergency) out.append("  ").append(kEmergency.in(l)).append("\n");
  if (call.unscreened) out.append("  ").append(kUnscreened.in(l)).append("\n");
  if (call.seen == seen_by::watched) out.append("  ").append(kWatched.in(l)).append("\n");
  if (about.same_call_id > 0) {
    out.append("  ").append(std::to_string(about.same_call_id)).append(" ");
    out.append(kSameId.in(l)).append("\n");
  }
}

void append_verdict(std::string& out, const decision& made, language l) {
  std::string text{verdict_words(made.enforced, l)};
  if (made.would != made.enforced) {
    text.append("  (").append(kShadow.in(l)).append(verdict_words(made.would, l)).append(")");
  }
  line(out, kVerdict.in(l), text);
  line(out, kRule.in(l), made.rule.empty() ? kNoRule.in(l) : made.rule.view());
}

void append_decision(std::string& out, const explanation& about, language l) {
  title(out, kDecision.in(l));
  if (!about.recorded) {
    out.append("  ").append(kNotRecorded.in(l)).append("\n");
    return;
  }
  append_verdict(out, *about.recorded, l);
  if (!about.legal_basis.empty()) line(out, kBasis.in(l), about.legal_basis);
  line(out, kScore.in(l), fixed(about.recorded->score * 100, "%.2f %%"));
  title(out, kReasons.in(l));
  append_reasons(out, *about.recorded, l);
}

void append_event(std::string& out, const call_started& call, timestamp at, std::string_view what) {
  const auto after = std::chrono::duration<float>(at - call.at).count();
  out.append("  ").append(fixed(after, "%+9.3f s")).append("  ").append(what).append("\n");
}

void append_after(std::string& out, const explanation& about, language l) {
  title(out, kAfter.in(l));
  if (about.waived) {
    std::string text{kWaived.in(l)};
    text.append(waiver_words(about.waived->why, l));
    append_event(out, about.call, about.waived->at, text);
  }
  if (happened(about.ringing_at)) append_event(out, about.call, about.ringing_at, kRang.in(l));
  if (happened(about.answered_at)) {
    append_event(out, about.call, about.answered_at, kAnswered.in(l));
  }
  for (const alert& raised : about.alerts) {
    std::string text{kAlert.in(l)};
    text.append(": ").append(raised.kind.view()).append(" (").append(to_string(raised.level));
    append_event(out, about.call, raised.at, text.append(")"));
  }
  if (!about.ended) {
    out.append("  ").append(kStillUp.in(l)).append("\n");
    return;
  }
  std::string text{kEnded.in(l)};
  text.append(" ").append(ended_by_words(about.ended->by, l));
  if (about.ended->sip_code != 0) text.append(", ").append(std::to_string(about.ended->sip_code));
  append_event(out, about.call, about.ended->at, text);
}

void append_proof(std::string& out, const explanation& about, language l) {
  title(out, kProof.in(l));
  if (!about.recorded || !about.derived) return;
  const bool same = canonical_line(*about.recorded) == canonical_line(*about.derived);
  out.append("  ").append((same ? kSame : kDiffers).in(l)).append("\n");
  if (!same) append_verdict(out, *about.derived, l);
  if (!about.today) return;
  const bool same_today = about.today->enforced == about.recorded->enforced &&
                          about.today->would == about.recorded->would &&
                          about.today->rule == about.recorded->rule;
  out.append("  ").append((same_today ? kTodaySame : kTodayDiffers).in(l)).append("\n");
  if (!same_today) {
    append_verdict(out, *about.today, l);
    line(out, kScore.in(l), fixed(about.today->score * 100, "%.2f %%"));
  }
}

}  // namespace

std::string in_words(const explanation& about, const explain_inputs& inputs) {
  std::string out;
  append_call(out, about, inputs);
  append_decision(out, about, inputs.in);
  append_after(out, about, inputs.in);
  append_proof(out, about, inputs.in);
  return out;
}

}  // namespace qorgan::app
