#include "schema/type_notation.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"

namespace compliance::schema {
namespace {

using cty::Type;

absl::Status Unreadable(absl::string_view rest) {
  return absl::InvalidArgumentError(
      absl::StrCat("cannot read a type at \"", rest, "\""));
}

// A recursive descent over the text that is still to be read.
class Parser {
 public:
  explicit Parser(absl::string_view text) : rest_(text) {}

  absl::StatusOr<Type> ParseWhole() {
    ASSIGN_OR_RETURN(Type type, ParseOne());
    if (!rest_.empty()) return Unreadable(rest_);
    return type;
  }

 private:
  absl::StatusOr<Type> ParseOne() {
    if (Eat("string")) return Type::String();
    if (Eat("bool")) return Type::Bool();
    if (Eat("number")) return Type::Number();
    if (Eat("any")) return Type::Dynamic();
    if (Eat("list(")) return ParseElement(Type::List);
    if (Eat("set(")) return ParseElement(Type::Set);
    if (Eat("map(")) return ParseElement(Type::Map);
    if (Eat("object(")) return ParseObject();
    if (Eat("tuple(")) return ParseTuple();
    return Unreadable(rest_);
  }

  absl::StatusOr<Type> ParseElement(Type (*make)(Type)) {
    ASSIGN_OR_RETURN(Type element, ParseOne());
    if (!Eat(")")) return Unreadable(rest_);
    return make(std::move(element));
  }

  absl::StatusOr<Type> ParseObject() {
    Type::Attributes members;
    while (!Eat(")")) {
      if (!members.empty() && !Eat(",")) return Unreadable(rest_);
      const auto colon = rest_.find(':');
      if (colon == absl::string_view::npos) return Unreadable(rest_);
      std::string name(rest_.substr(0, colon));
      rest_.remove_prefix(colon + 1);
      ASSIGN_OR_RETURN(members[name], ParseOne());
    }
    return Type::Object(std::move(members));
  }

  absl::StatusOr<Type> ParseTuple() {
    std::vector<Type> members;
    while (!Eat(")")) {
      if (!members.empty() && !Eat(",")) return Unreadable(rest_);
      ASSIGN_OR_RETURN(Type member, ParseOne());
      members.push_back(std::move(member));
    }
    return Type::Tuple(std::move(members));
  }

  bool Eat(absl::string_view word) { return absl::ConsumePrefix(&rest_, word); }

  absl::string_view rest_;
};

}  // namespace

absl::StatusOr<Type> ParseType(absl::string_view text) {
  return Parser(text).ParseWhole();
}

}  // namespace compliance::schema
