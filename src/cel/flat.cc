// The flat form of programs: a header, the source text, then the nodes in
// prefix order. All integers are varints (LEB128).
//
//   node  := kind fields arity child*
//   kind  := one byte, NodeKind
//   fields := a mask byte, then those fields that it names, in its order
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cel/node.h"
#include "cel/type_name.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"
#include "compliance/cel/program.h"

namespace compliance::cel {
namespace {

constexpr absl::string_view kMagic = "CEL";
constexpr char kFlatVersion = 2;

constexpr std::uint8_t kHasOp = 1;
constexpr std::uint8_t kHasFold = 2;
constexpr std::uint8_t kFlag = 4;
constexpr std::uint8_t kHasSlot = 8;
constexpr std::uint8_t kHasName = 16;
constexpr std::uint8_t kAllFields = 31;

class Writer {
 public:
  void Byte(std::uint8_t byte) { bytes_.push_back(static_cast<char>(byte)); }
  void Varint(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7U) Byte(static_cast<std::uint8_t>(n | 0x80U));
    Byte(static_cast<std::uint8_t>(n));
  }
  void Text(absl::string_view text) {
    Varint(text.size());
    Raw(text);
  }
  void Raw(absl::string_view bytes) {
    bytes_.append(bytes.data(), bytes.size());
  }

  void Literal(const Value& value) {
    Byte(static_cast<std::uint8_t>(value.kind()));
    switch (value.kind()) {
      case Value::Kind::kBool:
        return Byte(value.AsBool() ? 1 : 0);
      case Value::Kind::kInt:
        return Varint(static_cast<std::uint64_t>(value.AsInt()));
      case Value::Kind::kUint:
        return Varint(value.AsUint());
      case Value::Kind::kDouble:
        return Varint(std::bit_cast<std::uint64_t>(value.AsDouble()));
      case Value::Kind::kString:
      case Value::Kind::kBytes:
      case Value::Kind::kType:
        return Text(value.AsString());
      case Value::Kind::kList: {
        const List list = value.AsList();
        Varint(list.items.size());
        for (const List::Item& item : list.items) Literal(item.value);
        return;
      }
      default:  // null; nothing else is ever a literal
        return;
    }
  }

  void Tree(const Node& node) {
    Byte(static_cast<std::uint8_t>(node.kind));
    const absl::string_view name =
        node.builtin != nullptr ? node.builtin->name : node.name;
    const bool flag =
        node.builtin != nullptr ? node.builtin->member : node.flag;
    std::uint8_t mask = 0;
    if (node.op != Operator::kNone) mask |= kHasOp;
    if (node.fold != Fold::kNone) mask |= kHasFold;
    if (flag) mask |= kFlag;
    if (node.slot != 0) mask |= kHasSlot;
    if (!name.empty()) mask |= kHasName;
    Byte(mask);
    if ((mask & kHasOp) != 0) Byte(static_cast<std::uint8_t>(node.op));
    if ((mask & kHasFold) != 0) Byte(static_cast<std::uint8_t>(node.fold));
    if ((mask & kHasSlot) != 0) Varint(node.slot);
    if ((mask & kHasName) != 0) Text(name);
    if (node.kind == NodeKind::kLiteral) return Literal(node.literal);
    Varint(node.children.size());
    for (const Node& child : node.children) Tree(child);
  }

  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what may be anything: every length is checked against what is left.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<Program> Run() {
    ASSIGN_OR_RETURN(const absl::string_view magic, Raw(kMagic.size()));
    if (magic != kMagic) return Error("it does not begin as one");
    ASSIGN_OR_RETURN(const std::uint8_t version, Byte());
    if (version != kFlatVersion) {
      return Error(absl::StrCat("version ", version, " is not ours"));
    }
    ASSIGN_OR_RETURN(std::string source, Text());
    ASSIGN_OR_RETURN(Node root, Tree(1, 0));
    if (!bytes_.empty()) return Error("bytes are left over");
    return Program(std::move(source),
                   std::make_shared<const Node>(std::move(root)));
  }

 private:
  static absl::Status Error(absl::string_view what) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a compiled condition: ", what));
  }
  static absl::Status CutShort() { return Error("it is cut short"); }

  absl::StatusOr<std::uint8_t> Byte() {
    if (bytes_.empty()) return CutShort();
    const auto byte = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }

  absl::StatusOr<std::uint64_t> Varint() {
    std::uint64_t n = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      ASSIGN_OR_RETURN(const std::uint8_t byte, Byte());
      n |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return n;
    }
    return Error("a number is too long");
  }

  absl::StatusOr<absl::string_view> Raw(std::uint64_t size) {
    if (size > bytes_.size()) return CutShort();
    const absl::string_view raw = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return raw;
  }

  absl::StatusOr<std::string> Text() {
    ASSIGN_OR_RETURN(const std::uint64_t size, Varint());
    ASSIGN_OR_RETURN(const absl::string_view raw, Raw(size));
    return std::string(raw);
  }

  // A count of things that take a byte each at the least.
  absl::StatusOr<std::size_t> Count() {
    ASSIGN_OR_RETURN(const std::uint64_t count, Varint());
    if (count > bytes_.size()) return CutShort();
    return count;
  }

  template <typename Enum>
  absl::StatusOr<Enum> EnumValue() {
    ASSIGN_OR_RETURN(const std::uint8_t byte, Byte());
    if (byte > static_cast<std::uint8_t>(Enum::kLast)) {
      return Error("a code has no meaning");
    }
    return static_cast<Enum>(byte);
  }

  absl::StatusOr<Value> Literal(std::size_t depth) {
    if (depth > kMaxDepth) return Error("it nests too deeply");
    ASSIGN_OR_RETURN(const std::uint8_t kind, Byte());
    switch (static_cast<Value::Kind>(kind)) {
      case Value::Kind::kNull:
        return Value::Null();
      case Value::Kind::kBool: {
        ASSIGN_OR_RETURN(const std::uint8_t b, Byte());
        return Value::Bool(b != 0);
      }
      case Value::Kind::kInt: {
        ASSIGN_OR_RETURN(const std::uint64_t n, Varint());
        return Value::Int(static_cast<std::int64_t>(n));
      }
      case Value::Kind::kUint: {
        ASSIGN_OR_RETURN(const std::uint64_t n, Varint());
        return Value::Uint(n);
      }
      case Value::Kind::kDouble: {
        ASSIGN_OR_RETURN(const std::uint64_t bits, Varint());
        return Value::Double(std::bit_cast<double>(bits));
      }
      case Value::Kind::kString: {
        ASSIGN_OR_RETURN(const std::string text, Text());
        if (!IsValidUtf8(text)) return Error("a text is not UTF-8");
        return Value::String(text);
      }
      case Value::Kind::kBytes: {
        ASSIGN_OR_RETURN(const std::string text, Text());
        return Value::Bytes(text);
      }
      case Value::Kind::kType: {
        ASSIGN_OR_RETURN(const std::string name, Text());
        if (!IsTypeName(name)) return Error("a type that is not ours");
        return Value::Type(name);
      }
      case Value::Kind::kList:
        return LiteralList(depth);
      default:
        return Error("a literal of no kind");
    }
  }

  absl::StatusOr<Value> LiteralList(std::size_t depth) {
    ASSIGN_OR_RETURN(const std::size_t count, Count());
    std::vector<Value> items;
    for (std::size_t i = 0; i < count; ++i) {
      ASSIGN_OR_RETURN(Value item, Literal(depth + 1));
      items.push_back(std::move(item));
    }
    return Value::MakeList(std::move(items));
  }

  // `scope`: how many variables of macros there are.
  absl::StatusOr<Node> Tree(std::size_t depth, std::uint32_t scope) {
    if (depth > kMaxDepth || ++nodes_ > kMaxNodes) {
      return Error("it is too large");
    }
    Node node;
    ASSIGN_OR_RETURN(node.kind, EnumValue<NodeKind>());
    RETURN_IF_ERROR(ReadFields(node));
    if (node.kind == NodeKind::kLiteral) {
      ASSIGN_OR_RETURN(node.literal, Literal(depth));
      return node;
    }
    ASSIGN_OR_RETURN(const std::size_t arity, Count());
    for (std::size_t i = 0; i < arity; ++i) {
      const std::uint32_t inner = i == 0 ? scope : scope + Introduces(node);
      ASSIGN_OR_RETURN(Node child, Tree(depth + 1, inner));
      node.children.push_back(std::move(child));
    }
    RETURN_IF_ERROR(Check(node, scope));
    SetDepth(node);
    return node;
  }

  absl::Status ReadFields(Node& node) {
    ASSIGN_OR_RETURN(const std::uint8_t mask, Byte());
    if ((mask & ~kAllFields) != 0) return Error("fields that are not ours");
    if ((mask & kHasOp) != 0) {
      ASSIGN_OR_RETURN(node.op, EnumValue<Operator>());
    }
    if ((mask & kHasFold) != 0) {
      ASSIGN_OR_RETURN(node.fold, EnumValue<Fold>());
    }
    node.flag = (mask & kFlag) != 0;
    if ((mask & kHasSlot) != 0) {
      ASSIGN_OR_RETURN(const std::uint64_t slot, Varint());
      if (slot > kMaxNodes) return Error("a variable that is not there");
      node.slot = static_cast<std::uint32_t>(slot);
    }
    if ((mask & kHasName) != 0) {
      ASSIGN_OR_RETURN(node.name, Text());
      if (!IsValidUtf8(node.name)) return Error("a name is not UTF-8");
    }
    return absl::OkStatus();
  }

  static std::uint32_t Introduces(const Node& node) {
    switch (node.kind) {
      case NodeKind::kFold:
        return node.flag ? 2 : 1;
      case NodeKind::kBind:
      case NodeKind::kOptionalMap:
        return 1;
      default:
        return 0;
    }
  }

  static absl::Status Arity(const Node& node, std::size_t min,
                            std::size_t max) {
    if (node.children.size() >= min && node.children.size() <= max) {
      return absl::OkStatus();
    }
    return Error("a wrong number of operands");
  }

  // What evaluation relies on.
  absl::Status Check(Node& node, std::uint32_t scope) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const bool entry = node.kind == NodeKind::kList ||
                         (node.kind == NodeKind::kMap && i % 2 == 1);
      if (node.children[i].kind == NodeKind::kOptionalEntry && !entry) {
        return Error("an optional entry outside of a list or map");
      }
    }
    if (Introduces(node) > 0 && node.slot != scope) {
      return Error("a variable out of its place");
    }
    switch (node.kind) {
      case NodeKind::kLiteral:
      case NodeKind::kVariable:
        return Arity(node, 0, 0);
      case NodeKind::kLocal:
        if (node.slot >= scope) return Error("a variable that is not there");
        return Arity(node, 0, 0);
      case NodeKind::kList:
      case NodeKind::kHostCall:
        return absl::OkStatus();
      case NodeKind::kMap:
        if (node.children.size() % 2 != 0) return Error("a key has no value");
        return absl::OkStatus();
      case NodeKind::kOptionalEntry:
      case NodeKind::kSelect:
      case NodeKind::kOptionalSelect:
      case NodeKind::kHas:
      case NodeKind::kNot:
      case NodeKind::kNegate:
        return Arity(node, 1, 1);
      case NodeKind::kBinary:
        if (node.op == Operator::kNone) return Error("no operator");
        return Arity(node, 2, 2);
      case NodeKind::kAnd:
      case NodeKind::kOr:
        return Arity(node, 2, kMaxNodes);
      case NodeKind::kConditional:
        return Arity(node, 3, 3);
      case NodeKind::kCall:
        return CheckCall(node);
      case NodeKind::kMatches:
        return CheckMatches(node);
      case NodeKind::kFold:
        return CheckFold(node);
      case NodeKind::kIndex:
      case NodeKind::kOptionalIndex:
      case NodeKind::kBind:
      case NodeKind::kOptionalMap:
      case NodeKind::kOptionalElse:
        return Arity(node, 2, 2);
    }
    return Error("a node of no kind");
  }

  static absl::Status CheckFold(const Node& node) {
    switch (node.fold) {
      case Fold::kNone:
        return Error("no macro");
      case Fold::kMap:
      case Fold::kTransformMap:
      case Fold::kTransformMapEntry:
        return Arity(node, 2, 3);
      default:
        return Arity(node, 2, 2);
    }
  }

  static absl::Status CheckCall(Node& node) {
    node.builtin = FindBuiltin(node.name, node.flag);
    if (node.builtin == nullptr) return Error("a function that is not ours");
    return Arity(node, static_cast<std::size_t>(node.builtin->min_args),
                 static_cast<std::size_t>(node.builtin->max_args));
  }

  static absl::Status CheckMatches(Node& node) {
    RETURN_IF_ERROR(Arity(node, 2, 2));
    const Value& pattern = node.children[1].literal;
    if (node.children[1].kind != NodeKind::kLiteral ||
        pattern.kind() != Value::Kind::kString) {
      return absl::OkStatus();
    }
    std::string error;
    node.regex = CompileRegex(pattern.AsString(), &error);
    return node.regex == nullptr ? Error(error) : absl::OkStatus();
  }

  absl::string_view bytes_;
  std::size_t nodes_ = 0;
};

}  // namespace

std::string Encode(const Program& program) {
  Writer writer;
  writer.Raw(kMagic);
  writer.Byte(kFlatVersion);
  writer.Text(program.source());
  writer.Tree(program.root());
  return writer.Take();
}

absl::StatusOr<Program> Decode(absl::string_view bytes) {
  return Reader(bytes).Run();
}

}  // namespace compliance::cel
