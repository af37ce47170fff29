// Any text is a plan or an error; a plan answers every question.
#include "compliance/plan/load.h"
#include "compliance/plan/query.h"
#include "fuzz/fuzz_input.h"

namespace {

using compliance::fuzz::Require;
using compliance::plan::Query;
using compliance::plan::Resource;

void Ask(const Query& query, const Resource& resource) {
  for (const auto& [path, expression] : resource.expressions) {
    query.Configured(resource, path);
    query.Literal(resource, path);
    for (const auto& member : query.References(resource, path, {}).members) {
      Require(member.resource != nullptr, "a member is a resource");
    }
    query.Linked(resource, resource.address.type, path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto plan =
      compliance::plan::LoadPlanJson(compliance::fuzz::InputOf(data, size));
  if (!plan.ok()) return 0;
  const Query query(*plan);
  for (const Resource& resource : plan->resources) Ask(query, resource);
  return 0;
}
