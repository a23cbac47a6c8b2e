// The sections of the detection report. Counts of several months are added up before any share or
// interval is formed.
import { clopperPearson95, wilson95 } from "./intervals.mjs";

const kShares = [
  "recall",
  "false_positives",
  "zero_hour_recall",
  "alert_precision",
  "victims_alerted_in_time",
];
const nothing = () => Object.fromEntries(kShares.map((share) => [share, { hits: 0, of: 0 }]));

function add(into, from) {
  for (const share of kShares) {
    into[share].hits += from[share].hits;
    into[share].of += from[share].of;
  }
}

export function pooled(evaluations) {
  const out = { all: nothing(), groups: { bulk: nothing(), patient: nothing() }, kinds: {} };
  for (const one of evaluations) {
    add(out.all, one.all);
    for (const part of ["groups", "kinds"]) {
      for (const [name, counts] of Object.entries(one[part])) {
        out[part][name] ??= nothing();
        add(out[part][name], counts);
      }
    }
  }
  return out;
}

function percent({ hits, of }) {
  if (of === 0) return "—";
  const [low, high] = wilson95(hits, of).map((end) => (100 * end).toFixed(1));
  return `${((100 * hits) / of).toFixed(1)} % (${low}–${high})`;
}
function rare({ hits, of }) {
  if (of === 0) return "—";
  const most = (1e4 * clopperPearson95(hits, of)[1]).toFixed(2);
  return `${((1e4 * hits) / of).toFixed(2)} ‱, at most ${most} ‱ (${hits} of ${of})`;
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (header, rows) =>
  [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");

/** The honest kind that suffers most. */
function worst(kinds) {
  const rate = ([, of]) => of.false_positives.hits / of.false_positives.of;
  const honestKinds = Object.entries(kinds).filter(([, of]) => of.false_positives.of > 0);
  return honestKinds.sort((a, b) => rate(b) - rate(a))[0];
}

/** `dayOne`: the same of the first day alone, if it was measured. */
export function bars({ all, groups, kinds }, dayOne) {
  const [kind, hit] = worst(kinds);
  const first = dayOne && [
    ["bulk scam calls refused on day one", percent(dayOne.groups.bulk.recall), "≥ 60 %"],
    ["honest calls refused on day one", rare(dayOne.all.false_positives), "≤ 1 ‱"],
  ];
  return table(
    ["", "measured", "bar"],
    [
      ["bulk scam calls refused", percent(groups.bulk.recall), "≥ 95 %"],
      ["patient low-volume scam calls refused", percent(groups.patient.recall), "≥ 60 %"],
      ["scam calls of numbers never seen before refused", percent(all.zero_hour_recall), "≥ 70 %"],
      ["honest calls refused", rare(all.false_positives), "≤ 1 ‱, bound ≤ 2 ‱"],
      [`honest calls refused, worst kind (${kind})`, rare(hit.false_positives), "≤ 5 ‱"],
      ...(first ?? []),
      ["victims alerted within 60 s", percent(all.victims_alerted_in_time), "≥ 66.7 %"],
      ["alerted calls that were scams", percent(all.alert_precision), "≥ 33.3 %"],
    ],
  );
}

export function scams({ kinds }) {
  const rows = Object.entries(kinds)
    .filter(([, of]) => of.recall.of > 0)
    .map(([kind, of]) => [
      kind,
      percent(of.recall),
      percent(of.zero_hour_recall),
      percent(of.victims_alerted_in_time),
    ]);
  return table(["kind", "refused", "of numbers never seen", "victims alerted in time"], rows);
}

export function honest({ kinds }) {
  const rows = Object.entries(kinds)
    .filter(([, of]) => of.false_positives.of > 0)
    .map(([kind, of]) => [
      kind,
      rare(of.false_positives),
      of.alert_precision.of - of.alert_precision.hits,
    ]);
  return table(["kind", "refused by mistake", "calls alerted"], rows);
}

export function overDays(spans) {
  const rows = spans.map(({ from, to, evaluations }) => {
    const { all, groups } = pooled(evaluations);
    return [
      from === to ? from : `${from}–${to}`,
      percent(groups.bulk.recall),
      percent(groups.patient.recall),
      rare(all.false_positives),
      percent(all.victims_alerted_in_time),
      percent(all.alert_precision),
    ];
  });
  const header = ["days", "bulk", "patient", "honest refused", "victims in time", "precision"];
  return table(header, rows);
}

export function campaigns(evaluations) {
  const kinds = new Map();
  for (const [name, one] of evaluations.flatMap((e) => Object.entries(e.campaigns))) {
    const kind = name.replace(/-\d+$/, "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const rows = [...kinds].sort().map(([kind, all]) => {
    const passed = all.map((one) => one.passed_before_stop).sort((a, b) => a - b);
    const stopped = all.filter((one) => one.refused > 0).length;
    return [kind, all.length, stopped, passed[Math.floor(passed.length / 2)], passed.at(-1)];
  });
  return table(["kind", "offices", "stopped at some time", "median", "most"], rows);
}

export function ablation(whole, without) {
  const was = pooled([whole]);
  const points = (now, before) => {
    const difference = 100 * (now.hits / now.of - before.hits / before.of);
    return Math.abs(difference) < 0.05 ? "0" : difference.toFixed(1);
  };
  const rows = [...without].map(([name, evaluation]) => {
    const is = pooled([evaluation]);
    return [
      name,
      points(is.groups.bulk.recall, was.groups.bulk.recall),
      points(is.groups.patient.recall, was.groups.patient.recall),
      points(is.all.zero_hour_recall, was.all.zero_hour_recall),
      is.all.false_positives.hits - was.all.false_positives.hits,
      points(is.all.victims_alerted_in_time, was.all.victims_alerted_in_time),
      points(is.all.alert_precision, was.all.alert_precision),
    ];
  });
  const header = ["without", "bulk", "patient", "never seen", "honest", "victims", "precision"];
  return table(header, rows);
}
