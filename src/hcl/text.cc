#include "hcl/text.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "compliance/cty/convert.h"
#include "compliance/cty/origin.h"
#include "hcl/alternatives.h"

namespace compliance::hcl {
namespace {

using cty::Piece;
using cty::Type;
using cty::Value;
using Pieces = std::vector<Piece>;

// The strings that a part may become; none where that is not told. One that
// would be null is left out: Terraform refuses it.
std::vector<Pieces> TextsOf(const Value& part) {
  const absl::StatusOr<Value> text = cty::Convert(part, Type::String());
  if (!text.ok()) return {};
  std::vector<Pieces> texts;
  for (const Value& alternative : AlternativesOf(*text)) {
    if (alternative.IsNull()) continue;
    std::optional<Pieces> pieces = PiecesOf(alternative);
    if (!pieces.has_value()) return {};
    texts.push_back(*std::move(pieces));
  }
  return texts;
}

std::size_t SizeOf(const std::vector<Pieces>& texts) {
  std::size_t bytes = 0;
  for (const Pieces& pieces : texts) {
    for (const Piece& piece : pieces) bytes += piece.text.size() + 1;
  }
  return bytes;
}

// The strings that parts side by side may become.
class Strands {
 public:
  // Whether what the part may become is told, and not too much.
  bool Append(const Value& part) {
    const std::vector<Pieces> texts = TextsOf(part);
    const std::size_t bytes =
        bytes_ * texts.size() + SizeOf(texts) * strands_.size();
    if (texts.empty() || texts.size() * strands_.size() > kMaxAlternatives ||
        bytes > kMaxTextBytes) {
      return false;
    }
    bytes_ = bytes;
    if (texts.size() == 1) {
      for (Pieces& strand : strands_) Extend(strand, texts.front());
      return true;
    }
    std::vector<Pieces> product;
    for (const Pieces& strand : strands_) {
      for (const Pieces& text : texts) {
        product.push_back(strand);
        Extend(product.back(), text);
      }
    }
    strands_ = std::move(product);
    return true;
  }

  std::vector<Value> Values() const {
    std::vector<Value> values;
    for (const Pieces& strand : strands_) values.push_back(StringOf(strand));
    return values;
  }

 private:
  static void Extend(Pieces& strand, const Pieces& text) {
    strand.insert(strand.end(), text.begin(), text.end());
  }

  std::vector<Pieces> strands_ = {Pieces()};
  std::size_t bytes_ = 0;
};

// A string of which at most the start is told.
Value PlainText(std::string prefix) {
  cty::Refinement refinement;
  refinement.not_null = true;
  refinement.prefix = std::move(prefix);
  return Value::Unknown(Type::String(), std::move(refinement));
}

class Joiner {
 public:
  void Add(const Result& part) {
    refused_ = refused_ || part.refused || part.value.IsNull();
    sensitive_ = sensitive_ || part.value.IsSensitive();
    if (refused_) return;
    if (part.value.IsUnknown()) {
      known_ = false;
    } else {
      AddKnown(part.value);
    }
    told_ = told_ && !refused_ && strands_.Append(part.value);
  }

  Result Finish() const {
    if (refused_) return Refused(Type::String());
    Value text = PlainText(known_ ? "" : prefix_);
    if (told_) {
      const std::vector<Value> values = strands_.Values();
      text = known_ ? values.front() : Undecided(values);
    }
    return Known(text.WithSensitive(sensitive_));
  }

 private:
  void AddKnown(const Value& part) {
    const absl::StatusOr<Value> text = cty::Convert(part, Type::String());
    refused_ = !text.ok();
    if (!refused_ && known_ && told_) prefix_ += text->AsString();
  }

  Strands strands_;
  std::string prefix_;
  bool known_ = true;
  bool told_ = true;
  bool refused_ = false;
  bool sensitive_ = false;
};

}  // namespace

Result JoinAsText(const std::vector<Result>& parts) {
  Joiner joiner;
  for (const Result& part : parts) joiner.Add(part);
  return joiner.Finish();
}

}  // namespace compliance::hcl
