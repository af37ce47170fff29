// Values from the events of a YAML parser.
#ifndef COMPLIANCE_LANG_YAML_BUILDER_H_
#define COMPLIANCE_LANG_YAML_BUILDER_H_

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "compliance/cty/value.h"

namespace compliance::lang {

// Builds the value of one document. After an error, which status() tells, the
// events do nothing more.
class YamlBuilder : public YAML::EventHandler {
 public:
  // `source` is the text that is parsed, and must outlive this.
  explicit YamlBuilder(absl::string_view source) : source_(source) {}

  const absl::Status& status() const { return status_; }
  // Precondition: the document has ended without an error.
  const cty::Value& value() const { return value_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  // A value and how many nodes it would take without aliases.
  struct Node {
    cty::Value value;
    std::size_t weight = 1;
  };
  // A sequence or mapping that has not ended yet.
  struct Open {
    bool mapping = false;
    YAML::anchor_t anchor = 0;
    std::size_t weight = 1;
    cty::Value::Elements elements;
    cty::Value::Attributes entries;
    bool has_key = false;  // of a mapping: the next node is its value
    bool merge = false;    // which is to be merged in
    std::string key;
  };

  void Start(bool mapping, const std::string& tag, YAML::anchor_t anchor);
  void End(cty::Value value);
  void Add(Node node, YAML::anchor_t anchor);
  // Takes the node as the next key; `is_merge` for << without quotes.
  void TakeKey(const cty::Value& key, bool is_merge);
  void TakeEntry(const cty::Value& value);
  void Merge(const cty::Value& value);
  void Fail(absl::string_view reason);
  // The source from where the scalar starts, behind its tag and anchor: a
  // quote, | or >, or its text.
  absl::string_view ScalarAt(const YAML::Mark& mark) const;

  absl::string_view source_;
  absl::Status status_;
  cty::Value value_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchored_;
};

}  // namespace compliance::lang

#endif  // COMPLIANCE_LANG_YAML_BUILDER_H_
