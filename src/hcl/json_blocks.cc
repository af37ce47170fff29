#include "hcl/json_blocks.h"

#include <array>

namespace compliance::hcl {
namespace {

struct Argument {
  absl::string_view block;
  absl::string_view name;
  JsonStrings strings;
};

// "" is any block.
constexpr std::array kArguments = {
    Argument{"", "depends_on", JsonStrings::kExpression},
    Argument{"", "provider", JsonStrings::kExpression},
    Argument{"module", "providers", JsonStrings::kExpression},
    Argument{"module", "source", JsonStrings::kVerbatim},
    Argument{"module", "version", JsonStrings::kVerbatim},
    Argument{"provider", "alias", JsonStrings::kVerbatim},
    Argument{"provider", "version", JsonStrings::kVerbatim},
    Argument{"variable", "type", JsonStrings::kExpression},
    Argument{"variable", "default", JsonStrings::kVerbatim},
    Argument{"variable", "description", JsonStrings::kVerbatim},
    Argument{"output", "description", JsonStrings::kVerbatim},
    Argument{"lifecycle", "ignore_changes", JsonStrings::kExpression},
    Argument{"lifecycle", "replace_triggered_by", JsonStrings::kExpression},
    Argument{"provisioner", "when", JsonStrings::kExpression},
    Argument{"provisioner", "on_failure", JsonStrings::kExpression},
    Argument{"dynamic", "iterator", JsonStrings::kExpression},
    Argument{"moved", "from", JsonStrings::kExpression},
    Argument{"moved", "to", JsonStrings::kExpression},
    Argument{"import", "to", JsonStrings::kExpression},
    Argument{"removed", "from", JsonStrings::kExpression},
};

constexpr JsonBlockType Block(absl::string_view name, std::size_t labels) {
  return {name, labels};
}

template <std::size_t N>
constexpr JsonBlockType Block(absl::string_view name, std::size_t labels,
                              const std::array<JsonBlockType, N>& blocks,
                              JsonStrings strings = JsonStrings::kTemplate) {
  return {name, labels, blocks.data(), N, strings};
}

constexpr JsonBlockType Verbatim(absl::string_view name, std::size_t labels) {
  return {name, labels, nullptr, 0, JsonStrings::kVerbatim};
}

constexpr std::array kConditions = {Block("precondition", 0),
                                    Block("postcondition", 0)};
constexpr std::array kConnection = {Block("connection", 0)};
constexpr std::array kOneContent = {Block("content", 0)};
// Dynamic blocks in dynamic blocks are told to three levels.
constexpr std::array kDynamicInside = {Block("dynamic", 1, kOneContent)};
constexpr std::array kContentInside = {Block("content", 0, kDynamicInside)};
constexpr std::array kDynamic = {Block("dynamic", 1, kContentInside)};
constexpr std::array kContent = {Block("content", 0, kDynamic)};
constexpr std::array kManaged = {
    Block("lifecycle", 0, kConditions), Block("connection", 0),
    Block("provisioner", 1, kConnection), Block("dynamic", 1, kContent)};
constexpr std::array kWorkspaces = {Verbatim("workspaces", 0)};
constexpr std::array kSettings = {
    Verbatim("required_providers", 0),
    Block("backend", 1, kWorkspaces, JsonStrings::kVerbatim),
    Block("cloud", 0, kWorkspaces, JsonStrings::kVerbatim),
    Verbatim("provider_meta", 1)};
constexpr std::array kVariable = {Block("validation", 0)};
constexpr std::array kOutput = {Block("precondition", 0)};
constexpr std::array kCheck = {Block("data", 2, kManaged), Block("assert", 0)};
constexpr std::array kFile = {
    Block("terraform", 0, kSettings, JsonStrings::kVerbatim),
    Block("variable", 1, kVariable),
    Block("locals", 0),
    Block("output", 1, kOutput),
    Block("module", 1),
    Block("provider", 1),
    Block("resource", 2, kManaged),
    Block("data", 2, kManaged),
    Block("ephemeral", 2, kManaged),
    Block("check", 1, kCheck),
    Block("moved", 0),
    Block("import", 0),
    Block("removed", 0, kManaged)};

}  // namespace

const JsonBlockType* JsonBlockType::Find(absl::string_view block) const {
  for (std::size_t i = 0; i < block_count; ++i) {
    if (blocks[i].name == block) return &blocks[i];
  }
  return nullptr;
}

JsonStrings JsonBlockType::StringsOf(absl::string_view argument) const {
  for (const Argument& listed : kArguments) {
    if (listed.name == argument &&
        (listed.block.empty() || listed.block == name)) {
      return listed.strings;
    }
  }
  return strings;
}

const JsonBlockType& JsonFile() {
  static constexpr JsonBlockType kTop = Block("", 0, kFile);
  return kTop;
}

}  // namespace compliance::hcl
