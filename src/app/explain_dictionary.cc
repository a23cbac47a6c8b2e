#include "app/explain_dictionary.h"

#include <array>

namespace qorgan::app::dictionary {
namespace {

template <typename Enum, std::size_t Count>
std::string_view look_up(const std::array<words, Count>& all, Enum value, language l) {
  const auto at = static_cast<std::size_t>(value);
  return at < Count ? all[at].in(l) : std::string_view{"?"};
}

}  // namespace

std::string_view verdict_words(verdict value, language l) {
  static constexpr std::array<words, 6> kAll{{
      {"let through", "пропущен", "өткізілді"},
      {"let through, the desk alerted", "пропущен, оператор предупреждён",
       "өткізілді, оператор ескертілді"},
      {"let through with a warning", "пропущен с предупреждением", "ескертумен өткізілді"},
      {"let through without the caller's number", "пропущен без номера звонящего",
       "қоңырау шалушының нөмірінсіз өткізілді"},
      {"diverted", "перенаправлен", "басқа жаққа бағытталды"},
      {"refused", "отклонён", "қабылданбады"},
  }};
  return look_up(kAll, value, l);
}

std::string_view number_words(const number_info& info, language l) {
  static constexpr std::array<words, 12> kTypes{{
      {"unknown", "неизвестный", "белгісіз"},
      {"fixed line", "стационарный", "тұрақты"},
      {"mobile", "мобильный", "ұялы"},
      {"fixed line or mobile", "стационарный или мобильный", "тұрақты немесе ұялы"},
      {"toll free", "бесплатный вызов", "тегін қоңырау"},
      {"premium rate", "платный вызов", "ақылы қоңырау"},
      {"shared cost", "разделённая оплата", "ортақ төлем"},
      {"internet telephony", "IP-телефония", "IP-телефония"},
      {"personal number", "персональный номер", "жеке нөмір"},
      {"pager", "пейджер", "пейджер"},
      {"company number", "номер организации", "ұйым нөмірі"},
      {"voicemail", "голосовая почта", "дауыстық пошта"},
  }};
  static constexpr std::array<words, 5> kFaults{{
      {"valid", "существует", "бар нөмір"},
      {"no such range", "нет такого диапазона", "мұндай ауқым жоқ"},
      {"impossible length", "невозможная длина", "ұзындығы мүмкін емес"},
      {"no such country code", "нет такого кода страны", "мұндай ел коды жоқ"},
      {"not a number", "не номер", "нөмір емес"},
  }};
  if (info.validity != number_validity::valid) return look_up(kFaults, info.validity, l);
  return look_up(kTypes, info.type, l);
}

std::string_view passport_words(passport_status status, language l) {
  static constexpr std::array<words, kPassportStatuses> kAll{{
      {"not asked for", "не проверяется", "тексерілмейді"},
      {"none came with the call", "вызов пришёл без неё", "қоңырау онсыз келді"},
      {"not verified: the certificate was not at hand",
       "не проверена: сертификата не было под рукой", "тексерілмеді: сертификат қолда болмады"},
      {"verified", "проверена, верна", "тексерілді, дұрыс"},
      {"stale (403): signed too long ago", "устарела (403): подписано слишком давно",
       "ескірген (403): тым ертерек қол қойылған"},
      {"wrong (436): there is no certificate where it should be",
       "неверна (436): сертификата нет в указанном месте",
       "жарамсыз (436): көрсетілген жерде сертификат жоқ"},
      {"wrong (437): the certificate is not one to trust",
       "неверна (437): сертификату нельзя доверять",
       "жарамсыз (437): сертификатқа сенуге болмайды"},
      {"wrong (438): forged or about another call",
       "неверна (438): подделана или от другого вызова",
       "жарамсыз (438): жасанды немесе басқа қоңыраудікі"},
  }};
  return look_up(kAll, status, l);
}

std::string_view kind_words(trunk_kind kind, language l) {
  static constexpr std::array<words, 3> kAll{{
      {"international", "международный", "халықаралық"},
      {"domestic", "внутренний", "ішкі"},
      {"roaming hub", "роуминговый хаб", "роуминг хабы"},
  }};
  return look_up(kAll, kind, l);
}

std::string_view mode_words(enforcement mode, language l) {
  static constexpr std::array<words, 2> kAll{{
      {"shadow", "теневой режим", "көлеңке режимі"},
      {"enforced", "боевой режим", "қолдану режимі"},
  }};
  return look_up(kAll, mode, l);
}

std::string_view waiver_words(waiver value, language l) {
  static constexpr std::array<words, 3> kAll{{
      {"its record was not durable in time", "запись не успела сохраниться",
       "жазбасы уақытында сақталмады"},
      {"the journal could not write", "журнал не мог писать", "журнал жаза алмады"},
      {"there was no room to hold it back", "не хватило места, чтобы его задержать",
       "оны ұстап тұруға орын жетпеді"},
  }};
  return look_up(kAll, value, l);
}

std::string_view ended_by_words(ended_by value, language l) {
  static constexpr std::array<words, 5> kAll{{
      {"somebody unknown", "неизвестно кто", "белгісіз"},
      {"the caller", "звонящий", "қоңырау шалушы"},
      {"the callee", "абонент", "абонент"},
      {"the network", "сеть", "желі"},
      {"the centre", "центр", "орталық"},
  }};
  return look_up(kAll, value, l);
}

}  // namespace qorgan::app::dictionary
