#include "call.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace compliance::rules {
namespace {

// Reasons come from the plan as texts: "the …" is something that the way in
// lacks, the rest something that apply will settle.
void AddReason(const Host& host, const std::string& text,
               cel::Unknown& unknown) {
  cel::Unknown reason;
  if (absl::StartsWith(text, "the ")) {
    reason.needs.push_back(text);
  } else {
    reason.waits_for.push_back({host.subjects->OfText(text), {}});
  }
  unknown = cel::Merge(unknown, reason);
}

}  // namespace

const Host& HostOf(const cel::Call& call) {
  return *static_cast<const Host*>(call.host);
}

cel::Value ToList(const Host& host, const plan::Members& members) {
  cel::List list;
  list.open = members.open;
  for (const plan::Member& member : members.members) {
    const std::uint32_t number = host.subjects->OfResource(*member.resource);
    list.items.push_back({host.subjects->ValueOf(number), member.certain});
    if (member.certain) continue;
    AddReason(host,
              member.waits_for.empty() ? member.resource->address.ToString()
                                       : member.waits_for,
              list.why);
  }
  for (const std::string& why : members.why) AddReason(host, why, list.why);
  if (list.open && list.why.needs.empty() && list.why.waits_for.empty()) {
    AddReason(host, kNeedsWholePlan, list.why);
  }
  return cel::Value::MakeList(std::move(list));
}

cel::Value NeedsToSee(absl::string_view what) {
  cel::Unknown unknown;
  unknown.needs.emplace_back(what);
  return cel::Value::MakeUnknown(std::move(unknown));
}

cel::Value WrongArgument(absl::string_view function, absl::string_view want) {
  return cel::Value::MakeError(absl::StrCat(function, "() takes ", want));
}

const plan::Resource* ResourceOf(const cel::Call& call) {
  const cel::Origin* origin = call.args[0].origin();
  return origin == nullptr ? nullptr
                           : HostOf(call).subjects->ResourceOf(origin->subject);
}

}  // namespace compliance::rules
