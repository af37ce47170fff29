#include "terraform/lock_file.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "terraform/provider_address.h"
#include "terraform/read_file.h"
#include "terraform/settings.h"

namespace compliance::terraform {
namespace {

bool IsNumber(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         (text.size() == 1 || text[0] != '0');
}

// "1", "rc-1", … joined by dots.
bool IsSuffix(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  return std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
    });
  });
}

// A whole semantic version: 1.2.3-rc.1+build.5
bool IsVersion(absl::string_view text) {
  const std::vector<absl::string_view> build =
      absl::StrSplit(text, absl::MaxSplits('+', 1));
  if (build.size() == 2 && !IsSuffix(build[1])) return false;
  const std::vector<absl::string_view> release =
      absl::StrSplit(build[0], absl::MaxSplits('-', 1));
  if (release.size() == 2 && !IsSuffix(release[1])) return false;
  const std::vector<absl::string_view> numbers =
      absl::StrSplit(release[0], '.');
  return numbers.size() == 3 &&
         std::all_of(numbers.begin(), numbers.end(), IsNumber);
}

class Reader {
 public:
  explicit Reader(absl::string_view file_name) : file_(file_name) {}

  absl::StatusOr<std::vector<LockedProvider>> Read(const SettingsBlock& file) {
    if (!file.settings.empty()) {
      return Unexpected(file.settings.front());
    }
    std::vector<LockedProvider> locked;
    std::set<std::string> seen;
    for (const SettingsBlock& block : file.blocks) {
      if (block.type == "module") continue;  // Terraform only warns of these
      if (block.type != "provider") {
        return Error(block.line,
                     absl::StrCat("unexpected block ", Quote(block.type)));
      }
      ASSIGN_OR_RETURN(LockedProvider provider, ReadProvider(block));
      if (!seen.insert(provider.address).second) {
        return Error(block.line, absl::StrCat(provider.address,
                                              " is locked for a second time"));
      }
      locked.push_back(std::move(provider));
    }
    return locked;
  }

 private:
  absl::Status Error(int line, absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(
        file_, ":", line, ": ", what,
        "; restore the file from version control, or remove it and run "
        "terraform init"));
  }

  absl::Status Unexpected(const Setting& setting) const {
    return Error(setting.line,
                 absl::StrCat("unexpected argument ", Quote(setting.name)));
  }

  absl::StatusOr<LockedProvider> ReadProvider(const SettingsBlock& block) {
    if (block.labels.size() != 1) {
      return Error(block.line, "a provider block has one label, its address");
    }
    LockedProvider provider;
    provider.address = block.labels.front();
    // With a host given the default one does not matter.
    if (std::count(provider.address.begin(), provider.address.end(), '/') !=
            2 ||
        ProviderAddress(provider.address, false) != provider.address) {
      return Error(block.line,
                   absl::StrCat(Quote(provider.address),
                                " is not a provider address of the form "
                                "host/namespace/type in lower case"));
    }
    if (!block.blocks.empty()) {
      return Error(
          block.blocks.front().line,
          absl::StrCat("unexpected block ", Quote(block.blocks.front().type)));
    }
    RETURN_IF_ERROR(ReadArguments(block, provider));
    if (provider.version.empty()) {
      return Error(block.line, "the argument \"version\" is missing");
    }
    return provider;
  }

  absl::Status ReadArguments(const SettingsBlock& block,
                             LockedProvider& provider) {
    std::set<absl::string_view> seen;
    for (const Setting& setting : block.settings) {
      if (!seen.insert(setting.name).second) {
        return Error(setting.line,
                     absl::StrCat("the argument ", Quote(setting.name),
                                  " is set for a second time"));
      }
      if (setting.name == "version") {
        RETURN_IF_ERROR(ReadVersion(setting, provider));
      } else if (setting.name == "hashes") {
        RETURN_IF_ERROR(ReadHashes(setting, provider));
      } else if (setting.name != "constraints") {
        return Unexpected(setting);
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadVersion(const Setting& setting, LockedProvider& provider) {
    if (!setting.value.IsString() || !IsVersion(setting.value.text)) {
      return Error(setting.line,
                   "\"version\" must be a version such as \"1.2.3\"");
    }
    provider.version = setting.value.text;
    return absl::OkStatus();
  }

  absl::Status ReadHashes(const Setting& setting, LockedProvider& provider) {
    if (setting.value.kind != SettingValue::Kind::kList ||
        setting.value.items.empty()) {
      return Error(setting.line,
                   "\"hashes\" must be a list with at least one hash");
    }
    for (const SettingValue& item : setting.value.items) {
      const std::size_t colon = item.text.find(':');
      if (!item.IsString() || colon == std::string::npos || colon == 0) {
        return Error(item.line, "a hash must be a text such as \"h1:…\"");
      }
      provider.hashes.push_back(item.text);
    }
    return absl::OkStatus();
  }

  std::string file_;
};

}  // namespace

absl::StatusOr<std::vector<LockedProvider>> ParseLockFile(
    absl::string_view file_name, absl::string_view text) {
  ASSIGN_OR_RETURN(const SettingsBlock file, ParseSettings(file_name, text));
  return Reader(file_name).Read(file);
}

absl::StatusOr<std::vector<LockedProvider>> ReadLockFile(
    const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (absl::IsNotFound(text.status())) return std::vector<LockedProvider>();
  RETURN_IF_ERROR(text.status());
  return ParseLockFile(path, *text);
}

}  // namespace compliance::terraform
