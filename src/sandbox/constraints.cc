#include "sandbox/constraints.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/text.h"
#include "compliance/cty/json.h"
#include "sandbox/values.h"

namespace compliance::sandbox {
namespace {

using cty::Path;
using cty::Value;
using schema::Constraint;

// An attribute's value with the path that Terraform can show; inside a set that
// is the set's, whose elements have no path.
struct Place {
  Path path;
  bool open = true;  // steps may still be added
  Value value;
};

void Collect(const Place& place, const std::vector<cty::Step>& steps,
             std::size_t next, std::vector<Place>& found) {
  if (!place.value.HasContent() && next < steps.size()) return;
  const cty::Type::Kind kind = place.value.type().kind();
  const bool sequence =
      kind == cty::Type::Kind::kList || kind == cty::Type::Kind::kSet;
  if (next < steps.size() && sequence) {
    std::int64_t index = 0;
    for (const Value& element : place.value.AsElements()) {
      Place inner = place;
      inner.value = element;
      inner.open = place.open && kind == cty::Type::Kind::kList;
      if (inner.open) inner.path = place.path.Index(index++);
      Collect(inner, steps, next, found);
    }
    return;
  }
  if (next == steps.size()) {
    found.push_back(place);
    return;
  }
  const Value* member = place.value.Find(steps[next]);
  if (member == nullptr) return;
  Place inner = place;
  inner.value = *member;
  if (place.open) {
    inner.path =
        place.path.Attr(std::get<cty::AttributeName>(steps[next]).name);
  }
  Collect(inner, steps, next + 1, found);
}

std::vector<Place> PlacesAt(const Value& value, const Path& path) {
  std::vector<Place> found;
  Collect({{}, true, value}, path.steps(), 0, found);
  return found;
}

// The objects that hold the attribute at `path`: one more step is taken where
// the parent is a block with several elements.
std::vector<Place> ParentsOf(const Value& value, const Path& path) {
  const std::vector<cty::Step>& steps = path.steps();
  const Path parent(std::vector<cty::Step>(steps.begin(), steps.end() - 1));
  std::vector<Place> objects;
  for (const Place& place : PlacesAt(value, parent)) {
    const cty::Type::Kind kind = place.value.type().kind();
    if (!place.value.HasContent() || kind == cty::Type::Kind::kObject) {
      if (place.value.HasContent()) objects.push_back(place);
      continue;
    }
    std::int64_t index = 0;
    for (const Value& element : place.value.AsElements()) {
      Place inner{place.path, place.open && kind == cty::Type::Kind::kList,
                  element};
      if (inner.open) inner.path = place.path.Index(index++);
      if (element.HasContent()) objects.push_back(inner);
    }
  }
  return objects;
}

const std::string& NameOf(const Path& path) {
  return std::get<cty::AttributeName>(path.steps().back()).name;
}

std::string Names(const std::vector<Path>& paths) {
  return absl::StrJoin(paths, ", ", [](std::string* out, const Path& path) {
    absl::StrAppend(out, NameOf(path));
  });
}

Path PathOf(const Place& parent, const Path& path) {
  return parent.open ? parent.path.Attr(NameOf(path)) : parent.path;
}

// The arguments of a constraint in one object.
struct Arguments {
  std::vector<Path> set;
  std::vector<Path> missing;
  bool unknown = false;
};

Arguments Sort(const std::vector<Path>& paths, const Value& object) {
  Arguments sorted;
  for (const Path& path : paths) {
    const Value* value = object.Find(NameOf(path));
    if (value == nullptr || !IsSet(*value)) {
      sorted.missing.push_back(path);
    } else if (value->IsUnknown()) {
      sorted.unknown = true;
    } else {
      sorted.set.push_back(path);
    }
  }
  return sorted;
}

void CheckAlternatives(const Constraint& constraint, const Place& parent,
                       diag::Diagnostics& diagnostics) {
  const Arguments given = Sort(constraint.paths, parent.value);
  const bool at_most_one = constraint.kind != Constraint::Kind::kAtLeastOneOf;
  if (at_most_one && given.set.size() > 1) {
    diagnostics.push_back(diag::Error(
        "Conflicting configuration arguments",
        absl::StrCat(Quote(NameOf(given.set[0])), " conflicts with ",
                     NameOf(given.set[1]), ". Set only one of ",
                     Names(constraint.paths), "."),
        PathOf(parent, given.set[0])));
  }
  if (constraint.kind != Constraint::Kind::kConflicts && given.set.empty() &&
      !given.unknown) {
    diagnostics.push_back(diag::Error(
        "Invalid combination of arguments",
        absl::StrCat("One of ", Names(constraint.paths), " must be set."),
        parent.path));
  }
}

void CheckRequires(const Constraint& constraint, const Place& parent,
                   diag::Diagnostics& diagnostics) {
  const Arguments given = Sort(constraint.paths, parent.value);
  const bool first_is_set =
      !given.set.empty() && given.set[0] == constraint.paths[0];
  if (!first_is_set || given.missing.empty()) return;
  diagnostics.push_back(diag::Error(
      "Missing required argument",
      absl::StrCat(Quote(NameOf(constraint.paths[0])),
                   " needs these to be set as well: ", Names(given.missing),
                   "."),
      PathOf(parent, constraint.paths[0])));
}

bool IsKnownText(const Value& value) {
  return value.HasContent() && value.type().kind() == cty::Type::Kind::kString;
}

void CheckAllowed(const Path& path, const std::vector<std::string>& allowed,
                  const Value& config, diag::Diagnostics& diagnostics) {
  for (const Place& place : PlacesAt(config, path)) {
    if (!IsKnownText(place.value) ||
        std::find(allowed.begin(), allowed.end(), place.value.AsString()) !=
            allowed.end()) {
      continue;
    }
    diagnostics.push_back(
        diag::Error(absl::StrCat("Invalid value for ", NameOf(path)),
                    absl::StrCat("Expected ", NameOf(path), " to be one of ",
                                 absl::StrJoin(allowed, ", "), "."),
                    place.path));
  }
}

void CheckRange(const Path& path,
                const std::pair<std::int64_t, std::int64_t>& range,
                const Value& config, diag::Diagnostics& diagnostics) {
  for (const Place& place : PlacesAt(config, path)) {
    if (!place.value.HasContent()) continue;
    const cty::Number& number = place.value.AsNumber();
    if (number >= cty::Number(range.first) &&
        number <= cty::Number(range.second)) {
      continue;
    }
    diagnostics.push_back(diag::Error(
        absl::StrCat("Invalid value for ", NameOf(path)),
        absl::StrCat("Expected ", NameOf(path), " to be in the range ",
                     range.first, " to ", range.second, ", got ",
                     number.ToString(), "."),
        place.path));
  }
}

void CheckJson(const Path& path, const Value& config,
               diag::Diagnostics& diagnostics) {
  for (const Place& place : PlacesAt(config, path)) {
    if (!IsKnownText(place.value) || place.value.AsString().empty() ||
        cty::DecodeImpliedJson(place.value.AsString()).ok()) {
      continue;
    }
    diagnostics.push_back(diag::Error(
        "Invalid JSON",
        absl::StrCat(Quote(NameOf(path)),
                     " is not a JSON document. jsonencode() or a data source "
                     "aws_iam_policy_document writes one."),
        place.path));
  }
}

// Those that have no value and will get none but a service's own.
std::vector<Path> Missing(const std::vector<Path>& paths, const Value& config,
                          const Value& planned) {
  std::vector<Path> missing;
  for (const Path& path : paths) {
    const Value& value = *planned.Find(NameOf(path));
    const bool left_out = !IsSet(*config.Find(NameOf(path)));
    if (!IsSet(value) || (value.IsUnknown() && left_out)) {
      missing.push_back(path);
    }
  }
  return missing;
}

bool IsPlannedAs(const Value& planned, const Constraint& constraint) {
  const std::vector<Value> values = MembersAt(planned, constraint.when);
  return std::any_of(values.begin(), values.end(), [&](const Value& value) {
    return IsKnownText(value) && value.AsString() == constraint.value;
  });
}

}  // namespace

diag::Diagnostics CheckConfig(const schema::TypeFacts& facts,
                              const Value& config) {
  diag::Diagnostics diagnostics;
  for (const Constraint& constraint : facts.constraints) {
    if (constraint.kind == Constraint::Kind::kNeeds) continue;
    for (const Place& parent : ParentsOf(config, constraint.paths[0])) {
      if (constraint.kind == Constraint::Kind::kRequires) {
        CheckRequires(constraint, parent, diagnostics);
      } else {
        CheckAlternatives(constraint, parent, diagnostics);
      }
    }
  }
  for (const auto& [path, allowed] : facts.allowed_values) {
    CheckAllowed(path, allowed, config, diagnostics);
  }
  for (const auto& [path, range] : facts.ranges) {
    CheckRange(path, range, config, diagnostics);
  }
  for (const Path& path : facts.json_documents) {
    CheckJson(path, config, diagnostics);
  }
  return diagnostics;
}

diag::Diagnostics CheckPlanned(const schema::TypeFacts& facts,
                               const Value& config, const Value& planned) {
  diag::Diagnostics diagnostics;
  for (const Constraint& constraint : facts.constraints) {
    if (constraint.kind != Constraint::Kind::kNeeds ||
        !IsPlannedAs(planned, constraint)) {
      continue;
    }
    const std::vector<Path> missing =
        Missing(constraint.paths, config, planned);
    if (missing.empty()) continue;
    diagnostics.push_back(
        diag::Error("Missing required argument",
                    absl::StrCat(Names(missing), " must be set when ",
                                 NameOf(constraint.when), " is ",
                                 Quote(constraint.value), "."),
                    missing[0]));
  }
  return diagnostics;
}

}  // namespace compliance::sandbox
