#include "compliance/rules/yaml.h"

#include <algorithm>
#include <exception>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "yaml-cpp/anchor.h"
#include "yaml-cpp/eventhandler.h"

namespace compliance::rules {
namespace {

constexpr int kMaxDepth = 64;
constexpr int kMaxNodes = 200000;

absl::Status ErrorAtLine(absl::string_view file, int line,
                         absl::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat(file, ":", line + 1, ": ", message));
}

// Runs over the events before a tree is built, so that nothing hostile is ever
// expanded. Throws as the parser itself does.
class Gatekeeper : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Count(mark, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw YAML::ParserException(mark, "aliases (*name) are not allowed here");
  }
  void OnScalar(const YAML::Mark& mark, const std::string&,
                YAML::anchor_t anchor, const std::string&) override {
    Count(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Enter(mark, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string&,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Enter(mark, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  void Count(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      throw YAML::ParserException(mark, "anchors (&name) are not allowed here");
    }
    if (++nodes_ > kMaxNodes) {
      throw YAML::ParserException(
          mark, absl::StrCat("more than ", kMaxNodes, " values"));
    }
  }
  void Enter(const YAML::Mark& mark, YAML::anchor_t anchor) {
    Count(mark, anchor);
    if (++depth_ > kMaxDepth) {
      throw YAML::ParserException(
          mark, absl::StrCat("nested deeper than ", kMaxDepth, " levels"));
    }
  }

  int depth_ = 0;
  int nodes_ = 0;
};

bool SameTypes(const cty::Value::Elements& elements) {
  for (const cty::Value& element : elements) {
    if (!(element.type() == elements.front().type())) return false;
  }
  return !elements.empty() && !elements.front().type().IsDynamic();
}

bool LooksLikeNumber(absl::string_view text) {
  absl::string_view digits = text;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    digits.remove_prefix(1);
  }
  return !digits.empty() && absl::ascii_isdigit(digits[0]) &&
         digits.find_first_not_of("0123456789.eE+-") == absl::string_view::npos;
}

}  // namespace

absl::Status YamlError(absl::string_view file, const YAML::Node& node,
                       absl::string_view message) {
  return ErrorAtLine(file, std::max(node.Mark().line, 0), message);
}

std::string DidYouMean(absl::string_view word,
                       const std::vector<std::string>& candidates) {
  const std::string nearest = Nearest(word, candidates);
  return nearest.empty() ? ""
                         : absl::StrCat("; did you mean \"", nearest, "\"?");
}

absl::StatusOr<YAML::Node> ParseYaml(absl::string_view file,
                                     absl::string_view text) {
  if (text.size() > kMaxYamlBytes) {
    return ErrorAtLine(file, 0,
                       absl::StrCat("larger than ", kMaxYamlBytes,
                                    " bytes; is this the right file?"));
  }
  if (!IsValidUtf8(text) || text.find('\0') != absl::string_view::npos) {
    return ErrorAtLine(file, 0, "not UTF-8 text; save it as UTF-8");
  }
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    Gatekeeper gatekeeper;
    if (parser.HandleNextDocument(gatekeeper)) {
      Gatekeeper second;
      if (parser.HandleNextDocument(second)) {
        return ErrorAtLine(file, 0, "holds several YAML documents; keep one");
      }
    }
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& e) {
    return ErrorAtLine(file, e.mark.is_null() ? 0 : e.mark.line,
                       ToValidUtf8(e.msg));
  } catch (const std::exception& e) {
    return ErrorAtLine(file, 0, ToValidUtf8(e.what()));
  }
}

absl::StatusOr<YamlMap> YamlMap::Read(absl::string_view file,
                                      const YAML::Node& node,
                                      absl::string_view what) {
  if (!node.IsMap()) {
    return YamlError(file, node, absl::StrCat(what, " must be a mapping"));
  }
  YamlMap map;
  map.file_ = std::string(file);
  map.what_ = std::string(what);
  map.node_.reset(node);
  std::set<std::string> seen;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) {
      return YamlError(file, entry.first,
                       absl::StrCat("keys of ", what, " must be plain text"));
    }
    const std::string& key = entry.first.Scalar();
    if (!seen.insert(key).second) {
      return YamlError(file, entry.first,
                       absl::StrCat("key ", Quote(key), " is given twice"));
    }
    map.entries_.emplace_back(key, entry.second);
  }
  return map;
}

absl::StatusOr<YamlMap> YamlMap::Read(absl::string_view file,
                                      const YAML::Node& node,
                                      absl::string_view what,
                                      const std::vector<std::string>& allowed) {
  ASSIGN_OR_RETURN(YamlMap map, Read(file, node, what));
  const std::set<std::string> names(allowed.begin(), allowed.end());
  for (const auto& entry : node) {
    const std::string& key = entry.first.Scalar();
    if (names.count(key) != 0) continue;
    std::string hint = DidYouMean(key, allowed);
    if (hint.empty()) {
      hint =
          absl::StrCat("; ", what, " may have ", absl::StrJoin(allowed, ", "));
    }
    return YamlError(file, entry.first,
                     absl::StrCat("unknown key ", Quote(key), hint));
  }
  return map;
}

const YAML::Node* YamlMap::Find(absl::string_view key) const {
  for (const auto& [name, node] : entries_) {
    if (name == key) return &node;
  }
  return nullptr;
}

absl::Status YamlMap::Error(absl::string_view key,
                            absl::string_view message) const {
  const YAML::Node* found = Find(key);
  return YamlError(file_, found == nullptr ? node_ : *found, message);
}

absl::StatusOr<std::string> YamlMap::String(absl::string_view key) const {
  const YAML::Node* found = Find(key);
  if (found == nullptr) {
    return Error(key, absl::StrCat(what_, " needs the key ", Quote(key)));
  }
  return YamlString(file_, *found, key);
}

absl::StatusOr<std::string> YamlMap::StringOr(
    absl::string_view key, absl::string_view fallback) const {
  const YAML::Node* found = Find(key);
  if (found == nullptr) return std::string(fallback);
  return YamlString(file_, *found, key);
}

absl::StatusOr<bool> YamlMap::BoolOr(absl::string_view key,
                                     bool fallback) const {
  const YAML::Node* found = Find(key);
  if (found == nullptr) return fallback;
  ASSIGN_OR_RETURN(const std::string text, YamlString(file_, *found, key));
  if (text == "true") return true;
  if (text == "false") return false;
  return Error(key, absl::StrCat(key, " must be true or false"));
}

absl::StatusOr<std::vector<std::string>> YamlMap::Strings(
    absl::string_view key) const {
  const YAML::Node* found = Find(key);
  if (found == nullptr) return std::vector<std::string>();
  return YamlStrings(file_, *found, key);
}

absl::StatusOr<std::string> YamlString(absl::string_view file,
                                       const YAML::Node& node,
                                       absl::string_view what) {
  if (!node.IsScalar()) {
    return YamlError(file, node, absl::StrCat(what, " must be text"));
  }
  return node.Scalar();
}

absl::StatusOr<std::vector<std::string>> YamlStrings(absl::string_view file,
                                                     const YAML::Node& node,
                                                     absl::string_view what) {
  if (!node.IsSequence()) {
    return YamlError(file, node,
                     absl::StrCat(what, " must be a list: [one, two]"));
  }
  std::vector<std::string> texts;
  for (const YAML::Node& element : node) {
    ASSIGN_OR_RETURN(std::string text, YamlString(file, element, what));
    texts.push_back(std::move(text));
  }
  return texts;
}

bool HasTag(const YAML::Node& node) {
  const std::string& tag = node.Tag();
  return !tag.empty() && tag != "?" && tag != "!";
}

cty::Value YamlScalar(const YAML::Node& node) {
  if (node.IsNull()) return cty::Value();
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return cty::Value::String(text);
  if (text == "null" || text == "~" || text.empty()) return cty::Value();
  if (text == "true" || text == "false") {
    return cty::Value::Bool(text == "true");
  }
  if (LooksLikeNumber(text)) {
    if (auto number = cty::Number::Parse(text); number.ok()) {
      return cty::Value::Number(*std::move(number));
    }
  }
  return cty::Value::String(text);
}

absl::StatusOr<cty::Value> YamlValue(absl::string_view file,
                                     const YAML::Node& node) {
  if (HasTag(node)) {
    return YamlError(
        file, node,
        absl::StrCat("the tag ", node.Tag(), " is not allowed here"));
  }
  if (node.IsSequence()) {
    cty::Value::Elements elements;
    for (const YAML::Node& child : node) {
      ASSIGN_OR_RETURN(cty::Value element, YamlValue(file, child));
      elements.push_back(std::move(element));
    }
    if (elements.empty()) {
      return cty::Value::List(cty::Type::String(), {});
    }
    if (!SameTypes(elements)) return cty::Value::Tuple(std::move(elements));
    cty::Type type = elements.front().type();
    return cty::Value::List(std::move(type), std::move(elements));
  }
  if (node.IsMap()) {
    ASSIGN_OR_RETURN(const YamlMap map, YamlMap::Read(file, node, "a value"));
    cty::Value::Attributes attributes;
    cty::Value::Elements values;
    for (const auto& [key, child] : map.entries()) {
      ASSIGN_OR_RETURN(cty::Value value, YamlValue(file, child));
      values.push_back(value);
      attributes.emplace(key, std::move(value));
    }
    if (!SameTypes(values)) return cty::Value::Object(std::move(attributes));
    return cty::Value::Map(values.front().type(), std::move(attributes));
  }
  return YamlScalar(node);
}

}  // namespace compliance::rules
