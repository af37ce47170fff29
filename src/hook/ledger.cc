#include "hook/ledger.h"

#include <openssl/sha.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/type.h"
#include "hook/scalar_text.h"

namespace compliance::hook {
namespace {

// Lengths keep the parts apart.
void AddPart(std::string& text, absl::string_view part) {
  absl::StrAppend(&text, part.size(), ":", part);
}

}  // namespace

std::string FindingKey(const engine::Finding& finding,
                       const cty::Value& planned) {
  std::string text;
  AddPart(text, finding.rule->id);
  AddPart(text, finding.resource_type);
  for (const cty::Path& path : finding.paths) AddPart(text, path.ToString());
  if (planned.HasContent() &&
      planned.type().kind() == cty::Type::Kind::kObject) {
    for (const auto& [name, value] : planned.AsAttributes()) {
      const std::optional<std::string> scalar = ScalarText(value);
      if (!scalar) continue;
      AddPart(text, name);
      AddPart(text, *scalar);
    }
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

void Ledger::NoteJudged() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++judged_;
}

std::size_t Ledger::judged() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return judged_;
}

void Ledger::NoteBlocked() {
  const std::lock_guard<std::mutex> lock(mutex_);
  blocked_ = true;
}

bool Ledger::blocked() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return blocked_;
}

void Ledger::Mute(bool mute) {
  const std::lock_guard<std::mutex> lock(mutex_);
  muted_ = mute;
}

bool Ledger::is_muted() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return muted_;
}

void Ledger::NoteSaid(const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++said_[key];
}

bool Ledger::TakeSaid(const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = said_.find(key);
  if (found == said_.end() || found->second == 0) return false;
  --found->second;
  return true;
}

void Ledger::NoteDecided(const std::string& rule, const std::string& address) {
  const std::lock_guard<std::mutex> lock(mutex_);
  decided_.emplace(rule, address);
}

bool Ledger::WasDecided(const std::string& rule,
                        const std::string& address) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return decided_.count({rule, address}) != 0;
}

}  // namespace compliance::hook
