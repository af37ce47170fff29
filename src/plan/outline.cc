#include "outline.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace compliance::plan {
namespace {

using Spans = std::vector<absl::string_view>;

// What the model or the checks of the document ask for; a text may have any
// number of others.
constexpr std::array<absl::string_view, 20> kMembers = {
    "applyable",        "checks",         "complete",       "configuration",
    "deferred_changes", "errored",        "format_version", "lineage",
    "output_changes",   "planned_values", "prior_state",    "provider_schemas",
    "resource_changes", "resource_drift", "serial",         "terraform_version",
    "timestamp",        "values",         "variables",      "version"};

// Where in the document the parser is.
enum class Place : std::uint8_t {
  kElsewhere,
  kTop,
  kElements,  // a list whose elements are noted
  kElement,
  kPriorState,
  kPriorValues,
  kModule,
  kModules,
  kPlannedValues,
};

// Parser events -> places. The stream tells the position: behind what the event
// is about, but for a start, where it is behind the bracket.
class Outliner {
 public:
  using Ch = char;

  Outliner(absl::string_view text, const rapidjson::MemoryStream& stream,
           Document& document)
      : text_(text), stream_(stream), document_(document) {}

  bool Null() { return Scalar(); }
  bool Bool(bool) { return Scalar(); }
  bool Int(int) { return Scalar(); }
  bool Uint(unsigned) { return Scalar(); }
  bool Int64(std::int64_t) { return Scalar(); }
  bool Uint64(std::uint64_t) { return Scalar(); }
  bool Double(double) { return Scalar(); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return Scalar(); }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return IsEncodable({text, size}) && Scalar();
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    const absl::string_view name(text, size);
    if (!IsEncodable(name)) return false;
    next_ = Place::kElsewhere;
    list_ = nullptr;
    if (frames_.back().place != Place::kElsewhere) Enter(name);
    return true;
  }
  bool StartObject() { return Start(/*is_object=*/true); }
  bool EndObject(rapidjson::SizeType) { return End(); }
  bool StartArray() { return Start(/*is_object=*/false); }
  bool EndArray(rapidjson::SizeType) { return End(); }

  bool is_too_deep() const { return is_too_deep_; }

 private:
  struct Frame {
    Place place = Place::kElsewhere;
    std::size_t start = 0;
    Spans* list = nullptr;
  };

  // The parser lets an escaped half of a surrogate pair pass, which no UTF-8
  // encodes: it comes out as ED A0..BF.
  static bool IsEncodable(absl::string_view text) {
    while (!text.empty()) {
      const void* found = std::memchr(text.data(), 0xED, text.size());
      if (found == nullptr) return true;
      text.remove_prefix(static_cast<std::size_t>(
          static_cast<const char*>(found) - text.data()));
      if (text.size() > 1 && static_cast<unsigned char>(text[1]) >= 0xA0) {
        return false;
      }
      text.remove_prefix(1);
    }
    return true;
  }

  // A member begins that may lead to what is noted.
  void Enter(absl::string_view name) {
    switch (frames_.back().place) {
      case Place::kTop:
        EnterTop(name);
        return;
      case Place::kPriorState:
        if (name == "values") next_ = Place::kPriorValues;
        return;
      case Place::kPriorValues:
        if (name == "root_module") next_ = Place::kModule;
        return;
      case Place::kModule:
        if (name == "child_modules") next_ = Place::kModules;
        if (name == "resources") {
          next_ = Place::kElements;
          list_ = &document_.prior_resources;
        }
        return;
      case Place::kPlannedValues:
        if (name == "outputs") Await("planned_values.outputs");
        return;
      default:
        return;
    }
  }

  void EnterTop(absl::string_view name) {
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
      return;
    }
    Await(name);
    const std::pair<absl::string_view, Spans*> lists[] = {
        {"resource_changes", &document_.resource_changes},
        {"resource_drift", &document_.resource_drift},
        {"deferred_changes", &document_.deferred_changes}};
    for (const auto& [list_name, list] : lists) {
      if (name != list_name) continue;
      list->clear();  // of members of one name the last counts
      next_ = Place::kElements;
      list_ = list;
    }
    if (name == "prior_state") {
      document_.prior_resources.clear();
      next_ = Place::kPriorState;
    }
    if (name == "planned_values") {
      document_.members.erase("planned_values.outputs");
      next_ = Place::kPlannedValues;
    }
  }

  // The value that follows is noted under `name` when it ends.
  void Await(absl::string_view name) {
    awaited_ = &document_.members[std::string(name)];
    awaited_depth_ = frames_.size();
    awaited_start_ = stream_.Tell();
    if (name == "planned_values") {
      // Only its outputs are read; that it is there is all to note.
      *awaited_ = text_.substr(awaited_start_, 0);
      awaited_ = nullptr;
    }
  }

  void NoteAwaited() {
    if (awaited_ == nullptr || frames_.size() != awaited_depth_) return;
    absl::string_view value =
        text_.substr(awaited_start_, stream_.Tell() - awaited_start_);
    value = absl::StripLeadingAsciiWhitespace(value);
    absl::ConsumePrefix(&value, ":");
    *awaited_ = absl::StripAsciiWhitespace(value);
    awaited_ = nullptr;
  }

  bool Scalar() {
    if (frames_.back().place == Place::kElements) {
      frames_.back().list->push_back({});
    }
    NoteAwaited();
    return true;
  }

  bool Start(bool is_object) {
    if (frames_.size() >= static_cast<std::size_t>(kMaxDepth)) {
      is_too_deep_ = true;
      return false;
    }
    Frame frame{next_, stream_.Tell() - 1, list_};
    next_ = Place::kElsewhere;
    list_ = nullptr;
    if (frames_.empty()) {
      frame.place = Place::kTop;
    } else if (frames_.back().place == Place::kElements) {
      frame = {Place::kElement, frame.start, frames_.back().list};
    } else if (frames_.back().place == Place::kModules && is_object) {
      frame.place = Place::kModule;
    }
    const bool is_list =
        frame.place == Place::kElements || frame.place == Place::kModules;
    // Another shape than it should have: there is nothing in it to note.
    if (frame.place != Place::kElement && is_list == is_object) {
      frame.place = Place::kElsewhere;
    }
    frames_.push_back(frame);
    return true;
  }

  bool End() {
    const Frame frame = frames_.back();
    frames_.pop_back();
    if (frame.place == Place::kElement) {
      frame.list->push_back(
          text_.substr(frame.start, stream_.Tell() - frame.start));
    }
    if (frame.place == Place::kPlannedValues) {
      document_.planned_values =
          text_.substr(frame.start, stream_.Tell() - frame.start);
    }
    NoteAwaited();
    return true;
  }

  absl::string_view text_;
  const rapidjson::MemoryStream& stream_;
  Document& document_;
  std::vector<Frame> frames_;
  Place next_ = Place::kElsewhere;  // of the container that a member begins
  Spans* list_ = nullptr;
  absl::string_view* awaited_ = nullptr;
  std::size_t awaited_depth_ = 0;
  std::size_t awaited_start_ = 0;
  bool is_too_deep_ = false;
};

}  // namespace

OutlineResult Outline(absl::string_view text, Document& document) {
  using Outcome = OutlineResult::Outcome;
  rapidjson::MemoryStream stream(text.data(), text.size());
  Outliner outliner(text, stream, document);
  // The parser recurses; the handler stops it at kMaxDepth.
  rapidjson::Reader reader;
  const rapidjson::ParseResult result =
      reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, outliner);
  if (outliner.is_too_deep()) return {Outcome::kTooDeep, result.Offset()};
  if (!result.IsError()) {
    // It takes a zero byte for the end.
    return stream.Tell() == text.size()
               ? OutlineResult()
               : OutlineResult{Outcome::kMalformed, stream.Tell()};
  }
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) {
    return {Outcome::kNumberTooBig, result.Offset()};
  }
  return {
      stream.Tell() >= text.size() ? Outcome::kTruncated : Outcome::kMalformed,
      result.Offset()};
}

}  // namespace compliance::plan
