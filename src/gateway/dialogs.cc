#include "gateway/dialogs.h"

#include "sip/dialog.h"

namespace qorgan::gateway {
namespace {

void keep(call_path& path, call& c, const sip::dialog_parts& parts) {
  // Packed before the old block, which the parts may lie in, is given back.
  const std::size_t size = sip::pack(parts, path.scratch);
  if (size == 0) return;
  path.bytes.give_back(c.dialog);
  c.dialog = path.bytes.keep({path.scratch.data(), size});
}

std::string_view callee_tag(const stored& dialog) {
  const auto callee = sip::parse_name_address(sip::unpack({dialog.data, dialog.size}).callee);
  return callee ? callee->tag : std::string_view{};
}

}  // namespace

void keep_other_dialog(call_path& path, call& c) {
  if (!c.dialog || c.other_dialog || path.in.to.tag == callee_tag(c.dialog)) return;
  const sip::header* const to = path.in.find(sip::header_id::to);
  const auto routes = sip::route_sets_of(path.in, path.names, path.lines);
  auto parts = sip::unpack({c.dialog.data, c.dialog.size});
  parts.callee = to->value;
  const std::string_view contact = sip::contact_uri(path.in);
  if (!contact.empty()) parts.callee_target = contact;
  parts.caller_routes = routes.caller_routes;
  parts.callee_routes = routes.callee_routes;
  const std::size_t size = sip::pack(parts, path.scratch);
  if (size != 0) c.other_dialog = path.bytes.keep({path.scratch.data(), size});
}

call_dialog dialog_of(const call& c, leg from, const sip::message& in) {
  if (!c.dialog) return call_dialog::first;
  const std::string_view tag = from == leg::caller ? in.to.tag : in.from.tag;
  if (tag == callee_tag(c.dialog)) return call_dialog::first;
  const bool other = c.other_dialog && tag == callee_tag(c.other_dialog);
  return other ? call_dialog::other : call_dialog::unknown;
}

void end_dialog(call_path& path, const transaction& t, ended_by by) {
  call* const c = path.calls.find(t.call);
  if (c == nullptr || t.inside == call_dialog::unknown) return;
  if (!c->other_dialog) {
    if (t.inside == call_dialog::first) end_call(path, t.call, 200, by);
    return;
  }
  if (t.inside == call_dialog::first) std::swap(c->dialog, c->other_dialog);
  path.bytes.give_back(c->other_dialog);
}

void keep_dialog(call_path& path, call& c) {
  const transaction* const t = path.transactions.find(c.invite);
  if (t == nullptr || c.dialog || !read_kept(path, *t)) return;
  const sip::message& invite = path.sent;
  const sip::message& response = path.in;
  const sip::header* const from = invite.find(sip::header_id::from);
  const sip::header* const to = response.find(sip::header_id::to);
  const auto routes = sip::route_sets_of(response, path.names, path.lines);
  sip::dialog_parts parts;
  parts.call_id = response.call_id;
  parts.caller = c.masked_from ? c.masked_from.view() : from->value;
  parts.callee = to->value;
  parts.caller_target = sip::contact_uri(invite);
  parts.callee_target = sip::contact_uri(response);
  // Without a Contact, which a 2xx and its INVITE must have, the numbers dialled have to do.
  if (parts.caller_target.empty()) parts.caller_target = invite.from.address.text;
  if (parts.callee_target.empty()) parts.callee_target = invite.request_uri;
  parts.caller_routes = routes.caller_routes;
  parts.callee_routes = routes.callee_routes;
  keep(path, c, parts);
}

void refresh_targets(call_path& path, const transaction& t) {
  call* const c = path.calls.find(t.call);
  if (c == nullptr || !c->dialog || t.inside != call_dialog::first || !read_kept(path, t)) return;
  auto parts = sip::unpack({c->dialog.data, c->dialog.size});
  const bool by_caller = t.from == leg::caller;
  const std::string_view asked = sip::contact_uri(path.sent);
  const std::string_view answered = sip::contact_uri(path.in);
  const std::string_view caller = by_caller ? asked : answered;
  const std::string_view callee = by_caller ? answered : asked;
  const bool same = (caller.empty() || caller == parts.caller_target) &&
                    (callee.empty() || callee == parts.callee_target);
  if (same) return;
  if (!caller.empty()) parts.caller_target = caller;
  if (!callee.empty()) parts.callee_target = callee;
  keep(path, *c, parts);
}

}  // namespace qorgan::gateway
