// Attribute paths: where a value lies inside a resource object.
#ifndef COMPLIANCE_CTY_PATH_H_
#define COMPLIANCE_CTY_PATH_H_

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace compliance::cty {

// One step: an attribute (or block type) name, a map key, or a position in a
// list or tuple. An element of a set has no step of its own in Terraform; we
// use its position in the decoded order, and callers that hand a path to
// Terraform stop before it.
struct AttributeName {
  std::string name;
  auto operator<=>(const AttributeName&) const = default;
};
struct MapKey {
  std::string key;
  auto operator<=>(const MapKey&) const = default;
};
struct ListIndex {
  std::int64_t index = 0;
  auto operator<=>(const ListIndex&) const = default;
};
using Step = std::variant<AttributeName, MapKey, ListIndex>;

// A sequence of steps from the root of an object; a copyable, ordered value.
// The empty path is the object itself.
class Path {
 public:
  Path() = default;
  Path(std::initializer_list<Step> steps) : steps_(steps) {}
  explicit Path(std::vector<Step> steps) : steps_(std::move(steps)) {}

  const std::vector<Step>& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }

  // A copy of this path, one step longer.
  Path Attr(std::string name) const;
  Path Key(std::string key) const;
  Path Index(std::int64_t index) const;

  // Whether `prefix` leads to this path or is this path.
  bool StartsWith(const Path& prefix) const;

  // Terraform's own notation: ingress[0].cidr_blocks[1], tags["Name"].
  std::string ToString() const;

  friend bool operator==(const Path&, const Path&) = default;
  friend auto operator<=>(const Path&, const Path&) = default;

 private:
  Path Extended(Step step) const;
  std::vector<Step> steps_;
};

std::ostream& operator<<(std::ostream& out, const Path& path);

}  // namespace compliance::cty

#endif  // COMPLIANCE_CTY_PATH_H_
