#include "terraform/provider_address.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace compliance::terraform {
namespace {

// Beyond ASCII Terraform has rules of its own, none of which allow a slash.
bool IsLetterOrDigit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) || byte >= 0x80;
}

bool IsNamePart(absl::string_view part) {
  return !part.empty() && !absl::StartsWith(part, "-") &&
         !absl::EndsWith(part, "-") && !absl::StrContains(part, "--") &&
         std::all_of(part.begin(), part.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '-'; });
}

bool IsHost(absl::string_view host) {
  const std::vector<absl::string_view> port = absl::StrSplit(host, ':');
  if (port.size() > 2 ||
      (port.size() == 2 &&
       (port[1].empty() ||
        !std::all_of(port[1].begin(), port[1].end(), absl::ascii_isdigit)))) {
    return false;
  }
  const std::vector<absl::string_view> labels = absl::StrSplit(port[0], '.');
  return std::all_of(labels.begin(), labels.end(), [](absl::string_view label) {
    return !label.empty() && !absl::StartsWith(label, "-") &&
           std::all_of(label.begin(), label.end(),
                       [](char c) { return IsLetterOrDigit(c) || c == '-'; });
  });
}

}  // namespace

std::optional<std::string> ProviderAddress(absl::string_view source,
                                           bool open_tofu) {
  const std::string lower = absl::AsciiStrToLower(source);
  const std::vector<std::string> parts = absl::StrSplit(lower, '/');
  if (parts.size() > 3) return std::nullopt;
  const std::string& type = parts.back();
  const std::string name_space =
      parts.size() > 1 ? parts[parts.size() - 2] : "hashicorp";
  const absl::string_view host =
      parts.size() > 2 ? absl::StripSuffix(parts[0], ":443")
      : open_tofu      ? absl::string_view("registry.opentofu.org")
                       : absl::string_view("registry.terraform.io");
  // Terraform reserves the prefix, since it is so easily written by mistake.
  if (!IsNamePart(type) || absl::StartsWith(type, "terraform-") ||
      !IsNamePart(name_space) || !IsHost(host)) {
    return std::nullopt;
  }
  return absl::StrCat(host, "/", name_space, "/", type);
}

std::string ProviderType(absl::string_view address) {
  const std::vector<absl::string_view> parts = absl::StrSplit(address, '/');
  return std::string(parts.back());
}

}  // namespace compliance::terraform
