#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compliance/cty/type.h"
#include "compliance/hcl/evaluate.h"
#include "cty/go_quote.h"
#include "hcl/reference.h"

namespace compliance::hcl {
namespace {

using cty::Type;
using cty::Value;

// A step as plan JSON spells it.
std::string Spelled(const Step& step) {
  if (step.kind == Step::Kind::kAttribute) return absl::StrCat(".", step.name);
  const std::optional<Value> key = LiteralKey(step);
  std::string text;
  if (!key->HasContent()) {
    // A key that no value has is left out.
  } else if (key->type() == Type::String()) {
    cty::AppendGoQuoted(key->AsString(), &text);
  } else if (key->type() == Type::Number()) {
    constexpr int kDigits = 10;
    text = key->AsNumber().ToGeneral(kDigits);
  }
  return absl::StrCat("[", text, "]");
}

// The steps of a reference after its root, the part that names an object first.
struct Spelling {
  std::string subject;
  std::vector<std::string> rest;
  // What the subject is an instance of, or an output of.
  std::string whole;
};

class ReferenceSpeller {
 public:
  ReferenceSpeller(const std::string& root, const Traversal* traversal)
      : root_(root), traversal_(traversal) {
    if (traversal != nullptr) size_ = ReferenceLength(*traversal);
  }

  // nullopt where Terraform sees no reference.
  std::optional<Spelling> Spell() {
    spelling_.subject = root_;
    const bool known =
        root_ == "self" || (root_ == "module"     ? SpellModule()
                            : IsSingle()          ? TakeName()
                            : root_ == "resource" ? SpellResource()
                            : root_ == "data" ? TakeName() && SpellInstance()
                                              : SpellInstance());
    if (!known) return std::nullopt;
    for (; at_ < size_; ++at_) spelling_.rest.push_back(Spelled(step()));
    return std::move(spelling_);
  }

 private:
  const Step& step() const { return traversal_->steps[at_]; }

  bool IsSingle() const {
    return root_ == "count" || root_ == "each" || root_ == "local" ||
           root_ == "path" || root_ == "terraform" || root_ == "var";
  }

  // The next step, if it is a name.
  bool TakeName() {
    if (at_ >= size_ || step().kind != Step::Kind::kAttribute) return false;
    absl::StrAppend(&spelling_.subject, Spelled(step()));
    ++at_;
    return true;
  }

  bool TakeKey() {
    if (at_ >= size_ || step().kind == Step::Kind::kAttribute) return false;
    absl::StrAppend(&spelling_.subject, Spelled(step()));
    ++at_;
    return true;
  }

  // resource.type.name is type.name.
  bool SpellResource() {
    if (at_ >= size_ || step().kind != Step::Kind::kAttribute) return false;
    spelling_.subject = step().name;
    ++at_;
    return SpellInstance();
  }

  // name[key] behind the type.
  bool SpellInstance() {
    if (!TakeName()) return false;
    const std::string resource = spelling_.subject;
    if (TakeKey()) spelling_.whole = resource;
    return true;
  }

  // name[key].output
  bool SpellModule() {
    if (!TakeName()) return false;
    spelling_.whole = spelling_.subject;
    const bool has_key = TakeKey();
    const std::string instance = spelling_.subject;
    if (TakeName()) {
      spelling_.whole = instance;
    } else if (!has_key) {
      spelling_.whole.clear();
    }
    return true;
  }

  const std::string& root_;
  const Traversal* traversal_;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  Spelling spelling_;
};

void AddReferences(const std::string& root, const Traversal* traversal,
                   std::vector<std::string>& references) {
  const std::optional<Spelling> spelling =
      ReferenceSpeller(root, traversal).Spell();
  if (!spelling.has_value()) return;
  std::vector<std::string> longer = {spelling->subject};
  for (const std::string& step : spelling->rest) {
    longer.push_back(absl::StrCat(longer.back(), step));
  }
  references.insert(references.end(), longer.rbegin(), longer.rend());
  if (!spelling->whole.empty()) references.push_back(spelling->whole);
}

}  // namespace

std::vector<std::string> References(const Expression& expression) {
  std::vector<std::string> references;
  VisitFree(expression,
            [&](const std::string& root, const Traversal* traversal) {
              AddReferences(root, traversal, references);
            });
  return references;
}

}  // namespace compliance::hcl
