#pragma once

#include <array>
#include <string_view>

namespace qorgan::sim::parameters {

// Every number of the simulated country in one place. [S] is taken from a source that is named, [A]
// is an assumption: chosen to be plausible or, where that is not known, to be harder than nature.
// docs/simulation.md tells the story around them. Counts are for scale 1.

// Time ------------------------------------------------------------------------------------------

inline constexpr int kUtcOffsetHours = 5;  ///< [S] all of Kazakhstan since 1 March 2024
inline constexpr int kFirstWeekday = 0;    ///< of day 0, Sunday: [S] 2026-03-01
/// [S] Women's Day and Nauryz, public holidays of Kazakhstan, as days behind 2026-03-01.
inline constexpr std::array kHolidays{7, 20, 21, 22};
inline constexpr int kPeakHoliday = 7;
inline constexpr double kHolidayPeak = 10.0;  ///< [S] detection.md asks for ten times normal
/// [A] days of the month on which wages are paid, and the day after each.
inline constexpr std::array kPayDays{4, 5, 9, 10, 19, 20, 24, 25};

// People here ------------------------------------------------------------------------------------

inline constexpr int kSubscribers = 200'000;
inline constexpr int kHoneypots = 200;                ///< [A] one number in a thousand listens
inline constexpr double kHonestMisdials = 1.0 / 5e4;  ///< [A] honest calls that reach a honeypot

// How calls arrive -------------------------------------------------------------------------------

/// [A] share of a country's calls that come over another country's carrier although its own has a
/// trunk; countries without a trunk always come over transit.
inline constexpr double kTransitShare = 0.2;
inline constexpr int kCoresPerCountry = 3;  ///< [A] operators' networks told apart by equipment

/// [A] share of people abroad whose number is of another country than the network they call from.
inline constexpr double kForeignTravellers = 0.03;

// Honest callers: how many, and how often --------------------------------------------------------

inline constexpr int kFamilies = 9'000;
inline constexpr double kFamilyEvening = 0.6;  ///< [A] chance to call on an evening
inline constexpr int kWorkers = 9'000;
inline constexpr double kWorkerDay = 0.2;     ///< [A] on a usual day
inline constexpr double kWorkerPayDay = 0.9;  ///< [A]
inline constexpr int kCompanies = 1'500;
inline constexpr double kCompanyCalls = 5.0;  ///< [A] per working day
inline constexpr int kCouriers = 120;
inline constexpr double kCourierCalls = 25.0;  ///< [A] per day, nearly all to different people
inline constexpr int kTaxiDispatchers = 30;
inline constexpr double kTaxiCalls = 80.0;
inline constexpr int kHospitals = 40;
inline constexpr double kHospitalCalls = 15.0;
inline constexpr int kUniversities = 40;
inline constexpr double kUniversityCalls = 12.0;
inline constexpr int kBankCentres = 6;
inline constexpr double kBankCentreCalls = 250.0;
inline constexpr int kAirlines = 6;
inline constexpr double kAirlineCalls = 250.0;
inline constexpr int kEmbassies = 30;
inline constexpr double kEmbassyCalls = 10.0;
inline constexpr int kRoamers = 4'000;
inline constexpr double kRoamerCalls = 0.5;
inline constexpr double kRoamerEmergency = 0.02;  ///< [A] share of roamers' calls to 112
/// [A] roamers' calls that come over an ordinary carrier; these are in the roaming directory.
inline constexpr double kRoamersOverCarriers = 0.1;
inline constexpr int kBridges = 15;
inline constexpr double kBridgeMeetings = 3.0;
inline constexpr int kVillages = 4;
inline constexpr int kVillagers = 120;
inline constexpr double kVillageCalls = 150.0;
inline constexpr int kFirstTimers = 1'500;  ///< [A] numbers per day that never called before
inline constexpr double kFirstTimersBehindExchange =
    0.1;                                         ///< [A] hotels, shops that have just opened
inline constexpr double kOwnMediaAddress = 0.5;  ///< [A] of those: an address nobody saw before
inline constexpr int kPlatforms = 3;             ///< providers of telephony over the internet
inline constexpr int kPlatformCustomers = 150;   ///< [A] of each, with numbers of any country
inline constexpr double kPlatformCalls = 2.0;    ///< [A] per customer and working day
inline constexpr double kPlatformChurn = 0.02;   ///< [A] customers who leave for others, per day

// Scam offices -----------------------------------------------------------------------------------

/// [A] Calls of all offices of a family on one day. Together some 4 % of attempts, several times
/// more than is thought of nature, so that a month tells something of each family.
struct scam_volume {
  std::string_view kind;
  int offices;           ///< working at one time
  double calls_per_day;  ///< of each
};
inline constexpr std::array kScams{
    scam_volume{"bulk-spoofed", 4, 80},    scam_volume{"bulk-rotating", 4, 80},
    scam_volume{"bulk-sequential", 2, 90}, scam_volume{"bulk-autodialler", 2, 70},
    scam_volume{"bulk-wangiri", 2, 80},    scam_volume{"patient-low", 4, 24},
    scam_volume{"patient-once", 4, 40},    scam_volume{"patient-mimic", 4, 12},
    scam_volume{"patient-mixed", 3, 24},   scam_volume{"patient-noon", 3, 24},
    scam_volume{"patient-chain", 5, 15},
};
inline constexpr int kOfficeDaysLeast = 6;  ///< [A] an office closes or changes everything after
inline constexpr int kOfficeDaysMost = 20;

/// [A] What a centre sees of an office's equipment: its own kind, a common exchange that honest
/// companies use too, or nothing, because a carrier rewrites everything.
inline constexpr double kOwnEquipment = 0.55;
inline constexpr double kCommonEquipment = 0.25;

/// [A] What the called do: answer, and then hang up soon, listen for a while, or believe.
inline constexpr double kVictimAnswers = 0.55;
inline constexpr double kVictimListens = 0.18;
inline constexpr double kVictimBelieves = 0.07;
/// [A] A believing victim's own bank or family tries to get through meanwhile.
inline constexpr double kBankCallsBack = 0.3;

// Reports ----------------------------------------------------------------------------------------

inline constexpr double kReported = 1.0 / 20;       ///< [S] detection.md asks for one in twenty
inline constexpr double kReportDelayMedianH = 5.0;  ///< [A] "hours later"
inline constexpr double kReportDelaySigma = 1.0;    ///< [A] of the logarithm
inline constexpr double kReportHasCallId = 0.4;     ///< [A]
inline constexpr double kFalseReports = 1.0 / 2e4;  ///< [A] answered honest calls reported as scam
inline constexpr double kConfirmedHonest = 1.0 / 2e3;  ///< [A] looked at by an operator and honest

}  // namespace qorgan::sim::parameters
