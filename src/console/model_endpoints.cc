// The model in force, its challenger, and how they differ.

#include <boost/json.hpp>

#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

json::object model_json(const model_figures& model) {
  return {{"sum", model.digest},
          {"trained_until", to_rfc3339(model.trained_until)},
          {"trees", model.trees},
          {"refuses_from", model.refuses_from},
          {"alerts_from", model.alerts_from},
          {"wanted", model.wanted},
          {"bound", model.bound},
          {"same_evidence", model.same_evidence}};
}

}  // namespace

answer get_model(exchange& x) {
  const model_comparison models = x.needs.outside.status.status().gateway.models;
  json::object out;
  if (!models.current.digest.empty()) out["current"] = model_json(models.current);
  if (!models.challenger.digest.empty()) {
    out["challenger"] = model_json(models.challenger);
    out["comparison"] = {{"calls", models.compared},
                         {"refused_by_both", models.refused_by_both},
                         {"refused_by_current_alone", models.refused_by_current},
                         {"refused_by_challenger_alone", models.refused_by_challenger}};
  }
  return json_answer(200, out);
}

}  // namespace qorgan::console
