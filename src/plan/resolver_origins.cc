// What a value that was read from the source says of where it comes from.
#include <algorithm>

#include "compliance/cty/origin.h"
#include "resolver.h"

namespace compliance::plan {

const Resource* Resolver::Find(absl::string_view address) const {
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? nullptr : found->second;
}

// False where something unknown does not say it.
bool Resolver::AddOrigins(const cty::Value& value, bool certain,
                          OriginTargets& out) const {
  if (value.IsWhollyKnown()) return true;
  const auto add = [&](const cty::Value& part) {
    return AddOrigins(part, certain, out);
  };
  if (!value.IsUnknown()) {
    if (value.type().kind() == cty::Type::Kind::kMap ||
        value.type().kind() == cty::Type::Kind::kObject) {
      const auto& members = value.AsAttributes();
      return std::all_of(members.begin(), members.end(),
                         [&](const auto& m) { return add(m.second); });
    }
    const auto& elements = value.AsElements();
    return std::all_of(elements.begin(), elements.end(), add);
  }
  const cty::Origin* origin = value.origin();
  if (origin == nullptr) return false;
  for (const cty::Piece& piece : origin->pieces) {
    if (!piece.atom.has_value()) continue;
    const Resource* resource = Find(piece.atom->resource);
    if (resource == nullptr) return false;
    AddInstance(*resource, piece.atom->path, certain, Walk(), out.targets);
  }
  const bool is_choice = origin->alternatives.size() > 1;
  for (const cty::Value& alternative : origin->alternatives) {
    if (alternative.HasContent()) out.may_be_constant = true;
    if (!AddOrigins(alternative, certain && !is_choice, out)) return false;
  }
  return true;
}

std::optional<Resolver::OriginTargets> Resolver::ResolveOrigins(
    const cty::Value& value) const {
  OriginTargets out;
  if (!AddOrigins(value, /*certain=*/true, out)) return std::nullopt;
  return out;
}

}  // namespace compliance::plan
