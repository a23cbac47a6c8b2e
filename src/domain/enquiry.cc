#include "domain/enquiry.h"

namespace qorgan {

std::string_view to_string(fail_open value) {
  switch (value) {
    case fail_open::no: return "no";
    case fail_open::no_record: return "no_record";
    case fail_open::late: return "late";
    case fail_open::no_answer: return "no_answer";
    case fail_open::queue_full: return "queue_full";
  }
  return "no";
}

}  // namespace qorgan
