#include "pack.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "compliance/base/status_macros.h"
#include "compliance/cty/msgpack.h"

namespace compliance::rules {
namespace {

// Followed by the version of the layout below.
constexpr char kMagic[] = "CRULES1\n";

class Writer {
 public:
  void Number(std::uint64_t n) {
    while (n >= 0x80) {
      bytes_ += static_cast<char>((n & 0x7F) | 0x80);
      n >>= 7;
    }
    bytes_ += static_cast<char>(n);
  }
  void Text(absl::string_view text) {
    Number(text.size());
    bytes_.append(text.data(), text.size());
  }
  void Texts(const std::vector<std::string>& texts) {
    Number(texts.size());
    for (const std::string& text : texts) Text(text);
  }
  void Texts(const std::map<std::string, std::string>& texts) {
    Number(texts.size());
    for (const auto& [key, value] : texts) {
      Text(key);
      Text(value);
    }
  }
  void Program(const cel::Program& program) {
    Text(program.empty() ? "" : cel::Encode(program));
  }
  template <typename Enum>
  void Name(Enum value) {
    Number(static_cast<std::uint64_t>(value));
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what Writer wrote. After the first error every answer is empty and ok()
// is false, so callers check once.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return bytes_.empty(); }

  std::uint64_t Number() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return n;
    }
    return Fail();
  }
  // How many items follow; each takes a byte at least.
  std::uint64_t Count() {
    const std::uint64_t n = Number();
    return n > bytes_.size() ? Fail() : n;
  }
  absl::string_view Text() {
    const std::uint64_t size = Count();
    const absl::string_view text = bytes_.substr(0, size);
    bytes_.remove_prefix(text.size());
    return text;
  }
  std::string String() { return std::string(Text()); }
  void Texts(std::vector<std::string>& texts) {
    for (std::uint64_t n = Count(); n > 0 && ok_; --n)
      texts.push_back(String());
  }
  void Texts(std::map<std::string, std::string>& texts) {
    for (std::uint64_t n = Count(); n > 0 && ok_; --n) {
      std::string key = String();
      texts[std::move(key)] = String();
    }
  }
  void Program(cel::Program& program) {
    const absl::string_view bytes = Text();
    if (bytes.empty()) return;
    auto decoded = cel::Decode(bytes);
    if (!decoded.ok()) {
      Fail();
      return;
    }
    program = *std::move(decoded);
  }
  template <typename Enum>
  Enum Name(Enum last) {
    const std::uint64_t n = Number();
    if (n > static_cast<std::uint64_t>(last)) Fail();
    return ok_ ? static_cast<Enum>(n) : Enum{};
  }
  cty::Value Value() {
    auto value = cty::DecodeMsgpack(Text(), cty::Type::Dynamic());
    if (value.ok()) return *std::move(value);
    Fail();
    return {};
  }

 private:
  std::uint64_t Fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }

  absl::string_view bytes_;
  bool ok_ = true;
};

void Write(const Rule& rule, Writer& out) {
  out.Text(rule.id);
  out.Text(rule.title);
  out.Text(rule.failure);
  out.Name(rule.severity);
  out.Name(rule.intent);
  out.Name(rule.target);
  out.Texts(rule.resources);
  out.Text(rule.having);
  out.Number(rule.on.size());
  for (const plan::Action action : rule.on) out.Name(action);
  out.Program(rule.each);
  out.Program(rule.when);
  out.Program(rule.require);
  out.Number(rule.message.size());
  for (const Rule::MessagePart& part : rule.message) {
    out.Text(part.text);
    out.Program(part.expression);
  }
  out.Text(rule.fix);
  out.Number(rule.parameters.size());
  for (const Parameter& parameter : rule.parameters) {
    out.Text(parameter.name);
    out.Text(parameter.description);
    out.Text(cty::EncodeMsgpack(parameter.default_value, cty::Type::Dynamic()));
    out.Text(parameter.default_value.type().ToJson());
  }
  out.Number(rule.requirements.size());
  for (const Requirement& requirement : rule.requirements) {
    out.Text(requirement.framework);
    out.Text(requirement.id);
    out.Name(requirement.strength);
  }
  out.Texts(rule.aliases);
  out.Texts(rule.subsumes);
  out.Texts(rule.profile);
  out.Text(rule.enforcement);
  out.Number((rule.needs.configuration ? 1 : 0) |
             (rule.needs.whole_plan ? 2 : 0) | (rule.needs.before ? 4 : 0));
  out.Text(rule.source);
}

Parameter ReadParameter(Reader& in) {
  Parameter parameter;
  parameter.name = in.String();
  parameter.description = in.String();
  parameter.default_value = in.Value();
  // A null of a type loses it on the wire of dynamic values.
  const auto type = cty::Type::FromJson(in.Text());
  if (type.ok() && parameter.default_value.IsNull()) {
    parameter.default_value = cty::Value::Null(*type);
  }
  return parameter;
}

std::unique_ptr<const Rule> ReadRule(Reader& in) {
  auto rule = std::make_unique<Rule>();
  rule->id = in.String();
  rule->title = in.String();
  rule->failure = in.String();
  rule->severity = in.Name(Severity::kCritical);
  rule->intent = in.Name(Intent::kHygiene);
  rule->target = in.Name(Target::kModule);
  in.Texts(rule->resources);
  rule->having = in.String();
  for (std::uint64_t n = in.Count(); n > 0 && in.ok(); --n) {
    rule->on.push_back(in.Name(plan::Action::kForget));
  }
  in.Program(rule->each);
  in.Program(rule->when);
  in.Program(rule->require);
  for (std::uint64_t n = in.Count(); n > 0 && in.ok(); --n) {
    Rule::MessagePart part;
    part.text = in.String();
    in.Program(part.expression);
    rule->message.push_back(std::move(part));
  }
  rule->fix = in.String();
  for (std::uint64_t n = in.Count(); n > 0 && in.ok(); --n) {
    rule->parameters.push_back(ReadParameter(in));
  }
  for (std::uint64_t n = in.Count(); n > 0 && in.ok(); --n) {
    Requirement requirement;
    requirement.framework = in.String();
    requirement.id = in.String();
    requirement.strength = in.Name(Strength::kSupporting);
    rule->requirements.push_back(std::move(requirement));
  }
  in.Texts(rule->aliases);
  in.Texts(rule->subsumes);
  in.Texts(rule->profile);
  rule->enforcement = in.String();
  const std::uint64_t needs = in.Number();
  rule->needs.configuration = (needs & 1) != 0;
  rule->needs.whole_plan = (needs & 2) != 0;
  rule->needs.before = (needs & 4) != 0;
  rule->source = in.String();
  return rule;
}

}  // namespace

std::string EncodePack(const std::vector<const Rule*>& rules) {
  Writer out;
  out.Number(rules.size());
  for (const Rule* rule : rules) Write(*rule, out);
  return absl::StrCat(kMagic, out.Take());
}

absl::StatusOr<std::vector<std::unique_ptr<const Rule>>> DecodePack(
    absl::string_view bytes) {
  if (!absl::ConsumePrefix(&bytes, kMagic)) {
    return absl::DataLossError("not a rule pack of this version");
  }
  Reader in(bytes);
  std::vector<std::unique_ptr<const Rule>> rules;
  for (std::uint64_t n = in.Count(); n > 0 && in.ok(); --n) {
    rules.push_back(ReadRule(in));
    if (in.ok() && rules.back()->require.empty()) {
      return absl::DataLossError("a rule without condition");
    }
  }
  if (!in.ok() || !in.AtEnd()) {
    return absl::DataLossError("the rule pack is damaged");
  }
  return rules;
}

}  // namespace compliance::rules
