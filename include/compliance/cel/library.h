// Functions that a host adds to the condition language.
#ifndef COMPLIANCE_CEL_LIBRARY_H_
#define COMPLIANCE_CEL_LIBRARY_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "compliance/cel/value.h"

namespace compliance::cel {

// What a function is called with. `host` is the pointer that the caller put in
// Activation::host.
struct Call {
  absl::Span<const Value> args;
  const void* host = nullptr;
};

struct Function {
  // Global functions: name(args). Members: first argument is the receiver:
  // receiver.name(args). Names may be qualified: "plan.resources".
  std::string name;
  bool member = false;
  int min_args = 0;  // receiver included
  int max_args = 0;
  // Path macro: argument 0 must be a select expression (self.kms_key_id,
  // attr, each.x). It is not evaluated to a value; it reaches the function as a
  // value whose origin() is set, whether the attribute is there or not, null,
  // or unknown. Otherwise: an unknown or error argument is the result, and the
  // function is not called.
  bool takes_path = false;
  // Also call it when an argument is or holds an unknown.
  bool takes_unknown = false;
  // What calling it means a rule needs: "configuration", "whole plan"; "" for
  // none. Reported by Program::Needs.
  std::string needs;
  std::function<Value(const Call&)> apply;
};

// A set of functions by name. Build once; thread-safe to read.
class Library {
 public:
  void Add(Function function);
  const Function* Find(absl::string_view name, bool member) const;
  std::vector<std::string> Names() const;

 private:
  // Looked up on every call: no key is built for that.
  struct Less {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      const int order = absl::string_view(a.first).compare(b.first);
      return order != 0 ? order < 0 : a.second < b.second;
    }
  };
  std::map<std::pair<std::string, bool>, Function, Less> functions_;
};

}  // namespace compliance::cel

#endif  // COMPLIANCE_CEL_LIBRARY_H_
