#pragma once

#include <string_view>

#include "app/explain.h"

// What `qorgan explain` says, in the three languages of the centre.

namespace qorgan::app::dictionary {

/// A text in the three languages of the centre.
struct words {
  std::string_view en, ru, kk;
  std::string_view in(language l) const {
    return l == language::ru ? ru : l == language::kk ? kk : en;
  }
};

inline constexpr words kCall{"Call", "Вызов", "Қоңырау"};
inline constexpr words kWhen{"when", "когда", "қашан"};
inline constexpr words kFrom{"from", "от", "кімнен"};
inline constexpr words kTo{"to", "кому", "кімге"};
inline constexpr words kTrunk{"trunk", "транк", "транк"};
inline constexpr words kSource{"source", "источник", "көзі"};
inline constexpr words kSignature{"signature", "подпись", "қолтаңба"};
inline constexpr words kAttestation{"attestation", "аттестация", "аттестация"};
inline constexpr words kWithheld{"number withheld", "номер скрыт", "нөмір жасырылған"};
inline constexpr words kEmergency{
    "An emergency call: it passes before anything else is looked at.",
    "Вызов экстренной службы: пропускается до любой проверки.",
    "Шұғыл қызметке қоңырау: кез келген тексеруден бұрын өткізіледі."};
inline constexpr words kUnscreened{
    "It was not screened: the centre was overloaded and let it through.",
    "Не проверялся: центр был перегружен и пропустил вызов.",
    "Тексерілмеді: орталық шамадан тыс жүктеліп, қоңырауды өткізді."};
inline constexpr words kWatched{
    "It was only watched: it did not pass through the centre, nothing could be done to it.",
    "Только наблюдался: через центр не проходил, сделать с ним ничего было нельзя.",
    "Тек бақыланды: орталық арқылы өтпеді, оған ештеңе істеу мүмкін болмады."};
inline constexpr words kDecision{"Decision", "Решение", "Шешім"};
inline constexpr words kVerdict{"verdict", "вердикт", "үкім"};
inline constexpr words kShadow{"shadow mode; enforced it would be: ",
                               "теневой режим; в боевом было бы: ", "көлеңке режимі; қолданылса: "};
inline constexpr words kRule{"rule", "правило", "ереже"};
inline constexpr words kNoRule{"none matched", "ни одно не подошло", "ешқайсысы сәйкес келмеді"};
inline constexpr words kBasis{"legal basis", "основание", "құқықтық негіз"};
inline constexpr words kScore{"score", "оценка", "баға"};
inline constexpr words kReasons{"Reasons", "Причины", "Себептері"};
inline constexpr words kNoReasons{"Nothing suspicious was found.",
                                  "Ничего подозрительного не найдено.",
                                  "Күдікті ештеңе табылмады."};
inline constexpr words kAfter{"What happened", "Что было дальше", "Не болды"};
inline constexpr words kRang{"rang", "звонок у абонента", "шырылдады"};
inline constexpr words kAnswered{"answered", "ответ", "жауап берілді"};
inline constexpr words kEnded{"ended by", "завершил", "аяқтаған"};
inline constexpr words kWaived{"NOT refused: let through because ",
                               "НЕ отклонён: пропущен, потому что ",
                               "қабылданбай қалған ЖОҚ: өткізілді, себебі "};
inline constexpr words kAlert{"alert", "тревога", "дабыл"};
inline constexpr words kStillUp{"no end is recorded", "окончание не записано",
                                "аяқталуы жазылмаған"};
inline constexpr words kProof{"Proof", "Проверка", "Тексеру"};
inline constexpr words kSame{"Decided again from the journal: the same in every field.",
                             "Повторно вычислено из журнала: совпадает во всех полях.",
                             "Журналдан қайта есептелді: барлық өрісі бірдей."};
inline constexpr words kDiffers{
    "Decided again from the journal: NOT THE SAME:", "Повторно вычислено из журнала: НЕ СОВПАДАЕТ:",
    "Журналдан қайта есептелді: СӘЙКЕС КЕЛМЕЙДІ:"};
inline constexpr words kTodaySame{"Today's policy would decide the same.",
                                  "Сегодняшняя политика решила бы так же.",
                                  "Бүгінгі саясат та солай шешер еді."};
inline constexpr words kTodayDiffers{
    "Today's policy would decide otherwise:", "Сегодняшняя политика решила бы иначе:",
    "Бүгінгі саясат басқаша шешер еді:"};
inline constexpr words kSameId{"more calls carry this Call-ID; this is the first.",
                               "— столько ещё вызовов с этим Call-ID; это первый.",
                               "— осы Call-ID бар тағы сонша қоңырау; бұл біріншісі."};
inline constexpr words kNotRecorded{"The journal has no decision for it.",
                                    "В журнале нет решения по этому вызову.",
                                    "Журналда бұл қоңырау бойынша шешім жоқ."};

std::string_view verdict_words(verdict value, language l);
/// Type of a number, or what is wrong with it.
std::string_view number_words(const number_info& info, language l);
/// What became of the call's PASSporTs.
std::string_view passport_words(passport_status status, language l);
std::string_view kind_words(trunk_kind kind, language l);
std::string_view mode_words(enforcement mode, language l);
std::string_view waiver_words(waiver value, language l);
std::string_view ended_by_words(ended_by value, language l);

}  // namespace qorgan::app::dictionary
