#include "compliance/cty/msgpack.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "cty/msgpack_token.h"
#include "cty/msgpack_writer.h"
#include "cty/normalize.h"
#include "cty/path_error.h"
#include "cty/refinement_codec.h"
#include "cty/set_order.h"

namespace compliance::cty {
namespace {

// A value or where and why there is none.
using Decoded = std::variant<Value, PathError>;

PathError* ErrorOf(Decoded* decoded) { return std::get_if<PathError>(decoded); }

Decoded FromStatusOr(absl::StatusOr<Value> value) {
  if (value.ok()) return *std::move(value);
  return PathError(value.status());
}

// What a container may reserve for elements that it claims to have: containers
// nest, and each may claim as many as there are bytes left.
constexpr std::size_t kTrustedSize = 64;

class Decoder {
 public:
  explicit Decoder(absl::string_view bytes) : reader_(bytes) {}

  bool AtEnd() const { return reader_.AtEnd(); }
  std::size_t remaining() const { return reader_.remaining(); }

  Decoded Decode(const Type& type, int depth) {
    if (depth > kMaxDepth) {
      return PathError(
          absl::StrCat("values nest deeper than ", kMaxDepth, " levels"),
          absl::StatusCode::kResourceExhausted);
    }
    const std::optional<Token> token = reader_.Next();
    if (!token.has_value()) {
      return PathError("the value ends early or is not msgpack");
    }
    if (token->kind == Token::Kind::kNil) return Value::Null(type);
    if (token->kind == Token::Kind::kExtension) {
      return FromStatusOr(DecodeUnknown(*token, type));
    }
    switch (type.kind()) {
      case Type::Kind::kDynamic:
        return DecodeDynamic(*token, depth);
      case Type::Kind::kBool:
        if (token->kind != Token::Kind::kBool) {
          return PathError("a bool is required");
        }
        return Value::Bool(token->boolean);
      case Type::Kind::kNumber:
        return DecodeNumber(*token);
      case Type::Kind::kString:
        if (!token->IsText()) return PathError("a string is required");
        return Value::String(token->bytes);
      case Type::Kind::kList:
      case Type::Kind::kSet:
        return DecodeSequence(*token, type, depth);
      case Type::Kind::kMap:
        return DecodeMap(*token, type, depth);
      case Type::Kind::kTuple:
        return DecodeTuple(*token, type, depth);
      case Type::Kind::kObject:
        return DecodeObject(*token, type, depth);
    }
    return PathError("unsupported type");
  }

 private:
  static Decoded DecodeNumber(const Token& token) {
    absl::StatusOr<Number> number = NumberOf(token);
    if (!number.ok()) return PathError(number.status());
    return Value::Number(*std::move(number));
  }

  // The type as JSON, then a value of it.
  Decoded DecodeDynamic(const Token& header, int depth) {
    if (header.kind != Token::Kind::kArray || header.size != 2) {
      return PathError(
          "an array of a type and a value is required where any type may be");
    }
    const std::optional<Token> json = reader_.Next();
    if (!json.has_value() || !json->IsText()) {
      return PathError("the type of the value must be JSON text");
    }
    const absl::StatusOr<Type> type = Type::FromJson(json->bytes);
    if (!type.ok()) return PathError(type.status());
    return Decode(*type, depth + 1);
  }

  // So many elements, each of at least one byte.
  bool MayHold(std::uint64_t elements) const {
    return elements <= reader_.remaining();
  }

  Decoded DecodeSequence(const Token& header, const Type& type, int depth) {
    const bool set = type.kind() == Type::Kind::kSet;
    if (header.kind != Token::Kind::kArray || !MayHold(header.size)) {
      return PathError(set ? "a set is required" : "a list is required");
    }
    Value::Elements elements;
    elements.reserve(std::min<std::size_t>(header.size, kTrustedSize));
    for (std::uint32_t i = 0; i < header.size; ++i) {
      Decoded element = Decode(type.element(), depth + 1);
      if (PathError* error = ErrorOf(&element)) {
        return std::move(*error).Within(ListIndex{i});
      }
      elements.push_back(std::get<Value>(std::move(element)));
    }
    if (!set) return Value::List(type.element(), std::move(elements));
    return Value::Set(type.element(), CanonicalSet(std::move(elements)));
  }

  Decoded DecodeTuple(const Token& header, const Type& type, int depth) {
    if (header.kind != Token::Kind::kArray) {
      return PathError("a tuple is required");
    }
    if (header.size != type.elements().size()) {
      return PathError(absl::StrCat("a tuple of ", type.elements().size(),
                                    " elements is required, it has ",
                                    header.size));
    }
    Value::Elements elements;
    for (std::uint32_t i = 0; i < header.size; ++i) {
      Decoded element = Decode(type.elements()[i], depth + 1);
      if (PathError* error = ErrorOf(&element)) {
        return std::move(*error).Within(ListIndex{i});
      }
      elements.push_back(std::get<Value>(std::move(element)));
    }
    return Value::Tuple(std::move(elements));
  }

  std::optional<std::string> DecodeKey() {
    const std::optional<Token> token = reader_.Next();
    if (!token.has_value() || !token->IsText()) return std::nullopt;
    return NormalizeNfc(token->bytes);
  }

  Decoded DecodeMap(const Token& header, const Type& type, int depth) {
    if (header.kind != Token::Kind::kMap ||
        !MayHold(2 * static_cast<std::uint64_t>(header.size))) {
      return PathError("a map is required");
    }
    Value::Attributes entries;
    for (std::uint32_t i = 0; i < header.size; ++i) {
      std::optional<std::string> key = DecodeKey();
      if (!key.has_value()) return PathError("map keys must be strings");
      Decoded entry = Decode(type.element(), depth + 1);
      if (PathError* error = ErrorOf(&entry)) {
        return std::move(*error).Within(MapKey{*std::move(key)});
      }
      entries.insert_or_assign(*std::move(key),
                               std::get<Value>(std::move(entry)));
    }
    return Value::Map(type.element(), std::move(entries));
  }

  Decoded DecodeObject(const Token& header, const Type& type, int depth) {
    if (header.kind != Token::Kind::kMap) {
      return PathError("an object is required");
    }
    const Type::Attributes& types = type.attributes();
    if (header.size != types.size()) {
      return PathError(absl::StrCat("an object of ", types.size(),
                                    " attributes is required, it has ",
                                    header.size));
    }
    Value::Attributes attributes;
    for (std::uint32_t i = 0; i < header.size; ++i) {
      std::optional<std::string> name = DecodeKey();
      if (!name.has_value()) {
        return PathError("attribute names must be strings");
      }
      const auto attribute_type = types.find(*name);
      if (attribute_type == types.end()) {
        return PathError("the object has an attribute of an unknown name");
      }
      Decoded attribute = Decode(attribute_type->second, depth + 1);
      if (PathError* error = ErrorOf(&attribute)) {
        return std::move(*error).Within(AttributeName{*std::move(name)});
      }
      if (!attributes
               .emplace(*std::move(name), std::get<Value>(std::move(attribute)))
               .second) {
        return PathError("the object has an attribute twice");
      }
    }
    return Value::Object(std::move(attributes));
  }

  TokenReader reader_;
};

void Encode(const Value& value, const Type& type, std::string* out);

// The type as JSON, then the value; what has no type of its own is written
// bare.
void EncodeDynamic(const Value& value, std::string* out) {
  WriteArrayHeader(2, out);
  WriteBinary(value.type().ToJson(), out);
  Encode(value, value.type(), out);
}

void EncodeAttributes(const Value& value, const Type& type, std::string* out) {
  const Value::Attributes& attributes = value.AsAttributes();
  WriteMapHeader(attributes.size(), out);
  for (const auto& [name, attribute] : attributes) {
    WriteString(name, out);
    const bool map = type.kind() == Type::Kind::kMap;
    Encode(attribute, map ? type.element() : type.attributes().at(name), out);
  }
}

void EncodeElements(const Value::Elements& elements, const Type& type,
                    std::string* out) {
  WriteArrayHeader(elements.size(), out);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const bool tuple = type.kind() == Type::Kind::kTuple;
    Encode(elements[i], tuple ? type.elements()[i] : type.element(), out);
  }
}

void Encode(const Value& value, const Type& type, std::string* out) {
  if (type.IsDynamic() && !value.type().IsDynamic()) {
    EncodeDynamic(value, out);
    return;
  }
  if (value.IsUnknown()) {
    EncodeUnknown(value.type(), value.refinement(), out);
    return;
  }
  if (value.IsNull()) {
    WriteNil(out);
    return;
  }
  switch (type.kind()) {
    case Type::Kind::kDynamic:
      break;  // unknown or null, written above
    case Type::Kind::kBool:
      WriteBool(value.AsBool(), out);
      break;
    case Type::Kind::kNumber:
      WriteNumber(value.AsNumber(), out);
      break;
    case Type::Kind::kString:
      WriteString(value.AsString(), out);
      break;
    case Type::Kind::kSet:
      EncodeElements(CanonicalSet(value.AsElements()), type, out);
      break;
    case Type::Kind::kList:
    case Type::Kind::kTuple:
      EncodeElements(value.AsElements(), type, out);
      break;
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      EncodeAttributes(value, type, out);
      break;
  }
}

}  // namespace

absl::StatusOr<Value> DecodeMsgpack(absl::string_view bytes, const Type& type) {
  Decoder decoder(bytes);
  Decoded value = decoder.Decode(type, 0);
  if (const PathError* error = ErrorOf(&value)) {
    return error->ToStatus("value");
  }
  if (!decoder.AtEnd()) {
    return PathError(
               absl::StrCat(decoder.remaining(), " bytes follow the value"))
        .ToStatus("value");
  }
  return std::get<Value>(std::move(value));
}

std::string EncodeMsgpack(const Value& value, const Type& type) {
  std::string bytes;
  Encode(value, type, &bytes);
  return bytes;
}

}  // namespace compliance::cty
