#include "json.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstring>
#include <memory_resource>
#include <type_traits>
#include <vector>

namespace compliance::plan {
namespace {

// What is read at a time fits in here, as a rule.
constexpr std::size_t kFirstBlock = 64UL * 1024;

bool NameBefore(const JsonMember& a, const JsonMember& b) {
  return a.name < b.name;
}

// Builds trees from the parser's events.
class Builder {
 public:
  using Ch = char;

  Builder(absl::string_view text, const rapidjson::MemoryStream& stream,
          std::pmr::memory_resource& memory)
      : text_(text), stream_(stream), memory_(memory) {}

  bool Null() { return Add(Json()); }
  bool Bool(bool value) {
    return Add(Json(value ? Json::Kind::kTrue : Json::Kind::kFalse));
  }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return Add(Json(Json::Kind::kNumber, Keep({text, size})));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return Add(Json(Json::Kind::kString, KeepQuoted({text, size})));
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    names_.push_back(KeepQuoted({text, size}));
    return true;
  }
  bool StartObject() { return true; }
  bool EndObject(rapidjson::SizeType count) {
    auto* members = Allocate<JsonMember>(count);
    for (std::size_t i = 0; i < count; ++i) {
      members[i] = {names_[names_.size() - count + i],
                    values_[values_.size() - count + i]};
    }
    names_.resize(names_.size() - count);
    values_.resize(values_.size() - count);
    return Add(Json(absl::MakeConstSpan(members, Order(members, count))));
  }
  bool StartArray() { return true; }
  bool EndArray(rapidjson::SizeType count) {
    auto* elements = Allocate<Json>(count);
    std::copy(values_.end() - count, values_.end(), elements);
    values_.resize(values_.size() - count);
    return Add(Json(absl::MakeConstSpan(elements, count)));
  }
  // Never called: numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  Json Root() const { return values_.empty() ? Json() : values_.front(); }

 private:
  template <typename T>
  T* Allocate(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    auto* memory =
        static_cast<T*>(memory_.allocate(count * sizeof(T), alignof(T)));
    std::uninitialized_default_construct_n(memory, count);
    return memory;
  }

  // Sorts, and keeps the last of each name; returns how many remain.
  static std::size_t Order(JsonMember* members, std::size_t count) {
    JsonMember* end = members + count;
    // Terraform writes them in order.
    if (!std::is_sorted(members, end, NameBefore)) {
      std::stable_sort(members, end, NameBefore);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i + 1 < count && members[i].name == members[i + 1].name) continue;
      members[kept++] = members[i];
    }
    return kept;
  }

  absl::string_view Keep(absl::string_view value) {
    if (value.empty()) return {};
    char* copy = Allocate<char>(value.size());
    std::memcpy(copy, value.data(), value.size());
    return {copy, value.size()};
  }

  // A string without escapes lies in the text as it is, and needs no copy. The
  // stream stands behind its closing quote.
  absl::string_view KeepQuoted(absl::string_view value) {
    const std::size_t end = stream_.Tell() - 1;
    if (value.size() <= end) {
      const absl::string_view in_text =
          text_.substr(end - value.size(), value.size());
      if (in_text == value) return in_text;
    }
    return Keep(value);
  }

  bool Add(const Json& value) {
    values_.push_back(value);
    return true;
  }

  absl::string_view text_;
  const rapidjson::MemoryStream& stream_;
  std::pmr::memory_resource& memory_;
  std::vector<Json> values_;
  std::vector<absl::string_view> names_;
};

}  // namespace

Json::Json(absl::Span<const JsonMember> members)
    : kind_(Kind::kObject), size_(members.size()), data_(members.data()) {}

absl::string_view Json::text() const {
  if (!IsString() && !IsNumber()) return {};
  return {static_cast<const char*>(data_), size_};
}

absl::Span<const Json> Json::elements() const {
  if (!IsArray()) return {};
  return {static_cast<const Json*>(data_), size_};
}

absl::Span<const JsonMember> Json::members() const {
  if (!IsObject()) return {};
  return {static_cast<const JsonMember*>(data_), size_};
}

const Json* Json::Find(absl::string_view name) const {
  const absl::Span<const JsonMember> all = members();
  const auto it = std::lower_bound(all.begin(), all.end(),
                                   JsonMember{name, Json()}, NameBefore);
  return it == all.end() || it->name != name ? nullptr : &it->value;
}

std::string Json::StringAt(absl::string_view name) const {
  const Json* value = Find(name);
  return value != nullptr && value->IsString() ? std::string(value->text())
                                               : std::string();
}

bool Json::BoolAt(absl::string_view name) const {
  const Json* value = Find(name);
  return value != nullptr && value->IsTrue();
}

struct JsonReader::State {
  std::vector<std::byte> first_block = std::vector<std::byte>(kFirstBlock);
  std::pmr::monotonic_buffer_resource memory{first_block.data(), kFirstBlock};
  Json root;
};

JsonReader::JsonReader() : state_(std::make_unique<State>()) {}
JsonReader::~JsonReader() = default;

const Json& JsonReader::Read(absl::string_view text) {
  state_->memory.release();
  state_->root = Json();
  if (text.empty()) return state_->root;
  rapidjson::MemoryStream stream(text.data(), text.size());
  Builder builder(text, stream, state_->memory);
  rapidjson::Reader reader;
  const auto result =
      reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, builder);
  if (!result.IsError()) state_->root = builder.Root();
  return state_->root;
}

}  // namespace compliance::plan
