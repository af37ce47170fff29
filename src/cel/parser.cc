#include "cel/parser.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cel/token.h"
#include "cel/type_name.h"
#include "compliance/base/status_macros.h"
#include "compliance/base/text.h"

namespace compliance::cel {
namespace {

using NodeOr = absl::StatusOr<Node>;

constexpr int kUnaryLevel = 5;

// Binary operators by how tightly they bind, loosest first.
struct BinaryOperator {
  int level;
  NodeKind kind;
  Operator op;
};

const BinaryOperator* FindBinary(const Token& token) {
  static const auto& operators =
      *new std::map<std::string, BinaryOperator, std::less<>>{
          {"||", {0, NodeKind::kOr, Operator::kNone}},
          {"&&", {1, NodeKind::kAnd, Operator::kNone}},
          {"==", {2, NodeKind::kBinary, Operator::kEqual}},
          {"!=", {2, NodeKind::kBinary, Operator::kNotEqual}},
          {"<", {2, NodeKind::kBinary, Operator::kLess}},
          {"<=", {2, NodeKind::kBinary, Operator::kLessEqual}},
          {">", {2, NodeKind::kBinary, Operator::kGreater}},
          {">=", {2, NodeKind::kBinary, Operator::kGreaterEqual}},
          {"in", {2, NodeKind::kBinary, Operator::kIn}},
          {"+", {3, NodeKind::kBinary, Operator::kAdd}},
          {"-", {3, NodeKind::kBinary, Operator::kSubtract}},
          {"*", {4, NodeKind::kBinary, Operator::kMultiply}},
          {"/", {4, NodeKind::kBinary, Operator::kDivide}},
          {"%", {4, NodeKind::kBinary, Operator::kModulo}},
      };
  if (token.kind != Token::Kind::kSymbol && token.text != "in") return nullptr;
  if (token.kind != Token::Kind::kSymbol &&
      token.kind != Token::Kind::kIdentifier) {
    return nullptr;
  }
  const auto found = operators.find(token.text);
  return found == operators.end() ? nullptr : &found->second;
}

bool IsReserved(absl::string_view word) {
  static const auto& words = *new std::set<std::string, std::less<>>{
      "as",       "break",     "const",  "continue", "else", "false", "for",
      "function", "if",        "import", "in",       "let",  "loop",  "null",
      "package",  "namespace", "return", "true",     "var",  "void",  "while"};
  return words.find(std::string(word)) != words.end();
}

// Member macros and member functions that are nodes of their own.
struct Macro {
  Fold fold;
  bool two_variables;
  int min_bodies;
  int max_bodies;
};

const Macro* FindMacro(absl::string_view name, std::size_t arguments) {
  static const auto& macros =
      *new std::map<std::pair<std::string, std::size_t>, Macro>{
          {{"all", 2}, {Fold::kAll, false, 1, 1}},
          {{"all", 3}, {Fold::kAll, true, 1, 1}},
          {{"exists", 2}, {Fold::kExists, false, 1, 1}},
          {{"exists", 3}, {Fold::kExists, true, 1, 1}},
          {{"exists_one", 2}, {Fold::kExistsOne, false, 1, 1}},
          {{"exists_one", 3}, {Fold::kExistsOne, true, 1, 1}},
          {{"existsOne", 2}, {Fold::kExistsOne, false, 1, 1}},
          {{"existsOne", 3}, {Fold::kExistsOne, true, 1, 1}},
          {{"filter", 2}, {Fold::kFilter, false, 1, 1}},
          {{"map", 2}, {Fold::kMap, false, 1, 1}},
          {{"map", 3}, {Fold::kMap, false, 2, 2}},
          {{"transformList", 3}, {Fold::kMap, true, 1, 1}},
          {{"transformList", 4}, {Fold::kMap, true, 2, 2}},
          {{"transformMap", 3}, {Fold::kTransformMap, true, 1, 1}},
          {{"transformMap", 4}, {Fold::kTransformMap, true, 2, 2}},
          {{"transformMapEntry", 3}, {Fold::kTransformMapEntry, true, 1, 1}},
          {{"transformMapEntry", 4}, {Fold::kTransformMapEntry, true, 2, 2}},
      };
  const auto found = macros.find({std::string(name), arguments});
  return found == macros.end() ? nullptr : &found->second;
}

const std::vector<std::string>& MacroNames() {
  static const auto& names = *new std::vector<std::string>{
      "all",     "exists", "exists_one", "filter",       "map",
      "optMap",  "or",     "optFlatMap", "transformMap", "transformMapEntry",
      "orValue", "has",    "matches",    "cel.bind",     "transformList"};
  return names;
}

bool IsMacroName(absl::string_view name) {
  return std::find(MacroNames().begin(), MacroNames().end(), name) !=
             MacroNames().end() ||
         name == "existsOne";
}

bool NeedsVariable(absl::string_view macro) {
  return IsMacroName(macro) && macro != "orValue" && macro != "or" &&
         macro != "matches" && macro != "has";
}

// Whether a node says where an attribute is: self.a[0].b, each.x, attr.
bool IsPathExpression(const Node& node) {
  switch (node.kind) {
    case NodeKind::kVariable:
    case NodeKind::kLocal:
      return true;
    case NodeKind::kSelect:
    case NodeKind::kOptionalSelect:
    case NodeKind::kIndex:
    case NodeKind::kOptionalIndex:
      return IsPathExpression(node.children[0]);
    default:
      return false;
  }
}

class Parser {
 public:
  Parser(absl::string_view source, std::vector<Token> tokens,
         const Library& library, const std::set<std::string>& variables)
      : source_(source),
        tokens_(std::move(tokens)),
        library_(library),
        variables_(variables) {}

  NodeOr Run() {
    ASSIGN_OR_RETURN(Node root, Expression());
    if (Peek().kind != Token::Kind::kEnd) return Unexpected();
    return root;
  }

 private:
  const Token& Peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool IsSymbol(absl::string_view symbol, std::size_t ahead = 0) const {
    return Peek(ahead).kind == Token::Kind::kSymbol &&
           Peek(ahead).text == symbol;
  }
  bool Take(absl::string_view symbol) {
    if (!IsSymbol(symbol)) return false;
    ++at_;
    return true;
  }
  absl::Status Expect(absl::string_view symbol) {
    if (Take(symbol)) return absl::OkStatus();
    if (Peek().kind == Token::Kind::kEnd) {
      return Error(absl::StrCat("\"", symbol, "\" is missing at the end"));
    }
    return Error(absl::StrCat("unexpected ", Describe(Peek()), "; \"", symbol,
                              "\" is missing before it"));
  }

  absl::Status Error(absl::string_view what) const {
    return ErrorAt(source_, Peek().offset, what);
  }
  absl::Status Error(const Token& token, absl::string_view what) const {
    return ErrorAt(source_, token.offset, what);
  }
  static std::string Describe(const Token& token) {
    if (token.kind == Token::Kind::kEnd) return "end of the condition";
    return Quote(token.text);
  }
  absl::Status Unexpected() const {
    if (Peek().kind == Token::Kind::kEnd) {
      return Error("the condition ends where a value is missing");
    }
    return Error(absl::StrCat("unexpected ", Describe(Peek())));
  }

  // Counts the node and checks the limits.
  NodeOr Finish(Node node) {
    if (++nodes_ > kMaxNodes) {
      return Error(
          absl::StrCat("the condition has more than ", kMaxNodes, " parts"));
    }
    if (!SetDepth(node)) return TooDeep();
    return node;
  }
  absl::Status TooDeep() const {
    return Error(absl::StrCat("the condition nests deeper than ", kMaxDepth));
  }

  NodeOr Literal(Value value) {
    Node node;
    node.literal = std::move(value);
    return Finish(std::move(node));
  }

  template <typename... Children>
  NodeOr Make(NodeKind kind, Children... children) {
    Node node;
    node.kind = kind;
    node.children.reserve(sizeof...(children));
    (node.children.push_back(std::move(children)), ...);
    return Finish(std::move(node));
  }

  NodeOr Expression() {
    if (++nesting_ > kMaxDepth) return TooDeep();
    NodeOr result = Conditional();
    --nesting_;
    return result;
  }

  NodeOr Conditional() {
    ASSIGN_OR_RETURN(Node condition, Binary(0));
    if (!Take("?")) return condition;
    ASSIGN_OR_RETURN(Node then, Binary(0));
    RETURN_IF_ERROR(Expect(":"));
    ASSIGN_OR_RETURN(Node otherwise, Expression());
    return Make(NodeKind::kConditional, std::move(condition), std::move(then),
                std::move(otherwise));
  }

  // Precedence climbing: operators of `level` and tighter.
  NodeOr Binary(int level) {
    ASSIGN_OR_RETURN(Node left, Unary());
    while (true) {
      const BinaryOperator* found = FindBinary(Peek());
      if (found == nullptr || found->level < level) return left;
      ++at_;
      Node right;
      if (found->level + 1 == kUnaryLevel) {
        ASSIGN_OR_RETURN(right, Unary());
      } else {
        ASSIGN_OR_RETURN(right, Binary(found->level + 1));
      }
      // && and || associate, so that a long chain is one node, not a deep one.
      if (found->kind == left.kind && left.kind != NodeKind::kBinary) {
        left.children.push_back(std::move(right));
        ASSIGN_OR_RETURN(left, Finish(std::move(left)));
        continue;
      }
      ASSIGN_OR_RETURN(left,
                       Make(found->kind, std::move(left), std::move(right)));
      left.op = found->op;
    }
  }

  NodeOr Unary() {
    std::vector<std::string> signs;
    while (IsSymbol("!") || IsSymbol("-")) {
      const bool number = Peek(1).kind == Token::Kind::kInt ||
                          Peek(1).kind == Token::Kind::kDouble;
      if (IsSymbol("-") && number) break;  // part of the literal
      signs.push_back(Peek().text);
      ++at_;
    }
    ASSIGN_OR_RETURN(Node node, Member());
    for (; !signs.empty(); signs.pop_back()) {
      const bool negation = signs.back() == "!";
      ASSIGN_OR_RETURN(node, Make(negation ? NodeKind::kNot : NodeKind::kNegate,
                                  std::move(node)));
    }
    return node;
  }

  NodeOr Member() {
    ASSIGN_OR_RETURN(Node node, Primary());
    while (true) {
      if (Take(".")) {
        ASSIGN_OR_RETURN(node, AfterDot(std::move(node)));
      } else if (Take("[")) {
        const NodeKind kind =
            Take("?") ? NodeKind::kOptionalIndex : NodeKind::kIndex;
        ASSIGN_OR_RETURN(Node index, Expression());
        RETURN_IF_ERROR(Expect("]"));
        ASSIGN_OR_RETURN(node, Make(kind, std::move(node), std::move(index)));
      } else {
        return node;
      }
    }
  }

  NodeOr AfterDot(Node receiver) {
    const bool optional = Take("?");
    const Token name = Peek();
    if (name.kind != Token::Kind::kIdentifier &&
        name.kind != Token::Kind::kQuotedIdentifier) {
      return Error("a name is missing after the dot");
    }
    ++at_;
    const bool call = name.kind == Token::Kind::kIdentifier && IsSymbol("(");
    if (call && !optional) return MemberCall(std::move(receiver), name);
    if (name.kind == Token::Kind::kIdentifier && name.text == "in") {
      return Error(name, "\"in\" cannot be the name of an attribute");
    }
    ASSIGN_OR_RETURN(Node node, Make(optional ? NodeKind::kOptionalSelect
                                              : NodeKind::kSelect,
                                     std::move(receiver)));
    node.name = name.text;
    return node;
  }

  NodeOr Primary() {
    const Token token = Peek();
    switch (token.kind) {
      case Token::Kind::kIdentifier:
        return Name();
      case Token::Kind::kInt:
      case Token::Kind::kUint:
      case Token::Kind::kDouble:
        return Number("");
      case Token::Kind::kString:
        ++at_;
        return Literal(Value::String(token.text));
      case Token::Kind::kBytes:
        ++at_;
        return Literal(Value::Bytes(token.text));
      default:
        break;
    }
    if (Take("-")) return Number("-");
    if (Take("(")) {
      ASSIGN_OR_RETURN(Node node, Expression());
      RETURN_IF_ERROR(Expect(")"));
      return node;
    }
    if (Take("[")) return ListLiteral();
    if (Take("{")) return MapLiteral();
    if (IsSymbol(".") && Peek(1).kind == Token::Kind::kIdentifier) {
      ++at_;
      return Variable(Peek(), /*global=*/true);
    }
    return Unexpected();
  }

  NodeOr Number(absl::string_view sign) {
    const Token token = Peek();
    ++at_;
    const std::string text = absl::StrCat(sign, token.text);
    const bool hex = token.text.find_first_of("xX") != std::string::npos;
    if (token.kind == Token::Kind::kDouble) {
      double d = 0;
      if (!absl::SimpleAtod(text, &d)) return Error(token, "not a number");
      return Literal(Value::Double(d));
    }
    bool fits = false;
    if (token.kind == Token::Kind::kUint) {
      std::uint64_t n = 0;
      fits = hex ? absl::SimpleHexAtoi(text, &n) : absl::SimpleAtoi(text, &n);
      if (fits) return Literal(Value::Uint(n));
    } else {
      std::int64_t n = 0;
      fits = hex ? absl::SimpleHexAtoi(text, &n) : absl::SimpleAtoi(text, &n);
      if (fits) return Literal(Value::Int(n));
    }
    return Error(token, "the number does not fit into 64 bits");
  }

  // An element or a map's value that may be absent: [?x], {?k: x}.
  NodeOr Entry(bool optional, Node node) {
    if (!optional) return node;
    return Make(NodeKind::kOptionalEntry, std::move(node));
  }

  NodeOr ListLiteral() {
    Node list;
    list.kind = NodeKind::kList;
    while (!Take("]")) {
      const bool optional = Take("?");
      ASSIGN_OR_RETURN(Node element, Expression());
      ASSIGN_OR_RETURN(element, Entry(optional, std::move(element)));
      list.children.push_back(std::move(element));
      if (IsSymbol("]")) continue;
      RETURN_IF_ERROR(Expect(","));
    }
    const bool constant =
        std::all_of(list.children.begin(), list.children.end(),
                    [](const Node& n) { return n.kind == NodeKind::kLiteral; });
    if (!constant) return Finish(std::move(list));
    std::vector<Value> items;
    for (Node& child : list.children) items.push_back(std::move(child.literal));
    return Literal(Value::MakeList(std::move(items)));
  }

  NodeOr MapLiteral() {
    Node map;
    map.kind = NodeKind::kMap;
    while (!Take("}")) {
      const bool optional = Take("?");
      ASSIGN_OR_RETURN(Node key, Expression());
      RETURN_IF_ERROR(Expect(":"));
      ASSIGN_OR_RETURN(Node value, Expression());
      ASSIGN_OR_RETURN(value, Entry(optional, std::move(value)));
      map.children.push_back(std::move(key));
      map.children.push_back(std::move(value));
      if (IsSymbol("}")) continue;
      RETURN_IF_ERROR(Expect(","));
    }
    return Finish(std::move(map));
  }

  // An identifier: a constant, a call, the first part of the name of a
  // function, or a variable.
  NodeOr Name() {
    const Token token = Peek();
    if (token.text == "true" || token.text == "false") {
      ++at_;
      return Literal(Value::Bool(token.text == "true"));
    }
    if (token.text == "null") {
      ++at_;
      return Literal(Value::Null());
    }
    if (IsReserved(token.text)) {
      return Error(token,
                   absl::StrCat(Quote(token.text), " is a reserved word"));
    }
    std::size_t length = 0;
    const std::string function = QualifiedName(length);
    const bool shadowed = FindLocal(token.text) >= 0;
    if (length == 1) {
      ++at_;
      return GlobalCall(function, token);
    }
    if (length > 1 && !shadowed && IsGlobalFunction(function)) {
      at_ += length;
      return GlobalCall(function, token);
    }
    if (length > 1 && !shadowed && LongestName(token.text).tokens == 0) {
      return UnknownFunction(function, token, /*member=*/false);
    }
    return Variable(token, /*global=*/false);
  }

  // The longest name joined by dots that begins here and that a variable or a
  // type has; 0 tokens when there is none.
  struct Named {
    std::string name;
    std::size_t tokens = 0;
  };
  Named LongestName(const std::string& first) const {
    Named longest;
    std::string name = first;
    for (std::size_t tokens = 1;; tokens += 2) {
      // The last name before a "(" is a function of what stands before it.
      if (tokens > 1 && IsSymbol("(", tokens)) break;
      if (variables_.count(name) > 0 || IsTypeName(name)) {
        longest = {name, tokens};
      }
      if (!IsSymbol(".", tokens) ||
          Peek(tokens + 1).kind != Token::Kind::kIdentifier) {
        break;
      }
      absl::StrAppend(&name, ".", Peek(tokens + 1).text);
    }
    return longest;
  }

  // The names joined by dots that stand before a "(", and how many tokens they
  // are; "" and 0 when there is no such call here.
  std::string QualifiedName(std::size_t& length) const {
    std::string name = Peek().text;
    std::size_t ahead = 1;
    while (IsSymbol(".", ahead) &&
           Peek(ahead + 1).kind == Token::Kind::kIdentifier) {
      absl::StrAppend(&name, ".", Peek(ahead + 1).text);
      ahead += 2;
    }
    length = IsSymbol("(", ahead) ? ahead : 0;
    return length > 0 ? name : "";
  }

  bool IsGlobalFunction(absl::string_view name) const {
    return name == "cel.bind" || FindBuiltin(name, false) != nullptr ||
           library_.Find(name, false) != nullptr;
  }

  int FindLocal(absl::string_view name) const {
    for (std::size_t i = locals_.size(); i > 0; --i) {
      if (locals_[i - 1] == name) return static_cast<int>(i - 1);
    }
    return -1;
  }

  NodeOr Variable(const Token& token, bool global) {
    Node node;
    const int local = global ? -1 : FindLocal(token.text);
    if (local >= 0) {
      ++at_;
      node.kind = NodeKind::kLocal;
      node.slot = static_cast<std::uint32_t>(local);
      return Finish(std::move(node));
    }
    const Named found = LongestName(token.text);
    if (found.tokens == 0) return UnknownVariable(token);
    at_ += found.tokens;
    if (variables_.count(found.name) == 0) {
      return Literal(Value::Type(found.name));
    }
    node.kind = NodeKind::kVariable;
    node.name = found.name;
    const auto slot = static_cast<std::uint32_t>(slots_.size());
    node.slot = slots_.emplace(found.name, slot).first->second;
    return Finish(std::move(node));
  }

  absl::Status UnknownVariable(const Token& token) const {
    std::vector<std::string> names(variables_.begin(), variables_.end());
    names.insert(names.end(), locals_.begin(), locals_.end());
    return Error(token, absl::StrCat("unknown name ", Quote(token.text),
                                     Suggestion(token.text, names)));
  }

  absl::Status UnknownFunction(absl::string_view name, const Token& token,
                               bool member) const {
    std::vector<std::string> names;
    const auto add = [&](const std::vector<std::string>& more) {
      for (const std::string& candidate : more) {
        const bool wanted = IsMacroName(candidate) ||
                            FindBuiltin(candidate, member) != nullptr ||
                            library_.Find(candidate, member) != nullptr;
        if (wanted) names.push_back(candidate);
      }
    };
    add(BuiltinNames());
    add(library_.Names());
    add(MacroNames());
    return Error(token, absl::StrCat("unknown function ", Quote(name),
                                     Suggestion(name, names)));
  }

  static std::string Suggestion(absl::string_view word,
                                const std::vector<std::string>& names) {
    const std::string nearest = Nearest(word, names);
    if (nearest.empty() || nearest == word) return "";
    return absl::StrCat("; did you mean ", Quote(nearest), "?");
  }

  // The arguments of a call, the opening bracket and the closing one.
  absl::Status Arguments(std::vector<Node>& into) {
    RETURN_IF_ERROR(Expect("("));
    if (Take(")")) return absl::OkStatus();
    do {
      ASSIGN_OR_RETURN(Node argument, Expression());
      into.push_back(std::move(argument));
    } while (Take(","));
    return Expect(")");
  }

  NodeOr GlobalCall(const std::string& name, const Token& token) {
    if (name == "has") return HasMacro(token);
    if (name == "cel.bind") return BindMacro();
    const bool known = name == "matches" || IsGlobalFunction(name);
    if (!known) return UnknownFunction(name, token, /*member=*/false);
    Node call;
    RETURN_IF_ERROR(Arguments(call.children));
    if (name == "matches" && call.children.size() == 2) {
      return Matches(std::move(call), token);
    }
    return Call(name, /*member=*/false, std::move(call), token);
  }

  NodeOr MemberCall(Node receiver, const Token& token) {
    const std::string& name = token.text;
    if (IsMacroName(name)) {
      const std::size_t arguments = CountArguments();
      if (const Macro* macro = FindMacro(name, arguments); macro != nullptr) {
        return FoldMacro(std::move(receiver), *macro, token);
      }
      if ((name == "optMap" || name == "optFlatMap") && arguments == 2) {
        return OptionalMap(std::move(receiver), name == "optFlatMap", token);
      }
    }
    // Before the arguments: of a macro with a slip in its name, they would be
    // the wrong thing to complain about.
    const bool known = IsMacroName(name) ||
                       FindBuiltin(name, true) != nullptr ||
                       library_.Find(name, true) != nullptr;
    if (!known) return UnknownFunction(name, token, /*member=*/true);
    if (NeedsVariable(name)) {
      return Error(token, absl::StrCat(name,
                                       "() takes a variable and what is "
                                       "said of it, such as ",
                                       name, "(x, x > 0)"));
    }
    Node call;
    call.children.push_back(std::move(receiver));
    RETURN_IF_ERROR(Arguments(call.children));
    if (call.children.size() == 2) {
      if (name == "matches") return Matches(std::move(call), token);
      if (name == "orValue" || name == "or") {
        call.kind = NodeKind::kOptionalElse;
        call.flag = name == "or";
        return Finish(std::move(call));
      }
    }
    return Call(name, /*member=*/true, std::move(call), token);
  }

  // How many arguments the call has that begins here, by looking ahead.
  std::size_t CountArguments() const {
    std::size_t count = IsSymbol(")", 1) ? 0 : 1;
    int open = 0;
    for (std::size_t i = at_; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != Token::Kind::kSymbol) continue;
      const std::string& symbol = tokens_[i].text;
      if (symbol == "(" || symbol == "[" || symbol == "{") ++open;
      if (symbol == ")" || symbol == "]" || symbol == "}") --open;
      if (symbol == "," && open == 1) ++count;
      if (open == 0) break;
    }
    return count;
  }

  NodeOr Call(const std::string& name, bool member, Node call,
              const Token& token) {
    int min_args = 0;
    int max_args = 0;
    call.name = name;
    if (const Function* host = library_.Find(name, member); host != nullptr) {
      call.kind = NodeKind::kHostCall;
      call.flag = member;
      min_args = host->min_args;
      max_args = host->max_args;
      if (host->takes_path && !call.children.empty() &&
          !IsPathExpression(call.children[0])) {
        return Error(token, absl::StrCat(name,
                                         "() needs an attribute, such as "
                                         "self.name, as its argument"));
      }
    } else if (const Builtin* builtin = FindBuiltin(name, member);
               builtin != nullptr) {
      call.kind = NodeKind::kCall;
      call.builtin = builtin;
      min_args = builtin->min_args;
      max_args = builtin->max_args;
    } else {
      return Error(token,
                   WrongCount(name, member,
                              static_cast<int>(call.children.size()), 2, 2));
    }
    const int given = static_cast<int>(call.children.size());
    if (given < min_args || given > max_args) {
      return Error(token, WrongCount(name, member, given, min_args, max_args));
    }
    return Finish(std::move(call));
  }

  static std::string WrongCount(absl::string_view name, bool member, int given,
                                int min_args, int max_args) {
    const int receiver = member ? 1 : 0;
    std::string wanted = absl::StrCat(min_args - receiver);
    if (max_args > min_args) {
      absl::StrAppend(&wanted, " to ", max_args - receiver);
    }
    return absl::StrCat(name, "() takes ", wanted,
                        wanted == "1" ? " argument" : " arguments", ", not ",
                        given - receiver);
  }

  NodeOr HasMacro(const Token& token) {
    RETURN_IF_ERROR(Expect("("));
    ASSIGN_OR_RETURN(Node argument, Expression());
    RETURN_IF_ERROR(Expect(")"));
    if (argument.kind != NodeKind::kSelect) {
      return Error(token, "has() needs an attribute, such as has(self.name)");
    }
    argument.kind = NodeKind::kHas;
    return argument;
  }

  // The name of a macro's variable, and the comma behind it.
  absl::StatusOr<std::string> MacroVariable(absl::string_view macro) {
    const Token token = Peek();
    if (token.kind != Token::Kind::kIdentifier || IsReserved(token.text) ||
        !IsSymbol(",", 1)) {
      return Error(token, absl::StrCat(macro,
                                       "() needs the name of a variable "
                                       "here"));
    }
    at_ += 2;
    return token.text;
  }

  NodeOr FoldMacro(Node range, const Macro& macro, const Token& token) {
    Node fold;
    fold.kind = NodeKind::kFold;
    fold.fold = macro.fold;
    fold.flag = macro.two_variables;
    fold.slot = static_cast<std::uint32_t>(locals_.size());
    fold.children.push_back(std::move(range));
    RETURN_IF_ERROR(Expect("("));
    const std::size_t outside = locals_.size();
    for (int i = 0; i < (macro.two_variables ? 2 : 1); ++i) {
      ASSIGN_OR_RETURN(std::string name, MacroVariable(token.text));
      // Both names are read before either is in scope for the bodies.
      locals_.push_back(std::move(name));
    }
    if (macro.two_variables && locals_[outside] == locals_[outside + 1]) {
      return Error(token, "the two variables have the same name");
    }
    for (int i = 0; i < macro.max_bodies; ++i) {
      if (i > 0) RETURN_IF_ERROR(Expect(","));
      ASSIGN_OR_RETURN(Node body, Expression());
      fold.children.push_back(std::move(body));
    }
    locals_.resize(outside);
    RETURN_IF_ERROR(Expect(")"));
    return Finish(std::move(fold));
  }

  NodeOr OptionalMap(Node receiver, bool flat, const Token& token) {
    Node node;
    node.kind = NodeKind::kOptionalMap;
    node.flag = flat;
    node.slot = static_cast<std::uint32_t>(locals_.size());
    node.children.push_back(std::move(receiver));
    RETURN_IF_ERROR(Expect("("));
    ASSIGN_OR_RETURN(std::string name, MacroVariable(token.text));
    ASSIGN_OR_RETURN(Node body, Scoped(std::move(name)));
    node.children.push_back(std::move(body));
    RETURN_IF_ERROR(Expect(")"));
    return Finish(std::move(node));
  }

  NodeOr BindMacro() {
    Node node;
    node.kind = NodeKind::kBind;
    node.slot = static_cast<std::uint32_t>(locals_.size());
    RETURN_IF_ERROR(Expect("("));
    ASSIGN_OR_RETURN(std::string name, MacroVariable("cel.bind"));
    ASSIGN_OR_RETURN(Node value, Expression());
    RETURN_IF_ERROR(Expect(","));
    ASSIGN_OR_RETURN(Node body, Scoped(std::move(name)));
    RETURN_IF_ERROR(Expect(")"));
    node.children.push_back(std::move(value));
    node.children.push_back(std::move(body));
    return Finish(std::move(node));
  }

  // An expression in which one more variable may occur.
  NodeOr Scoped(std::string name) {
    locals_.push_back(std::move(name));
    NodeOr body = Expression();
    locals_.pop_back();
    return body;
  }

  NodeOr Matches(Node call, const Token& token) {
    call.kind = NodeKind::kMatches;
    const Node& pattern = call.children[1];
    if (pattern.kind == NodeKind::kLiteral &&
        pattern.literal.kind() == Value::Kind::kString) {
      std::string error;
      call.regex = CompileRegex(pattern.literal.AsString(), &error);
      if (call.regex == nullptr) return Error(token, error);
    }
    return Finish(std::move(call));
  }

  absl::string_view source_;
  std::vector<Token> tokens_;
  const Library& library_;
  const std::set<std::string>& variables_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  std::size_t nesting_ = 0;
  std::vector<std::string> locals_;
  std::map<std::string, std::uint32_t> slots_;
};

}  // namespace

absl::StatusOr<Node> Parse(absl::string_view source, const Library& library,
                           const std::set<std::string>& variables) {
  if (source.size() > kMaxSource) {
    return ErrorAt(
        source, 0,
        absl::StrCat("the condition is longer than ", kMaxSource, " bytes"));
  }
  if (!IsValidUtf8(source)) {
    return absl::InvalidArgumentError("1: the condition is not valid UTF-8");
  }
  ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(source));
  return Parser(source, std::move(tokens), library, variables).Run();
}

}  // namespace compliance::cel
