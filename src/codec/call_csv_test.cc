#include "codec/call_csv.h"

#include <gtest/gtest.h>

#include "codec/decision_csv.h"

namespace qorgan::codec {
namespace {

/// Reads the text in pieces of `piece` bytes; every row, mistake and end becomes one line of words.
template <typename Table>
std::vector<std::string> read(std::string_view text, std::size_t piece, auto words) {
  Table table;
  std::vector<std::string> out;
  while (true) {
    switch (table.next()) {
      case Table::step::row: out.push_back(words(table.row())); break;
      case Table::step::bad_line:
        out.push_back("line " + std::to_string(table.line()) + ": " + table.reason());
        break;
      case Table::step::wrong_file: out.push_back("wrong file: " + table.reason()); return out;
      case Table::step::more:
        if (text.empty()) return out;
        table.feed(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
        if (text.empty()) table.finish();
    }
  }
}

std::string call_words(const call_row& row) {
  std::string out{row.call_id};
  for (const std::string_view text : {row.trunk, row.caller, row.callee, row.user_agent}) {
    out.append(" ").append(text.empty() ? "-" : text);
  }
  for (const timestamp at : {row.started_at, row.ringing_at, row.answered_at, row.ended_at}) {
    out.append(" ").append(happened(at) ? to_rfc3339(at).substr(11, 12) : "-");
  }
  out.append(" ").append(row.source.empty() ? "-" : to_string(row.source));
  out.append(" ").append(to_string(row.attested)).append(" ").append(std::to_string(row.end_code));
  return out.append(" ").append(to_string(row.by));
}

std::vector<std::string> calls(std::string_view text, std::size_t piece = 1u << 20) {
  return read<call_table>(text, piece, call_words);
}

using lines = std::vector<std::string>;

constexpr std::string_view kHeader = "call_id,started_at,trunk,caller,callee\n";

TEST(call_csv, a_full_line) {
  EXPECT_EQ(
      calls("call_id,started_at,trunk,caller,callee,source_ip,media_ip,user_agent,fingerprint,"
            "attestation,ringing_at,answered_at,ended_at,end_code,ended_by\n"
            "c1,2026-03-01T10:00:00.000Z,north,+79161234567,77011234567,192.0.2.1,192.0.2.2,PBX,"
            "ff,B,2026-03-01T10:00:02.000Z,2026-03-01T10:00:09.000Z,2026-03-01T10:03:00.000Z,200,"
            "callee\n"),
      lines{"c1 north +79161234567 77011234567 PBX 10:00:00.000 10:00:02.000 10:00:09.000 "
            "10:03:00.000 192.0.2.1:0 B 200 callee"});
}

TEST(call_csv, any_order_unknown_columns_and_missing_ones) {
  EXPECT_EQ(calls("colour,callee,trunk,started_at,caller,call_id,ended_at\n"
                  "red,7701,north,2026-03-01T10:00:00Z,,c1,\n"),
            lines{"c1 north - 7701 - 10:00:00.000 - - - - unknown 0 unknown"});
}

TEST(call_csv, spreadsheets_write_marks_crlf_and_quotes) {
  const std::string text =
      "\xef\xbb\xbf\"call_id\",started_at,trunk,caller,callee,user_agent\r\n"
      "\"c,1\",2026-03-01T10:00:00Z,north,\"\",\"7701\",\"say \"\"hi\"\"\nover\"\r\n"
      "\r\n"
      "c2,2026-03-01T10:00:01Z,north,,7702,plain\r\n"
      "c3,never,north,,7702,plain";
  const lines expected{"c,1 north - 7701 say \"hi\"\nover 10:00:00.000 - - - - unknown 0 unknown",
                       "c2 north - 7702 plain 10:00:01.000 - - - - unknown 0 unknown",
                       "line 6: started_at: expected a time such as 2026-03-01T10:00:00.000Z"};
  EXPECT_EQ(calls(text), expected);
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_EQ(calls(text, piece), expected) << piece;
}

TEST(call_csv, a_wrong_line_is_told_and_the_rest_goes_on) {
  const std::string text = std::string(kHeader) +
                           "c1,2026-03-01T10:00:00Z,north,,7701\n"
                           "c2,2026-03-01T10:00:00Z,north\n"
                           "c3,2026-02-30T10:00:00Z,north,,7701\n"
                           ",2026-03-01T10:00:00Z,north,,7701\n"
                           "c5,,north,,7701\n"
                           "c6,2026-03-01T10:00:00Z,north,,\n"
                           "c7,2026-03-01T10:00:00Z,north,,7701\n";
  EXPECT_EQ(calls(text), (lines{"c1 north - 7701 - 10:00:00.000 - - - - unknown 0 unknown",
                                "line 3: 3 fields, the header has 5",
                                "line 4: started_at: no such date", "line 5: call_id: is empty",
                                "line 6: started_at: is empty", "line 7: callee: is empty",
                                "c7 north - 7701 - 10:00:00.000 - - - - unknown 0 unknown"}));
}

TEST(call_csv, values_out_of_range) {
  const std::string header =
      "call_id,started_at,trunk,caller,callee,end_code,ended_by,attestation,source_ip,answered_at,"
      "ended_at\n";
  const auto problem = [&](std::string_view rest) {
    return calls(header + "c,2026-03-01T10:00:00Z,north,,7701," + std::string(rest) + "\n").at(0);
  };
  EXPECT_EQ(problem("99,,,,,"), "line 2: end_code: is not a SIP status");
  EXPECT_EQ(problem("200x,,,,,"), "line 2: end_code: is not a SIP status");
  EXPECT_EQ(problem(",nobody,,,,"),
            "line 2: ended_by: is not one of the words it may be: 'nobody'");
  EXPECT_EQ(problem(",,D,,,"), "line 2: attestation: is not one of the words it may be: 'D'");
  EXPECT_EQ(problem(",,,,2026-03-01T09:59:59Z,"), "line 2: answered_at: is before started_at");
  EXPECT_EQ(problem(",,,,2026-03-01T10:01:00Z,2026-03-01T10:00:30Z"),
            "line 2: answered_at: is behind ended_at");
  EXPECT_TRUE(problem(",,,here,,").starts_with("line 2: source_ip: "));
}

TEST(call_csv, a_stray_quote_costs_one_line) {
  const std::string text = std::string(kHeader) +
                           "\"c1,2026-03-01T10:00:00Z,north,,7701\n"
                           "c2,2026-03-01T10:00:00Z,north,,7701\n";
  const lines expected{"line 2: a quote is not closed",
                       "c2 north - 7701 - 10:00:00.000 - - - - unknown 0 unknown"};
  EXPECT_EQ(calls(text), expected);
  EXPECT_EQ(calls(text, 7), expected);
  EXPECT_EQ(calls(std::string(kHeader) + "c\"1,2026-03-01T10:00:00Z,north,,7701\n").size(), 1u)
      << "a quote inside a field is part of it";
}

TEST(call_csv, a_line_can_be_read_again_alone) {
  const std::string text = std::string(kHeader) +
                           "\nc1,2026-03-01T10:00:00Z,north,,\"7\n01\"\r\n"
                           "c2,2026-03-01T10:00:00Z,north,,7702\n";
  call_table table;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t at = 0; at < text.size(); at += 5) {
    table.feed(std::string_view{text}.substr(at, 5));
    while (table.next() == call_table::step::row) places.emplace_back(table.offset(), table.size());
  }
  ASSERT_EQ(places.size(), 2u);
  call_table again;
  again.feed(std::string_view{text}.substr(0, table.header_size()));
  EXPECT_EQ(again.next(), call_table::step::more);
  for (const auto& [place, callee] : {std::pair{places[1], "7702"}, {places[0], "7\n01"}}) {
    again.feed(std::string_view{text}.substr(place.first, place.second));
    ASSERT_EQ(again.next(), call_table::step::row);
    EXPECT_EQ(again.row().callee, callee);
  }
}

TEST(call_csv, an_endless_line_is_bounded) {
  const std::string text = std::string(kHeader) + std::string(300'000, 'x') +
                           "\nc2,2026-03-01T10:00:00Z,north,,7701\n" + std::string(300'000, '"') +
                           "\nc3,2026-03-01T10:00:00Z,north,,7701\n";
  const auto out = calls(text, 4096);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0], "line 2: the line is too long");
  EXPECT_TRUE(out[1].starts_with("c2 "));
  EXPECT_TRUE(out[2].starts_with("line 4: "));
  EXPECT_TRUE(out[3].starts_with("c3 "));
}

TEST(call_csv, a_wrong_header_names_what_is_missing) {
  EXPECT_EQ(calls("call_id,caller,callee\nc1,1,2\n"),
            lines{"wrong file: the header lacks started_at, trunk"});
  EXPECT_EQ(calls(""), lines{});
}

TEST(call_csv, a_fingerprint_of_any_form) {
  const auto fingerprint = [](std::string_view value) {
    call_table table;
    table.feed("call_id,started_at,trunk,caller,callee,fingerprint\nc,2026-03-01T10:00:00Z,t,,7,");
    table.feed(value);
    table.finish();
    EXPECT_EQ(table.next(), call_table::step::row);
    return table.row().fingerprint;
  };
  EXPECT_EQ(fingerprint("ff"), 0xffu);
  EXPECT_EQ(fingerprint("123456789abcdef0"), 0x123456789abcdef0u);
  EXPECT_NE(fingerprint("pbx-1"), fingerprint("pbx-2"));
  EXPECT_EQ(fingerprint(""), 0u);
}

TEST(label_csv, labels) {
  const auto words = [](const label_row& row) {
    return std::string(row.call_id) + (row.label == call_label::fraud ? " fraud " : " legit ") +
           std::string(row.kind) + " " + std::string(row.campaign);
  };
  EXPECT_EQ(
      read<label_table>("call_id,label,kind,campaign\nc1,fraud,bulk,k7\nc2,legit,,\nc3,bad,,\n",
                        1000, words),
      (lines{"c1 fraud bulk k7", "c2 legit  ",
             "line 4: label: is not one of the words it may be: 'bad'"}));
}

TEST(report_csv, reports) {
  const auto words = [](const report_row& row) {
    return to_rfc3339(row.at) + " " + std::string(row.caller) + " " +
           std::to_string(static_cast<int>(row.source));
  };
  EXPECT_EQ(read<report_table>("at,caller,callee,call_id,source,label\n"
                               "2026-03-01T10:00:00Z,+7916,,,operator,fraud\n"
                               "2026-03-01T10:00:00Z,,,,bank,fraud\n"
                               "2026-03-01T10:00:00Z,+7916,,,aunt,fraud\n",
                               1000, words),
            (lines{"2026-03-01T10:00:00.000Z +7916 4",
                   "line 3: caller: neither caller nor callee nor call_id is given",
                   "line 4: source: is not one of the words it may be: 'aunt'"}));
}

TEST(csv, how_many_bad_lines_are_too_many) {
  EXPECT_FALSE(too_many_bad(0, 0));
  EXPECT_FALSE(too_many_bad(99, 1));
  EXPECT_TRUE(too_many_bad(98, 1));
  EXPECT_TRUE(too_many_bad(0, 1));
}

TEST(decision_csv, lines_as_documented) {
  detector_names names;
  names.set({3}, "velocity");
  decision made;
  made.decided_at = *parse_rfc3339("2026-03-01T10:00:00.123Z");
  made.enforced = verdict::block;
  made.score = 0.97f;
  made.rule = std::string_view{"too-fast"};
  made.reasons.push_back({{3}, 2.5f, 1, 2});
  made.reasons.push_back({{9}, -0.1f, 1, 2});
  std::string out;
  append_decision(out, "c\"1", made, names);
  EXPECT_EQ(out, "\"c\"\"1\",2026-03-01T10:00:00.123Z,block,0.97,too-fast,velocity:2.5;9:-0.1\n");

  alert raised;
  raised.at = made.decided_at;
  raised.kind = std::string_view{"long-call"};
  raised.score = 0.5f;
  raised.callee = *e164::from_digits("77011234567");
  raised.reasons.push_back({{3}, 1, 1, 2});
  out.clear();
  append_alert(out, "c1", raised, names);
  EXPECT_EQ(out, "2026-03-01T10:00:00.123Z,c1,,+77011234567,long-call,0.5,velocity:1\n");
}

}  // namespace
}  // namespace qorgan::codec
