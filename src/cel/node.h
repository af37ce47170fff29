// The checked form of an expression: names are resolved, macros expanded.
#ifndef COMPLIANCE_SRC_CEL_NODE_H_
#define COMPLIANCE_SRC_CEL_NODE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cel/builtins.h"
#include "compliance/cel/value.h"
#include "re2/re2.h"

namespace compliance::cel {

// Part of the flat form: append only, or raise the version in flat.cc.
enum class NodeKind : std::uint8_t {
  kLiteral,         // literal
  kVariable,        // name, slot: a free variable
  kLocal,           // slot: a variable of a macro, counted from the outside
  kList,            // children
  kMap,             // children: key, value, key, value, …
  kOptionalEntry,   // child; in kList, and as value in kMap: [?x], {?k: x}
  kSelect,          // child, name
  kOptionalSelect,  // child, name: a.?b
  kHas,             // child, name: has(a.b)
  kIndex,           // child, index
  kOptionalIndex,   // child, index: a[?b]
  kNot,             // child
  kNegate,          // child
  kBinary,          // op; two children
  kAnd,             // two or more children
  kOr,              // two or more children
  kConditional,     // condition, then, else
  kCall,            // builtin; children are the arguments, receiver first
  kMatches,         // text, pattern; regex when the pattern is a literal
  kHostCall,        // name, member; children are the arguments
  kFold,            // fold, slot; range, then one or two bodies
  kBind,            // slot; value, body
  kOptionalMap,     // slot; optional, body: optMap, optFlatMap (flat)
  kOptionalElse,    // optional, other: orValue, or (flat)
  kLast = kOptionalElse,
};

enum class Operator : std::uint8_t {
  kNone,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kLast = kIn,
};

enum class Fold : std::uint8_t {
  kNone,
  kAll,
  kExists,
  kExistsOne,
  kFilter,             // predicate
  kMap,                // [predicate,] transform
  kTransformMap,       // [predicate,] transform, under the same key
  kTransformMapEntry,  // [predicate,] map of the entries to take its place
  kLast = kTransformMapEntry,
};

struct Node {
  NodeKind kind = NodeKind::kLiteral;
  Operator op = Operator::kNone;
  Fold fold = Fold::kNone;
  // kHostCall: a member. kOptionalMap, kOptionalElse: flat. kFold: two
  // variables (index or key, and value).
  bool flag = false;
  std::uint16_t depth = 1;  // nodes on the longest way down, this one included
  std::uint32_t slot = 0;
  std::string name;
  Value literal;
  std::vector<Node> children;
  const Builtin* builtin = nullptr;
  std::shared_ptr<const re2::RE2> regex;
};

inline constexpr std::size_t kMaxDepth = 250;
inline constexpr std::size_t kMaxNodes = 20'000;
inline constexpr std::size_t kMaxSource = 64 << 10;

// Sets depth from the children. False when that is too deep.
bool SetDepth(Node& node);

// A regular expression with bounded size and without log output; nullptr with
// `error` set when it is not one.
std::shared_ptr<const re2::RE2> CompileRegex(const std::string& pattern,
                                             std::string* error);

}  // namespace compliance::cel

#endif  // COMPLIANCE_SRC_CEL_NODE_H_
