#include "provider/block.h"

#include <iterator>
#include <string>

namespace compliance::provider {

cty::Value Argument(const cty::Value& block, absl::string_view name) {
  const cty::Value* value = block.Find(name);
  return value == nullptr ? cty::Value() : *value;
}

cty::Path PathTo(absl::string_view name) {
  return cty::Path{cty::AttributeName{std::string(name)}};
}

void Append(diag::Diagnostics more, diag::Diagnostics& to) {
  to.insert(to.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
}

}  // namespace compliance::provider
