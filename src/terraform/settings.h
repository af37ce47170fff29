// Settings written in HCL as literals: lock files, CLI configuration, what a
// `terraform` block says. Expressions are passed over, never evaluated.
#ifndef COMPLIANCE_SRC_TERRAFORM_SETTINGS_H_
#define COMPLIANCE_SRC_TERRAFORM_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace compliance::terraform {

struct Setting;

struct SettingValue {
  enum class Kind : std::uint8_t { kString, kList, kObject, kOther };
  Kind kind = Kind::kOther;
  std::string text;                 // kString, without escapes
  std::vector<SettingValue> items;  // kList
  std::vector<Setting> members;     // kObject, in order
  int line = 1;

  bool IsString() const { return kind == Kind::kString; }
};

struct Setting {
  std::string name;
  SettingValue value;
  int line = 1;
};

// A block, or a whole file, which is a block without a type.
struct SettingsBlock {
  std::string type;
  std::vector<std::string> labels;
  std::vector<Setting> settings;  // as written: a name may come twice
  std::vector<SettingsBlock> blocks;
  int line = 1;

  const SettingValue* Find(absl::string_view name) const;  // nullptr for none
};

// Errors: INVALID_ARGUMENT "FILE:LINE: …" where the text is not made of blocks
// and settings.
absl::StatusOr<SettingsBlock> ParseSettings(absl::string_view file_name,
                                            absl::string_view text);

}  // namespace compliance::terraform

#endif  // COMPLIANCE_SRC_TERRAFORM_SETTINGS_H_
